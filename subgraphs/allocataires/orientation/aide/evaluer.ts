import { type CodeCritere, CRITERES, type Criteres, type Valeur } from "./critere";

/** How a rule compares: with codes (PARMI, HORS), or with numbers, ends included. */
export const OPERATEURS = ["PARMI", "HORS", "AU_MOINS", "AU_PLUS", "ENTRE"] as const;
export type Operateur = (typeof OPERATEURS)[number];

/** One line of the decision table of a département. */
export interface Regle {
  rang: number;
  critere: CodeCritere;
  operateur: Operateur;
  valeurs: string[];
  parcours: string;
  /** Gained by the parcours when the rule holds; negative: lost. */
  points: number;
  /** The parcours is set aside when the rule holds. */
  eliminatoire: boolean;
  /** A French sentence. */
  raison: string;
}

/** What the aid proposes. `score` 0 to 1: the points of the parcours among all those that it could have had. */
export interface Avis {
  parcours: string;
  score: number;
  raisons: string[];
  /** Criteria of the table that nobody has filled in, in French. */
  manquants: string[];
}

/** True, false, or null when the criterion is not known. */
export function vaut({ operateur, valeurs }: Pick<Regle, "operateur" | "valeurs">, valeur: Valeur): boolean | null {
  if (valeur === null) return null;
  const bornes = valeurs.map(Number);
  switch (operateur) {
    case "PARMI":
      return valeurs.includes(String(valeur));
    case "HORS":
      return !valeurs.includes(String(valeur));
    case "AU_MOINS":
      return Number(valeur) >= bornes[0]!;
    case "AU_PLUS":
      return Number(valeur) <= bornes[0]!;
    case "ENTRE":
      return Number(valeur) >= bornes[0]! && Number(valeur) <= bornes[1]!;
  }
}

/** The points that a parcours can have: of each criterion, the rule that gives most. */
function maximum(regles: Regle[]): number {
  const parCritere = new Map<CodeCritere, number>();
  for (const { critere, points } of regles) parCritere.set(critere, Math.max(parCritere.get(critere) ?? 0, points));
  return [...parCritere.values()].reduce((somme, points) => somme + points, 0);
}

/** Thousandths: the same answers give the same score, whatever the machine. */
const arrondi = (score: number): number => Math.round(Math.min(1, Math.max(0, score)) * 1000) / 1000;

/** Proposes one local parcours, or null when nothing known speaks for any. The most points win; ties go to the parcours that the table names first. */
export function preconiser(regles: readonly Regle[], criteres: Criteres): Avis | null {
  const ordonnees = [...regles].sort((a, b) => a.rang - b.rang);
  let meilleur: { parcours: string; siennes: Regle[]; tenues: Regle[]; points: number } | null = null;
  for (const parcours of new Set(ordonnees.map((regle) => regle.parcours))) {
    const siennes = ordonnees.filter((regle) => regle.parcours === parcours);
    const tenues = siennes.filter((regle) => vaut(regle, criteres[regle.critere]) === true);
    const points = tenues.reduce((somme, regle) => somme + regle.points, 0);
    if (points <= 0 || tenues.some((regle) => regle.eliminatoire)) continue;
    if (meilleur === null || points > meilleur.points) meilleur = { parcours, siennes, tenues, points };
  }
  if (meilleur === null) return null;
  const { parcours, siennes, tenues, points } = meilleur;
  const manquants = [...new Set(ordonnees.map((regle) => regle.critere))].filter((critere) => criteres[critere] === null);
  return {
    parcours,
    score: arrondi(points / maximum(siennes)),
    raisons: raisonsDe(tenues),
    manquants: manquants.map((critere) => `${CRITERES[critere].libelle} : non renseigné`),
  };
}

/** What speaks for the parcours, strongest first, then what speaks against it. */
function raisonsDe(tenues: Regle[]): string[] {
  const pour = tenues.filter((regle) => regle.points > 0).sort((a, b) => b.points - a.points || a.rang - b.rang);
  const contre = tenues.filter((regle) => regle.points < 0).map((regle) => `Réserve : ${regle.raison}`);
  return [...new Set([...pour.map((regle) => regle.raison), ...contre])];
}
