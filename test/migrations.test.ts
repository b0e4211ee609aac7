import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { migrationModules } from "../migrations";
import { migrateDown, migrateUp } from "../subgraphs/shared/migrations";

const emptyDatabase = async () => {
  const admin = new pg.Client({ connectionString: process.env.UNEFOIS_TEST_SERVER });
  await admin.connect();
  await admin.query("create database unefois_aller_retour");
  await admin.end();
  const url = new URL(process.env.UNEFOIS_TEST_SERVER!);
  url.pathname = "/unefois_aller_retour";
  return url.href;
};

const objects = `select n.nspname || '.' || c.relname as name, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'migration', 'public') order by 1`;

describe("migrations", () => {
  it("chaque fichier d’un dossier est dans la liste de son module", () => {
    const racine = path.join(__dirname, "..", "migrations");
    const dossiers = fs.readdirSync(racine, { withFileTypes: true }).filter((un) => un.isDirectory());
    const ecrites = dossiers.map(({ name }) => [name, fs.readdirSync(path.join(racine, name)).filter((f) => /^\d{4}-/.test(f)).length]);
    const lues = migrationModules.map(({ schema, migrations }) => [schema.replaceAll("_", "-"), migrations.length]);
    expect(Object.fromEntries(lues)).toEqual(Object.fromEntries(ecrites));
  });

  it("montent, descendent et remontent au même schéma", async () => {
    const url = await emptyDatabase();
    const total = migrationModules.flatMap((module) => module.migrations).length;
    expect(await migrateUp(url, migrationModules)).toHaveLength(total);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const first = await client.query(objects);
    expect(first.rows.length).toBeGreaterThan(10);
    expect(await migrateDown(url, migrationModules)).toHaveLength(total);
    expect((await client.query(objects)).rows).toEqual([]);
    await migrateUp(url, migrationModules);
    expect((await client.query(objects)).rows).toEqual(first.rows);
    expect(await migrateUp(url, migrationModules)).toEqual([]);
    await client.end();
  }, 300_000);

  it("deux processus qui démarrent ensemble migrent l’un après l’autre", async () => {
    const admin = new pg.Client({ connectionString: process.env.UNEFOIS_TEST_SERVER });
    await admin.connect();
    await admin.query("create database unefois_deux_a_la_fois");
    await admin.end();
    const url = new URL(process.env.UNEFOIS_TEST_SERVER!);
    url.pathname = "/unefois_deux_a_la_fois";
    const [one, two] = await Promise.all([migrateUp(url.href, migrationModules), migrateUp(url.href, migrationModules)]);
    expect([one.length, two.length].sort((a, b) => a - b)[0]).toBe(0);
  });
});
