import type { Transaction } from "../../shared/database";

export interface AbonnementRow {
  id: string;
  url: string;
  types: string[];
  cree_le: Date;
  resilie_le: Date | null;
}

const COLONNES = "id, url, types, cree_le, resilie_le";

/** The subscriptions of a client, newest first. */
export const abonnementsDe = (tx: Transaction, client: string, limite: number): Promise<AbonnementRow[]> =>
  tx.rows(`select ${COLONNES} from echanges.abonnement where client = $1 order by cree_le desc, id limit $2`, [client, limite]);

export const abonnementParId = (tx: Transaction, client: string, id: string): Promise<AbonnementRow | null> =>
  tx.row(`select ${COLONNES} from echanges.abonnement where client = $1 and id = $2`, [client, id]);

export async function nombreEnCours(tx: Transaction, client: string): Promise<number> {
  const row = await tx.row<{ nombre: number }>(
    "select count(*)::int as nombre from echanges.abonnement where client = $1 and resilie_le is null",
    [client],
  );
  return row!.nombre;
}

/** Adds a subscription; null when this client already has one to the same address. */
export const ajouterAbonnement = (
  tx: Transaction,
  a: { departement: string; client: string; url: string; types: string[]; creeLe: Date },
): Promise<AbonnementRow | null> =>
  tx.row(
    `insert into echanges.abonnement (departement, client, url, types, cree_le) values ($1, $2, $3, $4, $5)
     on conflict (departement, client, url) where resilie_le is null do nothing returning ${COLONNES}`,
    [a.departement, a.client, a.url, a.types, a.creeLe],
  );

/** Ends a subscription; the date of the first end stays. Null when this client has no such one. */
export const resilierAbonnement = (tx: Transaction, client: string, id: string, le: Date): Promise<AbonnementRow | null> =>
  tx.row(`update echanges.abonnement set resilie_le = coalesce(resilie_le, $3) where client = $1 and id = $2 returning ${COLONNES}`, [
    client,
    id,
    le,
  ]);
