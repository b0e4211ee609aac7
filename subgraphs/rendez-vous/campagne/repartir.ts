import { civilDateIn } from "../../shared/time-zone";
import { type Plage, seChevauchent } from "../prise-rendez-vous";
import type { Reunion } from "../reunion/reunion";

/** What becomes of each person of a campaign. */
export const ISSUES = [
  "CONVOQUEE",
  "DEJA_CONVOQUEE",
  "DEJA_ORIENTEE",
  "SORTIE",
  "ABSENCES_A_EXAMINER",
  "COMMUNE_INCONNUE",
  "AUCUN_LIEU_PROCHE",
  "DELAI_INSUFFISANT",
  "AUCUNE_PLACE",
  "RENDEZ_VOUS_SIMULTANE",
] as const;
export type IssueCampagne = (typeof ISSUES)[number];

/** A person whom the criteria select, as the facts are now. */
export interface Candidate {
  allocataire: string;
  codeInsee: string | null;
  orientee: boolean;
  sortie: boolean;
  /** She is expected at, or came to, an appointment of that family since her entry. */
  suivie: boolean;
  /** Unjustified absences at convocations of that family since. */
  absences: number;
  /** Of these, those that an agent examined and closed. */
  examinees: number;
  /** Appointments of any family at which she is expected. */
  attendus: Plage[];
}

export interface ReglesDeCampagne {
  /** Rank of the convocation to send. */
  rang: 1 | 2;
  sansOrientation: boolean;
  /** Where the meetings are: their days are read on its clocks (IANA). */
  zone: string;
  /** First civil day that leaves the postal delay and the notice. */
  premierJour: string;
  /** Communes that make one territory: a place in one serves the others. */
  territoire: ReadonlySet<string>;
  /** A place anywhere in the département will do. */
  partout: boolean;
}

export interface Affectation {
  allocataire: string;
  issue: IssueCampagne;
  /** Null unless CONVOQUEE. */
  rendezVous: string | null;
}

/** Why she is not convened, whatever the places; null when she may be. */
function refusDePersonne(
  { sortie, orientee, suivie, absences, examinees }: Candidate,
  { rang, sansOrientation }: ReglesDeCampagne,
): IssueCampagne | null {
  if (sortie) return "SORTIE";
  if (orientee && sansOrientation) return "DEJA_ORIENTEE";
  if (suivie) return "DEJA_CONVOQUEE";
  // After two absences an agent looks at the case: no other convocation before the decision to close it.
  if (absences >= 2 && absences > examinees) return "ABSENCES_A_EXAMINER";
  // The absences stay facts: who is convened again is at the second rank, as after one.
  return absences >= 1 && rang === 1 ? "DEJA_CONVOQUEE" : null;
}

/** How near a place is: 0 her commune, 1 her territory, 2 elsewhere; null when it does not serve her. */
function proximite(codeInsee: string | null, lieu: string, { territoire, partout }: ReglesDeCampagne): number | null {
  if (codeInsee !== null && codeInsee === lieu) return 0;
  if (codeInsee !== null && territoire.has(codeInsee) && territoire.has(lieu)) return 1;
  return partout ? 2 : null;
}

/** Gives each person, in their order, the nearest place that is free and early; or says why there is none.
 * It depends on its arguments only. `reunions` are not changed.
 * @param limite stops after that many convened people: those after are not in the answer. */
export function repartir(
  candidates: readonly Candidate[],
  reunions: readonly Reunion[],
  regles: ReglesDeCampagne,
  limite = Number.POSITIVE_INFINITY,
): Affectation[] {
  const restantes = new Map(reunions.map((r) => [r.id, r.restantes]));
  const affectations: Affectation[] = [];
  let convoquees = 0;
  for (const candidate of candidates) {
    if (convoquees >= limite) break;
    const refus = refusDePersonne(candidate, regles);
    const place = refus ?? placer(candidate, reunions, restantes, regles);
    if (typeof place === "string") affectations.push({ allocataire: candidate.allocataire, issue: place, rendezVous: null });
    else {
      convoquees += 1;
      restantes.set(place.id, restantes.get(place.id)! - 1);
      affectations.push({ allocataire: candidate.allocataire, issue: "CONVOQUEE", rendezVous: place.id });
    }
  }
  return affectations;
}

function placer(
  { codeInsee, attendus }: Candidate,
  reunions: readonly Reunion[],
  restantes: ReadonlyMap<string, number>,
  regles: ReglesDeCampagne,
): Reunion | IssueCampagne {
  if (codeInsee === null && !regles.partout) return "COMMUNE_INCONNUE";
  const proches = reunions
    .map((reunion) => ({ reunion, distance: proximite(codeInsee, reunion.codeInsee, regles) }))
    .filter((p): p is { reunion: Reunion; distance: number } => p.distance !== null);
  if (proches.length === 0) return "AUCUN_LIEU_PROCHE";
  const aTemps = proches.filter(({ reunion }) => civilDateIn(reunion.debut, regles.zone) >= regles.premierJour);
  if (aTemps.length === 0) return "DELAI_INSUFFISANT";
  const libres = aTemps.filter(({ reunion }) => restantes.get(reunion.id)! > 0);
  if (libres.length === 0) return "AUCUNE_PLACE";
  const possibles = libres.filter(({ reunion }) => !attendus.some((autre) => seChevauchent(reunion, autre)));
  if (possibles.length === 0) return "RENDEZ_VOUS_SIMULTANE";
  return possibles.reduce((a, b) => (plusPres(b, a) ? b : a)).reunion;
}

function plusPres(a: { reunion: Reunion; distance: number }, b: { reunion: Reunion; distance: number }): boolean {
  if (a.distance !== b.distance) return a.distance < b.distance;
  const heures = a.reunion.debut.getTime() - b.reunion.debut.getTime();
  return heures === 0 ? a.reunion.id < b.reunion.id : heures < 0;
}
