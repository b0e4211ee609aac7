import { randomUUID } from "node:crypto";
import { addDays, addMonths } from "../../shared/civil-date";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate } from "../refus";
import type { Situation } from "../situation";
import type { MotifModulation, NatureContrat } from "../vocabulaire";
import type { ContratEngagement } from "./contrat";
import { HEURES_DE_DROIT_COMMUN, HEURES_MAX } from "./cycle-contrat";

export interface DemandeContrat {
  nature: NatureContrat;
  /** Civil date, Europe/Paris. */
  dateSignature: string;
  dureeMois: number;
  /** Hours a week. */
  heuresHebdomadaires?: number | null;
  exempte: boolean;
  motifModulation?: MotifModulation | null;
}

export interface ContratASigner extends DemandeContrat {
  id: string;
  dateDebut: string;
  /** Last day, inclusive. */
  dateFin: string;
  renouvelle: string | null;
  /** The contract put to her is signed itself. */
  surPlace: boolean;
}

export interface Signatures {
  cloturer(situation: Situation, le: string): Promise<void>;
  signer(situation: Situation, contrat: ContratASigner, le: Date): Promise<ContratEngagement>;
}

const DUREE_MAX: Record<NatureContrat, number> = { ORIENTATION_3_MOIS: 3, CER: 24, PPAE: 24, CONTRAT_ENGAGEMENT: 24 };

/** True when the contract that runs gives way: an orientation contract, one to sign or suspended, or one past its term. */
const cedeLaPlace = (contrat: NonNullable<Situation["contrat"]>, dateSignature: string): boolean =>
  contrat.nature === "ORIENTATION_3_MOIS" || contrat.statut !== "SIGNE" || (contrat.dateFin !== null && contrat.dateFin < dateSignature);

/** True for a contract put to the person that says nothing else yet: it is signed or refused itself. One that was signed or refused before a
 * réorientation keeps what it said, and another one follows it. */
export const estVierge = (contrat: Situation["contrat"]): boolean =>
  contrat !== null && contrat.statut === "A_SIGNER" && contrat.dateSignature === null && contrat.dateRefus === null;

/** Why a contract cannot be signed, or null. */
export function refusDeSignature({ orientation, contrat }: Situation, demande: DemandeContrat, aujourdhui: string): Refus | null {
  const { nature, dateSignature, dureeMois, exempte, motifModulation } = demande;
  const heures = demande.heuresHebdomadaires ?? null;
  const module = exempte || (heures !== null && heures < HEURES_DE_DROIT_COMMUN);
  return premierRefus(
    () => refusDeDate(dateSignature, "dateSignature", aujourdhui, orientation?.decideeLe ?? null),
    () => (dureeMois >= 1 && dureeMois <= DUREE_MAX[nature] ? null : refus("DUREE_INVALIDE", "dureeMois")),
    () => (heures === null || (heures >= 0 && heures <= HEURES_MAX) ? null : refus("HEURES_INVALIDES", "heuresHebdomadaires")),
    () => (module && !motifModulation ? refus("MOTIF_MODULATION_ABSENT", "motifModulation") : null),
    () => (!module && motifModulation ? refus("MOTIF_MODULATION_SANS_OBJET", "motifModulation") : null),
    () => (orientation ? null : refus("SANS_ORIENTATION", "allocataire")),
    () => (contrat && !cedeLaPlace(contrat, dateSignature) ? refus("CONTRAT_EN_COURS", "allocataire") : null),
  );
}

/** Signs a contract: the fact, its event and its trace. The contract that gives way is closed the same day. */
export async function signerContrat(
  situation: Situation,
  demande: DemandeContrat,
  signatures: Signatures,
  { publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<ContratEngagement | Refus> {
  const refusee = refusDeSignature(situation, demande, horloge.aujourdhui);
  if (refusee) return refusee;
  const { departement, allocataire, contrat: precedent } = situation;
  const { nature, dateSignature, dureeMois, heuresHebdomadaires: heures, exempte } = demande;
  const dateFin = addDays(addMonths(dateSignature, dureeMois), -1);
  const surPlace = estVierge(precedent);
  const renouvelle = precedent && precedent.nature !== "ORIENTATION_3_MOIS" && precedent.dateSignature !== null ? precedent.id : null;
  const contrat: ContratASigner = {
    ...demande,
    id: surPlace ? precedent!.id : randomUUID(),
    dateDebut: dateSignature,
    dateFin,
    renouvelle,
    surPlace,
  };
  const minutesHebdomadaires = heures == null ? null : Math.round(heures * 60);
  const donnees = { contrat: contrat.id, nature, dateSignature, dateDebut: dateSignature, dateFin, minutesHebdomadaires, exempte };
  const cloture = precedent && !surPlace && { contrat: precedent.id, le: dateSignature, cause: "REMPLACE" };
  const [, , signe] = await Promise.all([
    cloture && signatures.cloturer(situation, dateSignature),
    cloture && publish({ type: "ContratCloture", departement, allocataire, donnees: cloture }),
    signatures.signer(situation, contrat, horloge.maintenant),
    publish({ type: "ContratSigne", departement, allocataire, donnees }),
    trace(
      [allocataire],
      [
        "ContratEngagement.dateSignature",
        "ContratEngagement.dateFin",
        "ContratEngagement.heuresHebdomadaires",
        "ContratEngagement.modulations",
      ],
    ),
  ]);
  return signe;
}
