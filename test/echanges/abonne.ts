import { createHmac } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Recu {
  id: string;
  corps: any;
  /** Which of the secrets given to the receiver signed it. */
  secrets: string[];
}

/** A subscriber as Standard Webhooks describes it, written apart from the hub: it accepts what one of its secrets signed. */
function verifier(entetes: http.IncomingHttpHeaders, corps: string, secrets: string[]): string[] {
  const contenu = `${entetes["webhook-id"]}.${entetes["webhook-timestamp"]}.${corps}`;
  const donnees = String(entetes["webhook-signature"]).split(" ");
  return secrets.filter((secret) => {
    const cle = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return donnees.includes(`v1,${createHmac("sha256", cle).update(contenu).digest("base64")}`);
  });
}

export interface Abonne {
  url: string;
  recus: Recu[];
  /** Secrets that the subscriber was given. */
  secrets: string[];
  /** Answers to give, one a call; then 204. `garder`: keeps the message first, as one whose answer is lost. */
  reponses: ((reponse: http.ServerResponse, garder: () => void) => void)[];
  oublier(): void;
  close(): Promise<void>;
}

/** Listens as a subscriber would, and keeps what it accepts. */
export async function ouvrirAbonne(): Promise<Abonne> {
  const server = http.createServer(async (requete, reponse) => {
    const morceaux: Buffer[] = [];
    for await (const morceau of requete) morceaux.push(morceau as Buffer);
    const corps = Buffer.concat(morceaux).toString();
    const id = String(requete.headers["webhook-id"]);
    const garder = () =>
      void abonne.recus.push({ id, corps: JSON.parse(corps), secrets: verifier(requete.headers, corps, abonne.secrets) });
    const refus = abonne.reponses.shift();
    if (refus) return refus(reponse, garder);
    garder();
    reponse.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const abonne: Abonne = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recus: [],
    secrets: [],
    reponses: [],
    oublier: () => Object.assign(abonne, { recus: [], secrets: [], reponses: [] }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return abonne;
}
