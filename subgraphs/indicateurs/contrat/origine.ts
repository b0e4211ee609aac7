/** Where the figure of a line comes from. Never two at once: what was entered and what was received keep their own fields.
 * CALCULEE: the hub counts it from facts · SAISIE: someone entered it, with proof · RECUE: only the official figure is known · ABSENTE: nobody gave it. */
export const ORIGINES = ["CALCULEE", "SAISIE", "RECUE", "ABSENTE"] as const;
export type Origine = (typeof ORIGINES)[number];

export const origineDe = (connu: { calcule: boolean; saisi: boolean; recu: boolean }): Origine =>
  connu.calcule ? "CALCULEE" : connu.saisi ? "SAISIE" : connu.recu ? "RECUE" : "ABSENTE";

/** Where it should come from: the hub when it has the facts, France Travail when it is the producer, otherwise the people who know. */
export const origineAttendue = (calculable: boolean, producteur: string): Exclude<Origine, "ABSENTE"> =>
  calculable ? "CALCULEE" : producteur === "FRANCE_TRAVAIL" ? "RECUE" : "SAISIE";
