import type { ClientEnregistre } from "../subgraphs/shared/clients/client-enregistre";
import { RegistreDesClientsRefuse } from "../subgraphs/shared/clients/lire-clients";
import { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import type { AddCommand } from "./command";
import { Sentence } from "./sentence";

export const commandeClients: AddCommand = (program, settings) => {
  program
    .command("clients")
    .description("vérifie le registre des clients (UNEFOIS_CLIENTS) et montre ce que chacun peut faire")
    .option("--json", "écrit le registre en JSON", false)
    .action((o: { json: boolean }) => {
      const { clientsFile } = settings();
      write(open(clientsFile ?? null), clientsFile ?? null, o.json);
    });
};

function open(file: string | null): ClientEnregistre[] {
  try {
    return RegistreClients.open(file).all();
  } catch (error) {
    if (error instanceof RegistreDesClientsRefuse) throw new Sentence(error.message);
    throw error;
  }
}

function write(clients: ClientEnregistre[], file: string | null, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ source: file ?? "démonstration", clients }, null, 2)}\n`);
    return;
  }
  process.stdout.write(file ? `${file} : ${clients.length} client(s)\n` : "Registre de démonstration (UNEFOIS_CLIENTS n’est pas donné)\n");
  for (const client of clients) process.stdout.write(`  ${line(client)}\n`);
  process.stdout.write(
    "Un client absent du registre a les limites les plus étroites : 50 personnes par heure hors de son portefeuille, par client et par agent.\n",
  );
}

function line(c: ClientEnregistre): string {
  const said = [
    `${c.client.padEnd(22)} ${c.nom}`,
    `département ${c.departement ?? "du jeton"}, organisme ${c.organisme ?? "du jeton"}`,
    `finalités ${c.finalites?.join(", ") ?? "du jeton"}`,
    `${c.quotaPersonnes} personnes/h, ${c.quotaParAgent} par agent, coût ${c.budgetCoutParSeconde}/s`,
    c.heures
      ? `${c.heures.debut}–${c.heures.fin}, jours ${c.heures.jours.join("")}, hors heures ${c.heures.hors.toLowerCase()}`
      : "à toute heure",
    ...(c.documentsSeuls ? ["documents enregistrés seulement"] : []),
    ...(c.introspection ? ["introspection"] : []),
    ...(c.preuveDePossession ? ["certificat exigé"] : []),
    ...(c.suspendu ? ["SUSPENDU"] : []),
  ];
  return said.join(" · ");
}
