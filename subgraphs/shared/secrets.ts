import { generateKeyPairSync, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Settings } from "./settings";
import { writeWhole } from "./whole-file";

/** The secrets of a running hub, all present. */
export interface Secrets {
  /** Proof that a call to a subgraph comes from the gateway (HMAC-SHA256). */
  gatewaySecret: string;
  /** Source of the keys that encrypt and hash the NIR. */
  nirKey: string;
  rdvSolidaritesSecret: string;
  rdvInsertionSecret: string;
  /** Ed25519 key that signs the files left for partners (PKCS 8, PEM or base64); absent in production when none is given: nothing is then left. */
  depotClePrivee?: string;
  /** Password of the embedded PostgreSQL. */
  embeddedPassword: string;
}

const FILE = "secrets.json";

/** What production does not make by itself. */
const REQUIRED = {
  gatewaySecret: "GATEWAY_SECRET",
  nirKey: "NIR_KEY",
  rdvSolidaritesSecret: "RDV_SOLIDARITES_SECRET",
  rdvInsertionSecret: "RDV_INSERTION_SECRET",
} as const;

const givenTo = ({ gatewaySecret, nirKey, rdvSolidaritesSecret, rdvInsertionSecret, depotClePrivee }: Settings): Partial<Secrets> => ({
  gatewaySecret,
  nirKey,
  rdvSolidaritesSecret,
  rdvInsertionSecret,
  depotClePrivee,
});

/** The secrets of the environment; those that are missing are made once and kept in the data folder, never in production. */
export function loadSecrets(settings: Settings): Secrets {
  const given = givenTo(settings);
  if (settings.production) return inProduction(given);
  const file = path.join(settings.dataFolder, FILE);
  const kept: Partial<Secrets> = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  const secret = () => randomBytes(32).toString("base64url");
  const all: Secrets = {
    gatewaySecret: given.gatewaySecret ?? kept.gatewaySecret ?? secret(),
    nirKey: given.nirKey ?? kept.nirKey ?? secret(),
    rdvSolidaritesSecret: given.rdvSolidaritesSecret ?? kept.rdvSolidaritesSecret ?? secret(),
    rdvInsertionSecret: given.rdvInsertionSecret ?? kept.rdvInsertionSecret ?? secret(),
    depotClePrivee: given.depotClePrivee ?? kept.depotClePrivee ?? signingKey(),
    embeddedPassword: kept.embeddedPassword ?? secret(),
  };
  keep(file, kept, { ...all, ...withoutGiven(given, kept) });
  return all;
}

/** The same for a command: in production a secret that is missing stops only the command that reads it. Errors: on reading it, with its name. */
export function secretsOfCommand(settings: Settings): Secrets {
  if (!settings.production) return loadSecrets(settings);
  const given: Partial<Secrets> = { ...givenTo(settings), embeddedPassword: "" };
  for (const [key, variable] of Object.entries(REQUIRED)) {
    if (given[key as keyof Secrets]) continue;
    Object.defineProperty(given, key, {
      get: () => {
        throw new Error(`En production (NODE_ENV=production), cette commande a besoin de ${variable}.`);
      },
    });
  }
  return given as Secrets;
}

/** Writes the file when it does not say so already, and at once: commands read it while the hub runs, and one that is killed must not leave half of it. */
function keep(file: string, kept: Partial<Secrets>, secrets: Partial<Secrets>): void {
  const names = Object.keys(secrets) as (keyof Secrets)[];
  if (names.every((name) => secrets[name] === kept[name])) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, replace: true });
}

const signingKey = () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");

/** A secret that the environment gives is not written down: the file keeps what it had. */
function withoutGiven(given: Partial<Secrets>, kept: Partial<Secrets>): Record<string, string | undefined> {
  const names = (Object.keys(given) as (keyof Secrets)[]).filter((name) => given[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, kept[name]]));
}

function inProduction(given: Partial<Secrets>): Secrets {
  const missing = Object.entries(REQUIRED).flatMap(([key, variable]) => (given[key as keyof Secrets] ? [] : [variable]));
  if (missing.length > 0) throw new Error(`En production (NODE_ENV=production), ces secrets doivent être donnés : ${missing.join(", ")}.`);
  return { ...(given as Omit<Secrets, "embeddedPassword">), embeddedPassword: "" };
}
