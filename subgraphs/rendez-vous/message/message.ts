import type { ConvocationDeclaree, SystemeRdv } from "../declaration";
import type { AbsenceRecue, PlageRecue } from "../disponibilite/plage";

export const EVENEMENTS = ["created", "updated", "destroyed"] as const;
export type Evenement = (typeof EVENEMENTS)[number];

/** What the two systems send (reference §1.7 and §2). A model out of this list is kept as a reject. */
export const MODELES = [
  "Rdv",
  "User",
  "UserProfile",
  "Invitation",
  "ReferentAssignation",
  "Absence",
  "PlageOuverture",
  "Organisation",
  "Motif",
  "Lieu",
  "Agent",
  "AgentRole",
] as const;
export type Modele = (typeof MODELES)[number];
export const estModele = (modele: string): modele is Modele => (MODELES as readonly string[]).includes(modele);

/** What every message says, whatever its content: enough to keep it and to tell whom it concerns. */
export interface Enveloppe {
  modele: string;
  evenement: string;
  identifiant: string;
  horodatage: Date;
  /** Ids of the organisations that it names. */
  organisations: string[];
}

/** A message whose signature was checked, read into the fields that the hub uses (README-webhooks.md). */
export interface MessageRdv {
  systeme: SystemeRdv;
  modele: string;
  /** An unknown event is read as a modification: `data` is the whole object each time. */
  evenement: Evenement;
  evenementInconnu: string | null;
  identifiant: string;
  horodatage: Date;
  /** The source erased it (`webhook_reason: rgpd`): never a cancellation. */
  rgpd: boolean;
  rdv: RdvRecu | null;
  usager: UsagerRecu | null;
  contenu: Contenu | null;
}

export interface UsagerRecu {
  identifiant: string;
  matricule: string | null;
  /** Civil date. */
  dateNaissance: string | null;
  /** Birth name; the name in use when the source has no other. */
  nom: string | null;
}

/** An external user in her system. */
export interface UsagerDe {
  systeme: SystemeRdv;
  usager: UsagerRecu;
}

export interface ParticipantRecu {
  statut: string;
  usager: UsagerRecu;
  convocation: ConvocationDeclaree | null;
}

export interface OrganisationRecue {
  identifiant: string;
  nom: string | null;
}

export interface RdvRecu {
  /** Id of the same appointment at RDV-Solidarités, told by RDV-Insertion. */
  idSolidarites: string | null;
  debut: Date;
  dureeMinutes: number;
  motif: string;
  categorie: string | null;
  typeLieu: string | null;
  lieu: string | null;
  organisation: OrganisationRecue;
  collectif: boolean;
  capacite: number | null;
  /** Opaque ids of those who receive. */
  agents: string[];
  participants: ParticipantRecu[];
}

export interface InvitationRecue {
  genre: "INVITATION";
  usager: UsagerRecu;
  organisations: OrganisationRecue[];
  format: string;
  categorie: string | null;
  envoyeeLe: Date | null;
  expireLe: Date | null;
  cliquee: boolean;
  remise: string | null;
}

export interface MotifRecu {
  genre: "MOTIF";
  nom: string;
  categorie: string | null;
  typeLieu: string | null;
  collectif: boolean;
  organisation: string | null;
  supprimeLe: Date | null;
}

export type PlageMessage = Omit<PlageRecue, "systeme" | "identifiant" | "departement" | "organisme"> & {
  genre: "PLAGE";
  organisation: OrganisationRecue;
};
export type AbsenceMessage = Omit<AbsenceRecue, "systeme" | "identifiant" | "departement"> & {
  genre: "ABSENCE";
  organisation: OrganisationRecue | null;
};

/** What a message that is neither an appointment nor a user says. */
export type Contenu =
  | InvitationRecue
  | MotifRecu
  | PlageMessage
  | AbsenceMessage
  | { genre: "ORGANISATION"; nom: string }
  | { genre: "LIEU"; nom: string | null; adresse: string | null; organisation: string | null }
  | { genre: "ROLE"; agent: string; organisation: string }
  | { genre: "PROFIL"; usager: UsagerRecu; organisation: OrganisationRecue | null }
  | { genre: "ASSIGNATION"; usager: UsagerRecu; agent: string };
