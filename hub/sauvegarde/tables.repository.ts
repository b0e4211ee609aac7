import type pg from "pg";

/** A table whose rows are saved. */
export interface Table {
  /** `schema.nom`, quoted where it must be. */
  nom: string;
  /** Columns that hold a datum, in their order; those that PostgreSQL computes are left out. */
  colonnes: string[];
}

/** What is said the same way whatever the settings of the server: the bytes of a row depend on the row alone. */
export const DIRE_PAREIL = `
  set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'; set timezone = 'UTC'; set bytea_output = 'hex';
  set extra_float_digits = 1; set client_encoding = 'UTF8'; set standard_conforming_strings = on; set synchronize_seqscans = off`;

const DU_HUB = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'migration')
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

/** Every table that PostgreSQL keeps after a crash, the ones that others refer to before them. Errors: a sentence when references turn in a circle. */
export async function tablesASauver(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { refere: string[] }>(
    `select c.oid::regclass::text as nom,
       array(select quote_ident(a.attname) from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as colonnes,
       array(select distinct f.confrelid::regclass::text from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid) as refere
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p' and ${DU_HUB}
     order by n.nspname, c.relname`,
  );
  return dansLOrdreDesReferences(rows);
}

/** The tables, those that are referred to first. */
export function dansLOrdreDesReferences(tables: (Table & { refere: string[] })[]): Table[] {
  const rangees: Table[] = [];
  const faites = new Set<string>();
  let reste = tables;
  while (reste.length > 0) {
    const pretes = reste.filter((table) => table.refere.every((nom) => faites.has(nom) || !tables.some((autre) => autre.nom === nom)));
    if (pretes.length === 0) throw new Error(`Des tables se réfèrent en cercle : ${reste.map((table) => table.nom).join(", ")}.`);
    for (const { nom, colonnes } of pretes) {
      faites.add(nom);
      rangees.push({ nom, colonnes });
    }
    reste = reste.filter((table) => !faites.has(table.nom));
  }
  return rangees;
}

/** Approximate rows of all tables, for the progress. */
export async function taille(client: pg.ClientBase, tables: readonly Table[]): Promise<number> {
  const { rows } = await client.query(
    "select coalesce(sum(pg_relation_size(nom::regclass)), 0)::float8 as octets from unnest($1::text[]) nom",
    [tables.map((table) => table.nom)],
  );
  return rows[0].octets;
}

export interface Sequence {
  nom: string;
  derniere: string;
  appelee: boolean;
}

/** Where each sequence stands: read after the rows, so never behind them. */
export async function sequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ nom: string }>(
    `select c.oid::regclass::text as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and ${DU_HUB} order by 1`,
  );
  const lues: Sequence[] = [];
  for (const { nom } of rows) {
    const { rows: etat } = await client.query(`select last_value::text as derniere, is_called as appelee from ${nom}`);
    lues.push({ nom, ...etat[0] });
  }
  return lues;
}

/** Migrations that the base went through, by module, in their order. */
export async function migrationsAppliquees(client: pg.ClientBase): Promise<Record<string, string[]>> {
  const { rows } = await client.query<{ nom: string }>(
    "select quote_ident(c.relname) as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'migration' and c.relkind = 'r' order by 1",
  );
  const appliquees: Record<string, string[]> = {};
  for (const { nom } of rows) {
    const { rows: noms } = await client.query<{ name: string }>(`select name from migration.${nom} order by id`);
    appliquees[nom.replaceAll('"', "")] = noms.map((une) => une.name);
  }
  return appliquees;
}

/** True when nothing of a hub is there yet. */
export async function estVide(client: pg.ClientBase, schemas: readonly string[]): Promise<boolean> {
  const { rows } = await client.query("select count(*)::int as n from pg_namespace where nspname = any($1)", [
    [...schemas, "migration", "publie"],
  ]);
  return rows[0].n === 0;
}

export interface Declencheur {
  table: string;
  nom: string;
  /** Letter of `pg_trigger.tgenabled`. */
  etat: "O" | "A" | "R" | "D";
}

/** Triggers of the hub itself, on these tables. */
export async function declencheurs(client: pg.ClientBase, tables: readonly Table[]): Promise<Declencheur[]> {
  const { rows } = await client.query<Declencheur>(
    `select tgrelid::regclass::text as table, quote_ident(tgname) as nom, tgenabled as etat from pg_trigger
     where not tgisinternal and tgrelid = any (select nom::regclass from unnest($1::text[]) nom) order by 1, 2`,
    [tables.map((table) => table.nom)],
  );
  return rows;
}
