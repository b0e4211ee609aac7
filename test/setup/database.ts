import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { fouillerLaBase } from "../canari/campagne";

export interface TestDatabase {
  url: string;
  /** A connection of the owner, which no policy restricts: for preparing and for looking. */
  owner: pg.Client;
  drop(): Promise<void>;
}

/** A fresh copy of the migrated database, for one test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.UNEFOIS_TEST_SERVER!;
  const name = `unefois_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database ${name} template unefois_modele`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
  // The journal refuses to be changed: a test that prepares or empties it says that it may.
  await owner.query("set unefois.journal = 'conservation'");
  return {
    url: url.href,
    owner,
    drop: async () => {
      await fouillerLaBase(owner, process.env.JEST_WORKER_ID ? path.basename(fichierDeTest()) : name);
      await owner.end();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Two copies of one template at the same moment: PostgreSQL refuses the second, which then waits its turn.
    await client.query("select pg_advisory_lock(4219006)");
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The test file that runs, so that what is found in its base says where to look. */
const fichierDeTest = (): string => (typeof expect === "undefined" ? "" : (expect.getState().testPath ?? ""));
