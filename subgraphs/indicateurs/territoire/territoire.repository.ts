import type { Transaction } from "../../shared/database";

export interface EnsembleRow {
  code: string;
  libelle: string;
  nature: string;
  siren: string | null;
  communes: string[];
}

/** The sets of communes of a département; the single communes of the contract are left out. */
export const ensembles = (tx: Transaction, departement: string): Promise<EnsembleRow[]> =>
  tx.rows<EnsembleRow>(
    `select code, libelle, nature, siren, communes from indicateurs.territoire
     where departement = $1 and nature <> 'COMMUNE' order by array_position('{PILOTE,EPCI,CLPE}', nature), code`,
    [departement],
  );
