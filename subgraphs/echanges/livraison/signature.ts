import { createHmac } from "node:crypto";

/** Standard Webhooks (standardwebhooks.com, v1): HMAC-SHA256 of `id.timestamp.body`, in base64, one signature a secret in force. */
export interface MessageSigne {
  /** The same for every try and every replay of one event: who has seen it has handled it. */
  id: string;
  /** When this try is made. */
  le: Date;
  corps: string;
}

/** A secret as a subscriber receives it. */
export const ecrireSecret = (secret: Buffer): string => `whsec_${secret.toString("base64")}`;

/** Headers of a signed message. Several secrets: several signatures, of which a receiver accepts any. */
export function entetesSignees({ id, le, corps }: MessageSigne, secrets: readonly Buffer[]): Record<string, string> {
  const secondes = Math.floor(le.getTime() / 1000);
  const signer = (secret: Buffer) => `v1,${createHmac("sha256", secret).update(`${id}.${secondes}.${corps}`).digest("base64")}`;
  return { "webhook-id": id, "webhook-timestamp": String(secondes), "webhook-signature": secrets.map(signer).join(" ") };
}

/** During a day, the former secret signs too: the subscriber changes it without losing a message. */
export const HEURES_DEUX_SECRETS = 24;

/** Versions of the secret that sign at an instant, newest first. */
export function versionsEnVigueur(version: number, renouveleLe: Date | null, maintenant: Date): number[] {
  const recente = renouveleLe !== null && maintenant.getTime() - renouveleLe.getTime() < HEURES_DEUX_SECRETS * 3_600_000;
  return recente && version > 1 ? [version, version - 1] : [version];
}

/** What a secret is derived from: the subscription and the version. */
export const etiquetteSecret = (abonnement: string, version: number): string => `abonnement ${abonnement} ${version}`;
