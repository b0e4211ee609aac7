import { createPublicKey, X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { JWK } from "jose";
import { demoClients } from "../gateway/demo-clients";
import type { DemoSystem } from "../gateway/demo-issuer";
import { writeWhole } from "../subgraphs/shared/whole-file";
import { Sentence } from "./sentence";

const fichierDes = (dataFolder: string) => path.join(dataFolder, "systemes-demo.json");

/** The systems that were told to the demo issuer, and a text that changes when they do. */
export function systemesDemo(dataFolder: string): { systemes: DemoSystem[]; version: string } {
  const fichier = fichierDes(dataFolder);
  if (!fs.existsSync(fichier)) return { systemes: [], version: "" };
  const texte = fs.readFileSync(fichier, "utf8");
  return { systemes: JSON.parse(texte) as DemoSystem[], version: texte };
}

export interface SystemeAEnregistrer {
  client: string;
  comme: string;
  /** Files in PEM: a public key, or a certificate. */
  clePublique?: string;
  certificat?: string;
  sujet?: string;
}

/** Tells the demo issuer of a system that has a key or a certificate instead of a secret. Errors: Sentence. */
export function enregistrerSysteme(dataFolder: string, { client, comme, clePublique, certificat, sujet }: SystemeAEnregistrer): DemoSystem {
  if (!/^[\w.-]{1,60}$/.test(client) || demoClients.some((one) => one.client === client))
    throw new Sentence("Donnez au système un nom à lui : lettres, chiffres, tirets et points.", 2);
  if (!demoClients.some((one) => one.client === comme))
    throw new Sentence(`--comme attend un client de démonstration, et non « ${comme} ».`, 2);
  const preuves = [clePublique, certificat, sujet].filter((preuve) => preuve !== undefined);
  if (preuves.length !== 1) throw new Sentence("Donnez une preuve, et une seule : --cle-publique, --certificat ou --sujet.", 2);
  const systeme: DemoSystem = { client, comme, ...preuveDe({ clePublique, certificat, sujet }) };
  const autres = systemesDemo(dataFolder).systemes.filter((un) => un.client !== client);
  fs.mkdirSync(dataFolder, { recursive: true });
  writeWhole(fichierDes(dataFolder), `${JSON.stringify([...autres, systeme], null, 2)}\n`, { mode: 0o600, replace: true });
  return systeme;
}

function preuveDe({ clePublique, certificat, sujet }: Pick<SystemeAEnregistrer, "clePublique" | "certificat" | "sujet">) {
  if (sujet !== undefined) return { methode: "tls_client_auth" as const, sujet };
  const pem = lire(clePublique ?? certificat!);
  if (clePublique !== undefined) return { methode: "private_key_jwt" as const, jwks: { keys: [enJwk(() => createPublicKey(pem))] } };
  const lu = enX509(pem);
  const cle = { ...enJwk(() => lu.publicKey), x5c: [lu.raw.toString("base64")] };
  return { methode: "self_signed_tls_client_auth" as const, jwks: { keys: [cle] } };
}

function enJwk(cle: () => ReturnType<typeof createPublicKey>): JWK {
  try {
    return { ...cle().export({ format: "jwk" }), use: "sig" } as JWK;
  } catch {
    throw new Sentence("Ce fichier n’est pas une clé publique en PEM (RSA, EC ou Ed25519).", 2);
  }
}

function enX509(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Sentence("Ce fichier n’est pas un certificat en PEM.", 2);
  }
}

function lire(fichier: string): string {
  try {
    return fs.readFileSync(fichier, "utf8");
  } catch {
    throw new Sentence(`Le fichier ${fichier} ne peut pas être lu.`, 2);
  }
}
