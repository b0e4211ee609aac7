import { petit } from "../masque/petit";
import type { Palier } from "./statistique/survie";

export const EVENEMENTS_ATTENDUS = ["RETOUR_EMPLOI", "SORTIE", "CONTRAT", "ENTRETIEN"] as const;
export type EvenementAttendu = (typeof EVENEMENTS_ATTENDUS)[number];

export interface PalierDit {
  mois: number;
  exposees: number | null;
  survenus: number | null;
  perdues: number | null;
  part: number | null;
  bas: number | null;
  haut: number | null;
  masquee: boolean;
}

/** The steps that may be told: a month joins the next ones until those to whom it has come, and those lost to sight, are nobody or at least
 * `seuil` people. The counts of a step that is told are those since the last one told: no difference gives a smaller number. */
export function paliersDits(paliers: readonly Palier[], seuil: number): PalierDit[] {
  let [survenus, perdues] = [0, 0];
  let exposees: number | null = null;
  return paliers.map(({ mois, part, bas, haut, ...palier }) => {
    exposees ??= palier.exposees;
    survenus += palier.survenus;
    perdues += palier.perdues;
    if ([survenus, perdues, exposees - survenus - perdues].some((n) => petit(n, seuil))) {
      return { mois, exposees: null, survenus: null, perdues: null, part: null, bas: null, haut: null, masquee: true };
    }
    const dit = { mois, exposees, survenus, perdues, part: 100 * part, bas: 100 * bas, haut: 100 * haut, masquee: false };
    [survenus, perdues, exposees] = [0, 0, null];
    return dit;
  });
}
