import { creerRecepteur, routeWebhook } from "../subgraphs/rendez-vous/webhooks";
import type { Log } from "../subgraphs/shared/log";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import type { Secrets } from "../subgraphs/shared/secrets";

type GivenSecrets = Pick<Secrets, "rdvSolidaritesSecret" | "rdvInsertionSecret">;

/** Where each tool of appointments posts its messages. */
export const WEBHOOK_PATHS = {
  "/webhooks/rdv-solidarites": "RENDEZ_VOUS_SOLIDARITES",
  "/webhooks/rdv-insertion": "RENDEZ_VOUS_INSERTION",
} as const;

/** The secrets that sign those messages, as the receiver names them: each may be two, « nouveau,ancien ». */
export const webhookSecrets = (secrets: GivenSecrets) => ({
  rdvSolidarites: secrets.rdvSolidaritesSecret,
  rdvInsertion: secrets.rdvInsertionSecret,
});

/** The secrets with which the simulator signs: those in use. */
export const signingSecrets = (secrets: GivenSecrets) => ({
  rdvSolidarites: secrets.rdvSolidaritesSecret.split(",")[0]!.trim(),
  rdvInsertion: secrets.rdvInsertionSecret.split(",")[0]!.trim(),
});

/** Receives the messages in this process. @param joursMaximum a message told longer ago is kept to examine. */
export function webhookReceiver(ownerUrl: string, secrets: GivenSecrets & Pick<Secrets, "nirKey">, joursMaximum: number, log: Log) {
  const recepteur = creerRecepteur({
    ownerUrl,
    secrets: webhookSecrets(secrets),
    now: () => new Date(),
    joursMaximum,
    cleNir: new NirCipher(secrets.nirKey),
    log,
  });
  const routes = Object.fromEntries(Object.entries(WEBHOOK_PATHS).map(([path, systeme]) => [path, routeWebhook(recepteur, systeme)]));
  return { routes, close: () => recepteur.close() };
}
