import path from "node:path";
import { askToken } from "../../hub/commande-token";
import type { Cible } from "../charge";
import { lancer, portLibre } from "../enfant";
import { type HubLance, SECRETS } from "../hub";
import { VITRINE } from "../vitrine";
import { PARTIES, type Partie } from "./parties";

const TOUTES = Object.keys(PARTIES) as Partie[];

/** The hub whole, without everything, then without each part. */
export const COMPOSITIONS: readonly { nom: string; sans: readonly Partie[] }[] = [
  { nom: "avec tout", sans: [] },
  { nom: "sans rien", sans: TOUTES },
  ...TOUTES.map((partie) => ({ nom: `sans ${partie}`, sans: [partie] })),
];

/** One of them in a process of its own, ready to be loaded. No worker runs: what it does with the register is measured apart. */
export async function lancerComposition(
  { nom, sans }: (typeof COMPOSITIONS)[number],
  databaseUrl: string,
  dossier: string,
): Promise<HubLance> {
  const port = await portLibre();
  const adresse = `http://127.0.0.1:${port}`;
  const environnement = {
    ...SECRETS,
    DATABASE_URL: databaseUrl,
    UNEFOIS_DATA: path.join(dossier, nom.replaceAll(" ", "-")),
    PORT: String(port),
  };
  const programme = "dist/bench/confiance/serveur.js";
  const enfant = await lancer({ programme, arguments: [...sans], environnement, attendu: "le banc est prêt" });
  const entetes: Record<string, string> = sans.includes("porte")
    ? {}
    : { authorization: `Bearer ${await askToken(`${adresse}/oidc/token`, "demo-departement")}` };
  const cible: Cible = { nom, url: `${adresse}/graphql`, pids: [enfant.pid], corps: JSON.stringify({ query: VITRINE }), entetes };
  return { cible, arreter: enfant.arreter };
}
