import type { Transaction } from "../../shared/database";
import type { Lien } from "./lien";

const COLONNES = `departement, id, prescription, expire_le as "expireLe", revoque_le as "revoqueLe", reponses`;

/** A prescription that ended, or a later link, ends the links before. */
export const revoquerLiens = (tx: Transaction, departement: string, prescription: string, le: Date): Promise<number> =>
  tx.execute(
    "update offre_insertion.lien_reponse set revoque_le = $3 where departement = $1 and prescription = $2 and revoque_le is null",
    [departement, prescription, le],
  );

export async function creerLien(
  tx: Transaction,
  lien: { departement: string; prescription: string; creeLe: Date; expireLe: Date },
): Promise<Lien> {
  const row = await tx.row<Lien>(
    `insert into offre_insertion.lien_reponse (departement, prescription, cree_le, expire_le) values ($1, $2, $3, $4) returning ${COLONNES}`,
    [lien.departement, lien.prescription, lien.creeLe, lien.expireLe],
  );
  return row!;
}

export const lireLien = (tx: Transaction, departement: string, id: string): Promise<Lien | null> =>
  tx.row<Lien>(`select ${COLONNES} from offre_insertion.lien_reponse where departement = $1 and id = $2`, [departement, id]);

/** Counts an opening: who leads the relation with the structure sees that its link was used. */
export const compterOuverture = (tx: Transaction, { departement, id }: Lien): Promise<number> =>
  tx.execute("update offre_insertion.lien_reponse set ouvertures = ouvertures + 1 where departement = $1 and id = $2", [departement, id]);

/** Takes the turn of one form: false when another answer came before. */
export const prendreLeTour = async (tx: Transaction, { departement, id, reponses }: Lien): Promise<boolean> =>
  (await tx.execute(
    "update offre_insertion.lien_reponse set reponses = reponses + 1 where departement = $1 and id = $2 and reponses = $3",
    [departement, id, reponses],
  )) === 1;

/** From here on, the transaction sees the one prescription of this link (policy `destinataire`). */
export const ouvrirParLien = (tx: Transaction, { prescription }: Lien): Promise<number> =>
  tx.execute("select set_config('unefois.lien', $1, true)", [prescription]);

/** From here on, the transaction also sees what is prescribed to the structures of the caller's organisme (policy `destinataire`). */
export const ouvrirAuxStructures = (tx: Transaction): Promise<number> =>
  tx.execute("select set_config('unefois.destinataire', 'oui', true)");

/** The person knows what the structure is told. */
export const attesterProtection = (tx: Transaction, departement: string, prescription: string, le: Date): Promise<number> =>
  tx.execute("update offre_insertion.prescription set protection_attestee_le = $3 where departement = $1 and id = $2", [
    departement,
    prescription,
    le,
  ]);
