import { createHash } from "node:crypto";

/** Whom a signed file is for. */
export const DESTINATAIRES = ["FRANCE_TRAVAIL", "CAF", "MSA"] as const;
export type Destinataire = (typeof DESTINATAIRES)[number];

export interface Fichier {
  nom: string;
  contenu: Buffer;
}

/** What a manifest says: what the deposit is, its rank, and the fingerprint of each of its files. */
export interface Manifeste {
  format: "unefois-depot-1";
  departement: string;
  /** Code of interoperabilite.csv. */
  objet: string;
  destinataire: Destinataire;
  cle: string;
  /** From 1, without a gap for one object and one recipient. */
  sequence: number;
  /** Instant, RFC 3339 UTC. */
  creeLe: string;
  /** Lines of people or of decisions. */
  nombre: number;
  /** True: the file was emptied before it was left, and its lines come in a later rank. */
  annule: boolean;
  fichiers: { nom: string; octets: number; sha256: string }[];
}

export const sha256 = (octets: string | Buffer): Buffer => createHash("sha256").update(octets).digest();

/** Name of the files of a deposit, without their extension. It names nobody. */
export const nomDeDepot = (d: { departement: string; objet: string; destinataire: string; sequence: number }): string =>
  `${d.departement}-${d.objet}-${d.destinataire}-${String(d.sequence).padStart(6, "0")}`;

/** The bytes that are signed: JSON of two spaces, fields in the order of the type, a newline at the end. */
export const ecrireManifeste = (m: Omit<Manifeste, "format" | "fichiers">, fichiers: readonly Fichier[]): string =>
  `${JSON.stringify(
    {
      format: "unefois-depot-1",
      departement: m.departement,
      objet: m.objet,
      destinataire: m.destinataire,
      cle: m.cle,
      sequence: m.sequence,
      creeLe: m.creeLe,
      nombre: m.nombre,
      annule: m.annule,
      fichiers: fichiers.map(({ nom, contenu }) => ({ nom, octets: contenu.length, sha256: sha256(contenu).toString("hex") })),
    } satisfies Manifeste,
    null,
    2,
  )}\n`;
