import { CodedError } from "../../shared/coded-error";
import { decodeCursor, type Page, toPage } from "../../shared/page";
import type { Allocataire } from "./allocataire";

/** Where a page begins: beside this person, whom it leaves out, forwards or backwards. */
export interface Position {
  id: string;
  sens: "APRES" | "AVANT";
}
export type PageAllocataires = Page<Allocataire>;

/** `<id>.<seal>`: the seal binds the cursor to its filter. */
const FORME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{8})$/;

/** The position that the cursors give in the list of this seal, or null for its beginning. Errors: ARGUMENT_INVALIDE, CURSEUR_INVALIDE. */
export function positionDe(after: string | null | undefined, before: string | null | undefined, sceau: string): Position | null {
  if (after != null && before != null) {
    throw new CodedError("ARGUMENT_INVALIDE", "Donnez « after » ou « before », l’un des deux et un seul.");
  }
  const cle = decodeCursor(after ?? before, FORME);
  if (cle === null) return null;
  const [, id, duCurseur] = FORME.exec(cle)!;
  if (duCurseur !== sceau) {
    throw new CodedError(
      "CURSEUR_INVALIDE",
      "Ce curseur a été donné pour d’autres critères : reprenez la liste sans « after » ni « before ».",
    );
  }
  return { id: id!, sens: before == null ? "APRES" : "AVANT" };
}

/** The person of the cursor is gone from what the caller reads: no page can be told from it. */
export const curseurPerdu = (): CodedError =>
  new CodedError("CURSEUR_INVALIDE", "La personne de ce curseur ne se lit plus : reprenez la liste sans « after » ni « before ».");

/** The connection, from at most `taille + 1` people in the order of the list. The one too many says that the list goes on that way;
 * the other way lies the person of the cursor. */
export function enPage(lignes: Allocataire[], taille: number, position: Position | null, sceau: string): PageAllocataires {
  const enPlus = lignes.length > taille;
  const arriere = position?.sens === "AVANT";
  const gardees = arriere ? lignes.slice(-taille) : lignes.slice(0, taille);
  const page = toPage(gardees, taille, ({ id }) => `${id}.${sceau}`, null);
  const pageInfo = { ...page.pageInfo, hasNextPage: arriere || enPlus, hasPreviousPage: arriere ? enPlus : position !== null };
  return { ...page, pageInfo };
}
