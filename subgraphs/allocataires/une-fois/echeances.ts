import { addDays, addMonths } from "../../shared/civil-date";

/** A clock: `limite` is the last day on which the act is in time. */
export interface Echeance {
  code: CodeEcheance | "FIN_CONTRAT";
  depart: string;
  limite: string;
  /** Day on which the act was done, in time or late. */
  respecteeLe: string | null;
  /** The limit is behind and the act is not done. A late act shows by `respecteeLe` after `limite`. */
  depassee: boolean;
  source: string;
}

/** Facts that the clocks need, civil dates. */
export interface FaitsEcheances {
  soumisDroitsDevoirs: boolean;
  /** New entrant; false for the first stock, which is convened at another pace. */
  flux: boolean;
  notification: string | null;
  sortie: string | null;
  premiereConvocation: string | null;
  /** First decision of the entry. */
  decisionOrientation: string | null;
  /** Decision that runs today: a new one starts its clocks again. */
  orientationCouranteDecideeLe: string | null;
  /** First interview and first signature at or after that decision. */
  premierEntretien: string | null;
  signatureContrat: string | null;
  contratEnCours: { depart: string; fin: string } | null;
}

type Delai = { jours: number } | { mois: number };

/** Delays. Months are calendar months: from 31 January, one month ends on the last day of February. */
export const DELAIS = {
  CONVOCATION_1_MOIS: { mois: 1 },
  ORIENTATION_15_JOURS: { jours: 15 },
  ORIENTATION_1_MOIS: { mois: 1 },
  ORIENTATION_6_SEMAINES: { jours: 42 },
  PREMIER_ENTRETIEN_15_JOURS: { jours: 15 },
  CONTRAT_1_MOIS: { mois: 1 },
} as const satisfies Record<string, Delai>;
export type CodeEcheance = keyof typeof DELAIS;

const SOURCES: Record<CodeEcheance | "FIN_CONTRAT", string> = {
  CONVOCATION_1_MOIS: "Contrat État–Département 2024, fiche I.V3 : convocation en moins d’un mois",
  ORIENTATION_15_JOURS: "Contrat État–Département 2024 : orientation en 15 jours, objectif",
  ORIENTATION_1_MOIS: "Contrat État–Département 2024 : orientation en un mois au plus",
  ORIENTATION_6_SEMAINES: "CASF, D. 262-65-2 : six semaines, puis l’opérateur France Travail oriente",
  PREMIER_ENTRETIEN_15_JOURS: "Contrat État–Département 2024 : premier entretien 15 jours après l’orientation, objectif",
  CONTRAT_1_MOIS: "Code du travail, D. 5411-14-1 : un mois après la décision d’orientation",
  FIN_CONTRAT: "Contrat d’engagement : date de fin",
};

export const limite = (depart: string, delai: Delai): string =>
  "mois" in delai ? addMonths(depart, delai.mois) : addDays(depart, delai.jours);

/** The clocks of a person, in the order of the journey. None runs for who is not soumis aux droits et devoirs, or has left.
 * @param aujourdhui civil date: a limit of today is not passed. */
export function echeances(faits: FaitsEcheances, aujourdhui: string): Echeance[] {
  if (!faits.soumisDroitsDevoirs || faits.sortie !== null) return [];
  const horloge = (code: CodeEcheance, depart: string | null, respecteeLe: string | null): Echeance[] =>
    depart === null ? [] : [echeance(code, depart, limite(depart, DELAIS[code]), respecteeLe, aujourdhui)];
  const { notification, decisionOrientation, orientationCouranteDecideeLe: decidee, contratEnCours } = faits;
  return [
    ...(faits.flux ? horloge("CONVOCATION_1_MOIS", notification, faits.premiereConvocation) : []),
    ...horloge("ORIENTATION_15_JOURS", notification, decisionOrientation),
    ...horloge("ORIENTATION_1_MOIS", notification, decisionOrientation),
    ...horloge("ORIENTATION_6_SEMAINES", notification, decisionOrientation),
    ...horloge("PREMIER_ENTRETIEN_15_JOURS", decidee, faits.premierEntretien),
    ...horloge("CONTRAT_1_MOIS", decidee, faits.signatureContrat),
    ...(contratEnCours ? [echeance("FIN_CONTRAT", contratEnCours.depart, contratEnCours.fin, null, aujourdhui)] : []),
  ];
}

function echeance(code: Echeance["code"], depart: string, fin: string, respecteeLe: string | null, aujourdhui: string): Echeance {
  return { code, depart, limite: fin, respecteeLe, depassee: respecteeLe === null && aujourdhui > fin, source: SOURCES[code] };
}
