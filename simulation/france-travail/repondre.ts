import type http from "node:http";
import { appelDe } from "./appel";
import { expirerLesSaisies } from "./delai-saisie";
import { ErreurApi, type Reponse } from "./operation";
import type { Panne } from "./pannes";
import type { Plateforme } from "./plateforme";
import { depasseLeQuota } from "./quota";
import type { Route, Routeur } from "./routeur";

const CORPS_MAX = 64 * 1024 * 1024;
const ETAT_SERVICES = "https://francetravail.io/etat-sante-api";

/** Answers one request: its fault first, then the checks and the operation. */
export async function repondre(
  plateforme: Plateforme,
  router: Routeur,
  requete: http.IncomingMessage,
  reponse: http.ServerResponse,
): Promise<void> {
  try {
    const url = new URL(requete.url ?? "/", "http://simulateur");
    const octets = await lire(requete);
    const route = router(requete.method ?? "GET", url.pathname);
    if (octets === null) ecrire(reponse, { statut: 413, corps: { message: "Corps trop long." } });
    else if (!route) ecrire(reponse, { statut: 404, corps: { message: "Chemin inconnu : voir GET /openapi.json." } });
    else if ("methodes" in route)
      ecrire(reponse, { statut: 405, corps: { message: "Méthode refusée." }, entetes: { allow: route.methodes.join(", ") } });
    else await servir(plateforme, route, { requete, reponse, url, octets });
  } catch (cause) {
    if (!reponse.headersSent) ecrire(reponse, { statut: 500, corps: { message: `Le simulateur a échoué : ${(cause as Error).message}` } });
    else reponse.destroy();
  }
}

interface Echange {
  requete: http.IncomingMessage;
  reponse: http.ServerResponse;
  url: URL;
  octets: Buffer;
}

async function servir(plateforme: Plateforme, route: Route, echange: Echange): Promise<void> {
  const { api, operation } = route;
  if (api.nom === "controle") return ecrire(echange.reponse, await executer(plateforme, route, echange, false));
  plateforme.appels[api.nom] = (plateforme.appels[api.nom] ?? 0) + 1;
  expirerLesSaisies(plateforme);
  const panne = plateforme.pannes.prendre(api.nom, `${operation.methode} ${operation.chemin}`);
  if (panne && panne.moment !== "APRES" && (await subir(panne, api.nom, echange.reponse))) return;
  if (depasseLeQuota(plateforme, api.nom))
    return ecrire(echange.reponse, { statut: 429, corps: { message: "Quota atteint." }, entetes: { "retry-after": "1" } });
  const resultat = await executer(plateforme, route, echange, panne?.nature === "PERDU");
  if (panne?.moment === "APRES" && (await subir(panne, api.nom, echange.reponse))) return;
  ecrire(echange.reponse, resultat);
}

async function executer(plateforme: Plateforme, route: Route, echange: Echange, perdu: boolean): Promise<Reponse> {
  try {
    return await route.operation.executer(appelDe(plateforme, route, echange, perdu));
  } catch (cause) {
    if (cause instanceof ErreurApi) return cause.reponse;
    throw cause;
  }
}

/** Misbehaves on the wire. False: the call goes on. */
async function subir(panne: Panne, api: string, reponse: http.ServerResponse): Promise<boolean> {
  switch (panne.nature) {
    case "LATENCE":
      await new Promise((resolve) => setTimeout(resolve, panne.ms ?? 1000));
      return false;
    case "PERDU":
      return false;
    case "HORS_SERVICE":
      reponse.socket?.resetAndDestroy();
      return true;
    case "COUPE":
      reponse.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
      reponse.write('{"id":"', () => reponse.socket?.destroy());
      return true;
    default:
      ecrire(reponse, reponseDePanne(panne, api));
      return true;
  }
}

function reponseDePanne(panne: Panne, api: string): Reponse {
  const attente = panne.attendreSecondes ?? 1;
  const entetes: Record<string, string> = attente > 0 ? { "retry-after": String(attente) } : {};
  const recherche = api === "rechercher-usager";
  if (panne.nature === "HTML")
    return {
      statut: 200,
      type: "text/html; charset=utf-8",
      corps: `<!doctype html><title>Service indisponible</title><a href="${ETAT_SERVICES}">État</a>`,
    };
  if (panne.nature === "S003")
    return { statut: 200, corps: { codeRetour: "S003", message: "Plusieurs usagers trouvés.", topIdentiteCertifiee: null } };
  if (panne.nature === "429") return { statut: 429, corps: { message: "Trop d’appels." }, entetes };
  if (panne.nature === "503")
    return {
      statut: 503,
      corps: recherche ? { codeRetour: "R999", message: "Service indisponible." } : { message: "Service indisponible." },
      entetes,
    };
  return { statut: 500, corps: { message: "Erreur interne." } };
}

/** Null: too long. */
async function lire(requete: http.IncomingMessage): Promise<Buffer | null> {
  const morceaux: Buffer[] = [];
  let taille = 0;
  for await (const morceau of requete) {
    taille += (morceau as Buffer).length;
    if (taille <= CORPS_MAX) morceaux.push(morceau as Buffer);
  }
  return taille <= CORPS_MAX ? Buffer.concat(morceaux) : null;
}

function ecrire(reponse: http.ServerResponse, { statut, corps, type, entetes }: Reponse): void {
  if (corps === undefined) {
    reponse.writeHead(statut, entetes).end();
    return;
  }
  const texte = typeof corps === "string" || Buffer.isBuffer(corps) ? corps : JSON.stringify(corps);
  reponse.writeHead(statut, { "content-type": type ?? "application/json; charset=utf-8", ...entetes }).end(texte);
}
