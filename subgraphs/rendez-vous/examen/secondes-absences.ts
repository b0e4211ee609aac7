import type { FamilleMotif } from "../correspondances-rdv";
import { type EtapeConvocation, rangsDeConvocation } from "../rang-convocation";

/** One appointment of a person, with its family and the row that carries it. */
export interface EtapeDePersonne extends EtapeConvocation {
  departement: string;
  /** Id that the row carries: it may be older than a merge. */
  allocataire: string;
  famille: FamilleMotif;
  /** Rank as stored; null when she was not convened. */
  rang: number | null;
}

/** Two unjustified absences that follow each other: the second at a convocation of rank 2. */
export interface SecondeAbsence {
  departement: string;
  allocataire: string;
  famille: FamilleMotif;
  premiere: string;
  seconde: string;
  /** She has come to an appointment, of any family, since. */
  venueDepuis: boolean;
}

const dansLOrdre = (a: EtapeConvocation, b: EtapeConvocation): number =>
  a.debut.getTime() - b.debut.getTime() || (a.rendezVous < b.rendezVous ? -1 : 1);

/** After a merge the same appointment may stand twice: she came if one of the two says so, and it counts once. */
export function sansDouble(etapes: readonly EtapeDePersonne[]): EtapeDePersonne[] {
  const parRendezVous = new Map<string, EtapeDePersonne>();
  for (const etape of [...etapes].sort((a, b) => (a.allocataire < b.allocataire ? -1 : 1))) {
    const deja = parRendezVous.get(etape.rendezVous);
    if (!deja) parRendezVous.set(etape.rendezVous, etape);
    else
      parRendezVous.set(etape.rendezVous, {
        ...(deja.statut !== "HONORE" && etape.statut === "HONORE" ? etape : deja),
        convoquee: deja.convoquee || etape.convoquee,
      });
  }
  return [...parRendezVous.values()];
}

/** Ranks of the convocations of one person, by appointment, each family apart. */
export function rangsParFamille(etapes: readonly EtapeDePersonne[]): Map<string, number> {
  const rangs = new Map<string, number>();
  for (const famille of new Set(etapes.map((e) => e.famille)))
    for (const [rendezVous, rang] of rangsDeConvocation(etapes.filter((e) => e.famille === famille))) rangs.set(rendezVous, rang);
  return rangs;
}

/** The second absences of one person. They depend on the facts only, not on the order in which they arrived.
 * @param etapes all her appointments, each once. */
export function secondesAbsences(etapes: readonly EtapeDePersonne[]): SecondeAbsence[] {
  const rangs = rangsParFamille(etapes);
  const ordre = [...etapes].sort(dansLOrdre);
  return ordre.flatMap((etape, i) => {
    if (etape.statut !== "ABSENT" || !etape.convoquee || rangs.get(etape.rendezVous) !== 2) return [];
    const { departement, allocataire, famille, rendezVous: seconde } = etape;
    const avant = ordre.slice(0, i).filter((e) => e.famille === famille && e.convoquee && e.statut === "ABSENT");
    const venueDepuis = ordre.slice(i + 1).some((e) => e.statut === "HONORE");
    return [{ departement, allocataire, famille, premiere: avant.at(-1)!.rendezVous, seconde, venueDepuis }];
  });
}
