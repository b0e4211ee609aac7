import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { type AdressesAdmises, adresseReservee, raisonUrlRefusee } from "../abonnement/url-abonnement";
import type { CodeLivraison } from "./erreur-livraison";
import type { Accueil } from "./livrer";

export type Adresse = { address: string; family: number };

export interface ReglagesDestinataire extends AdressesAdmises {
  /** Milliseconds for a whole exchange. */
  delaiMs?: number;
  /** Resolves a name; by default the machine's resolver. */
  resoudre?: (nom: string) => Promise<Adresse[]>;
}

const LU_AU_PLUS = 65_536;
const DELAI_MS = 10_000;
/** Above that, a receiver that asks to wait is not obeyed to the second: the last try of the 72 hours decides. */
const ATTENTE_MAX_SECONDES = 86_400;

class AdresseInterdite extends Error {}

const duSysteme = (nom: string): Promise<Adresse[]> => dns.promises.lookup(nom, { all: true });

export interface Destinataire {
  poster(url: string, entetes: Record<string, string>, corps: string): Promise<Accueil>;
  fermer(): void;
}

/** Sends signed messages to subscribers. A connection is made to an address that was checked, by the very call that resolved it: a name that
 * changes between check and connection cannot lead elsewhere. No redirect is followed, no proxy is read from the environment. */
export function creerDestinataire({ privees = false, delaiMs = DELAI_MS, resoudre = duSysteme }: ReglagesDestinataire = {}): Destinataire {
  const lookup = resolutionVerifiee(resoudre, privees);
  const options = { keepAlive: true, maxFreeSockets: 8, lookup } as https.AgentOptions;
  const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  return {
    poster: async (texte, entetes, corps) => {
      // An address written in figures is not resolved: it is checked here, each time.
      if (raisonUrlRefusee(texte, { privees }) !== null) return echec("ADRESSE_INTERDITE");
      const url = new URL(texte);
      const agent = agents[url.protocol as "http:" | "https:"];
      const envoi = { url, entetes, corps, agent, delaiMs };
      try {
        return await envoyer(envoi).catch((error) => (error instanceof ConnexionPerimee ? envoyer(envoi) : Promise.reject(error)));
      } catch (error) {
        return echec(codeDe(error as NodeJS.ErrnoException));
      }
    },
    fermer: () => Object.values(agents).forEach((agent) => void agent.destroy()),
  };
}

function resolutionVerifiee(resoudre: (nom: string) => Promise<Adresse[]>, privees: boolean): LookupFunction {
  return (nom, options, callback) => {
    resoudre(nom).then(
      (adresses) => {
        const interdite = !privees && adresses.some(({ address }) => adresseReservee(address));
        if (interdite || adresses.length === 0) return callback(new AdresseInterdite() as NodeJS.ErrnoException, "", 4);
        if (options.all) return (callback as unknown as (e: null, a: Adresse[]) => void)(null, adresses);
        callback(null, adresses[0]!.address, adresses[0]!.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 4),
    );
  };
}

interface Envoi {
  url: URL;
  entetes: Record<string, string>;
  corps: string;
  agent: http.Agent | https.Agent;
  delaiMs: number;
}

/** The receiver had closed a connection kept open: sent once more at once. Were the first one read all the same, its id says so. */
class ConnexionPerimee extends Error {}

function envoyer({ url, entetes, corps, agent, delaiMs }: Envoi): Promise<Accueil> {
  return new Promise((resolve, reject) => {
    const contenu = Buffer.from(corps);
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "content-length": contenu.length,
      accept: "application/json",
      "user-agent": "UneFois-webhooks/1",
      ...entetes,
    };
    const envoi = url.protocol === "https:" ? https.request : http.request;
    const requete = envoi(url, { method: "POST", headers, agent, signal: AbortSignal.timeout(delaiMs) });
    requete.once("error", (error: NodeJS.ErrnoException) => {
      reject(requete.reusedSocket && ["ECONNRESET", "EPIPE"].includes(error.code ?? "") ? new ConnexionPerimee() : error);
    });
    requete.once("response", (reponse) => debutDe(reponse).then((debut) => resolve(accueil(reponse, debut)), reject));
    requete.end(contenu);
  });
}

/** The first characters of an answer; the rest is read to free the connection, or cut when it is long. */
function debutDe(reponse: http.IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let debut = "";
    let lu = 0;
    reponse.on("data", (morceau: Buffer) => {
      if (debut.length < 512) debut += morceau.toString("latin1", 0, 512);
      lu += morceau.length;
      if (lu > LU_AU_PLUS) {
        resolve(debut);
        reponse.destroy();
      }
    });
    reponse.once("end", () => resolve(debut));
    reponse.once("error", reject);
  });
}

function accueil(reponse: http.IncomingMessage, debut: string): Accueil {
  const statut = reponse.statusCode ?? 0;
  if (statut === 410) return echec("ABONNE_PARTI");
  if (statut >= 300 && statut < 400) return echec("REDIRECTION");
  if (statut < 200 || statut > 299) return echec("REPONSE_EN_ERREUR", attente(reponse.headers["retry-after"]));
  if (/html/i.test(reponse.headers["content-type"] ?? "") || /^\s*<(!doctype|html)/i.test(debut)) return echec("REPONSE_HTML");
  return { recu: true };
}

const echec = (code: CodeLivraison, attendreSecondes: number | null = null): Accueil => ({ recu: false, code, attendreSecondes });

/** Seconds of a Retry-After. A date is left to the ordinary pauses: clocks differ. */
function attente(entete: string | undefined): number | null {
  return entete !== undefined && /^\d{1,9}$/.test(entete) ? Math.min(Number(entete), ATTENTE_MAX_SECONDES) : null;
}

function codeDe(error: NodeJS.ErrnoException): CodeLivraison {
  if (error instanceof AdresseInterdite) return "ADRESSE_INTERDITE";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "DELAI_DEPASSE";
  if (error.code === "ENOTFOUND" || error.code === "EAI_AGAIN") return "NOM_INTROUVABLE";
  return "ABONNE_INJOIGNABLE";
}
