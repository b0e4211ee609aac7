import fs from "node:fs";
import path from "node:path";
import { lireUsagers } from "../simulation/france-travail/lire-usagers";
import { CLIENT_PAR_DEFAUT, demarrerSimulateur } from "../simulation/france-travail/serveur";
import { addDays, civilDateOf } from "../subgraphs/shared/civil-date";
import type { Settings } from "../subgraphs/shared/settings";
import { checkPort } from "./check-port";
import { Sentence } from "./sentence";

/** The département of the demo territory that exchanges with the simulated SI Plateforme. */
const DEPARTEMENT = "94";
const PORT = 4100;
/** Days of the demo year that are told: the whole year would take an hour of calls. */
const JOURS = 30;

export interface SimulateurDeDemo {
  settings: Settings;
  stop(): Promise<void>;
}

/** Says at once, before the territory is loaded, what would keep the simulator from starting. @param port where it will listen.
 * Errors, in a sentence: production, an address already given, the port taken. */
export async function verifierSimulateur(settings: Settings, port = PORT): Promise<void> {
  if (settings.production)
    throw new Sentence("Le simulateur de France Travail est pour la démonstration : jamais avec NODE_ENV=production.", 2);
  if (settings.franceTravail.url) throw new Sentence("FRANCE_TRAVAIL_URL est déjà donnée : retirez-la, ou retirez --simulateur.", 2);
  await checkPort("127.0.0.1", port, portPris);
}

const portPris = (port: number): string =>
  `Le port ${port} du simulateur est déjà pris : un simulateur y tourne peut-être déjà. Arrêtez-le ; ou retirez --simulateur et donnez les réglages FRANCE_TRAVAIL_* que « unefois simulateur-france-travail --port ${port + 10} » écrit.`;

/** Starts the simulated SI Plateforme with the people of the demo territory, and gives the settings that point the hub at it.
 * Errors, in a sentence: production, an address already given, a territory that an earlier version simulated, the port taken. */
export async function brancherSimulateur(settings: Settings, say: (line: string) => void, port = PORT): Promise<SimulateurDeDemo> {
  await verifierSimulateur(settings, port);
  const usagers = path.join(settings.dataFolder, "demo", DEPARTEMENT, "france-travail", "usagers.jsonl");
  if (!fs.existsSync(usagers))
    throw new Sentence(
      `Fichier introuvable : ${usagers}. Le territoire de démonstration vient d’une version antérieure, ou n’a pas été chargé : videz ce dossier de données et relancez.`,
    );
  const simulateur = await demarrerSimulateur({ port }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EADDRINUSE") throw cause;
    throw new Sentence(portPris(port));
  });
  let nombre = 0;
  for await (const usager of lireUsagers(usagers)) {
    simulateur.ajouterUsager(usager);
    nombre++;
  }
  const depuis = addDays(civilDateOf(new Date()), -JOURS);
  say(
    `SI Plateforme France Travail simulé : ${simulateur.url}/openapi.json (${nombre} usagers ; le hub lui dit ce qui date du ${depuis} ou d’après).`,
  );
  return {
    settings: {
      ...settings,
      franceTravail: {
        ...settings.franceTravail,
        url: simulateur.url,
        tokenUrl: simulateur.tokenUrl,
        clientId: CLIENT_PAR_DEFAUT.id,
        clientSecret: CLIENT_PAR_DEFAUT.secret,
        departement: DEPARTEMENT,
        depuis: settings.franceTravail.depuis ?? depuis,
      },
    },
    stop: () => simulateur.arreter(),
  };
}
