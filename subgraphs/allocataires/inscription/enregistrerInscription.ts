import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate } from "../refus";
import type { Situation } from "../situation";
import type { StatutInscription } from "../vocabulaire";

export interface InscriptionDite {
  statut: StatutInscription;
  /** Civil date from which the status holds. */
  dateEffet: string;
  /** Civil date; null when it is not said. */
  dateInscription?: string | null;
  /** Category of job seeker, in France Travail's words. */
  categorie?: string | null;
}

export interface Inscriptions {
  /** Writes the status of that day. False: it was known as such. */
  constater(situation: Situation, dite: InscriptionDite, le: Date): Promise<boolean>;
  /** Asks for the orientation of who is registered and has none that runs, is asked for or was decided since. */
  demander(situation: Situation): Promise<void>;
}

const CATEGORIE = /^[\p{L}\p{N} ._-]{1,40}$/u;

/** Why a status cannot be recorded, or null. France Travail says it, or the Département that reads it there. Refus: NON_HABILITE, dates, TEXTE_INVALIDE. */
export function refusDInscription({ acteur }: Situation, dite: InscriptionDite, aujourdhui: string): Refus | null {
  return premierRefus(
    () => (acteur.type === "FRANCE_TRAVAIL" || acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => refusDeDate(dite.dateEffet, "dateEffet", aujourdhui),
    () => (dite.dateInscription ? refusDeDate(dite.dateInscription, "dateInscription", aujourdhui) : null),
    () => (dite.categorie == null || CATEGORIE.test(dite.categorie) ? null : refus("TEXTE_INVALIDE", "categorie")),
  );
}

/** Records the status of a person at France Travail: the fact, the request for an orientation that it makes, the event and the trace.
 * A status known already changes nothing, and is not told again. */
export async function enregistrerInscription(
  situation: Situation,
  dite: InscriptionDite,
  inscriptions: Inscriptions,
  { publish, trace }: Pick<WritingTransaction, "publish" | "trace">,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<{ id: string } | Refus> {
  const refusee = refusDInscription(situation, dite, horloge.aujourdhui);
  if (refusee) return refusee;
  const { departement, allocataire } = situation;
  if (await inscriptions.constater(situation, dite, horloge.maintenant)) {
    const { statut, dateEffet } = dite;
    await inscriptions.demander(situation);
    await publish({ type: "InscriptionConstatee", departement, allocataire, donnees: { statut, dateEffet } });
  }
  await trace([allocataire], ["Allocataire.inscriptionFranceTravail"]);
  return { id: allocataire };
}
