/** What a definition says, the same words in the API and in the table `definition`. */
export interface Definition {
  code: string;
  version: number;
  libelle: string;
  /** `local`, `national` or `feuille-de-route`. */
  cadre: string;
  /** DEPARTEMENT, FRANCE_TRAVAIL or PARTAGE. */
  producteur: string;
  unite: string;
  numerateur: string;
  denominateur: string | null;
  regleCohorte: string;
  source: string;
}

/** How a figure is made of its numerator and denominator.
 * `nombre`: the numerator · `pourcentage`: 0 to 100 · `moyenne`: their quotient · `evolution`: change in percent · `aucune`: no overall figure. */
export type Formule = "nombre" | "pourcentage" | "moyenne" | "evolution" | "aucune";

/** How a figure is counted. The SQL is constant: $1 département, $2 territoire, $3 début and $4 fin (dates, inclusive). */
export interface Calcul {
  /** FROM clause. */
  depuis: string;
  /** WHERE clause, without the territory. */
  ou: string;
  /** Column with the commune; null: known for the whole département only. */
  lieu: string | null;
  /** Aggregate expressions. */
  numerateur: string;
  denominateur: string | null;
  valeur: Formule;
  /** How each part of a cut is made; `part-du-total`: its rows over all the rows, as a percentage. */
  parts: Formule | "part-du-total";
  /** Cuts that make sense for this indicator: name → SQL expression. */
  coupes: Record<string, string>;
  /** The cut that is given when none is asked for. */
  coupe: string | null;
}

/** An indicator that the hub computes. */
export interface Indicateur {
  definition: Definition;
  calcul: Calcul;
}

export const CADRES = ["local", "national", "feuille-de-route"] as const;
