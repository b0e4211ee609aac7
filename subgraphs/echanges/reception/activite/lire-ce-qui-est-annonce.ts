import type { Clock } from "../../../shared/clock";

export interface ActivitesAnnoncees {
  /** The activities of a code that wait, and whose person is known. Canonical ids. */
  enAttente(departement: string, code: string, le: Date): Promise<{ id: string; allocataire: string }[]>;
  traitees(departement: string, ids: readonly string[], le: Date): Promise<void>;
}

/** What an activity says has changed, to be read at once for its person. */
export interface Annonce {
  /** Code of the activity. */
  activite: string;
  /** Null when she was read; otherwise the code of what prevented it. */
  lirePersonne(departement: string, allocataire: string): Promise<string | null>;
}

/** An activity that announces a change (ACT395: a diagnostic) is done once the hub has read it; who cannot be read is tried again with the next activities.
 * Errors: those of the API that concern everybody. */
export async function lireCeQuiEstAnnonce(
  { activite, lirePersonne }: Annonce,
  { activites, clock }: { activites: ActivitesAnnoncees; clock: Clock },
  departement: string,
): Promise<void> {
  const enAttente = await activites.enAttente(departement, activite, clock.now());
  for (const allocataire of new Set(enAttente.map((une) => une.allocataire))) {
    if ((await lirePersonne(departement, allocataire)) !== null) continue;
    const siennes = enAttente.filter((une) => une.allocataire === allocataire).map(({ id }) => id);
    await activites.traitees(departement, siennes, clock.now());
  }
}
