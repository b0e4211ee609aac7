import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate } from "../refus";
import type { Situation } from "../situation";
import type { OrigineOrientation } from "../vocabulaire";
import type { Orientation } from "./orientation";

export interface DemandeDeDemande {
  origine: OrigineOrientation;
  /** Civil date: day of the registration, or day on which the Département is told of the transfer; today when it is not given. */
  demandeeLe?: string | null;
}

/** A request that waits for a decision. */
export interface DemandeEnAttente {
  id: string;
  origine: OrigineOrientation;
  demandeeLe: string;
}

export interface DemandesDOrientation {
  enAttente(situation: Situation): Promise<DemandeEnAttente | null>;
  demander(situation: Situation, demande: DemandeEnAttente, le: Date): Promise<Orientation>;
  /** The same request, with another origin and another day. */
  requalifier(situation: Situation, demande: DemandeEnAttente, le: Date): Promise<Orientation>;
}

/** Origins that an organisme tells. The flows make their own requests, and a réorientation is proposed. */
const ORIGINES_DITES: readonly OrigineOrientation[] = ["INSCRIPTION_FRANCE_TRAVAIL", "TRANSFERT_DEPARTEMENT"];

const DES_FLUX: readonly OrigineOrientation[] = ["FLUX_CAF", "FLUX_MSA"];

/** Why an orientation cannot be asked for, or null. A transfer says what the flow could not: it takes the place of the flow's request.
 * Refus: NON_HABILITE, ORIGINE_INADAPTEE, DATE_FUTURE, DATE_ANTERIEURE, ORIENTATION_DEJA_DECIDEE, DEMANDE_EN_COURS. */
export function refusDeDemande(
  { acteur: { type }, orientation }: Situation,
  enAttente: DemandeEnAttente | null,
  { origine, demandeeLe }: { origine: OrigineOrientation; demandeeLe: string },
  aujourdhui: string,
): Refus | null {
  const transfert = origine === "TRANSFERT_DEPARTEMENT";
  return premierRefus(
    () => (type === "DEPARTEMENT" || (type === "FRANCE_TRAVAIL" && !transfert) ? null : refus("NON_HABILITE")),
    () => (ORIGINES_DITES.includes(origine) ? null : refus("ORIGINE_INADAPTEE", "origine")),
    () => refusDeDate(demandeeLe, "demandeeLe", aujourdhui),
    () => (orientation ? refus("ORIENTATION_DEJA_DECIDEE", "allocataire") : null),
    () => (enAttente && !(transfert && DES_FLUX.includes(enAttente.origine)) ? refus("DEMANDE_EN_COURS", "allocataire") : null),
  );
}

/** Asks for an orientation after a registration at France Travail, or a transfer from another département: the fact and its trace.
 * A request is no decision: no event, indicators do not count it. */
export async function demanderOrientation(
  situation: Situation,
  demande: DemandeDeDemande,
  demandes: DemandesDOrientation,
  { trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Orientation | Refus> {
  const enAttente = await demandes.enAttente(situation);
  const voulue = { id: enAttente?.id ?? randomUUID(), origine: demande.origine, demandeeLe: demande.demandeeLe ?? horloge.aujourdhui };
  const refusee = refusDeDemande(situation, enAttente, voulue, horloge.aujourdhui);
  if (refusee) return refusee;
  const [demandee] = await Promise.all([
    enAttente ? demandes.requalifier(situation, voulue, horloge.maintenant) : demandes.demander(situation, voulue, horloge.maintenant),
    trace([situation.allocataire], ["Orientation.origine", "Orientation.demandeeLe"]),
  ]);
  return demandee;
}
