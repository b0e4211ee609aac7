import type { Faits } from "../projection/faits";

/** What a definition says, the same words in the API and in the table `definition`. */
export interface Definition {
  code: string;
  version: number;
  libelle: string;
  /** One of CADRES. */
  cadre: string;
  /** Table of a State's form that the line belongs to, one of TABLEAUX, or null. */
  tableau: string | null;
  /** DEPARTEMENT, FRANCE_TRAVAIL or PARTAGE. */
  producteur: string;
  unite: string;
  numerateur: string;
  denominateur: string | null;
  /** Who is counted, on what date, and where. */
  regleCohorte: string;
  /** Whether a person whose right is suspended is counted. */
  regleSuspendus: RegleSuspendus;
  /** Where a fact is counted. */
  regleLieu: RegleLieu;
  /** T0 of the delay, in words; null when no delay is measured. */
  origineDelai: string | null;
  /** What changed from the version before; null for the first. */
  differences: string | null;
  source: string;
}

/** SANS_OBJET: the right of that day does not matter · AVEC: suspended rights are counted · SANS: they are not. */
export const REGLES_SUSPENDUS = ["SANS_OBJET", "AVEC", "SANS"] as const;
export type RegleSuspendus = (typeof REGLES_SUSPENDUS)[number];

/** A_LA_DATE: the commune where the person lived on the day counted (`le`) · ACTUELLE: her present commune. */
export const REGLES_LIEU = ["A_LA_DATE", "ACTUELLE"] as const;
export type RegleLieu = (typeof REGLES_LIEU)[number];

export const CADRES = ["local", "national", "feuille-de-route", "oarsa", "plan-pauvrete", "interne"] as const;
export const TABLEAUX = [
  "ANNEXE4_VOLET_2",
  "ANNEXE4_VOLET_3",
  "OARSA_T1",
  "OARSA_T2",
  "OARSA_T3",
  "OARSA_T4",
  "OARSA_T5",
  "OARSA_T6",
  "PLAN_PAUVRETE_A1",
  "PLAN_PAUVRETE_A2",
  "PLAN_PAUVRETE_A3",
  "PLAN_PAUVRETE_A4",
  "PLAN_PAUVRETE_B1",
  "PLAN_PAUVRETE_B2",
  "PLAN_PAUVRETE_B3",
  "PLAN_PAUVRETE_B4",
  "PLAN_PAUVRETE_B5",
  "INTERNE",
] as const;

/** How a figure is made of its numerator and denominator.
 * `nombre`: the numerator · `pourcentage`: 0 to 100 · `moyenne`: their quotient · `evolution`: change in percent ·
 * `unites`: the denominator (how many portfolios) · `aucune`: no overall figure. */
export type Formule = "nombre" | "pourcentage" | "moyenne" | "evolution" | "unites" | "aucune";

/** Columns that `lignes` may give beside the four it must. */
export type ColonneCommune = "organisme" | "referent" | "parcours" | "categorie" | "flux" | "delai";

/** Cuts that the engine makes for every indicator (`coupe.ts` says how). */
export const COUPES_COMMUNES = [
  "commune",
  "epci",
  "clpe",
  "departement",
  "pilote",
  "organisme",
  "referent",
  "categorie",
  "parcours",
  "age",
  "sexe",
  "situationFamiliale",
  "anciennete",
  "flux",
  "mois",
] as const;
export type CoupeCommune = (typeof COUPES_COMMUNES)[number];

/** How a figure is counted: the rows that it counts; the engine does all the rest. */
export interface Calcul {
  /** SELECT, one row a fact counted: `allocataire uuid` (or null), `le date`, `numerateur`, `denominateur` (numbers; null or 0: it does not
   * count there), the columns of `donne`, and those of its own cuts. $1 département, $2 début, $3 fin (inclusive dates; write `$2::date`).
   * Facts only through `f`: `from ${f.entree} e`. No territory, no age, no sex here: the engine places each row on the day `le`. */
  lignes(f: Faits): string;
  /** Common columns that `lignes` gives. A cut that needs one it does not give takes it from the person's orientation or entry on `le`. */
  donne?: readonly ColonneCommune[];
  /** `personnes`: distinct people with a contribution > 0 on each side; `sommes`: sums of the contributions. */
  compte: "personnes" | "sommes";
  /** Column of `lignes` whose distinct values make the denominator, instead of people (référents of a portfolio). */
  unite?: string;
  /** True when a sum of numerators that nobody gives is unknown (null), not 0: hours that no declaration says. */
  inconnu?: boolean;
  valeur: Formule;
  /** How each part of a cut is made; `part-du-total`: its denominator over that of all, as a percentage. */
  parts: Formule | "part-du-total";
  /** The line is read as a sum of parts of another indicator: lines of a table that add up are masked together (`somme.ts`). `lignes` says the
   * same rows, for lineage. One cut at most. */
  somme?: Somme;
  /** Decimals of the value, when the table rounds it (0: to the day). The counts and the delays stay exact. */
  arrondi?: number;
  /** True when a row is in the period exactly when début <= le <= fin, and says the same in all of them. */
  additif: boolean;
  /** Own cuts: name → column of `lignes`. */
  coupes?: Readonly<Record<string, string>>;
  /** Common cuts that make no sense here. */
  sans?: readonly CoupeCommune[];
  /** The cut that is given when none is asked for. */
  coupe: string | null;
  /** Known for the whole département only: no common cut, no other territory. */
  sansLieu?: boolean;
}

/** A line of a table whose lines add up. */
export interface Somme {
  /** The whole of the table, which nobody divides further. */
  de: Indicateur;
  /** Its cut, where each person has one class. */
  coupe: string;
  /** All the classes. */
  classes: readonly string[];
  /** Those that the line counts. */
  cles: readonly string[];
  /** Those of its denominator, or null. */
  sur: readonly string[] | null;
}

/** An indicator that the hub computes. */
export interface Indicateur {
  definition: Definition;
  calcul: Calcul;
}
