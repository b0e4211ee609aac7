import { createHash } from "node:crypto";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { type Caller, FINALITES, type Finalite } from "./identity";

/** A token that does not verify: the answer is HTTP 401, nothing runs. */
export class InvalidTokenError extends Error {}

/** The keys of the issuer do not answer: the answer is HTTP 503, it is not the caller's fault. */
export class IssuerAwayError extends Error {}

export interface TokenVerifier {
  /** The caller of an `Authorization` header; null when there is none. Errors: InvalidTokenError, IssuerAwayError. */
  verify(authorization: string | undefined): Promise<Caller | null>;
}

export interface TokenVerifierOptions {
  issuer: string;
  audience: string;
  /** Keys of the issuer; by default its `jwks_uri`, found by discovery. */
  keys?: JWTVerifyGetKey;
}

const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];
/** Verified tokens kept until they expire: a signature costs 0.2 ms. */
const CACHE_SIZE = 5_000;
const CLOCK_TOLERANCE_SECONDS = 30;

/** Verifies OAuth2 access tokens: signature, issuer, audience, dates, then the claims of the hub. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const cache = new Map<string, { caller: Caller; until: number }>();
  const keys = options.keys ?? discoveredKeys(options.issuer);
  return {
    async verify(authorization) {
      if (authorization === undefined || authorization === "") return null;
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
      if (!token) throw new InvalidTokenError("L’en-tête Authorization doit porter « Bearer » puis un jeton JWT.");
      const fingerprint = createHash("sha256").update(token).digest("base64url");
      const known = cache.get(fingerprint);
      if (known && known.until > Date.now()) return known.caller;
      const { caller, expires } = await verified(token, keys, options);
      if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
      cache.set(fingerprint, { caller, until: expires * 1000 });
      return caller;
    },
  };
}

async function verified(token: string, keys: JWTVerifyGetKey, options: TokenVerifierOptions): Promise<{ caller: Caller; expires: number }> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: options.issuer,
      audience: options.audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ["sub", "exp", "iat"],
    });
    return { caller: callerOf(payload), expires: payload.exp! };
  } catch (error) {
    if (error instanceof InvalidTokenError) throw error;
    if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) throw new InvalidTokenError(reason(error));
    throw new IssuerAwayError("L’émetteur de jetons ne répond pas : réessayez dans un instant.");
  }
}

function reason(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return "Le jeton a expiré : demandez-en un nouveau.";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud") return "Le jeton n’est pas destiné à ce hub (audience).";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "iss") return "Le jeton vient d’un autre émetteur.";
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

/** Finds the keys of the issuer by OpenID discovery, once, then as `jose` renews them. */
function discoveredKeys(issuer: string): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | null = null;
  const discover = async () => {
    const response = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(5_000) });
    if (!response.ok) throw new Error(`découverte OpenID : HTTP ${response.status}`);
    const { jwks_uri } = (await response.json()) as { jwks_uri: string };
    return createRemoteJWKSet(new URL(jwks_uri));
  };
  return async (header, token) => {
    found ??= discover().catch((error) => {
      found = null;
      throw error;
    });
    return (await found)(header, token);
  };
}
