import path from "node:path";
import { z } from "zod";

/** The five subgraphs, in the order in which they are composed and migrated. */
export const SUBGRAPH_NAMES = ["allocataires", "offre-insertion", "rendez-vous", "indicateurs", "echanges"] as const;
export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];

/** Ports of the processes in distributed mode (docs/structure.md). */
export const PORTS: Record<SubgraphName | "gateway" | "worker", number> = {
  gateway: 4000,
  allocataires: 4001,
  "offre-insertion": 4002,
  "rendez-vous": 4003,
  indicateurs: 4004,
  echanges: 4005,
  worker: 4006,
};

const variable = (name: SubgraphName) => `SUBGRAPH_${name.replaceAll("-", "_").toUpperCase()}_URL`;
const optionalUrl = z.url({ error: "doit être une adresse (http://hote:port)" }).optional();

const schema = z
  .object({
    NODE_ENV: z.string().default("development"),
    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: "doit être une adresse postgres://utilisateur:secret@hote:port/base" })
      .optional(),
    DATABASE_REPLICA_URL: optionalUrl,
    PORT: z.coerce
      .number({ error: "doit être un numéro de port" })
      .int("doit être un numéro de port")
      .min(0, "doit être un numéro de port")
      .max(65_535, "doit être un numéro de port")
      .optional(),
    HOST: z.string().default("127.0.0.1"),
    OIDC_ISSUER: optionalUrl,
    OIDC_AUDIENCE: z.string().default("unefois"),
    GATEWAY_SECRET: z.string().min(16, "doit compter au moins 16 caractères").optional(),
    NIR_KEY: z.string().min(32, "doit compter au moins 32 caractères").optional(),
    RDV_SOLIDARITES_SECRET: z.string().min(8, "doit compter au moins 8 caractères").optional(),
    RDV_INSERTION_SECRET: z.string().min(8, "doit compter au moins 8 caractères").optional(),
    FRANCE_TRAVAIL_URL: optionalUrl,
    FRANCE_TRAVAIL_TOKEN_URL: optionalUrl,
    FRANCE_TRAVAIL_CLIENT_ID: z.string().optional(),
    FRANCE_TRAVAIL_CLIENT_SECRET: z.string().optional(),
    DEPOT_DOSSIER: z.string().optional(),
    FRANCE_TRAVAIL_DEPOT_URL: optionalUrl,
    DEPOT_CLE_PRIVEE: z.string().min(32, "doit être une clé privée Ed25519 (PKCS 8, PEM ou base64)").optional(),
    UNEFOIS_DATA: z.string().default(".unefois"),
    UNEFOIS_DEMO_FOYERS: z.coerce
      .number({ error: "doit être un nombre entier, 0 ou plus" })
      .int("doit être un nombre entier")
      .min(0, "doit être 0 ou plus")
      .default(8749),
    UNEFOIS_LOG: z
      .enum(["trace", "debug", "info", "warn", "error", "silent"], { error: "doit être trace, debug, info, warn, error ou silent" })
      .default("warn"),
    CORS_ORIGINES: z.string().default(""),
    OTEL_EXPORTER_OTLP_ENDPOINT: optionalUrl,
    ...Object.fromEntries(SUBGRAPH_NAMES.map((name) => [variable(name), optionalUrl])),
  })
  .loose();

export interface Settings {
  production: boolean;
  databaseUrl?: string;
  databaseReplicaUrl?: string;
  /** `PORT`; each process has its own default (`PORTS`). */
  port?: number;
  host: string;
  oidcIssuer?: string;
  oidcAudience: string;
  gatewaySecret?: string;
  nirKey?: string;
  rdvSolidaritesSecret?: string;
  rdvInsertionSecret?: string;
  franceTravail: { url?: string; tokenUrl?: string; clientId?: string; clientSecret?: string };
  /** Where signed files are left: a folder, and for France Travail an address that takes PUT. */
  depots: { dossier?: string; franceTravailUrl?: string };
  /** Ed25519 key that signs them (PKCS 8, PEM or base64). */
  depotClePrivee?: string;
  /** Absolute path of the folder of the embedded database, the generated secrets and the demo files. */
  dataFolder: string;
  demoFoyers: number;
  logLevel: string;
  corsOrigins: string[];
  otelEndpoint?: string;
  subgraphUrls: Partial<Record<SubgraphName, string>>;
}

/** All that is wrong with the environment, told at once. */
export class SettingsError extends Error {}

/** Reads the environment once. Refuses with one sentence for each wrong variable. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(filled);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")} : ${issue.message}`);
    throw new SettingsError(`Réglages refusés. Corrigez ces variables d’environnement :\n${lines.join("\n")}`);
  }
  const e = parsed.data as typeof parsed.data & Record<string, string | undefined>;
  return {
    production: e.NODE_ENV === "production",
    databaseUrl: e.DATABASE_URL,
    databaseReplicaUrl: e.DATABASE_REPLICA_URL,
    port: e.PORT,
    host: e.HOST,
    oidcIssuer: e.OIDC_ISSUER,
    oidcAudience: e.OIDC_AUDIENCE,
    gatewaySecret: e.GATEWAY_SECRET,
    nirKey: e.NIR_KEY,
    rdvSolidaritesSecret: e.RDV_SOLIDARITES_SECRET,
    rdvInsertionSecret: e.RDV_INSERTION_SECRET,
    franceTravail: {
      url: e.FRANCE_TRAVAIL_URL,
      tokenUrl: e.FRANCE_TRAVAIL_TOKEN_URL,
      clientId: e.FRANCE_TRAVAIL_CLIENT_ID,
      clientSecret: e.FRANCE_TRAVAIL_CLIENT_SECRET,
    },
    depots: {
      dossier: e.DEPOT_DOSSIER === undefined ? undefined : path.resolve(e.DEPOT_DOSSIER),
      franceTravailUrl: e.FRANCE_TRAVAIL_DEPOT_URL,
    },
    depotClePrivee: e.DEPOT_CLE_PRIVEE,
    dataFolder: path.resolve(e.UNEFOIS_DATA),
    demoFoyers: e.UNEFOIS_DEMO_FOYERS,
    logLevel: e.UNEFOIS_LOG,
    corsOrigins: e.CORS_ORIGINES.split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
    otelEndpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT,
    subgraphUrls: Object.fromEntries(SUBGRAPH_NAMES.flatMap((name) => (e[variable(name)] ? [[name, e[variable(name)]]] : []))),
  };
}
