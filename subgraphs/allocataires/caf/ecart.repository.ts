import type { Transaction } from "../../shared/database";
import { departementsSql } from "../../shared/perimetre";
import type { NatureEcart } from "../vocabulaire";

/** An écart as a caller reads it. */
export interface EcartLu {
  flux: string;
  dossier: string;
  le: string;
  organisme: string;
  numeroDemande: string;
  nature: NatureEcart;
  champs: string[];
}

export interface FiltreEcarts {
  departement: string | null;
  flux: string | null;
}

/** Whether the caller sees the whole département: a gap between two files names dossiers that nobody follows yet. */
export async function voitTout(tx: Transaction): Promise<boolean> {
  const [ligne] = await tx.rows<{ tout: boolean }>("select current_setting('unefois.portee', true) = 'departement' as tout", []);
  return ligne!.tout;
}

const FILTRE = "($1::text is null or e.departement = $1) and ($2::uuid is null or e.flux = $2)";

/** Écarts, latest file first. `apres`: the key of the last one read, its parts separated by colons. */
export function lireEcarts(tx: Transaction, filtre: FiltreEcarts, page: { limite: number; apres: string | null }): Promise<EcartLu[]> {
  const [le, numero, dossier, flux] = page.apres?.split(":") ?? [null, null, null, null];
  return tx.rows<EcartLu>(
    `select e.flux, e.dossier, e.le, e.organisme, e.numero_demande as "numeroDemande", e.nature, e.champs
     from allocataires.ecart_flux e
     where ${FILTRE} and ($3::date is null or e.le < $3 or (e.le = $3 and (e.numero_demande, e.dossier, e.flux) > ($4::text, $5::uuid, $6::uuid)))
     order by e.le desc, e.numero_demande, e.dossier, e.flux limit $7`,
    [filtre.departement, filtre.flux, le, numero, dossier, flux, page.limite],
  );
}

/** The people of these dossiers whom the hub knows: what is said of a dossier is said of them. */
export async function personnesDesDossiers(tx: Transaction, dossiers: readonly string[]): Promise<string[]> {
  if (dossiers.length === 0) return [];
  const rows = await tx.rows<{ id: string }>(
    `select distinct m.allocataire as id from allocataires.membre m where m.departement = any ${departementsSql} and m.dossier = any ($1::uuid[])`,
    [dossiers],
  );
  return rows.map((row) => row.id);
}

export async function compterEcarts(tx: Transaction, filtre: FiltreEcarts): Promise<number> {
  const [ligne] = await tx.rows<{ n: number }>(`select count(*)::int as n from allocataires.ecart_flux e where ${FILTRE}`, [
    filtre.departement,
    filtre.flux,
  ]);
  return ligne!.n;
}
