import path from "node:path";
import pg from "pg";
import { migrationModules } from "../migrations";
import { startEmbeddedPostgres } from "../subgraphs/shared/embedded-postgres";
import { migrateUp } from "../subgraphs/shared/migrations";
import type { Secrets } from "../subgraphs/shared/secrets";
import type { Settings } from "../subgraphs/shared/settings";
import { Sentence } from "./sentence";

/** The database of a hub: its own embedded PostgreSQL, or the one that `DATABASE_URL` names. */
export interface HubDatabase {
  url: string;
  /** Folder of the embedded PostgreSQL; null for the one of `DATABASE_URL`. */
  dataFolder: string | null;
  embedded: boolean;
  /** Stops the embedded PostgreSQL when this process started or adopted it; nothing otherwise. */
  stop(): Promise<void>;
}

export interface OpenOptions {
  /** `start` adopts a server that a killed hub left running; a command beside a running hub leaves it alone. */
  adopt: boolean;
}

export async function openHubDatabase(settings: Settings, secrets: Secrets, { adopt }: OpenOptions): Promise<HubDatabase> {
  if (settings.databaseUrl) {
    await checkConnection(settings.databaseUrl);
    return { url: settings.databaseUrl, dataFolder: null, embedded: false, stop: async () => undefined };
  }
  if (settings.production)
    throw new Sentence("En production, donnez DATABASE_URL : le PostgreSQL embarqué sert à la démonstration et aux essais.");
  const server = await startEmbeddedPostgres(path.join(settings.dataFolder, "postgres"), {
    password: secrets.embeddedPassword,
    keepAlive: (line) => process.stderr.write(`${line}\n`),
    adopt,
  });
  try {
    await checkConnection(server.url, server.dataFolder);
  } catch (error) {
    if (!server.reused) await server.stop();
    throw error;
  }
  return {
    url: server.url,
    dataFolder: server.dataFolder,
    embedded: true,
    stop: server.reused && !adopt ? async () => undefined : server.stop,
  };
}

/** Tries the address once: each way to fail has its sentence. `dataFolder`: of the embedded server. */
async function checkConnection(url: string, dataFolder: string | null = null): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query("select current_setting('server_version_num')::int as version");
    if (rows[0].version < 150_000) throw new Sentence("DATABASE_URL désigne un PostgreSQL trop ancien : il faut la version 15 au moins.");
  } catch (error) {
    if (error instanceof Sentence) throw error;
    const { code, message } = error as { code?: string; message: string };
    if (dataFolder !== null && code === "28P01")
      throw new Sentence(
        `Le mot de passe de secrets.json n’est pas celui des données de ${dataFolder} : remettez l’ancien secrets.json dans UNEFOIS_DATA ; ou, pour repartir de rien, supprimez ce dossier.`,
      );
    throw new Sentence(whyNot({ code, message }, new URL(url)));
  } finally {
    await client.end().catch(() => undefined);
  }
}

function whyNot(error: { code?: string; message: string }, url: URL): string {
  const where = `${url.hostname}:${url.port || 5432}`;
  switch (error.code) {
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
      return `Aucun PostgreSQL ne répond à ${where} : démarrez-le, ou corrigez DATABASE_URL.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `La machine « ${url.hostname} » de DATABASE_URL est introuvable : corrigez son nom.`;
    case "28P01":
    case "28000":
      return `PostgreSQL (${where}) refuse l’utilisateur « ${url.username} » : corrigez l’utilisateur ou le mot de passe de DATABASE_URL.`;
    case "3D000":
      return `La base « ${url.pathname.slice(1)} » n’existe pas sur ${where} : créez-la, ou corrigez DATABASE_URL.`;
    default:
      return `PostgreSQL (${where}) ne répond pas comme attendu (${error.code ?? error.message}) : vérifiez DATABASE_URL.`;
  }
}

/** Brings the schemas up to date. Returns how many migrations were applied. */
export async function migrateHub(url: string): Promise<number> {
  return (await migrateUp(url, migrationModules)).length;
}
