import type { Jour, Profil } from "./histoire";

/** What is known of one person on a day, told in plain records. A field that nobody told is null. */
export interface Vue {
  id: string;
  profil: Profil;
  communeActuelle: string | null;
  soumise: boolean;
  /** Where she lives since each date that was told. */
  lieux: { depuis: Jour; commune: string; rang: number; origine: string }[];
  droits: { depuis: Jour; etat: string | null; soumise: boolean | null; dossier: string | null; rang: number; origine: string }[];
  entrees: Entree[];
  orientations: Orientation[];
  presences: Presence[];
  contrats: Contrat[];
  activites: Activite[];
  sorties: Sortie[];
  reorientations: Reorientation[];
  interventions: Intervention[];
  diagnostics: { id: string; etabliLe: Jour }[];
  prescriptions: Prescription[];
  inscriptions: { statut: string; dateEffet: Jour }[];
  reprises: Reprise[];
  manquements: { id: string; nature: string; constateLe: Jour }[];
  sanctions: Sanction[];
}
export type Date_ = Jour | null;
export interface Entree {
  rang: number;
  demande: Date_;
  ouverture: Date_;
  notification: Date_;
  dispositif: Date_;
  flux: boolean;
}
export interface Orientation {
  id: string;
  rang: number;
  origine: string | null;
  parcours: string | null;
  categorie: string | null;
  organisme: string | null;
  referent: string | null;
  demandeeLe: Date_;
  decideeLe: Date_;
  intensite: string | null;
  closeLe: Date_;
  motifFin: string | null;
}
export interface Presence {
  rendezVous: string;
  famille: string | null;
  le: Date_;
  statut: string | null;
  rang: number | null;
  organisme: string | null;
  /** First day on which the hub was told of it as planned. */
  planifieLe: Date_;
}
export interface Contrat {
  id: string;
  nature: string | null;
  signature: Date_;
  refus: Date_;
  debut: Date_;
  fin: Date_;
  minutes: number | null;
  exempte: boolean | null;
  clotureLe: Date_;
  clotureCause: string | null;
}
export interface Activite {
  id: string;
  date: Jour;
  minutes: number;
  statut: string;
  prescription: string | null;
  structure: string | null;
}
export interface Sortie {
  id: string;
  nature: string | null;
  date: Date_;
}
export interface Reorientation {
  orientation: string;
  parcours: string | null;
  organisme: string | null;
  demandeeLe: Date_;
  statueeLe: Date_;
  acceptee: boolean | null;
  /** The file passed before the instance pluridisciplinaire. */
  instance: boolean;
}
export interface Intervention {
  orientation: string;
  referent: string;
  role: string;
  du: Jour;
  au: Date_;
}
export interface Prescription {
  id: string;
  offre: string;
  structure: string | null;
  statut: string;
  /** Day of each state that she reached, the last time she reached it. */
  etapes: Record<string, Jour>;
}
export interface Reprise {
  id: string;
  debut: Jour;
  typeContrat: string;
  termineeLe: Date_;
  presenteSixMoisLe: Date_;
}
export interface Sanction {
  id: string;
  manquement: string | null;
  nature: string | null;
  statut: string;
  proposeeLe: Date_;
  decideeLe: Date_;
  debut: Date_;
  fin: Date_;
  leveeLe: Date_;
}
