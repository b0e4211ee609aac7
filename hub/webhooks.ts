import { creerRecepteur, routeWebhook } from "../subgraphs/rendez-vous/webhooks";
import type { Log } from "../subgraphs/shared/log";
import type { Secrets } from "../subgraphs/shared/secrets";

type GivenSecrets = Pick<Secrets, "rdvSolidaritesSecret" | "rdvInsertionSecret">;

/** Where each tool of appointments posts its messages. */
export const WEBHOOK_PATHS = {
  "/webhooks/rdv-solidarites": "RENDEZ_VOUS_SOLIDARITES",
  "/webhooks/rdv-insertion": "RENDEZ_VOUS_INSERTION",
} as const;

/** The secrets that sign those messages, as the receiver and the simulator name them. */
export const webhookSecrets = (secrets: GivenSecrets) => ({
  rdvSolidarites: secrets.rdvSolidaritesSecret,
  rdvInsertion: secrets.rdvInsertionSecret,
});

/** A message told more than a year ago is kept to examine: no tool waits that long to send. */
const JOURS_MAXIMUM = 365;

/** Receives the messages in this process. */
export function webhookReceiver(ownerUrl: string, secrets: GivenSecrets, log: Log) {
  const options = { ownerUrl, secrets: webhookSecrets(secrets), now: () => new Date(), joursMaximum: JOURS_MAXIMUM };
  const recepteur = creerRecepteur({ ...options, log });
  const routes = Object.fromEntries(Object.entries(WEBHOOK_PATHS).map(([path, systeme]) => [path, routeWebhook(recepteur, systeme)]));
  return { routes, close: () => recepteur.close() };
}
