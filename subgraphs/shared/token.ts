import { createHash } from "node:crypto";
import { errors, type JWTPayload, jwtVerify } from "jose";
import { ClesDistantes, type ClesEmetteur, IssuerAwayError } from "./cles-emetteur";
import { type Caller, FINALITES, type Finalite } from "./identity";

export { IssuerAwayError };

/** A token that does not verify: the answer is HTTP 401, nothing runs. */
export class InvalidTokenError extends Error {}

/** The certificate that came with the token: its thumbprint (SHA-256 of the DER, base64url), null without one.
 * `deja-prouve`: the gateway checked it, and proved the call. */
export type Certificat = string | null | "deja-prouve";

export interface TokenVerifier {
  /** The caller of an `Authorization` header; null when there is none. A token bound to a certificate (RFC 8705) serves with that one only.
   * Errors: InvalidTokenError, IssuerAwayError. */
  verify(authorization: string | undefined, certificat?: Certificat): Promise<Caller | null>;
}

export interface TokenVerifierOptions {
  issuer: string;
  audience: string;
  /** Keys of the issuer; by default those of its `jwks_uri`, found by discovery. */
  keys?: ClesEmetteur;
  /** Seconds by which two clocks may differ, either way. */
  toleranceSecondes?: number;
  /** Seconds after its issue from which a token is refused, whatever it says of its end. */
  ageMaximumSecondes?: number;
  /** Seconds within which a key removed by the issuer stops being valid. */
  clesSecondes?: number;
  now?: () => number;
}

const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];
/** Verified tokens kept until they expire or the keys change: a signature costs 0.2 ms. */
const CACHE_SIZE = 5_000;
export const JETONS = { toleranceSecondes: 30, ageMaximumSecondes: 86_400, clesSecondes: 300 } as const;

interface Verified {
  caller: Caller;
  /** `cnf.x5t#S256`: the certificate that the token is bound to. */
  lie: string | null;
  /** Milliseconds. */
  until: number;
  edition: number;
}

/** Verifies OAuth2 access tokens: signature, issuer, audience, dates, then the claims of the hub. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const cache = new Map<string, Verified>();
  const now = options.now ?? Date.now;
  const delais = { fraicheurMs: (options.clesSecondes ?? JETONS.clesSecondes) * 1000, repriseMs: 10_000, sursisMs: 3_600_000 };
  const keys = options.keys ?? new ClesDistantes(options.issuer, now, delais);
  const given = { ...JETONS, ...options, keys, now };
  return {
    async verify(authorization, certificat = null) {
      if (authorization === undefined || authorization === "") return null;
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
      if (!token) throw new InvalidTokenError("L’en-tête Authorization doit porter « Bearer » puis un jeton JWT.");
      const fingerprint = createHash("sha256").update(token).digest("base64url");
      const edition = await keys.edition();
      let found = cache.get(fingerprint);
      if (!found || found.until <= now() || found.edition !== edition) {
        cache.delete(fingerprint);
        found = await verified(token, edition, given);
        if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
        cache.set(fingerprint, found);
      }
      if (found.lie !== null && certificat !== "deja-prouve" && certificat !== found.lie)
        throw new InvalidTokenError("Le jeton est lié au certificat d’un autre : présentez le certificat avec lequel il a été demandé.");
      return found.caller;
    },
  };
}

type Given = TokenVerifierOptions & {
  keys: ClesEmetteur;
  now: () => number;
  toleranceSecondes: number;
  ageMaximumSecondes: number;
};

async function verified(token: string, edition: number, given: Given): Promise<Verified> {
  try {
    const { payload } = await jwtVerify(token, given.keys.cle, {
      issuer: given.issuer,
      audience: given.audience,
      algorithms: ALGORITHMS,
      clockTolerance: given.toleranceSecondes,
      maxTokenAge: given.ageMaximumSecondes,
      requiredClaims: ["sub", "exp", "iat"],
      currentDate: new Date(given.now()),
    });
    const until = Math.min(payload.exp!, payload.iat! + given.ageMaximumSecondes) * 1000;
    const lie = boundTo(payload);
    return { caller: { ...callerOf(payload), ...(lie === null ? {} : { certificat: lie }) }, lie, until, edition };
  } catch (error) {
    if (error instanceof InvalidTokenError || error instanceof IssuerAwayError) throw error;
    if (error instanceof errors.JOSEError) throw new InvalidTokenError(reason(error));
    throw error;
  }
}

/** The certificate that a token is bound to. One bound otherwise (`jkt`, a thumbprint that is no text) cannot be proved here: it is refused. */
function boundTo({ cnf }: JWTPayload): string | null {
  if (cnf === undefined) return null;
  const thumbprint = (cnf as Record<string, unknown> | null)?.["x5t#S256"];
  if (typeof thumbprint === "string" && thumbprint !== "") return thumbprint;
  throw new InvalidTokenError("Le jeton est lié à une preuve que le hub ne sait pas vérifier : seul un certificat (x5t#S256) l’est.");
}

function reason(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return "Le jeton a expiré : demandez-en un nouveau.";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud") return "Le jeton n’est pas destiné à ce hub (audience).";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "iss") return "Le jeton vient d’un autre émetteur.";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "nbf") return "Le jeton n’est pas encore valable.";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "iat") return "Le jeton dit être émis dans le futur.";
  return "Le jeton n’est pas valable : signature, algorithme ou forme refusés.";
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function callerOf(payload: Record<string, unknown>): Caller {
  const departement = text(payload.departement);
  if (departement === null || !/^(\*|\d{2,3}|2[AB])$/.test(departement))
    throw new InvalidTokenError("Le jeton ne dit pas le département (« departement »).");
  const finalite = text(payload.finalite);
  if (finalite !== null && !FINALITES.includes(finalite as Finalite))
    throw new InvalidTokenError("La finalité du jeton (« finalite ») est inconnue.");
  return {
    client: text(payload.client_id) ?? text(payload.sub)!,
    departement,
    organisme: text(payload.organisme),
    agent: text(payload.agent),
    scopes: new Set((text(payload.scope) ?? "").split(" ").filter(Boolean)),
    finalite: finalite as Finalite | null,
  };
}
