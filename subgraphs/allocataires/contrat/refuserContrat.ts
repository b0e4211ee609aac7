import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import type { Situation } from "../situation";
import type { ContratEngagement } from "./contrat";
import { estVierge } from "./signerContrat";

export interface DemandeDeRefus {
  /** Civil date, Europe/Paris. */
  dateRefus: string;
  motif: string;
}

export interface RefusDeContrat {
  cloturer(situation: Situation, le: string): Promise<void>;
  refuserSurPlace(situation: Situation, refuse: DemandeDeRefus, le: Date): Promise<ContratEngagement>;
  refuser(situation: Situation, refuse: DemandeDeRefus & { id: string }, le: Date): Promise<ContratEngagement>;
}

/** Records that a person refused a contract: the one put to her, or one of which the hub knew nothing. It opens no procedure by itself.
 * One that a réorientation put back to signature is closed, and keeps what it said. */
export async function refuserContrat(
  situation: Situation,
  demande: DemandeDeRefus,
  contrats: RefusDeContrat,
  { publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<ContratEngagement | Refus> {
  const refusee = premierRefus(
    () => refusDeDate(demande.dateRefus, "dateRefus", horloge.aujourdhui, situation.orientation?.decideeLe ?? null),
    () => refusDeMotif(demande.motif),
    () => (situation.orientation ? null : refus("SANS_ORIENTATION", "allocataire")),
  );
  if (refusee) return refusee;
  const { departement, allocataire, contrat } = situation;
  const surPlace = estVierge(contrat);
  const id = surPlace ? contrat!.id : randomUUID();
  const { dateRefus } = demande;
  const cloture = contrat?.statut === "A_SIGNER" && !surPlace && { contrat: contrat.id, le: dateRefus, cause: "REMPLACE" };
  const donnees = { contrat: id, nature: surPlace ? contrat!.nature : "CONTRAT_ENGAGEMENT", dateRefus };
  const [, , refuse] = await Promise.all([
    cloture && contrats.cloturer(situation, dateRefus),
    cloture && publish({ type: "ContratCloture", departement, allocataire, donnees: cloture }),
    surPlace
      ? contrats.refuserSurPlace(situation, demande, horloge.maintenant)
      : contrats.refuser(situation, { ...demande, id }, horloge.maintenant),
    publish({ type: "ContratRefuse", departement, allocataire, donnees }),
    trace([allocataire], ["ContratEngagement.dateRefus"]),
  ]);
  return refuse;
}
