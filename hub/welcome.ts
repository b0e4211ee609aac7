import { demoClients } from "../gateway/demo-clients";

const SHOWN = ["demo-departement", "demo-referent", "demo-pilotage"];

export interface WelcomeOptions {
  /** http://host:port of the gateway. */
  address: string;
  /** False when tokens come from another issuer. */
  issuer: boolean;
  seconds: number;
}

/** What a newcomer reads when the hub is ready: the address, three clients and one line that answers. */
export async function welcome({ address, issuer, seconds }: WelcomeOptions): Promise<string> {
  const lines = ["", `Le hub répond : ${address}/graphql   (prêt en ${seconds.toFixed(1)} s)`];
  if (issuer) {
    lines.push("", "Clients de démonstration (secret = nom + « -secret ») :");
    for (const client of demoClients.filter((one) => SHOWN.includes(one.client))) {
      lines.push(`  ${client.client.padEnd(18)} département ${client.departement} · ${client.usage}`);
    }
    lines.push("", "Essayez (copiez toute la ligne) :", `  ${curlLine(address)}`);
  }
  lines.push("", "Ctrl-C pour arrêter.");
  return lines.join("\n");
}

/** One line of shell, with nothing but curl and sed: a token, then a query. */
export function curlLine(address: string): string {
  const token = `$(curl -s ${address}/oidc/token -u demo-departement:demo-departement-secret -d grant_type=client_credentials | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
  const query = `{"query":"{ allocataires(first: 3, filtre: { communes: [\\"94028\\"] }) { totalCount nodes { nom dates { ouvertureDroits } orientation { parcours { libelle } organisme { nom } } } } }"}`;
  return `curl -s ${address}/graphql -H "Authorization: Bearer ${token}" -H 'Content-Type: application/json' -d '${query}'`;
}
