import http from "node:http";
import type { AddressInfo } from "node:net";

/** A load balancer as an operator has one: it follows /readyz, and never sends a request twice. */
export interface Repartiteur {
  url: string;
  fermer(): Promise<void>;
}

const REGARD_MS = 100;

export async function repartir(cibles: readonly string[]): Promise<Repartiteur> {
  const prets = new Map(cibles.map((cible) => [cible, false]));
  const regarder = async () => {
    await Promise.all(
      cibles.map(async (cible) => {
        const pret = await fetch(`${cible}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
          async (reponse) => {
            await reponse.arrayBuffer();
            return reponse.ok;
          },
          () => false,
        );
        prets.set(cible, pret);
      }),
    );
  };
  const minuterie = setInterval(() => void regarder(), REGARD_MS);
  // Connections are kept, as balancers keep them: whoever leaves must give them back politely.
  const agent = new http.Agent({ keepAlive: true });
  let tour = 0;
  const server = http.createServer((requete, reponse) => {
    const bons = cibles.filter((cible) => prets.get(cible));
    const cible = bons[tour++ % Math.max(1, bons.length)];
    if (cible === undefined) return void reponse.writeHead(503).end();
    const options = { method: requete.method, headers: { ...requete.headers, connection: "keep-alive" }, agent };
    const amont = http.request(new URL(requete.url!, cible), options, (recue) => {
      reponse.writeHead(recue.statusCode!, { ...recue.headers, connection: "keep-alive" });
      recue.pipe(reponse);
    });
    amont.on("error", () => (reponse.headersSent ? reponse.destroy() : reponse.writeHead(502).end()));
    requete.pipe(amont);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await regarder();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fermer: async () => {
      clearInterval(minuterie);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
