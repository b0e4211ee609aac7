import { versPartenaire } from "../../shared/contrat/correspondance/correspondance";
import { ORGANISME_ORIENTATION_FT } from "../../shared/contrat/correspondance/organisme";
import type { EntiteFT, OrganismeFT } from "../france-travail/api";

/** An organisme of the hub, with the codes that partners know it by. */
export interface OrganismeDit {
  id: string;
  type: string;
  codeAurore: string | null;
  codeSafir: string | null;
}

/** The entity of an orientation, or null when France Travail has no word for the organisme. */
export function entiteFT(organisme: OrganismeDit | null): EntiteFT | null {
  const code = organisme && versPartenaire(ORGANISME_ORIENTATION_FT, organisme.type);
  if (!code || code === "IND") return null;
  return { organisme: { code: code as OrganismeFT }, ...(organisme.codeAurore && { structure: { code: organisme.codeAurore } }) };
}

/** The same organisme, and the same structure where both sides name one. */
export const memeEntite = (a: EntiteFT | null | undefined, b: EntiteFT): boolean =>
  a?.organisme.code === b.organisme.code && (!a.structure?.code || !b.structure?.code || memeCode(a.structure.code, b.structure.code));
const memeCode = (a: string, b: string) => a.toUpperCase() === b.toUpperCase();

/** How an entity is shown in a divergence. */
export const entiteDite = (entite: EntiteFT | null | undefined): string | null =>
  entite ? [entite.organisme.code, entite.structure?.code].filter(Boolean).join(" ") : null;
