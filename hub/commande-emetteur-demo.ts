import http from "node:http";
import { PORTS } from "../subgraphs/shared/settings";
import { checkPort } from "./check-port";
import { ClesDemo } from "./cles-demo";
import type { AddCommand } from "./command";
import { EssaisDansLaBase } from "./essais-partages";
import { demoIssuer } from "./issuer";
import { Sentence } from "./sentence";
import { signalled } from "./signals";
import { enregistrerSysteme } from "./systemes-demo";

interface Options {
  adresse?: string;
  tourner: boolean;
  enregistrer?: string;
  comme?: string;
  clePublique?: string;
  certificat?: string;
  sujet?: string;
}

/** The demo issuer alone, for a distributed trial: every part then names it in OIDC_ISSUER. */
export const commandeEmetteurDemo: AddCommand = (program, settings) => {
  program
    .command("emetteur-demo")
    .description("démarre seul l’émetteur de jetons de démonstration, pour un essai en mode distribué")
    .option("--adresse <url>", "adresse de l’émetteur telle que les autres parties la voient (OIDC_ISSUER)")
    .option("--tourner", "change la clé qui signe, sans arrêter l’émetteur qui tourne, et s’arrête là", false)
    .option(
      "--enregistrer <client>",
      "fait connaître un système sans secret, et s’arrête là : avec --cle-publique, --certificat ou --sujet",
    )
    .option("--comme <client>", "client de démonstration dont il a les droits (demo-departement si absent)")
    .option("--cle-publique <pem>", "fichier de sa clé publique : il signe ses demandes (private_key_jwt)")
    .option("--certificat <pem>", "fichier de son certificat : TLS mutuel, jetons liés au certificat")
    .option("--sujet <nom>", "sujet de son certificat, signé par TLS_AUTORITES")
    .action(async (o: Options) => {
      const read = settings();
      if (read.production) throw new Sentence("L’émetteur de démonstration est refusé en production : donnez votre OIDC_ISSUER.");
      if (o.tourner) {
        const kid = await (await ClesDemo.ouvrir(read.dataFolder)).tourner();
        process.stdout.write(`Nouvelle clé : ${kid}. L’ancienne reste publiée jusqu’à la fin de ses jetons.\n`);
        return;
      }
      if (o.enregistrer !== undefined) {
        const { methode } = enregistrerSysteme(read.dataFolder, { ...o, client: o.enregistrer, comme: o.comme ?? "demo-departement" });
        process.stdout.write(`${o.enregistrer} est connu de l’émetteur (${methode}).\n`);
        return;
      }
      const port = read.port ?? PORTS.worker + 4;
      await checkPort(read.host, port);
      const issuer = o.adresse ?? `http://${read.host}:${port}/oidc`;
      const essais = read.databaseUrl ? new EssaisDansLaBase(read.databaseUrl) : undefined;
      const { handler } = await demoIssuer(read, issuer, essais);
      const server = http.createServer(handler);
      await new Promise<void>((resolve) => server.listen(port, read.host, resolve));
      process.stdout.write(`Émetteur de démonstration : OIDC_ISSUER=${issuer}\n`);
      await signalled();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await essais?.close();
    });
};
