import http from "node:http";
import { PORTS } from "../subgraphs/shared/settings";
import { checkPort } from "./check-port";
import type { AddCommand } from "./command";
import { demoIssuer } from "./issuer";
import { Sentence } from "./sentence";
import { signalled } from "./signals";

/** The demo issuer alone, for a distributed trial: every part then names it in OIDC_ISSUER. */
export const commandeEmetteurDemo: AddCommand = (program, settings) => {
  program
    .command("emetteur-demo")
    .description("démarre seul l’émetteur de jetons de démonstration, pour un essai en mode distribué")
    .option("--adresse <url>", "adresse de l’émetteur telle que les autres parties la voient (OIDC_ISSUER)")
    .action(async (o: { adresse?: string }) => {
      const read = settings();
      if (read.production) throw new Sentence("L’émetteur de démonstration est refusé en production : donnez votre OIDC_ISSUER.");
      const port = read.port ?? PORTS.worker + 4;
      await checkPort(read.host, port);
      const issuer = o.adresse ?? `http://${read.host}:${port}/oidc`;
      const { handler } = await demoIssuer(read, issuer);
      const server = http.createServer(handler);
      await new Promise<void>((resolve) => server.listen(port, read.host, resolve));
      process.stdout.write(`Émetteur de démonstration : OIDC_ISSUER=${issuer}\n`);
      await signalled();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
};
