import type pg from "pg";
import { DataSource, type MigrationInterface } from "typeorm";
import { ownerClient } from "./owner";
import { departementsSql, perimetreSql } from "./perimetre";

/** Migrations of one schema; each module keeps its own table of what was applied. */
export interface MigrationModule {
  schema: string;
  migrations: (new () => MigrationInterface)[];
}

/** One number for the whole hub: two processes that start together migrate one after the other. */
const MIGRATION_LOCK = 4_219_004;

async function underLock<T>(url: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const client = await ownerClient(url, "unefois-migration");
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await work(client);
  } finally {
    await client.end();
  }
}

async function withDataSource<T>(url: string, module: MigrationModule, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = new DataSource({
    type: "postgres",
    url,
    schema: "migration",
    migrations: module.migrations,
    migrationsTableName: module.schema,
    migrationsTransactionMode: "each",
    poolSize: 1,
    applicationName: "unefois-migration",
  });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

/** Applies what is missing, module after module. Returns the names of the migrations applied. */
export function migrateUp(url: string, modules: MigrationModule[]): Promise<string[]> {
  return underLock(url, async (owner) => {
    await owner.query("create schema if not exists migration");
    const applied: string[] = [];
    for (const module of modules) {
      if (await isUpToDate(owner, module)) continue;
      applied.push(
        ...(await withDataSource(url, module, async (source) => (await source.runMigrations()).map((migration) => migration.name))),
      );
    }
    return applied;
  });
}

/** Nothing to do is the common case at start: one cheap read instead of a DataSource. */
async function isUpToDate(owner: pg.Client, module: MigrationModule): Promise<boolean> {
  const exists = await owner.query("select to_regclass($1) as found", [`migration."${module.schema}"`]);
  if (!exists.rows[0].found) return module.migrations.length === 0;
  const count = await owner.query(`select count(*)::int as n from migration."${module.schema}"`);
  return count.rows[0].n === module.migrations.length;
}

/** Undoes every migration, last module first. */
export function migrateDown(url: string, modules: MigrationModule[]): Promise<string[]> {
  return underLock(url, async (owner) => {
    await owner.query("create schema if not exists migration");
    const undone: string[] = [];
    for (const module of [...modules].reverse()) {
      await withDataSource(url, module, async (source) => {
        for (const migration of [...module.migrations].reverse()) {
          const before = await appliedCount(source, module.schema);
          if (before === 0) break;
          await source.undoLastMigration();
          undone.push(migration.name);
        }
      });
    }
    await owner.query("drop schema migration cascade");
    return undone;
  });
}

async function appliedCount(source: DataSource, schema: string): Promise<number> {
  const [found] = await source.query("select to_regclass($1) as found", [`migration."${schema}"`]);
  if (!found.found) return 0;
  const [count] = await source.query(`select count(*)::int as n from migration."${schema}"`);
  return count.n;
}

const ROLE = (schema: string) => `unefois_${schema}`;
/** Name of the PostgreSQL role of a schema. */
export const roleOf = ROLE;

/** SQL that creates a schema with its NOLOGIN role, which the owner may take (SET ROLE). */
export const createSchemaSql = (schema: string) => `
  do $$ begin
    if not exists (select from pg_roles where rolname = '${ROLE(schema)}') then create role ${ROLE(schema)} nologin; end if;
  exception when duplicate_object or unique_violation then null; end $$;
  grant ${ROLE(schema)} to current_user;
  create schema ${schema};
  grant usage on schema ${schema} to ${ROLE(schema)};
  grant usage on schema publie, journal to ${ROLE(schema)};
  grant select on all tables in schema publie to ${ROLE(schema)};
  grant insert on journal.evenement, journal.consultation to ${ROLE(schema)};`;

/** SQL that drops a schema; its role goes too unless another database of the server still uses it. */
export const dropSchemaSql = (schema: string) => `
  drop schema ${schema} cascade;
  drop owned by ${ROLE(schema)};
  do $$ begin drop role ${ROLE(schema)}; exception when dependent_objects_still_exist then null; end $$;`;

export interface PolicyOptions {
  schema: string;
  table: string;
  /** Column with the person's id; null for a table of a département without people. */
  allocataire: string | null;
  departement?: string;
}

/** SQL of row level security for one table: département first, then the portfolio. */
export function policySql({ schema, table, allocataire, departement = "departement" }: PolicyOptions): string {
  const dep = `${departement} = any ${departementsSql}`;
  const condition = allocataire ? `${dep} and ${perimetreSql(allocataire)}` : dep;
  return `alter table ${schema}.${table} enable row level security;
  create policy perimetre on ${schema}.${table} for all to ${ROLE(schema)} using (${condition});`;
}
