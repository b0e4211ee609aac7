import type { Transaction } from "../../../shared/database";
import type { Relation } from "./relation";

export const relationsDuContrat = (tx: Transaction, departement: string): Promise<Relation[]> =>
  tx.rows<Relation>(
    "select code, relation, lignes, source from indicateurs.relation_ligne where departement = $1 order by code, relation",
    [departement],
  );
