import http from "node:http";
import type { AddressInfo } from "node:net";
import { creerFranceTravail } from "../../../subgraphs/echanges/france-travail/client";
import type { ReglagesFranceTravail } from "../../../subgraphs/echanges/france-travail/transport";
import { VirtualClock } from "../../../subgraphs/shared/clock";

export interface AppelVu {
  methode: string;
  url: string;
  entetes: http.IncomingHttpHeaders;
  corps: string;
}
export type Reponse = (appel: AppelVu, res: http.ServerResponse) => void;

/** JSON answer of a status. */
export const json =
  (statut: number, corps: unknown, entetes: Record<string, string> = {}): Reponse =>
  (_appel, res) =>
    void res.writeHead(statut, { "content-type": "application/json", ...entetes }).end(corps === undefined ? "" : JSON.stringify(corps));

export const texte =
  (statut: number, corps: string, type = "text/html", entetes: Record<string, string> = {}): Reponse =>
  (_appel, res) =>
    void res.writeHead(statut, { "content-type": type, ...entetes }).end(corps);

export const trouve = json(200, {
  codeRetour: "S001",
  topIdentiteCertifiee: "O",
  jetonUsager: "jeton-usager-1",
  numeroFranceTravail: "12345678901",
});

/** An HTTP server written by hand for one trap: `reponse` answers every call but the token's. */
export async function partenaire(reponse: Reponse, reglages: Partial<ReglagesFranceTravail> = {}, jeton?: Reponse) {
  const appels: AppelVu[] = [];
  const jetons: AppelVu[] = [];
  let enVol = 0;
  const vu = { appels, jetons, maxEnVol: 0, reponse };
  const serveur = http.createServer(async (req, res) => {
    const morceaux: Buffer[] = [];
    for await (const morceau of req) morceaux.push(morceau as Buffer);
    const appel = { methode: req.method!, url: req.url!, entetes: req.headers, corps: Buffer.concat(morceaux).toString() };
    if (req.url!.startsWith("/jeton")) {
      jetons.push(appel);
      return (jeton ?? json(200, { access_token: `acces-${jetons.length}`, expires_in: 1499 }))(appel, res);
    }
    appels.push(appel);
    enVol++;
    vu.maxEnVol = Math.max(vu.maxEnVol, enVol);
    res.on("close", () => enVol--);
    vu.reponse(appel, res);
  });
  await new Promise<void>((pret) => serveur.listen(0, "127.0.0.1", pret));
  const url = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
  const clock = new VirtualClock(new Date("2026-11-23T09:00:00Z"));
  const commun = { url, tokenUrl: `${url}/jeton`, clientId: "un-departement", clientSecret: "secret", agent: "BATCH", clock };
  const api = creerFranceTravail({ ...commun, ...reglages });
  const arreter = async () => {
    serveur.closeAllConnections();
    await new Promise((fini) => serveur.close(fini));
  };
  return { ...commun, api, vu, arreter };
}

export const USAGER = { jeton: "jeton-usager-0", numeroFranceTravail: "12345678901", identiteCertifiee: true };
export const DESIGNATION = { nir: "2820251108030", dateNaissance: "1982-02-01" };
