import path from "node:path";
import { askToken } from "../hub/commande-token";
import { SUBGRAPH_NAMES } from "../subgraphs/shared/settings";
import type { Cible } from "./charge";
import { type Enfant, lancer, portLibre } from "./enfant";
import { VITRINE } from "./vitrine";

const HUB = "dist/hub/main.js";
const CORPS = JSON.stringify({ query: VITRINE });

/** Secrets that the parts of a hub share; those of a run of the bench. */
export const SECRETS = {
  GATEWAY_SECRET: "secret de passerelle du banc",
  NIR_KEY: "clé du banc de mesure, trente-deux caractères au moins",
  RDV_SOLIDARITES_SECRET: "secret rdv solidarités du banc",
  RDV_INSERTION_SECRET: "secret rdv insertion du banc",
};

export interface HubLance {
  cible: Cible;
  /** Milliseconds, epoch, when it was ready. */
  arreter(): Promise<void>;
}

export interface HubALancer {
  databaseUrl: string;
  /** Folder of the run. */
  dossier: string;
  /** Foyers to load first, when the database is empty. */
  demo?: number;
  options?: string[];
  /** Settings of the hub, beside those of the bench. */
  environnement?: Record<string, string>;
}

const corpsEtJeton = async (endpoint: string) => ({
  corps: CORPS,
  entetes: { authorization: `Bearer ${await askToken(endpoint, "demo-departement")}` },
});

/** The hub in one process, as `npm start` runs it, on a given database. */
export async function hubEnUnProcessus({ databaseUrl, dossier, demo, options, environnement }: HubALancer): Promise<HubLance> {
  const port = await portLibre();
  const enfant = await lancer({
    programme: HUB,
    arguments: ["start", ...(demo ? ["--demo"] : [])],
    options,
    environnement: {
      ...SECRETS,
      DATABASE_URL: databaseUrl,
      UNEFOIS_DATA: path.join(dossier, "hub"),
      UNEFOIS_DEMO_FOYERS: String(demo ?? 0),
      PORT: String(port),
      ...environnement,
    },
    attendu: "Le hub répond",
  });
  const adresse = `http://127.0.0.1:${port}`;
  const cible = {
    nom: "hub, en un processus",
    url: `${adresse}/graphql`,
    pids: [enfant.pid],
    ...(await corpsEtJeton(`${adresse}/oidc/token`)),
  };
  return { cible, arreter: enfant.arreter };
}

/** The gateway and the five subgraphs, a process each, with a demo issuer. The worker runs in the hub of one process, on the same database. */
export async function hubDistribue({ databaseUrl, dossier }: HubALancer): Promise<HubLance> {
  const emetteur = await portLibre();
  const commun = {
    ...SECRETS,
    DATABASE_URL: databaseUrl,
    UNEFOIS_DATA: path.join(dossier, "distribue"),
    OIDC_ISSUER: `http://127.0.0.1:${emetteur}/oidc`,
  };
  const enfants: Enfant[] = [];
  const partie = async (args: string[], port: number, attendu: string, plus: Record<string, string> = {}) => {
    const enfant = await lancer({ programme: HUB, arguments: args, environnement: { ...commun, ...plus, PORT: String(port) }, attendu });
    enfants.push(enfant);
    return enfant.pid;
  };
  await partie(["emetteur-demo"], emetteur, "OIDC_ISSUER=");
  const [pids, adresses] = [[] as number[], {} as Record<string, string>];
  for (const nom of SUBGRAPH_NAMES) {
    const port = await portLibre();
    pids.push(await partie(["start", "--only", nom], port, "répond sur"));
    adresses[`SUBGRAPH_${nom.replaceAll("-", "_").toUpperCase()}_URL`] = `http://127.0.0.1:${port}/graphql`;
  }
  const port = await portLibre();
  pids.push(await partie(["start", "--only", "gateway"], port, "répond sur", adresses));
  const jeton = await corpsEtJeton(`http://127.0.0.1:${emetteur}/oidc/token`);
  return {
    cible: { nom: "hub, une passerelle et cinq sous-graphes par HTTP", url: `http://127.0.0.1:${port}/graphql`, pids, ...jeton },
    arreter: async () => {
      for (const enfant of enfants.reverse()) await enfant.arreter();
    },
  };
}

/** A server of the bench that needs no token. */
export async function serveurDuBanc(nom: string, programme: string, databaseUrl: string): Promise<HubLance> {
  const port = await portLibre();
  const enfant = await lancer({ programme, environnement: { DATABASE_URL: databaseUrl, PORT: String(port) }, attendu: "prêt" });
  return { cible: { nom, url: `http://127.0.0.1:${port}/`, entetes: {}, corps: CORPS, pids: [enfant.pid] }, arreter: enfant.arreter };
}
