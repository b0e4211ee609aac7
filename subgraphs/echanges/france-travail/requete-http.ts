import { ErreurFranceTravail } from "./erreur-france-travail";

/** Failures that come before anything is sent: what was to be written surely was not. */
const AVANT_ENVOI = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

export interface ReponseHttp {
  statut: number;
  texte: string;
  entetes: Headers;
}

/** One HTTP request, its answer read to the end within a delay (ms). Redirections are not followed: France Travail answers 302 to a missing header.
 * Errors: INDISPONIBLE (no answer), REPONSE_ILLISIBLE (body cut). */
export async function requete(url: string, init: RequestInit, delaiMs: number, ecriture: boolean): Promise<ReponseHttp> {
  const signal = AbortSignal.timeout(delaiMs);
  let reponse: Response;
  try {
    reponse = await fetch(url, { ...init, redirect: "manual", signal });
  } catch (erreur) {
    throw new ErreurFranceTravail("INDISPONIBLE", { incertain: ecriture && !AVANT_ENVOI.has(causeDe(erreur)) });
  }
  try {
    return { statut: reponse.status, texte: await reponse.text(), entetes: reponse.headers };
  } catch {
    const code = signal.aborted || reponse.status >= 500 ? "INDISPONIBLE" : "REPONSE_ILLISIBLE";
    throw new ErreurFranceTravail(code, { statut: reponse.status, incertain: ecriture });
  }
}

/** Code of the network error below fetch's own, which says nothing. */
function causeDe(erreur: unknown): string {
  const cause = erreur instanceof Error ? (erreur.cause as { code?: string; errors?: { code?: string }[] } | undefined) : undefined;
  return cause?.code ?? cause?.errors?.[0]?.code ?? "";
}
