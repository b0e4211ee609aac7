import fs from "node:fs";
import { lireUsagers } from "../simulation/france-travail/lire-usagers";
import { CLIENT_PAR_DEFAUT, type ClientSimule, demarrerSimulateur, type Simulateur } from "../simulation/france-travail/serveur";
import { contexteValide } from "../simulation/simuler";
import { usagersDe } from "../simulation/usagers";
import { civilDateOf, isCivilDate } from "../subgraphs/shared/civil-date";
import type { AddCommand } from "./command";
import { Sentence } from "./sentence";
import { signalled } from "./signals";

interface Options {
  port: string;
  hote: string;
  usagers?: string;
  departement: string;
  foyers?: string;
  graine: string;
  jusque?: string;
  clients: string[];
}

const AIDE = `
Ce que fait la commande : un serveur HTTP avec un état en mémoire, qui parle les API de la loi plein emploi (jeton, rechercher-usager,
informations administratives, statut, activités, orientation v1 et v2, rendez-vous, diagnostic, contrat d’engagement, sanctions RSA,
agences, événements) et contrôle jetons, scopes et en-têtes. Données fictives seulement : rien n’est gardé à l’arrêt, rien n’y est protégé.

Pour y brancher le hub : les réglages FRANCE_TRAVAIL_* que la commande écrit en démarrant (FRANCE_TRAVAIL_DEPARTEMENT : celui de --departement).

Pour y brancher votre propre client : remplacez https://api.francetravail.io par http://127.0.0.1:4100, et l’adresse du jeton par
http://127.0.0.1:4100/connexion/oauth2/access_token?realm=/agent (/partenaire : agences, événements) ; --clients vos-id:vos-secrets si le client a déjà les siens.
La description de tout ce qui répond : GET /openapi.json (OpenAPI 3.1).

Qui y est connu : --usagers <fichier> (celui que « unefois simulate » et le territoire de démonstration écrivent :
france-travail/usagers.jsonl), ou --foyers N pour des personnes tirées d’une graine, ou POST /controle/usagers.

Commande du simulateur (sans jeton) :
  POST /controle/pannes        {"api":"rendez-vous-partenaire","nature":"429","fois":3,"attendreSecondes":5}
                               natures : LATENCE 429 500 503 HTML COUPE S003 HORS_SERVICE PERDU ; moment AVANT ou APRES
  DELETE /controle/pannes      lève les pannes             POST /controle/horloge   {"decalageSecondes":3600}
  POST /controle/usagers       ajoute des personnes        POST /controle/fusions   {"perdu":"…","garde":"…"}
  POST /controle/actes         ce que fait un conseiller   POST /controle/quota     {"parSeconde":10}
  GET /controle/etat           GET /controle/appliques     POST /controle/remise-a-zero
Le détail, avec des exemples : docs/echanges-france-travail.md, « Le simulateur ».`;

export const commandeSimulateurFranceTravail: AddCommand = (program) => {
  program
    .command("simulateur-france-travail")
    .description("simule le SI Plateforme France Travail en HTTP, pour essayer le hub ou un autre client")
    .option("--port <port>", "port d’écoute", "4100")
    .option("--hote <adresse>", "adresse d’écoute", "127.0.0.1")
    .option("--usagers <fichier>", "personnes connues, une par ligne (JSON)")
    .option("--foyers <N>", "personnes de N foyers fictifs, tirées de la graine")
    .option("--graine <G>", "graine de ces foyers", "demonstration")
    .option("--departement <code>", "département de ces foyers, et du hub à y brancher : 94 ou 93", "94")
    .option("--jusque <AAAA-MM-JJ>", "dernier jour de leur année simulée (aujourd’hui si absent)")
    .option("--clients <id:secret...>", "clients permis", [`${CLIENT_PAR_DEFAUT.id}:${CLIENT_PAR_DEFAUT.secret}`])
    .addHelpText("after", AIDE)
    .action(async (o: Options) => {
      const port = Number(o.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw new Sentence(`--port attend un numéro de port de 0 à 65535, et non « ${o.port} ».`, 2);
      const clients = o.clients.map(clientDe);
      verifierFoyers(o);
      const simulateur = await demarrerSimulateur({ port, hote: o.hote, clients }).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== "EADDRINUSE") throw cause;
        throw new Sentence(`Le port ${port} est déjà pris : choisissez-en un autre avec --port.`);
      });
      try {
        const nombre = await peupler(simulateur, o);
        process.stdout.write(accueil(simulateur, clients[0], nombre, o.departement));
        await signalled();
      } finally {
        await simulateur.arreter();
      }
    });
};

/** What to put in the settings of a hub, or of another client. */
const accueil = ({ url, tokenUrl }: Simulateur, client: ClientSimule | undefined, nombre: number, departement: string): string =>
  [
    `SI Plateforme simulé, ${nombre} usagers. Réglages du hub :`,
    `FRANCE_TRAVAIL_URL=${url}`,
    `FRANCE_TRAVAIL_TOKEN_URL=${tokenUrl}`,
    `FRANCE_TRAVAIL_CLIENT_ID=${client?.id}`,
    `FRANCE_TRAVAIL_CLIENT_SECRET=${client?.secret}`,
    `FRANCE_TRAVAIL_DEPARTEMENT=${departement}`,
    `Description : ${url}/openapi.json`,
    "",
  ].join("\n");

function clientDe(texte: string): ClientSimule {
  const [id, secret, ...reste] = texte.split(":");
  if (!id || !secret || reste.length > 0) throw new Sentence("--clients attend des paires « id:secret ».", 2);
  return { id, secret };
}

/** What concerns fictional households is wrong usage without them, and said before anything is listened to. */
function verifierFoyers({ foyers, jusque, departement }: Options): void {
  if (jusque !== undefined && !isCivilDate(jusque))
    throw new Sentence(`--jusque attend une date AAAA-MM-JJ qui existe, et non « ${jusque} ».`, 2);
  if (!["93", "94"].includes(departement)) throw new Sentence(`--departement : choisissez entre 93 et 94, et non « ${departement} ».`, 2);
  if (foyers !== undefined && !/^[1-9]\d{0,5}$/.test(foyers))
    throw new Sentence(`--foyers attend un nombre entier, 1 ou plus, et non « ${foyers} ».`, 2);
}

/** Fills the simulator; gives the number of people. */
async function peupler(simulateur: Simulateur, o: Options): Promise<number> {
  let nombre = 0;
  if (o.usagers !== undefined) {
    if (!fs.existsSync(o.usagers)) throw new Sentence(`Fichier introuvable : ${o.usagers}.`, 2);
    for await (const usager of lireUsagers(o.usagers)) {
      simulateur.ajouterUsager(usager);
      nombre++;
    }
  }
  if (o.foyers === undefined) return nombre;
  const { departement, graine, jusque = civilDateOf(new Date()) } = o;
  for (const usager of usagersDe(contexteValide({ departement, foyers: Number(o.foyers), graine, jusque }))) {
    simulateur.ajouterUsager(usager);
    nombre++;
  }
  return nombre;
}
