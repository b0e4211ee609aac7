import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import type { Situation } from "../situation";
import type { ContratEngagement } from "./contrat";

export interface DemandeDeRefus {
  /** Civil date, Europe/Paris. */
  dateRefus: string;
  motif: string;
}

export interface RefusDeContrat {
  refuser(situation: Situation, refuse: DemandeDeRefus & { id: string }, le: Date): Promise<ContratEngagement>;
}

/** Records that a person refused a contract: the fact, its event and its trace. It opens no procedure by itself. */
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
  const id = randomUUID();
  const { departement, allocataire } = situation;
  const donnees = { contrat: id, nature: "CONTRAT_ENGAGEMENT", dateRefus: demande.dateRefus };
  const [refuse] = await Promise.all([
    contrats.refuser(situation, { ...demande, id }, horloge.maintenant),
    publish({ type: "ContratRefuse", departement, allocataire, donnees }),
    trace([allocataire], ["ContratEngagement.dateRefus"]),
  ]);
  return refuse;
}
