import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type pg from "pg";
import { ficheDeLaLigne, stricte } from "../subgraphs/offre-insertion/data-inclusion/publication/fiche-v1";
import { CHEMIN_DU_FLUX, Debit, type DemandeDuFlux, lireDemande } from "../subgraphs/offre-insertion/data-inclusion/publication/flux";
import { type PageDuFlux, pageDuFlux } from "../subgraphs/offre-insertion/data-inclusion/publication/publication.repository";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { roleOf } from "../subgraphs/shared/migrations";
import { lastingPool } from "../subgraphs/shared/owner";

export const FLUX_PATHS = [CHEMIN_DU_FLUX] as const;
const PAR_MINUTE = 60;
const JSON_UTF8 = {
  "content-type": "application/json; charset=utf-8",
  "access-control-allow-origin": "*",
  "x-content-type-options": "nosniff",
};

export interface FluxOptions {
  databaseUrl: string;
  /** Départements whose programme is published; empty: the feed is closed. */
  departements: readonly string[];
  clock: Clock;
  log: Log;
}

/** The programme of a Département as a source of data·inclusion, open to all: no token, no person, no cost. */
export function fluxDataInclusion({ databaseUrl, departements, clock, log }: FluxOptions) {
  const pool = lastingPool({ connectionString: databaseUrl, max: 2, application_name: "unefois-flux-data-inclusion" });
  pool.on("error", (error) => log.warn({ err: error }, "flux data·inclusion : connexion perdue"));
  const debit = new Debit(PAR_MINUTE);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const maintenant = clock.now();
    const attente = debit.attente(request.socket.remoteAddress ?? "", maintenant);
    if (attente > 0)
      return refuser(response, 429, `Au plus ${PAR_MINUTE} demandes par minute : réessayez dans ${attente} secondes.`, {
        "retry-after": String(attente),
      });
    const demande = lireDemande(request.method ?? "GET", request.url ?? "/", departements);
    if ("erreur" in demande) return refuser(response, demande.statut, demande.erreur, demande.statut === 405 ? { allow: "GET, HEAD" } : {});
    servir(request, response, demande, await lire(pool, demande, civilDateOf(maintenant)));
  };
  const route = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: Error) => {
      log.error({ err: error }, "flux data·inclusion");
      if (!response.headersSent) refuser(response, 503, "Le flux ne se lit pas pour le moment : réessayez plus tard.", {});
      else response.destroy();
    });
  };
  return { routes: Object.fromEntries(FLUX_PATHS.map((path) => [path, route])), close: () => pool.end() };
}

function refuser(response: ServerResponse, statut: number, erreur: string, entetes: Record<string, string>): void {
  response.writeHead(statut, { ...JSON_UTF8, ...entetes }).end(JSON.stringify({ erreur }));
}

/** Under the rights of the subgraph, which reads no other département. */
async function lire(pool: pg.Pool, { nature, departement, page, taille }: DemandeDuFlux, jour: string): Promise<PageDuFlux> {
  const client = await pool.connect();
  let perdue: Error | undefined;
  try {
    await client.query("begin read only");
    await client.query(`set local role ${roleOf("offre_insertion")}`);
    await client.query("select set_config('unefois.departements', $1, true)", [departement]);
    const lue = await pageDuFlux(client, nature, { departement, jour, page, taille });
    await client.query("commit");
    return lue;
  } catch (error) {
    perdue = error as Error;
    throw error;
  } finally {
    client.release(perdue);
  }
}

function servir(request: IncomingMessage, response: ServerResponse, { nature, page, taille }: DemandeDuFlux, lue: PageDuFlux): void {
  const items = lue.lignes.map((ligne) => stricte(nature, ficheDeLaLigne(nature, ligne)).fiche).filter((fiche) => fiche !== null);
  const corps = JSON.stringify({ items, total: lue.total, page, size: taille, pages: Math.ceil(lue.total / taille) });
  const etag = `"${createHash("sha256").update(corps).digest("base64url")}"`;
  const modifie: Record<string, string> = lue.modifieLe ? { "last-modified": lue.modifieLe.toUTCString() } : {};
  const entetes = { ...JSON_UTF8, etag, "cache-control": "public, max-age=300", ...modifie };
  const connus = (request.headers["if-none-match"] ?? "").split(",").map((nom) => nom.trim().replace(/^W\//, ""));
  if (connus.includes(etag) || connus.includes("*")) response.writeHead(304, entetes).end();
  else
    response.writeHead(200, { ...entetes, "content-length": Buffer.byteLength(corps) }).end(request.method === "HEAD" ? undefined : corps);
}
