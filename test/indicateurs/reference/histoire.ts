import type { Evenement } from "../journal";

/** What the independent check counts from: what was told of people, and the day the hub was told. No SQL, nothing of `subgraphs/`. */

/** Civil date (AAAA-MM-JJ): they compare as strings. */
export type Jour = string;

/** Something that the hub is told on a day, of what happened on others. */
export interface Dit extends Evenement {
  connuLe: Jour;
}

/** What the statistics know of a person: no event carries it. */
export interface Profil {
  /** First of the month. */
  naissance: Jour | null;
  sexe: string | null;
  situationFamiliale: string | null;
  niveauEtude: string | null;
}

export interface Histoire {
  id: string;
  profil: Profil;
  dits: Dit[];
}

export interface Territoire {
  histoires: Histoire[];
  /** Everything said of these people, in the order in which the hub was told. */
  journal: Dit[];
}

export const FIN_DES_TEMPS: Jour = "9999-12-31";
export const DEBUT_DES_TEMPS: Jour = "0001-01-01";

/** The journal of people, in order of knowledge; what is told on the same day stays in the order given. */
export const parOrdre = (dits: readonly Dit[]): Dit[] =>
  dits
    .map((dit, i) => [dit, i] as const)
    .sort(([a, i], [b, j]) => (a.connuLe < b.connuLe ? -1 : a.connuLe > b.connuLe ? 1 : i - j))
    .map(([dit]) => dit);
