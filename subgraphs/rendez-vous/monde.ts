import type { FamilleMotif } from "./correspondances-rdv";
import type {
  ConvocationDeclaree,
  Declaration,
  RendezVousEffectif,
  Saisie,
  StatutSaisi,
  SystemeDeclarant,
  SystemeRdv,
} from "./declaration";
import type { MessageRdv, UsagerRecu } from "./message-rdv";
import type { EtapeConvocation } from "./rang-convocation";
import type { StatutEnregistre } from "./statut-participation";

/** A message whose signature was checked. `message` is null when its body cannot be read (`illisible` says why). */
export interface MessageSigne {
  systeme: SystemeRdv;
  corps: string;
  sha256: Buffer;
  message: MessageRdv | null;
  illisible: string | null;
  /** The reject that is replayed: the same message may then be applied again. */
  rejeu: string | null;
}

/** What became of a message. A code goes with IGNORE and REJETE, and with APPLIQUE when a participant was left out. */
export interface Issue {
  issue: "APPLIQUE" | "IGNORE" | "REJETE";
  code: string | null;
  message: string | null;
  departement: string | null;
}

/** An appointment while messages are applied to it. */
export interface Noeud {
  departement: string;
  id: string;
  /** By key of link. */
  declarations: Map<string, Declaration>;
  saisie: Saisie | null;
  saisies: Map<string, StatutSaisi>;
  /** As stored, or as the last message left it; null before the first one. */
  effectif: RendezVousEffectif | null;
}

export interface Lien {
  systeme: SystemeDeclarant;
  identifiant: string;
  departement: string;
  rendezVous: string;
  majLe: Date;
  effaceLe: Date | null;
}

/** An appointment of a person, with its family and the rank of its convocation. */
export interface Etape extends EtapeConvocation {
  departement: string;
  famille: FamilleMotif;
  rang: number | null;
}

export interface PersonneCandidate {
  departement: string;
  allocataire: string;
}

/** What the messages of a batch speak of, loaded at once, changed in memory, written at once. */
export interface Monde {
  issues: Map<string, Issue["issue"]>;
  /** Timestamp of the last message applied, by key of message. */
  ordre: Map<string, Date>;
  liens: Map<string, Lien>;
  noeuds: Map<string, Noeud>;
  /** Organisme of an external organisation, by `systeme id`. */
  organisations: Map<string, { departement: string; organisme: string }>;
  /** Organismes by name without accents. */
  organismes: Map<string, { departement: string; organisme: string }[]>;
  /** Person of an external user, by `systeme id departement`. */
  personnes: Map<string, string>;
  /** External users whom their source erased, by `systeme id`. */
  effaces: Set<string>;
  candidats(usager: UsagerRecu): PersonneCandidate[];
  /** Appointments by person. */
  etapes: Map<string, Map<string, Etape>>;
  ecrits: Ecrits;
}

/** What the batch leaves to write. */
export interface Ecrits {
  noeuds: Set<string>;
  liens: Set<string>;
  ordre: Set<string>;
  organisations: Set<string>;
  personnes: Map<string, { departement: string; systeme: SystemeRdv; identifiant: string; allocataire: string; majLe: Date }>;
  effacements: { systeme: SystemeRdv; identifiant: string; le: Date }[];
  participations: Map<string, { departement: string; rendezVous: string; allocataire: string; majLe: Date; retiree: boolean }>;
  rangs: Map<string, { departement: string; rendezVous: string; allocataire: string; rang: number }>;
  historique: {
    departement: string;
    rendezVous: string;
    allocataire: string;
    avant: StatutEnregistre | null;
    apres: StatutEnregistre | null;
    le: Date;
    source: SystemeDeclarant;
  }[];
  evenements: { type: string; departement: string; allocataire: string; donnees: Record<string, unknown>; survenuLe: Date }[];
  /** People written, by `systeme departement`. */
  touches: Map<string, Set<string>>;
}

export const rienEcrit = (): Ecrits => ({
  noeuds: new Set(),
  liens: new Set(),
  ordre: new Set(),
  organisations: new Set(),
  personnes: new Map(),
  effacements: [],
  participations: new Map(),
  rangs: new Map(),
  historique: [],
  evenements: [],
  touches: new Map(),
});

export const cleLien = (systeme: string, identifiant: string): string => `${systeme} ${identifiant}`;
export const cleMessage = (m: { systeme: string; modele: string; identifiant: string }): string =>
  `${m.systeme} ${m.modele} ${m.identifiant}`;
export const clePersonne = (systeme: string, identifiant: string, departement: string): string =>
  `${departement} ${systeme} ${identifiant}`;
export const cleSha = (systeme: string, sha256: Buffer): string => `${systeme} ${sha256.toString("base64")}`;

export type { ConvocationDeclaree };
