import type { Message } from "../objet-sortant";

/** A sanction, as its owner gives it to be told: codes and civil dates (subgraphs/allocataires/transmission/). */
export interface FaitSanction {
  id: string;
  allocataire: string;
  nature: "SUSPENSION" | "SUPPRESSION";
  statut: string;
  proposeePar: string;
  instruiteLe: string | null;
  notifieeLe: string | null;
  decideeLe: string | null;
  decideePar: string | null;
  /** 0 to 100. */
  quotitePourcent: number | null;
  dureeMois: number | null;
  leveeLe: string | null;
  annuleeLe: string | null;
  annulationCause: string | null;
  /** `identifiantConsequenceSanction`, when France Travail proposed the sanction. */
  identifiantPartenaire: string | null;
  manquement: { nature: string; constateLe: string; identifiantPartenaire: string | null };
  /** A sanction had been decided before the day of the breach. */
  repetition: boolean;
}

export const sanctionDe = ({ donnees, fait }: Pick<Message, "donnees" | "fait">): string => String(donnees.sanction ?? fait);
