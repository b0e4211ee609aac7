import { Refus } from "../../shared/contrat/refus";
import type { NirCipher } from "../../shared/nir-cipher";
import { sameBytes } from "../../shared/same-bytes";
import { FINALS, type Statut } from "../prescription/cycle";

/** A link by which a structure answers one prescription. */
export interface Lien {
  departement: string;
  id: string;
  prescription: string;
  expireLe: Date;
  revoqueLe: Date | null;
  /** Answers given: each form carries this number, and serves once. */
  reponses: number;
}

/** Days that a link lives. Source: DORA, magic link of the structure. */
export const JOURS_DU_LIEN = 8;

export const CHEMIN = "/prescriptions/reponse";

const FORME = /^(\d{2}|2A|2B|97\d)\.([A-Za-z0-9_-]{22})(?:\.([A-Za-z0-9_-]{43}))?$/;

const dit = ({ departement, id, prescription, expireLe }: Lien, usage: string): string =>
  `lien de réponse ${usage} ${departement} ${id} ${prescription} ${expireLe.toISOString()}`;

/** What names a link without opening it: it may stand in an address bar. */
export const numeroDuLien = ({ departement, id }: Pick<Lien, "departement" | "id">): string =>
  `${departement}.${Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url")}`;

/** What opens a link: HMAC-SHA256 over all that it says, under a key derived from `NIR_KEY`. Computed again each time, kept nowhere. */
export const jetonDuLien = (cle: Pick<NirCipher, "sharedSecret">, lien: Lien): string =>
  `${numeroDuLien(lien)}.${cle.sharedSecret(dit(lien, "ouvrir")).toString("base64url")}`;

/** The parts of a token, or of the number of a link (`sceau` null); null when it has not their shape. */
export function lireJeton(texte: string): { departement: string; id: string; sceau: string | null } | null {
  const parts = FORME.exec(texte);
  if (!parts) return null;
  const hex = Buffer.from(parts[2]!, "base64url").toString("hex");
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { departement: parts[1]!, id, sceau: parts[3] ?? null };
}

/** A link made before the key turned opens as long as the former one is given. */
export function sceauValable(cle: Pick<NirCipher, "sharedSecrets">, lien: Lien, sceau: string): boolean {
  // As text: several spellings of base64url give the same bytes.
  const attendus = cle.sharedSecrets(dit(lien, "ouvrir")).map((secret) => Buffer.from(secret.toString("base64url")));
  return attendus.some((attendu) => sameBytes(attendu, Buffer.from(sceau)));
}

/** What a form of this link carries: another page, or the same form sent again, has another. */
export const sceauDuFormulaire = (cle: Pick<NirCipher, "sharedSecret">, lien: Lien): string =>
  cle.sharedSecret(dit(lien, `formulaire ${lien.reponses}`)).toString("base64url");

/** What a link can do at an instant. */
export type EtatDuLien = "OUVERT" | "EXPIRE" | "REVOQUE";
export const etatDuLien = (lien: Lien, maintenant: Date): EtatDuLien => {
  if (lien.revoqueLe !== null) return "REVOQUE";
  return lien.expireLe > maintenant ? "OUVERT" : "EXPIRE";
};

/** Why no link is made, or null. Refus : LIEN_SANS_OBJET, PROTECTION_NON_ATTESTEE. */
export function refusDuLien(statut: Statut, attestee: boolean): Refus | null {
  if (statut === "BROUILLON" || FINALS.includes(statut))
    return Refus.de("LIEN_SANS_OBJET", "La structure n’a rien à répondre à un brouillon, ni à une prescription close.", {
      champ: "prescription",
    });
  if (!attestee)
    return Refus.de("PROTECTION_NON_ATTESTEE", "Dites que la personne sait quelles données sont données à la structure.", {
      champ: "protectionDonneesAttestee",
    });
  return null;
}
