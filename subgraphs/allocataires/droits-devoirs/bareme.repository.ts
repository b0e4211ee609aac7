import type { Transaction } from "../../shared/database";
import type { Bareme, LigneBareme } from "./bareme";

/** The scale of a département with its sources: its own line, else the one of all. */
export const baremeLu = (tx: Transaction, departement: string): Promise<LigneBareme[]> =>
  tx.rows<LigneBareme>(
    `select distinct on (b.cle) b.cle, b.valeur, b.unite, b.libelle, b.source, b.statut from allocataires.bareme_sanction b
     where b.departement in ('*', $1) order by b.cle, b.departement = '*'`,
    [departement],
  );

/** The values that the rules read. */
export async function lireBareme(tx: Transaction, departement: string): Promise<Bareme> {
  return Object.fromEntries((await baremeLu(tx, departement)).map(({ cle, valeur }) => [cle, valeur])) as Bareme;
}
