import { createHash } from "node:crypto";
import { COLONNES, type LigneCanonique, type RegistreScelle } from "./registres";

export const OCTETS = 32;
/** What precedes the first batch. */
export const ORIGINE = Buffer.alloc(OCTETS);
/** Stands in a batch for a row that had gone before it was sealed. */
export const ABSENTE = Buffer.alloc(OCTETS, 0xff);

export const sha256 = (octets: string | Buffer): Buffer => createHash("sha256").update(octets).digest();

/** SHA-256 of the canonical text of a row: a JSON object without spaces, columns in the order of `COLONNES`, nulls left out, in UTF-8.
 * A column that is added later, null for the rows before it, changes none of their hashes. */
export function empreinteDeLigne(registre: RegistreScelle["registre"], ligne: LigneCanonique): Buffer {
  const texte = COLONNES[registre].flatMap((colonne) => {
    const valeur = ligne[colonne] ?? null;
    return valeur === null ? [] : [`${JSON.stringify(colonne)}:${JSON.stringify(valeur)}`];
  });
  return sha256(`{${texte.join(",")}}`);
}

/** What a batch says of itself, as it is chained. Instants are UTC, six decimals. */
export interface EnTeteDeLot {
  numero: number;
  genre: "LIGNES" | "PURGE";
  registre: string;
  nature: string;
  /** First and last position. */
  du: number;
  au: number;
  nombre: number;
  /** Instant of the newest row of the batch. */
  dernierLe: string | null;
  /** Of a PURGE: the rule that was applied. */
  regle: string | null;
  racine: Buffer;
  precedent: Buffer;
  closLe: string;
}

/** SHA-256 of the batch: its own words, the root of its rows, the hash of the batch before it. */
export function empreinteDeLot(lot: EnTeteDeLot): Buffer {
  const { numero, genre, registre, nature, du, au, nombre, dernierLe, regle, racine, precedent, closLe } = lot;
  const hex = { racine: racine.toString("hex"), precedent: precedent.toString("hex") };
  return sha256(JSON.stringify({ version: 1, numero, genre, registre, nature, du, au, nombre, dernierLe, regle, ...hex, closLe }));
}

/** Root of the rows of a batch: SHA-256 of their hashes, end to end. */
export const racineDe = (empreintes: readonly Buffer[]): Buffer => sha256(Buffer.concat(empreintes));
