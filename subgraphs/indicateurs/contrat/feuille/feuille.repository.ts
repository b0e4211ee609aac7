import type { Transaction } from "../../../shared/database";
import type { DemandeAvancement } from "./avancement";
import type { EtatAvancement } from "./echeance-ecrite";

export interface AvancementRow {
  id: string;
  cible: number;
  etat: EtatAvancement;
  le: string;
  preuve: string;
  commentaire: string | null;
  par: string;
  saisiLe: Date;
}

export interface CibleRow {
  rang: number;
  axe: string;
  cible: string;
  indicateurs: string[];
  echeance: string | null;
  pilotes: string[];
  /** Last entry first. */
  avancements: AvancementRow[];
}

/** The targets of the roadmap (one of them when `rang` is given), each with all that was entered of it: two statements. */
export async function ciblesDeLaFeuille(tx: Transaction, departement: string, rang: number | null = null): Promise<CibleRow[]> {
  const cibles = await tx.rows<Omit<CibleRow, "avancements">>(
    `select rang, axe, cible_operationnelle as cible, indicateurs, echeance, pilotes
     from indicateurs.feuille_de_route where departement = $1 and ($2::int is null or rang = $2) order by rang`,
    [departement, rang],
  );
  const avancements = await tx.rows<AvancementRow>(
    `select id, cible, etat, le::text, preuve, commentaire, par, saisi_le as "saisiLe"
     from indicateurs.avancement_feuille where departement = $1 and ($2::int is null or cible = $2) order by rang_saisie desc`,
    [departement, rang],
  );
  return cibles.map((cible) => ({ ...cible, avancements: avancements.filter((a) => a.cible === cible.rang) }));
}

/** Adds what was entered; returns its id. */
export async function ajouterAvancement(tx: Transaction, d: DemandeAvancement, par: string, saisiLe: Date): Promise<string> {
  const row = await tx.row<{ id: string }>(
    `insert into indicateurs.avancement_feuille (departement, cible, etat, le, preuve, commentaire, par, saisi_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [d.departement, d.cible, d.etat, d.le, d.preuve, d.commentaire, par, saisiLe],
  );
  return row!.id;
}

export const cibleDeLAvancement = (tx: Transaction, id: string): Promise<{ departement: string; cible: number } | null> =>
  tx.row("select departement, cible from indicateurs.avancement_feuille where id = $1", [id]);
