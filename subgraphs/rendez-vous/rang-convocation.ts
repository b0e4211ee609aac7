import type { StatutEnregistre } from "./statut-participation";

/** One appointment of a person, as the rank of her convocations sees it. */
export interface EtapeConvocation {
  rendezVous: string;
  debut: Date;
  statut: StatutEnregistre;
  /** True when the person was convened to it. */
  convoquee: boolean;
}

/** Ranks that exist: after a second absence an agent looks at the case, no third convocation is counted (domain §2). */
export const RANG_MAXIMUM = 2;

/** Rank of each convocation of one person for one family of motif, by appointment.
 * 1 + the unjustified absences at earlier convocations since the last appointment she came to, at most 2.
 * It depends on the facts only, not on the order in which they arrived.
 * @param etapes every appointment of that person and family, in any order. */
export function rangsDeConvocation(etapes: readonly EtapeConvocation[]): Map<string, number> {
  const rangs = new Map<string, number>();
  let absences = 0;
  for (const etape of [...etapes].sort((a, b) => a.debut.getTime() - b.debut.getTime() || (a.rendezVous < b.rendezVous ? -1 : 1))) {
    if (etape.convoquee) rangs.set(etape.rendezVous, Math.min(RANG_MAXIMUM, 1 + absences));
    if (etape.statut === "HONORE") absences = 0;
    else if (etape.statut === "ABSENT" && etape.convoquee) absences += 1;
  }
  return rangs;
}
