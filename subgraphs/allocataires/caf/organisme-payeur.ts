import { DEPARTEMENTS, type Fonds, METROPOLE } from "./nomenclature";

/** NUMORG of a CAF → département. Its first two digits (941 → 94, 521 → 52: fixture of the reference, §4.1); overseas the whole code.
 * Corsica, « inféré »: 2A or 2B in the two first characters, or in numbers 201 (Corse-du-Sud) and 202 (Haute-Corse), as the other caisses of
 * Sécurité sociale count them. A code that is not here is not guessed: the foyer then needs a commune. */
const DEPARTEMENT_PAR_CODE: ReadonlyMap<string, string> = new Map([
  ...METROPOLE.map((code): [string, string] => [code, code]),
  ...["2A", "2B", "971", "972", "973", "974", "976"].map((code): [string, string] => [code, code]),
  ["201", "2A"],
  ["202", "2B"],
  ["20A", "2A"],
  ["20B", "2B"],
]);

/** Département of a paying organisme, or null when the table does not say. Every MSA is null: a caisse covers several départements,
 * so its foyers are told apart by the commune of their address. */
export function departementDeLOrganisme(fonds: Fonds, numorg: string): string | null {
  const code = numorg.toUpperCase();
  if (fonds !== "CAF" || !/^(\d{3}|2[AB]\d|20[AB])$/.test(code)) return null;
  return DEPARTEMENT_PAR_CODE.get(code) ?? DEPARTEMENT_PAR_CODE.get(code.slice(0, 2)) ?? null;
}

/** Département of an INSEE code of commune, or null when the code is not one of a French commune. Monaco (980) and the Pacific (98) are not départements. */
export function departementDeLaCommune(codeInsee: string): string | null {
  if (!/^(\d{2}|2[AB])\d{3}$/.test(codeInsee)) return null;
  return [codeInsee.slice(0, 3), codeInsee.slice(0, 2)].find((code) => DEPARTEMENTS.has(code)) ?? null;
}
