import { Refus } from "../../../shared/contrat/refus";
import type { NirCipher } from "../../../shared/nir-cipher";
import { sameBytes } from "../../../shared/same-bytes";

/** Where a file is taken. */
export const CHEMIN_DES_EXPORTS = "/indicateurs/exports";

/** A quarter of an hour once the file is ready: the time to click. */
export const DUREE_DU_LIEN_MS = 15 * 60_000;

type Cle = Pick<NirCipher, "sharedSecret" | "sharedSecrets">;

export interface LienExport {
  departement: string;
  id: string;
}

const FORME = /^(\d{2}|2A|2B|97\d)\.([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/;

const dit = ({ departement, id }: LienExport): string => `lien d’export d’indicateurs ${departement} ${id}`;

/** What opens a file: its number and an HMAC-SHA256 over it, under a key derived from `NIR_KEY`. It names nobody. */
export const jetonDeLExport = (cle: Cle, lien: LienExport): string =>
  [lien.departement, lien.id.replaceAll("-", ""), cle.sharedSecret(dit(lien)).toString("base64url")].join(".");

/** The link that a token is, or null when this hub did not make it. */
export function lireJetonExport(cle: Cle, texte: string): LienExport | null {
  const parts = FORME.exec(texte);
  if (!parts) return null;
  const lien = { departement: parts[1]!, id: parts[2]!.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") };
  // As text: the last sign of a base64 holds two bits that no byte keeps, and four spellings would open the same file.
  const attendus = cle.sharedSecrets(dit(lien)).map((secret) => Buffer.from(secret.toString("base64url")));
  return attendus.some((attendu) => sameBytes(attendu, Buffer.from(parts[3]!))) ? lien : null;
}

/** A key that was used for a file whose link has expired. Refus: EXPORT_OUBLIE. */
export const fichierOublie = (): Refus =>
  Refus.de(
    "EXPORT_OUBLIE",
    "Ce fichier a été préparé il y a plus d’un quart d’heure et n’est plus gardé : demandez-le avec une nouvelle clé.",
    {
      champ: "cleIdempotence",
    },
  );
