import path from "node:path";
import { z } from "zod";
import { isCivilDate } from "./civil-date";
import { liste, type ReglagesDesCles, reglagesDesCles, VARIABLES_DES_CLES } from "./reglages-cles";
import { type JournalSettings, reglagesDuJournal, VARIABLES_DU_JOURNAL } from "./reglages-journal";
import { secretsDesFichiers } from "./secrets-de-fichiers";
import { entierEntre, joursEntre, optionalUrl, optionalUrls, secondesEntre, unOuDeuxSecrets } from "./setting-values";

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

const AVEC_FRANCE_TRAVAIL = [
  "FRANCE_TRAVAIL_TOKEN_URL",
  "FRANCE_TRAVAIL_CLIENT_ID",
  "FRANCE_TRAVAIL_CLIENT_SECRET",
  "FRANCE_TRAVAIL_DEPARTEMENT",
] as const;

/** In production, never in clear: they carry NIR, secrets or files that name people. */
const EN_CLAIR_JAMAIS = ["FRANCE_TRAVAIL_URL", "FRANCE_TRAVAIL_TOKEN_URL", "FRANCE_TRAVAIL_DEPOT_URL"] as const;

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
    ...VARIABLES_DES_CLES,
    GATEWAY_SECRET: z.string().min(16, "doit compter au moins 16 caractères").optional(),
    NIR_KEY: z.string().min(32, "doit compter au moins 32 caractères ; deux clés s’écrivent nouvelle,ancienne").optional(),
    RDV_SOLIDARITES_SECRET: unOuDeuxSecrets.optional(),
    RDV_INSERTION_SECRET: unOuDeuxSecrets.optional(),
    RDV_MESSAGE_AGE_JOURS: joursEntre(1, 3_650).default(365),
    FRANCE_TRAVAIL_URL: optionalUrl,
    FRANCE_TRAVAIL_TOKEN_URL: optionalUrl,
    FRANCE_TRAVAIL_CLIENT_ID: z.string().optional(),
    FRANCE_TRAVAIL_CLIENT_SECRET: z.string().optional(),
    DEPOT_DOSSIER: z.string().optional(),
    FRANCE_TRAVAIL_DEPOT_URL: optionalUrl,
    SAUVEGARDE_CLE: z.string().min(32, "doit compter au moins 32 caractères").optional(),
    DEPOT_CLE_PRIVEE: z.string().min(32, "doit être une clé privée Ed25519 (PKCS 8, PEM ou base64)").optional(),
    FRANCE_TRAVAIL_DEPARTEMENT: z
      .string()
      .regex(/^(\d{2}|2A|2B|97\d)$/, "doit être le code d’un département : 94, 2A, 974…")
      .optional(),
    FRANCE_TRAVAIL_AGENT: z
      .string()
      .regex(/^[^|]{1,80}$/, "ne doit pas contenir « | », que France Travail refuse")
      .default("BATCH"),
    FRANCE_TRAVAIL_DEPUIS: z.string().refine(isCivilDate, "doit être une date AAAA-MM-JJ").optional(),
    FRANCE_TRAVAIL_ORIENTATION: z.enum(["1", "2"], { error: "doit être 1 ou 2" }).default("2"),
    FLUX_DATA_INCLUSION: z
      .string()
      .regex(/^(\s*(\d{2}|2A|2B|97\d)\s*(,|$))*$/, "doit être une liste de codes de départements : 94,93")
      .default(""),
    WEBHOOKS_ADRESSES_PRIVEES: z.enum(["true", "false"], { error: "doit être true ou false" }).default("false"),
    CONVOCATION_DELAI_POSTAL_JOURS: entierEntre("un nombre de jours ouvrés", 0, 30).default(3),
    CONVOCATION_PREAVIS_JOURS: joursEntre(0, 60).default(7),
    UNEFOIS_ADRESSE: optionalUrl,
    PRESCRIPTION_RELANCE_JOURS: joursEntre(1, 90).default(10),
    PRESCRIPTION_EXPIRATION_JOURS: joursEntre(1, 365).default(30),
    PRESCRIPTION_LIEN_JOURS: joursEntre(1, 30).default(8),
    INDICATEURS_CONSOLIDATION_JOURS: joursEntre(0, 730).default(90),
    EXPORT_PERSONNE_JOURS: joursEntre(1, 90).default(30),
    INDICATEURS_SEUIL: entierEntre("un nombre de personnes", 0, 100).default(5),
    ...VARIABLES_DU_JOURNAL,
    UNEFOIS_DATA: z.string().default(".unefois"),
    UNEFOIS_CLIENTS: z.string().optional(),
    UNEFOIS_DOCUMENTS_SEULS: z.enum(["true", "false"], { error: "doit être true ou false" }).default("false"),
    UNEFOIS_DEMO_FOYERS: z.coerce
      .number({ error: "doit être un nombre entier, 0 ou plus" })
      .int("doit être un nombre entier")
      .min(0, "doit être 0 ou plus")
      .default(8749),
    UNEFOIS_LOG: z
      .enum(["trace", "debug", "info", "warn", "error", "silent"], { error: "doit être trace, debug, info, warn, error ou silent" })
      .default("warn"),
    UNEFOIS_ARRET_SECONDES: secondesEntre(0, 60).default(0),
    CORS_ORIGINES: z.string().default(""),
    OTEL_EXPORTER_OTLP_ENDPOINT: optionalUrl,
    ...Object.fromEntries(SUBGRAPH_NAMES.map((name) => [variable(name), optionalUrls])),
  })
  .loose()
  .superRefine((e, ctx) => {
    for (const name of EN_CLAIR_JAMAIS) {
      if (e.NODE_ENV === "production" && e[name]?.startsWith("http:"))
        ctx.addIssue({
          code: "custom",
          path: [name],
          message: "doit être en https avec NODE_ENV=production : des NIR et un secret y passent",
        });
    }
    if (e.NODE_ENV === "production" && e.UNEFOIS_ADRESSE?.startsWith("http:"))
      ctx.addIssue({
        code: "custom",
        path: ["UNEFOIS_ADRESSE"],
        message: "doit être en https avec NODE_ENV=production : les structures y lisent le nom des personnes",
      });
    if ((e.TLS_CERTIFICAT === undefined) !== (e.TLS_CLE === undefined))
      ctx.addIssue({ code: "custom", path: ["TLS_CLE"], message: "va avec TLS_CERTIFICAT" });
    if (e.FRANCE_TRAVAIL_URL === undefined) return;
    for (const name of AVEC_FRANCE_TRAVAIL) {
      if (e[name] === undefined) ctx.addIssue({ code: "custom", path: [name], message: "est nécessaire avec FRANCE_TRAVAIL_URL" });
    }
  });

export interface Settings extends ReglagesDesCles {
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
  /** Oldest message of an appointment tool taken in, in days; an older one is kept to examine. */
  rdvMessageAgeJours: number;
  /** Where signed files are left: a folder, and for France Travail an address that takes PUT. */
  depots: { dossier?: string; franceTravailUrl?: string };
  /** Ed25519 key that signs them (PKCS 8, PEM or base64). */
  depotClePrivee?: string;
  /** Encrypts the files of `unefois sauvegarde`. */
  sauvegardeCle?: string;
  franceTravail: FranceTravailSettings;
  /** Départements whose programme is published at `/data-inclusion/v1`, open to all; empty: closed. */
  fluxDataInclusion: string[];
  /** True: a subscriber may be on a private or loopback address. For tests and closed networks. */
  webhooksAdressesPrivees: boolean;
  /** Working days of the post, and days of notice before an appointment. */
  convocation: { delaiPostalJours: number; preavisJours: number };
  /** Where the hub is reached from outside, without a final slash: links sent to structures begin with it. Absent: the gateway of this machine. */
  adressePublique?: string;
  prescriptions: PrescriptionSettings;
  /** Days during which a period that has ended may still change. */
  consolidationJours: number;
  /** A figure of an indicator about fewer people than that is not told; 0 or 1: all are. */
  seuilIndicateurs: number;
  /** Days that the files made for a person wait for whoever answers her. */
  exportPersonneJours: number;
  journal: JournalSettings;
  /** Absolute path of the folder of the embedded database, the generated secrets and the demo files. */
  dataFolder: string;
  /** Absolute path of the register of clients; absent: the demo's. */
  clientsFile?: string;
  /** Every client sends registered documents only. */
  documentsSeuls: boolean;
  demoFoyers: number;
  logLevel: string;
  /** Time between « not ready » and the end of listening, in milliseconds: whoever balances the load turns away meanwhile. */
  arretMs: number;
  corsOrigins: string[];
  otelEndpoint?: string;
  /** By subgraph, one address or several separated by commas. */
  subgraphUrls: Partial<Record<SubgraphName, string>>;
}

/** Delays of prescriptions, in days. */
export interface PrescriptionSettings {
  relanceJours: number;
  expirationJours: number;
  lienJours: number;
}

/** Access to the SI Plateforme; with `url`, the next four are given. */
export interface FranceTravailSettings {
  url?: string;
  tokenUrl?: string;
  clientId?: string;
  clientSecret?: string;
  /** Code of the département in whose name the hub speaks. */
  departement?: string;
  /** `pa-identifiant-agent` of the batch. */
  agent: string;
  /** Civil date: facts before it are not sent. */
  depuis?: string;
  versionOrientation: 1 | 2;
}

/** All that is wrong with the environment, told at once. */
export class SettingsError extends Error {}

/** Reads the environment once. Refuses with one sentence for each wrong variable. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const { environnement, refus } = secretsDesFichiers(environment);
  if (refus.length > 0)
    throw new SettingsError(`Réglages refusés. Corrigez ces variables d’environnement :\n${refus.map((un) => `  ${un}`).join("\n")}`);
  const filled = Object.fromEntries(Object.entries(environnement).filter(([, value]) => value !== undefined && value !== ""));
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
    rdvMessageAgeJours: e.RDV_MESSAGE_AGE_JOURS,
    franceTravail: {
      url: e.FRANCE_TRAVAIL_URL,
      tokenUrl: e.FRANCE_TRAVAIL_TOKEN_URL,
      clientId: e.FRANCE_TRAVAIL_CLIENT_ID,
      clientSecret: e.FRANCE_TRAVAIL_CLIENT_SECRET,
      departement: e.FRANCE_TRAVAIL_DEPARTEMENT,
      agent: e.FRANCE_TRAVAIL_AGENT,
      depuis: e.FRANCE_TRAVAIL_DEPUIS,
      versionOrientation: e.FRANCE_TRAVAIL_ORIENTATION === "1" ? 1 : 2,
    },
    depots: {
      dossier: e.DEPOT_DOSSIER === undefined ? undefined : path.resolve(e.DEPOT_DOSSIER),
      franceTravailUrl: e.FRANCE_TRAVAIL_DEPOT_URL,
    },
    depotClePrivee: e.DEPOT_CLE_PRIVEE,
    sauvegardeCle: e.SAUVEGARDE_CLE,
    fluxDataInclusion: liste(e.FLUX_DATA_INCLUSION),
    webhooksAdressesPrivees: e.WEBHOOKS_ADRESSES_PRIVEES === "true",
    convocation: { delaiPostalJours: e.CONVOCATION_DELAI_POSTAL_JOURS, preavisJours: e.CONVOCATION_PREAVIS_JOURS },
    adressePublique: e.UNEFOIS_ADRESSE?.replace(/\/+$/, ""),
    prescriptions: {
      relanceJours: e.PRESCRIPTION_RELANCE_JOURS,
      expirationJours: e.PRESCRIPTION_EXPIRATION_JOURS,
      lienJours: e.PRESCRIPTION_LIEN_JOURS,
    },
    consolidationJours: e.INDICATEURS_CONSOLIDATION_JOURS,
    seuilIndicateurs: e.INDICATEURS_SEUIL,
    exportPersonneJours: e.EXPORT_PERSONNE_JOURS,
    journal: reglagesDuJournal(e),
    ...reglagesDesCles(e),
    dataFolder: path.resolve(e.UNEFOIS_DATA),
    clientsFile: e.UNEFOIS_CLIENTS === undefined ? undefined : path.resolve(e.UNEFOIS_CLIENTS),
    documentsSeuls: e.UNEFOIS_DOCUMENTS_SEULS === "true",
    demoFoyers: e.UNEFOIS_DEMO_FOYERS,
    logLevel: e.UNEFOIS_LOG,
    arretMs: e.UNEFOIS_ARRET_SECONDES * 1_000,
    corsOrigins: liste(e.CORS_ORIGINES),
    otelEndpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT,
    subgraphUrls: Object.fromEntries(SUBGRAPH_NAMES.flatMap((name) => (e[variable(name)] ? [[name, e[variable(name)]]] : []))),
  };
}
