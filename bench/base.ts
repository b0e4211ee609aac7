import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { migrationModules } from "../migrations";
import { startEmbeddedPostgres } from "../subgraphs/shared/embedded-postgres";
import { migrateUp } from "../subgraphs/shared/migrations";

/** The PostgreSQL of a run of the bench, in a folder that goes with it. */
export interface Base {
  /** Folder for the files of the run; removed at the end. */
  dossier: string;
  pid: number;
  /** A new migrated database. Returns its address. */
  creer(nom: string): Promise<string>;
  supprimer(nom: string): Promise<void>;
  fermer(): Promise<void>;
}

/** The settings of the hub's own embedded PostgreSQL, commits that wait for the disk included, with the count of statements, and room for the hubs that
 * the price of trust runs side by side. */
const REGLAGES = ["max_connections=500", "shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track_planning=on"];

export async function ouvrirBase(): Promise<Base> {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-banc-"));
  fs.chmodSync(dossier, 0o755);
  const serveur = await startEmbeddedPostgres(path.join(dossier, "postgres"), { password: "banc", settings: REGLAGES });
  const surLeServeur = (instruction: string) => avecConnexion(serveur.url, (client) => client.query(instruction));
  return {
    dossier,
    pid: Number(fs.readFileSync(path.join(dossier, "postgres", "postmaster.pid"), "utf8").split("\n")[0]),
    creer: async (nom) => {
      await surLeServeur(`create database ${nom}`);
      const url = new URL(serveur.url);
      url.pathname = `/${nom}`;
      await migrateUp(url.href, migrationModules);
      await avecConnexion(url.href, (client) => client.query("create extension pg_stat_statements"));
      return url.href;
    },
    supprimer: async (nom) => void (await surLeServeur(`drop database ${nom} with (force)`)),
    fermer: async () => {
      await serveur.stop();
      fs.rmSync(dossier, { recursive: true, force: true });
    },
  };
}

export async function avecConnexion<T>(url: string, travail: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await travail(client);
  } finally {
    await client.end();
  }
}
