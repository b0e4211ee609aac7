import type { ValeurLue } from "./cible";

export const SENS_ECART = ["AU_DESSUS", "EGAL", "EN_DESSOUS"] as const;
export type SensEcart = (typeof SENS_ECART)[number];

/** The distance from a result to what the contract writes. The hub does not say which way is good: for a delay, less is better. */
export interface Ecart {
  /** Result minus reference, in the unit of the indicator; null when one of them is no number. */
  valeur: number | null;
  /** Result over reference, in percent; null when the reference is 0 or no number. */
  pourcentage: number | null;
  sens: SensEcart | null;
  texte: string;
}

export interface ResultatCompare {
  valeur: number | null;
  texte: string | null;
  /** True when the figure is hidden: too few people. */
  masquee: boolean;
  /** True when the year is not over. */
  enCours: boolean;
}

/** A number as French writes it, two decimals at most. */
export const nombre = (valeur: number): string => String(Math.round(valeur * 100) / 100).replace(".", ",");
const enMots = (texte: string): Ecart => ({ valeur: null, pourcentage: null, sens: null, texte });

/** The gap to the target of a year. */
export function ecartALaCible(cible: ValeurLue, annee: number, resultat: ResultatCompare): Ecart {
  const refus = sansComparaison(cible, annee);
  if (refus !== null) return enMots(refus);
  return comparer(`la cible de ${annee}`, cible, resultat);
}

function sansComparaison(cible: ValeurLue, annee: number): string | null {
  if (cible.sorte === "A_DEFINIR") return `La cible de ${annee} reste à définir : rien à comparer.`;
  if (cible.sorte === "NON_CONTRACTUALISEE") return "Ligne non contractualisée : rien à comparer.";
  return cible.sorte === "ABSENTE" ? `Le contrat n’écrit pas de cible pour ${annee}.` : null;
}

/** The change since 2023. A situation of six months is not compared with a year. */
export function evolution(situation: ValeurLue, periode: { debut: string; fin: string }, resultat: ResultatCompare): Ecart {
  if (situation.sorte === "ABSENTE") return enMots("Le contrat n’écrit pas de situation en 2023.");
  if (situation.sorte === "A_DEFINIR" || situation.sorte === "NON_CONTRACTUALISEE")
    return enMots(`Situation de 2023 : « ${situation.texte} », rien à comparer.`);
  if (situation.sorte === "NOMBRE" && (periode.debut !== "2023-01-01" || periode.fin !== "2023-12-31"))
    return enMots(
      `La situation de 2023 (« ${situation.texte} ») va du ${periode.debut} au ${periode.fin} : elle ne se compare pas à une année.`,
    );
  return comparer("la situation de 2023", situation, resultat);
}

function comparer(reference: string, { sorte, valeur, texte, reprise }: ValeurLue, resultat: ResultatCompare): Ecart {
  const ecrite = reprise ? `${reference} (« ${texte} », reprise de l’année d’avant)` : `${reference} (« ${texte} »)`;
  if (resultat.masquee) return enMots(`Chiffre tu, car il porte sur trop peu de personnes ; à comparer à ${ecrite}.`);
  if (sorte === "NOMBRE" && resultat.valeur !== null) return chiffrer(ecrite, valeur!, resultat.valeur, resultat.enCours);
  const dit = resultat.texte ?? (resultat.valeur === null ? null : nombre(resultat.valeur));
  return enMots(dit === null ? `Pas encore de résultat ; à comparer à ${ecrite}.` : `Résultat : « ${dit} » ; à comparer à ${ecrite}.`);
}

function chiffrer(ecrite: string, reference: number, resultat: number, enCours: boolean): Ecart {
  const ecart = mesurerEcart(resultat, reference);
  return { ...ecart, texte: `${nombre(resultat)}${enCours ? " à ce jour" : ""} : ${ecart.texte} ${ecrite}.` };
}

/** The gap of two numbers; its text stops before the name of the reference (`2 de moins que`). */
export function mesurerEcart(resultat: number, reference: number): Ecart & { sens: SensEcart } {
  const valeur = resultat - reference;
  const sens = valeur === 0 ? "EGAL" : valeur > 0 ? "AU_DESSUS" : "EN_DESSOUS";
  const dits = { EGAL: "autant que", AU_DESSUS: `${nombre(valeur)} de plus que`, EN_DESSOUS: `${nombre(-valeur)} de moins que` };
  return { valeur, pourcentage: reference === 0 ? null : (100 * resultat) / reference, sens, texte: dits[sens] };
}
