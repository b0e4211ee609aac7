import { type FamilleMotif, statutDeRdv } from "./correspondances-rdv";
import type { Declaration, RendezVousEffectif, Saisie, StatutSaisi, SystemeDeclarant, SystemeRdv } from "./declaration";
import type { AbsenceRecue, PlageRecue } from "./disponibilite/plage";
import type { Contenu, Enveloppe, MessageRdv, UsagerRecu } from "./message/message";
import type { EtapeConvocation } from "./rang-convocation";
import type { StatutEnregistre } from "./statut-participation";

/** A message whose signature was checked. `message` is null when its content cannot be read (`illisible` says why),
 * `enveloppe` too when the body is no message of these tools. */
export interface MessageSigne {
  systeme: SystemeRdv;
  corps: string;
  sha256: Buffer;
  enveloppe: Enveloppe | null;
  message: MessageRdv | null;
  illisible: string | null;
  /** The reject that is replayed: the same message may then be applied again. */
  rejeu: string | null;
  /** Seals what is kept of it; null where nobody holds the key, which no process of the hub is. */
  sceller: ((original: string) => string) | null;
}

/** What became of a message. A code goes with IGNORE and REJETE, and with APPLIQUE when something was left out: it is then kept to examine. */
export interface Issue {
  issue: "APPLIQUE" | "IGNORE" | "REJETE";
  code: string | null;
  message: string | null;
  departement: string | null;
}

/** Place of a message among those of its object: its timestamp, then what it does, then its body. Every tool has its own order. */
export interface Ordre {
  horodatage: Date;
  rang: number;
  /** Hex of the SHA-256. */
  empreinte: string;
}

/** An appointment while messages are applied to it. */
export interface Noeud {
  departement: string;
  id: string;
  /** Taken in the hub. */
  natif: boolean;
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
  /** Empty while it has no node. */
  rendezVous: string;
  majLe: Date;
  effaceLe: Date | null;
}

/** What one message said of one person at one appointment. */
export interface Dire {
  departement: string;
  systeme: SystemeDeclarant;
  identifiant: string;
  allocataire: string;
  /** Instants, ISO in UTC. */
  le: string;
  debut: string;
  organisme: string | null;
  collectif: boolean;
  famille: FamilleMotif;
  /** Status as the source writes it. */
  code: string;
  supprime: boolean;
}

/** An appointment of a person, with its family and the rank of its convocation. */
export interface Etape extends EtapeConvocation {
  departement: string;
  famille: FamilleMotif;
  rang: number | null;
  /** The sending was entered in the hub: what the tools say of it does not take it back. */
  saisie?: boolean;
}

export interface PersonneCandidate {
  departement: string;
  allocataire: string;
}

/** What the messages of a batch speak of, loaded at once, changed in memory, written at once. */
export interface Monde {
  issues: Map<string, Issue["issue"]>;
  /** The last message applied, by key of message. */
  ordre: Map<string, Ordre>;
  /** What the sources purged, by key of message. */
  tombes: Set<string>;
  liens: Map<string, Lien>;
  noeuds: Map<string, Noeud>;
  /** The last thing said, by key of link. */
  declarations: Map<string, Declaration>;
  /** Keys of the links of a node, those that only a name gives included. */
  clesDuNoeud: Map<string, Set<string>>;
  /** By key of link. */
  dires: Map<string, Dire[]>;
  /** Keys of links by `person start`, canonical. */
  parHeure: Map<string, Set<string>>;
  /** Canonical id of a person who was merged. */
  canoniques: Map<string, string>;
  /** Nodes that were made one: the id that a key of link had before. */
  anciens: Map<string, string>;
  /** `key key` of links told apart. */
  distinctions: Set<string>;
  /** The status of a code of a source, in a département that may have its own table; null when nobody knows it. */
  lireStatut(systeme: SystemeDeclarant, departement: string, code: string): StatutEnregistre | null;
  /** Organisme of an external organisation, by `systeme id`. */
  organisations: Map<string, { departement: string; organisme: string }>;
  /** Départements that use a system: those of its organisations that have an organisme. */
  utilisateurs: Map<string, string[]>;
  /** Name of an external organisation that no organisme has. */
  nomsOrganisations: Map<string, string>;
  /** Organismes by name without accents. */
  organismes: Map<string, { departement: string; organisme: string }[]>;
  /** Organisations of an agent, by `systeme agent`. */
  agents: Map<string, Set<string>>;
  /** Person of an external user, by `systeme id departement`. */
  personnes: Map<string, string>;
  /** External users whom their source erased, by `systeme id`. */
  effaces: Set<string>;
  candidats(usager: UsagerRecu, systeme: SystemeRdv): PersonneCandidate[];
  /** Départements where an external user is linked. */
  departementsDe(systeme: SystemeRdv, usager: string): string[];
  /** Appointments by person. */
  etapes: Map<string, Map<string, Etape>>;
  ecrits: Ecrits;
}

/** The last state of an object that is neither an appointment nor a user. */
export interface EtatExterne {
  systeme: SystemeRdv;
  modele: string;
  identifiant: string;
  contenu: Exclude<Contenu, { genre: "PLAGE" | "ABSENCE" | "PROFIL" }> | null;
  departement: string | null;
  allocataire: string | null;
  famille: FamilleMotif;
  le: Date;
}

/** What the batch leaves to write. */
export interface Ecrits {
  noeuds: Set<string>;
  liens: Set<string>;
  liensRetires: Set<string>;
  dires: Dire[];
  ordre: Set<string>;
  tombes: { systeme: string; modele: string; identifiant: string; le: Date }[];
  organisations: Set<string>;
  nomsOrganisations: Map<string, { systeme: string; identifiant: string; nom: string; majLe: Date }>;
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
  /** Nodes that go into another one. */
  reunions: { departement: string; ancien: string; actuel: string; liens: string[]; le: Date }[];
  etats: Map<string, EtatExterne>;
  plages: Map<string, PlageRecue>;
  absences: Map<string, AbsenceRecue>;
  retirees: Map<string, { systeme: SystemeRdv; modele: "PlageOuverture" | "Absence"; identifiant: string }>;
  evenements: { type: string; departement: string; allocataire: string; donnees: Record<string, unknown>; survenuLe: Date }[];
  /** People written, by `systeme departement`. */
  touches: Map<string, Set<string>>;
}

export const rienEcrit = (): Ecrits => ({
  noeuds: new Set(),
  liens: new Set(),
  liensRetires: new Set(),
  dires: [],
  ordre: new Set(),
  tombes: [],
  organisations: new Set(),
  nomsOrganisations: new Map(),
  personnes: new Map(),
  effacements: [],
  participations: new Map(),
  rangs: new Map(),
  historique: [],
  reunions: [],
  etats: new Map(),
  plages: new Map(),
  absences: new Map(),
  retirees: new Map(),
  evenements: [],
  touches: new Map(),
});

export const mondeVide = (): Monde => ({
  issues: new Map(),
  ordre: new Map(),
  tombes: new Set(),
  liens: new Map(),
  noeuds: new Map(),
  declarations: new Map(),
  clesDuNoeud: new Map(),
  dires: new Map(),
  parHeure: new Map(),
  canoniques: new Map(),
  anciens: new Map(),
  distinctions: new Set(),
  lireStatut: (_systeme, _departement, code) => statutDeRdv(code),
  organisations: new Map(),
  utilisateurs: new Map(),
  nomsOrganisations: new Map(),
  organismes: new Map(),
  agents: new Map(),
  personnes: new Map(),
  effaces: new Set(),
  candidats: () => [],
  departementsDe: () => [],
  etapes: new Map(),
  ecrits: rienEcrit(),
});

export const nouveauNoeud = (departement: string, id: string, natif = false): Noeud => ({
  departement,
  id,
  natif,
  declarations: new Map(),
  saisie: null,
  saisies: new Map(),
  effectif: null,
});

export const cleLien = (systeme: string, identifiant: string): string => `${systeme} ${identifiant}`;
export const cleMessage = (m: { systeme: string; modele: string; identifiant: string }): string =>
  `${m.systeme} ${m.modele} ${m.identifiant}`;
export const clePersonne = (systeme: string, identifiant: string, departement: string): string =>
  `${departement} ${systeme} ${identifiant}`;
export const cleSha = (systeme: string, sha256: Buffer): string => `${systeme} ${sha256.toString("base64")}`;
export const cleDistinction = (a: string, b: string): string => (a < b ? `${a}|${b}` : `${b}|${a}`);

const canonique = (monde: Monde, allocataire: string): string => monde.canoniques.get(allocataire) ?? allocataire;
export const cleHeure = (monde: Monde, { allocataire, debut }: { allocataire: string; debut: string }): string =>
  `${canonique(monde, allocataire)} ${debut}`;

/** Adds what a message said of a person. Of two bodies at one instant, the one that comes last in the order of messages stays.
 * @param perime true when the message is not the last one of its object. */
export function ajouterDire(monde: Monde, dire: Dire, perime: boolean): void {
  const key = cleLien(dire.systeme, dire.identifiant);
  const known = monde.dires.get(key) ?? [];
  const at = known.findIndex((d) => d.allocataire === dire.allocataire && d.le === dire.le);
  if (at >= 0 && perime) return;
  if (at >= 0) known.splice(at, 1);
  known.push(dire);
  monde.dires.set(key, known);
  monde.ecrits.dires.push(dire);
  indexer(monde, cleHeure(monde, dire), key);
}

export function indexer(monde: Monde, heure: string, key: string): void {
  const keys = monde.parHeure.get(heure) ?? new Set<string>();
  monde.parHeure.set(heure, keys.add(key));
}

/** What a tool ever said of an appointment, by hour and place. */
export function ditsDe(monde: Monde, key: string) {
  const dits = new Map<
    string,
    { debut: string; organisme: string | null; collectif: boolean; famille: FamilleMotif; personnes: Set<string> }
  >();
  for (const { debut, organisme, collectif, famille, allocataire } of monde.dires.get(key) ?? []) {
    const at = `${debut} ${organisme} ${collectif} ${famille}`;
    const dit = dits.get(at) ?? { debut, organisme, collectif, famille, personnes: new Set<string>() };
    dits.set(at, dit);
    dit.personnes.add(canonique(monde, allocataire));
  }
  return [...dits.values()];
}
