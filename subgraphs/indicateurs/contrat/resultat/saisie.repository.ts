import type { Transaction } from "../../../shared/database";
import type { Saisie } from "./saisie";

/** True for a département or a commune, and for a set of communes that the contract names. */
export async function territoireExiste(tx: Transaction, departement: string, territoire: string): Promise<boolean> {
  if (!territoire.includes("-")) return true;
  return (
    (await tx.row("select 1 as un from indicateurs.territoire where departement = $1 and code = $2", [departement, territoire])) !== null
  );
}

/** Adds a result; the earlier ones stay. Returns its id. */
export async function ajouterResultat(tx: Transaction, departement: string, s: Saisie, par: string, le: Date): Promise<string> {
  const row = await tx.row<{ id: string }>(
    `insert into indicateurs.resultat_saisi (departement, code, territoire, annee, valeur, texte, preuve, par, le)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [departement, s.code, s.territoire, s.annee, s.valeur, s.texte, s.preuve, par, le],
  );
  return row!.id;
}

/** What line and year a result was entered for. */
export const resultatSaisi = (tx: Transaction, id: string): Promise<{ departement: string; code: string; annee: number } | null> =>
  tx.row("select departement, code, annee from indicateurs.resultat_saisi where id = $1", [id]);
