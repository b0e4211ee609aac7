import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type RunningHub, startHub } from "../../hub/start";
import type { Caller } from "../../subgraphs/shared/identity";
import { readSettings } from "../../subgraphs/shared/settings";
import { freePort, SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { Emetteur } from "../setup/emetteur";

export interface Reponse {
  status: number;
  apres: string | null;
  data?: any;
  errors?: { message: string; extensions: { code: string } }[];
  ms: number;
}

export interface HubSurveille {
  url: string;
  metriques(): Promise<string>;
  demander(appelant: Caller, query: string, variables?: Record<string, unknown>, signal?: AbortSignal): Promise<Reponse>;
  stop(): Promise<void>;
}

/** A whole hub in one process, with the register of clients of a DSI and an issuer that is not the demo's: a token names whatever agent it likes. */
export async function hubSurveille(databaseUrl: string, clients: object[]): Promise<HubSurveille> {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "surveille-"));
  const registre = path.join(dossier, "clients.json");
  fs.writeFileSync(registre, JSON.stringify({ clients }));
  const emetteur = await Emetteur.ouvrir();
  const port = await freePort();
  const settings = readSettings({
    ...SECRETS_DES_ESSAIS,
    DATABASE_URL: databaseUrl,
    UNEFOIS_DATA: dossier,
    UNEFOIS_CLIENTS: registre,
    OIDC_ISSUER: emetteur.issuer,
    PORT: String(port),
    LOG_LEVEL: "silent",
  });
  const hub: RunningHub = await startHub({ settings, demo: false, say: () => undefined });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    metriques: async () => (await fetch(`${url}/metrics`)).text(),
    demander: async (appelant, query, variables, signal) => {
      const depart = performance.now();
      const reponse = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${await emetteur.jeton(appelant)}` },
        body: JSON.stringify({ query, variables }),
        signal,
      });
      const corps = (await reponse.json()) as Pick<Reponse, "data" | "errors">;
      return { status: reponse.status, apres: reponse.headers.get("retry-after"), ms: performance.now() - depart, ...corps };
    },
    stop: async () => {
      await hub.stop();
      await emetteur.fermer();
      fs.rmSync(dossier, { recursive: true, force: true });
    },
  };
}
