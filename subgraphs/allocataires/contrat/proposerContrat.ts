import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate } from "../refus";
import type { Situation } from "../situation";
import type { MotifSuspensionContrat, NatureContrat } from "../vocabulaire";
import type { ContratEngagement } from "./contrat";
import { depuis } from "./cycle-contrat";

export interface DemandeDeProposition {
  nature: NatureContrat;
  /** Civil date, Europe/Paris. */
  proposeLe: string;
}

export interface Propositions {
  proposer(situation: Situation, propose: DemandeDeProposition & { id: string }, le: Date): Promise<ContratEngagement>;
}

/** Puts a contract to a person, who signs or refuses it later. Refus : dates, SANS_ORIENTATION, CONTRAT_EN_COURS. */
export async function proposerContrat(
  situation: Situation,
  demande: DemandeDeProposition,
  contrats: Propositions,
  { publish, trace }: Pick<WritingTransaction, "publish" | "trace">,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<ContratEngagement | Refus> {
  const { orientation, contrat, departement, allocataire } = situation;
  const { nature, proposeLe } = demande;
  const refusee = premierRefus(
    () => refusDeDate(proposeLe, "proposeLe", horloge.aujourdhui, orientation?.decideeLe ?? null),
    () => (orientation ? null : refus("SANS_ORIENTATION", "allocataire")),
    () => (contrat ? refus("CONTRAT_EN_COURS", "allocataire") : null),
  );
  if (refusee) return refusee;
  const id = randomUUID();
  const donnees = { contrat: id, nature, le: proposeLe, cause: "PROPOSITION" };
  const [propose] = await Promise.all([
    contrats.proposer(situation, { ...demande, id }, horloge.maintenant),
    publish({ type: "ContratASigner", departement, allocataire, donnees }),
    trace([allocataire], ["ContratEngagement.statut"]),
  ]);
  return propose;
}

/** Why a contract cannot be suspended, or null. Refus : CONTRAT_NON_MODIFIABLE, dates. */
export function refusDeSuspension({ statut, dateDebut, proposeLe }: ContratEngagement, le: string, aujourdhui: string): Refus | null {
  return premierRefus(
    () => (depuis("suspendre").includes(statut) ? null : refus("CONTRAT_NON_MODIFIABLE", "contrat")),
    () => refusDeDate(le, "le", aujourdhui, dateDebut ?? proposeLe),
  );
}

export interface Suspensions {
  suspendre(contrat: ContratEngagement, le: string, motif: MotifSuspensionContrat): Promise<ContratEngagement>;
}

/** The registration ended: the contract is suspended from that day. `le`: civil date. Refus : those of `refusDeSuspension`. */
export async function suspendreContrat(
  contrat: ContratEngagement,
  { le, motif }: { le: string; motif: MotifSuspensionContrat },
  contrats: Suspensions,
  { publish, trace }: Pick<WritingTransaction, "publish" | "trace">,
  aujourdhui: string,
): Promise<ContratEngagement | Refus> {
  const refusee = refusDeSuspension(contrat, le, aujourdhui);
  if (refusee) return refusee;
  const { id, departement, allocataire } = contrat;
  const [suspendu] = await Promise.all([
    contrats.suspendre(contrat, le, motif),
    publish({ type: "ContratSuspendu", departement, allocataire, donnees: { contrat: id, le, motif } }),
    trace([allocataire], ["ContratEngagement.statut"]),
  ]);
  return suspendu;
}
