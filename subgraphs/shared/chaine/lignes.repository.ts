import type pg from "pg";
import type { EnTeteDeLot } from "./empreinte";
import { COLONNES, type LigneCanonique, REGISTRES, type RegistreScelle, SANS_NATURE } from "./registres";

/** A row with its place. */
export interface LigneLue extends LigneCanonique {
  position: string;
}

const INSTANT = (colonne: string) => `to_char(${colonne} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const CONSULTATIONS = `select position::text, id::text, rang::text, nature, operation::text, operation_nom, requete, sous_graphe, ${INSTANT("le")} as le,
    departement, client, agent, organisme, finalite, allocataires::text[], champs, motif, nombre::text
  from journal.consultation c where nature = $1 and position between $2 and $3 order by c.position limit $4`;
const EVENEMENTS = `select position::text, id::text, rang::text, type, departement, allocataire::text, donnees::text, ${INSTANT("survenu_le")} as survenu_le, source
  from journal.evenement e where $1 = '' and position between $2 and $3 order by e.position limit $4`;
const DEPUIS = (table: string) => `from journal.${table} t where $1 = '' and position between $2 and $3 order by t.position limit $4`;
const LIGNES: Record<RegistreScelle["registre"], string> = {
  consultation: CONSULTATIONS,
  evenement: EVENEMENTS,
  alerte: `select position::text, id::text, rang::text, nature, gravite, departement, client, agent, organisme, ${INSTANT("le")} as le, details::text ${DEPUIS("alerte")}`,
  alerte_examen: `select position::text, alerte::text as id, alerte::text, rang::text, ${INSTANT("le")} as le, client, agent, motif ${DEPUIS("alerte_examen")}`,
  acces_urgence: `select position::text, id::text, rang::text, departement, client, agent, organisme, ${INSTANT("ouvert_le")} as ouvert_le,
    ${INSTANT("expire_le")} as expire_le ${DEPUIS("acces_urgence")}`,
  acces_urgence_fermeture: `select position::text, acces::text as id, acces::text, rang::text, ${INSTANT("le")} as le, par ${DEPUIS("acces_urgence_fermeture")}`,
};

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
export const INSTANT_DE = {
  consultation: "le",
  evenement: "survenu_le",
  alerte: "le",
  alerte_examen: "le",
  acces_urgence: "ouvert_le",
  acces_urgence_fermeture: "le",
} as const satisfies Record<RegistreScelle["registre"], string>;

/** Gives their places to the committed rows that have none. Under the lock of the chain: they are sealed in the same transaction. */
const NUMEROTER = (
  table: string,
) => `with neuve as (select t.rang from journal.${table} t where t.position is null order by t.rang limit $1),
    numerotee as (select n.rang, coalesce((select max(t.position) from journal.${table} t), 0) + row_number() over (order by n.rang) as position from neuve n)
  update journal.${table} t set position = n.position from numerotee n where t.rang = n.rang`;

export async function numeroter(client: pg.ClientBase, { registre }: RegistreScelle, limite: number): Promise<void> {
  if ((SANS_NATURE as readonly string[]).includes(registre)) await client.query(NUMEROTER(registre), [limite]);
}

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
    ${SANS_NATURE.map((table) => `union all select count(*), min(${INSTANT_DE[table]}) from journal.${table} where position is null`).join("\n    ")}
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
  union all select position::text, id::text from journal.evenement where $1 = 'evenement' and position <= $3
  ${SANS_NATURE.map((table) => `union all select position::text, ${COLONNES[table][0]}::text from journal.${table} where $1 = '${table}' and position <= $3`).join("\n  ")}
  order by 1 limit $4`;

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
