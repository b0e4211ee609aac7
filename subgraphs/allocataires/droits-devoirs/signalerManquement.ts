import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate } from "../refus";
import type { Situation } from "../situation";
import type { NatureManquement } from "../vocabulaire";
import type { Manquement } from "./manquement";

export interface DemandeManquement {
  nature: NatureManquement;
  /** Civil date, Europe/Paris. */
  constateLe: string;
  rendezVous?: string | null;
  contrat?: string | null;
}

/** What the demand points to, for that person. */
export interface Fondements {
  /** Status of her appointment; null when it is not hers. */
  presence: string | null;
  /** The contract named, else the one that runs; null when there is none of hers. */
  contrat: string | null;
  /** A contract of hers exists, of any status but refused. */
  contratExiste: boolean;
}

export interface Manquements {
  fondements(situation: Situation, demande: DemandeManquement): Promise<Fondements>;
  signaler(situation: Situation, manquement: DemandeManquement & { id: string; contrat: string | null }, le: Date): Promise<Manquement>;
}

/** Why a breach cannot be recorded, or null. Only an absence without excuse supports one; it opens no procedure by itself.
 * Source: CASF L. 262-37. */
export function refusDeManquement(
  { acteur }: Situation,
  fondements: Fondements,
  demande: DemandeManquement,
  aujourdhui: string,
): Refus | null {
  const { nature, constateLe, rendezVous, contrat } = demande;
  return premierRefus(
    () => (acteur.type === null ? refus("NON_HABILITE") : null),
    () => refusDeDate(constateLe, "constateLe", aujourdhui),
    () => (rendezVous && fondements.presence === null ? refus("RENDEZ_VOUS_INTROUVABLE", "rendezVous") : null),
    () => (rendezVous && fondements.presence !== "ABSENT" ? refus("RENDEZ_VOUS_SANS_ABSENCE", "rendezVous") : null),
    () => (contrat && fondements.contrat === null ? refus("CONTRAT_INTROUVABLE", "contrat") : null),
    () => (nature === "NON_RESPECT_CONTRAT" && !fondements.contratExiste ? refus("SANS_CONTRAT", "nature") : null),
  );
}

/** Records a breach: the fact, its event and its trace. */
export async function signalerManquement(
  situation: Situation,
  demande: DemandeManquement,
  manquements: Manquements,
  { publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Manquement | Refus> {
  const fondements = await manquements.fondements(situation, demande);
  const refusee = refusDeManquement(situation, fondements, demande, horloge.aujourdhui);
  if (refusee) return refusee;
  const { departement, allocataire } = situation;
  const id = randomUUID();
  const donnees = { manquement: id, nature: demande.nature, constateLe: demande.constateLe };
  const [manquement] = await Promise.all([
    manquements.signaler(situation, { ...demande, id, contrat: fondements.contrat }, horloge.maintenant),
    publish({ type: "ManquementSignale", departement, allocataire, donnees }),
    trace([allocataire], ["Manquement.nature", "Manquement.constateLe"]),
  ]);
  return manquement;
}
