import type { Transaction } from "../../shared/database";

/** A prescription that ended, or a later link, ends the links before. */
export const revoquerLiens = (tx: Transaction, departement: string, prescription: string, le: Date): Promise<number> =>
  tx.execute(
    "update offre_insertion.lien_reponse set revoque_le = $3 where departement = $1 and prescription = $2 and revoque_le is null",
    [departement, prescription, le],
  );
