/** What an indicator counts: a département, one commune, a named set of communes, or a cohort of people. */
export interface Territoire {
  code: string;
  departement: string;
  sorte: "departement" | "commune" | "groupe" | "cohorte";
}

const DEPARTEMENT = /^(?:\d{2}|2[AB]|9[78]\d)$/;
const COMMUNE = /^(?:\d{2}|2[AB])\d{3}$/;
const COHORTE = /^(\d{2}|2[AB]|9[78]\d)-COHORTE-[A-Z0-9_]{1,40}$/;
const GROUPE = /^(\d{2}|2[AB]|9[78]\d)-[A-Z0-9_]{1,40}$/;

/** Reads the code of a territory: `94`, `94028` (INSEE), `94-PILOTE` or `94-COHORTE-VILLES_2020`. Null when it has none of these shapes. */
export function lireTerritoire(code: string): Territoire | null {
  if (DEPARTEMENT.test(code)) return { code, departement: code, sorte: "departement" };
  // Overseas, the département is three characters of the five.
  if (COMMUNE.test(code)) return { code, departement: /^9[78]/.test(code) ? code.slice(0, 3) : code.slice(0, 2), sorte: "commune" };
  const cohorte = COHORTE.exec(code);
  if (cohorte) return { code, departement: cohorte[1]!, sorte: "cohorte" };
  const groupe = GROUPE.exec(code);
  return groupe ? { code, departement: groupe[1]!, sorte: "groupe" } : null;
}

/** True when a token of `departement` (or `*`) may count there. */
export const estDuRessort = (territoire: Territoire, departement: string): boolean =>
  departement === "*" || territoire.departement === departement;

/** The calendar year that a period is, or null: a result entered for a year answers for that year only. */
export function anneeEntiere(debut: string, fin: string): number | null {
  const annee = debut.slice(0, 4);
  return debut === `${annee}-01-01` && fin === `${annee}-12-31` ? Number(annee) : null;
}
