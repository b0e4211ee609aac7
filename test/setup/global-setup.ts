import "reflect-metadata";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { migrationModules } from "../../migrations";
import { startEmbeddedPostgres } from "../../subgraphs/shared/embedded-postgres";
import { migrateUp } from "../../subgraphs/shared/migrations";

const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/** One PostgreSQL for the whole run, with a migrated database that each test file copies. */
export default async function setup(): Promise<void> {
  // Built once here: the tests of the command line start several processes at a time.
  execFileSync(process.execPath, [path.resolve(__dirname, "../../bin/unefois.js"), "build"], { stdio: ["ignore", "ignore", "inherit"] });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-test-"));
  fs.chmodSync(folder, 0o755);
  // Looked into at the end of the run (test/canari): nothing that the hub writes may name the canary.
  const canari = path.join(folder, "canari");
  fs.mkdirSync(path.join(canari, "ecrits"), { recursive: true });
  process.env.UNEFOIS_CANARI_DOSSIER = canari;
  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => undefined }
    : await startEmbeddedPostgres(path.join(folder, "postgres"), {
        password: "essai",
        settings: FAST,
        onLog: (text) => fs.appendFileSync(path.join(canari, "ecrits", "postgresql.log"), text),
      });
  process.env.UNEFOIS_TEST_SERVER = server.url;
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query("drop database if exists unefois_modele (force)");
  await admin.query("create database unefois_modele");
  await admin.end();
  const url = new URL(server.url);
  url.pathname = "/unefois_modele";
  await migrateUp(url.href, migrationModules);
  Object.assign(globalThis, { unefoisTest: { server, folder } });
}
