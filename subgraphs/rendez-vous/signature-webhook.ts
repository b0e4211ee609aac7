import { createHmac } from "node:crypto";
import { sameBytes } from "../shared/same-bytes";
import type { SystemeRdv } from "./declaration";

/** One secret a system, or two separated by a comma while it changes: the new one, the former one. */
export interface SecretsWebhooks {
  rdvSolidarites: string;
  rdvInsertion: string;
}

/** Headers that carry the hex HMAC-SHA256 of the raw body (reference §1.7 and §2). */
const HEADER: Record<SystemeRdv, string> = { RENDEZ_VOUS_SOLIDARITES: "x-lapin-signature", RENDEZ_VOUS_INSERTION: "x-rdvi-signature" };
/** A JWT of RDV-Insertion lives 10 minutes. */
const JWT_LIFE_SECONDS = 600;
const CLOCK_TOLERANCE_SECONDS = 30;

const hmac = (secret: string, content: Buffer | string): Buffer => createHmac("sha256", secret).update(content).digest();

/** The secrets of a system: the one in use, then the former one while the source still signs with it. */
const secretsOf = (systeme: SystemeRdv, secrets: SecretsWebhooks): string[] =>
  (systeme === "RENDEZ_VOUS_SOLIDARITES" ? secrets.rdvSolidarites : secrets.rdvInsertion)
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");

/** True when the sender knows the secret of the system: HMAC of the body, or for RDV-Insertion a JWT about this body.
 * @param entetes names in any case.  @param corps the bytes as they came. */
export function signatureValable(
  systeme: SystemeRdv,
  entetes: Record<string, string>,
  corps: Buffer,
  secrets: SecretsWebhooks,
  maintenant: Date,
): boolean {
  const headers = new Map(Object.entries(entetes).map(([name, value]) => [name.toLowerCase(), value]));
  const known = secretsOf(systeme, secrets);
  const signature = headers.get(HEADER[systeme]);
  if (signature !== undefined)
    return /^[0-9a-f]{64}$/i.test(signature) && known.some((secret) => sameBytes(hmac(secret, corps), Buffer.from(signature, "hex")));
  const bearer = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(headers.get("authorization") ?? "");
  if (systeme !== "RENDEZ_VOUS_INSERTION" || !bearer) return false;
  return known.some((secret) => jwtValable(bearer as unknown as [string, string, string, string], corps, secret, maintenant));
}

/** Checks a JWT HS256 and that its claims are those of the body: it signs them only, not the bytes. */
function jwtValable(
  [, header, payload, signature]: [string, string, string, string],
  corps: Buffer,
  secret: string,
  maintenant: Date,
): boolean {
  if (!sameBytes(hmac(secret, `${header}.${payload}`), Buffer.from(signature, "base64url"))) return false;
  const claims = json(Buffer.from(payload, "base64url"));
  const data = json(corps)?.data as Record<string, unknown> | null | undefined;
  if (json(Buffer.from(header, "base64url"))?.alg !== "HS256" || !claims || typeof data !== "object" || data === null) return false;
  const now = maintenant.getTime() / 1000;
  const exp = claims.exp;
  if (
    claims.id === undefined ||
    typeof exp !== "number" ||
    exp < now - CLOCK_TOLERANCE_SECONDS ||
    exp > now + JWT_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS
  )
    return false;
  return ["id", "address", "starts_at"].every((claim) => (claims[claim] ?? null) === (data[claim] ?? null));
}

function json(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // no JSON: nothing to compare, the signature is not valid for it
  }
}

/** The headers that sign a body: for the simulator and the tests. */
export const enteteSignature = (systeme: SystemeRdv, corps: Buffer | string, secrets: SecretsWebhooks): Record<string, string> => ({
  [HEADER[systeme]]: hmac(secretsOf(systeme, secrets)[0]!, corps).toString("hex"),
});
