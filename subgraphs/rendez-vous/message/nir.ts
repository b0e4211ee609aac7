/** Who holds the key: hashes a NIR, and seals what is kept of a message. */
export interface CleNir {
  hashes(nir: string): Buffer[];
  encrypt(text: string): Buffer;
  decrypt(sealed: Buffer): string;
}

/** What stands for a NIR from the moment a message is received: its keyed hash in hex, nothing when nobody gave the key.
 * While the key turns there are two of them, `nir:<hash>.<hash>`: either one may be that of the base. */
export const PREFIXE_NIR = "nir:";

/** The hashes that a masked NIR is known by; none when it is not one. */
export const empreintesMasquees = (matricule: string): string[] =>
  /^nir:[0-9a-f]{64}(\.[0-9a-f]{64})*$/.test(matricule) ? matricule.slice(PREFIXE_NIR.length).split(".") : [];

/** 13 characters, with the key or without; Corsica has letters. An MSA matricule is one. */
const NIR = /^[1-478]\d{4}(?:\d{2}|2[AB])\d{6}(?:\d{2})?$/i;
const NIRS_DU_TEXTE = /(?<![\dA-Z])[1-478]\d{4}(?:\d{2}|2[AB])\d{6}(?:\d{2})?(?![\dA-Z])/gi;
/** Cheap: a body where nothing looks like one is not read again. */
const PEUT_ETRE = /[1-478][\s.]*(?:\d[\s.]*){4}(?:\d[\s.]*\d|2[\s.]*[AB])[\s.]*(?:\d[\s.]*){6}/i;
/** Fields of the tools that hold one. */
const CHAMPS: readonly string[] = ["affiliation_number", "nir"];

/** A body as it is read and kept: every NIR of it is replaced by its keyed hash. Where the body is no JSON, whatever looks like one goes. */
export function masquerNir(corps: string, cle: CleNir | null): string {
  if (!PEUT_ETRE.test(corps)) return corps;
  const masque = (nir: string) => PREFIXE_NIR + (cle?.hashes(nir) ?? []).map((empreinte) => empreinte.toString("hex")).join(".");
  try {
    let change = false;
    const lu = JSON.parse(corps, (champ: string, valeur: unknown) => {
      const compact = typeof valeur === "string" || typeof valeur === "number" ? String(valeur).replace(/[\s.]/g, "") : "";
      if (!NIR.test(compact) || !(CHAMPS.includes(champ) || cleJuste(compact))) return valeur;
      change = true;
      return masque(compact);
    });
    return change ? JSON.stringify(lu) : corps;
  } catch {
    return corps.replaceAll(NIRS_DU_TEXTE, masque); // no JSON, or nested too deep: refused by its reader, kept to examine
  }
}

/** 15 characters whose last two are the key of the others: no number of a tool is so by chance, or hardly. */
function cleJuste(nir: string): boolean {
  if (nir.length !== 15) return false;
  const numero = nir.slice(0, 13).toUpperCase().replace("2A", "19").replace("2B", "18");
  return 97 - Number(BigInt(numero) % 97n) === Number(nir.slice(13));
}
