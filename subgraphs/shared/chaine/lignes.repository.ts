import type pg from "pg";
import type { EnTeteDeLot } from "./empreinte";
import { type LigneCanonique, REGISTRES, type RegistreScelle } from "./registres";

/** A row with its place. */
export interface LigneLue extends LigneCanonique {
  position: string;
}

const INSTANT = (colonne: string) => `to_char(${colonne} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const CONSULTATIONS = `select position::text, id::text, rang::text, nature, operation::text, operation_nom, requete, sous_graphe, ${INSTANT("le")} as le,
    departement, client, agent, organisme, finalite, allocataires::text[], champs
  from journal.consultation c where nature = $1 and position between $2 and $3 order by c.position limit $4`;
const EVENEMENTS = `select position::text, id::text, rang::text, type, departement, allocataire::text, donnees::text, ${INSTANT("survenu_le")} as survenu_le, source
  from journal.evenement e where $1 = '' and position between $2 and $3 order by e.position limit $4`;
const LIGNES = { consultation: CONSULTATIONS, evenement: EVENEMENTS };

/** The rows of a register from one position to another, in their order, as texts. */
export async function lireLignes(
  client: pg.ClientBase,
  { registre, nature }: RegistreScelle,
  du: number,
  au: number,
  limite = 1_000_000_000,
): Promise<LigneLue[]> {
  const { rows } = await client.query<LigneLue>({
    name: `journal_lignes_${registre}`,
    text: LIGNES[registre],
    values: [nature, du, au, limite],
  });
  return rows;
}

/** Column that says when a row was written. */
export const INSTANT_DE = { consultation: "le", evenement: "survenu_le" } as const;

const LOTS = `select numero, genre, registre, nature, du, au, nombre, ${INSTANT("dernier_le")} as "dernierLe", regle, empreintes, racine, precedent, empreinte,
  ${INSTANT("clos_le")} as "closLe" from journal.lot where numero > $1 order by numero limit $2`;

export interface LotLu extends EnTeteDeLot {
  /** Of each row, end to end; null once the batch is purged. */
  empreintes: Buffer | null;
  empreinte: Buffer;
}

/** Batches after a number, in the order of the chain. */
export async function lireLots(client: pg.ClientBase, apres: number, limite: number): Promise<LotLu[]> {
  const { rows } = await client.query<LotLu>({ name: "journal_lots", text: LOTS, values: [apres, limite] });
  return rows.map((lot) => ({
    ...lot,
    numero: Number(lot.numero),
    du: Number(lot.du),
    au: Number(lot.au),
    nombre: Number(lot.nombre),
  }));
}

/** The head of the chain, or null when nothing is sealed. */
export async function lireTete(client: pg.ClientBase): Promise<{ numero: number; empreinte: Buffer; closLe: Date } | null> {
  const { rows } = await client.query('select numero, empreinte, clos_le as "closLe" from journal.lot order by numero desc limit 1');
  return rows[0] ? { ...rows[0], numero: Number(rows[0].numero) } : null;
}

const NON_SCELLEES = `with tete as (
    select r.registre, r.nature, coalesce((select max(l.au) from journal.lot l where l.registre = r.registre and l.nature = r.nature and l.genre = 'LIGNES'), 0) as au
    from unnest($1::text[], $2::text[]) as r (registre, nature)
  ), attente as (
    select c.nombre, c.ancienne from tete t cross join lateral (select count(*) as nombre, min(le) as ancienne from journal.consultation c
      where c.nature = t.nature and c.position > t.au) c where t.registre = 'consultation'
    union all
    select e.nombre, e.ancienne from tete t cross join lateral (select count(*) as nombre, min(survenu_le) as ancienne from journal.evenement e
      where e.position > t.au) e where t.registre = 'evenement'
    union all
    select count(*), min(le) from journal.consultation where position is null
    union all
    select count(*), min(survenu_le) from journal.evenement where position is null
  )
  select sum(nombre)::text as nombre, min(ancienne) as ancienne from attente`;

/** How many rows no batch covers yet, and when the oldest one was written. */
export async function compterNonScellees(client: pg.ClientBase): Promise<{ nombre: number; ancienne: Date | null }> {
  const { rows } = await client.query({
    name: "journal_non_scellees",
    text: NON_SCELLEES,
    values: [REGISTRES.map((r) => r.registre), REGISTRES.map((r) => r.nature)],
  });
  return { nombre: Number(rows[0].nombre), ancienne: rows[0].ancienne };
}

const HORS_DES_LOTS = `select position::text, id::text from journal.consultation where $1 = 'consultation' and nature = $2 and position <= $3
  union all select position::text, id::text from journal.evenement where $1 = 'evenement' and position <= $3 order by 1 limit $4`;

/** Rows at places that no batch can hold: before the first, or where a purge took everything. */
export async function lignesEnTrop(
  client: pg.ClientBase,
  { registre, nature }: RegistreScelle,
  jusque: number,
  limite: number,
): Promise<{ position: string; id: string }[]> {
  return (await client.query(HORS_DES_LOTS, [registre, nature, jusque, limite])).rows;
}

/** How far each register was purged. */
export async function lirePurges(client: pg.ClientBase): Promise<{ registre: string; nature: string; au: number }[]> {
  const { rows } = await client.query("select registre, nature, max(au) as au from journal.lot where genre = 'PURGE' group by 1, 2");
  return rows.map((row) => ({ ...row, au: Number(row.au) }));
}

/** Instant of the newest row that a purge took. */
export async function plusRecentePurgee(client: pg.ClientBase, lot: Pick<LotLu, "registre" | "nature" | "au">): Promise<string | null> {
  const { rows } = await client.query(
    `select ${INSTANT("max(dernier_le)")} as le from journal.lot where genre = 'LIGNES' and registre = $1 and nature = $2 and au <= $3`,
    [lot.registre, lot.nature, lot.au],
  );
  return rows[0].le;
}
