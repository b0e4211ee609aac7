import "reflect-metadata";
import { startHubGateway } from "../../hub/gateway";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { createLog } from "../../subgraphs/shared/log";
import { loadSecrets } from "../../subgraphs/shared/secrets";
import { readSettings } from "../../subgraphs/shared/settings";
import { lireParties } from "./parties";
import { passerelleNue } from "./passerelle-nue";
import { passerelleSansDroits } from "./passerelle-sans-droits";
import { sousGraphesDuBanc } from "./sous-graphes";

/** A hub in one process without the parts that its arguments name; without arguments, the hub's own gateway and subgraphs. Nothing of the hub can start
 * this: only the bench runs the file. Settings: those of the hub. */
async function demarrer(): Promise<void> {
  const sans = lireParties(process.argv.slice(2));
  const settings = readSettings(process.env);
  const secrets = loadSecrets(settings);
  const log = createLog(settings.logLevel, "hub");
  const clients = RegistreClients.open(null, log);
  const { databaseUrl, port } = settings as { databaseUrl: string; port: number };
  const subgraphs = await sousGraphesDuBanc({ databaseUrl, nirKey: secrets.nirKey, clients, log, sans });
  if (sans.has("porte")) await passerelleNue({ subgraphs, droits: !sans.has("droits"), port, log });
  else if (sans.has("droits")) await passerelleSansDroits({ settings, databaseUrl, subgraphs, clients, port, log });
  else await startHubGateway({ settings, secrets, clients, subgraphs, databaseUrl, etatPartageUrl: databaseUrl, log, port });
  process.stdout.write("le banc est prêt\n");
}

process.once("SIGTERM", () => process.exit(0));
void demarrer();
