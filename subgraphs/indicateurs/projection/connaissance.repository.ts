import type pg from "pg";
import type { Transaction } from "../../shared/database";
import type { JourDeFaits } from "./connaissance";
import { type Lieu, parLieu } from "./table";

const TEXTES = parLieu((lieu) => ({
  dernier: `select max(connu_le)::text as jour from ${lieu}.curseur where nom = $1`,
  avancer: `update ${lieu}.curseur set connu_le = $2 where nom = $1`,
  noter: `insert into ${lieu}.connaissance as c (departement, premier, dernier, evenement_le)
    select departement, jour, jour, evenement_le from jsonb_to_recordset($1::jsonb) as x (departement text, jour date, evenement_le timestamptz)
    on conflict (departement) do update set dernier = greatest(c.dernier, excluded.dernier), evenement_le = greatest(c.evenement_le, excluded.evenement_le)`,
}));

/** Last civil day on which something was learned, of what was read so far. */
export async function dernierJour(client: pg.ClientBase, nom: string, lieu: Lieu): Promise<string | null> {
  const { rows } = await client.query<{ jour: string | null }>(TEXTES(lieu).dernier, [nom]);
  return rows[0]?.jour ?? null;
}

/** From here on, what is written is known since that day. */
export async function connuLe(client: pg.ClientBase, jour: string): Promise<void> {
  await client.query("select set_config('indicateurs.connu_le', $1, true)", [jour]);
}

/** Writes down that something was learned that day of each département named. */
export async function noterJour(client: pg.ClientBase, nom: string, { jour, events }: JourDeFaits, lieu: Lieu): Promise<void> {
  const derniers = new Map<string, number>();
  for (const { departement, survenuLe } of events)
    if (departement !== null) derniers.set(departement, Math.max(derniers.get(departement) ?? 0, survenuLe.getTime()));
  const lignes = [...derniers].map(([departement, le]) => ({ departement, jour, evenement_le: new Date(le).toISOString() }));
  await client.query(TEXTES(lieu).noter, [JSON.stringify(lignes)]);
  await client.query(TEXTES(lieu).avancer, [nom, jour]);
}

/** What the hub knows of a département. */
export interface Connaissance {
  /** First and last civil days on which it learned something. */
  premier: string;
  dernier: string;
  /** Instant of the last event counted. */
  evenementLe: Date;
}

const CONNAISSANCE = `select c.premier::text, c.dernier::text, c.evenement_le as "evenementLe" from indicateurs.connaissance c where c.departement = $1`;

/** Since when, and until when, the hub knows a département; null when it knows nothing of it. */
export async function connaissanceDe(tx: Transaction, departement: string): Promise<Connaissance | null> {
  const [connaissance] = await tx.rows<Connaissance>(CONNAISSANCE, [departement]);
  return connaissance ?? null;
}
