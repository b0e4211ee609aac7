import { demoClients } from "../gateway/demo-clients";
import { PORTS } from "../subgraphs/shared/settings";
import type { AddCommand } from "./command";
import { Sentence } from "./sentence";

export const commandeToken: AddCommand = (program, settings) => {
  program
    .command("token")
    .description("demande un jeton de démonstration au hub qui tourne, et l’écrit seul sur une ligne")
    .argument("<client>", demoClients.map((client) => client.client).join(", "))
    .option("--scope <droits>", "droits voulus, séparés par des espaces (tous ceux du client si absent)")
    .action(async (client: string, o: { scope?: string }) => {
      if (!demoClients.some((known) => known.client === client)) {
        throw new Sentence(
          `« ${client} » n’est pas un client de démonstration : ${demoClients.map((known) => known.client).join(", ")}.`,
          2,
        );
      }
      const { host, port } = settings();
      process.stdout.write(`${await askToken(`http://${host}:${port ?? PORTS.gateway}/oidc/token`, client, o.scope)}\n`);
    });
};

/** Asks the demo issuer for an access token, as any client would. */
export async function askToken(endpoint: string, client: string, scope?: string): Promise<string> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${client}:${client}-secret`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", ...(scope ? { scope } : {}) }),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => {
    throw new Sentence(`Aucun hub ne répond à ${endpoint} : lancez « npm start », ou donnez son port (PORT=…).`);
  });
  const answer = (await response.json().catch(() => ({}))) as { access_token?: string; error_description?: string; error?: string };
  if (!answer.access_token)
    throw new Sentence(
      `L’émetteur refuse le jeton (${response.status}) : ${answer.error_description ?? answer.error ?? "sans raison donnée"}.`,
    );
  return answer.access_token;
}
