import { SUBGRAPH_NAMES } from "../subgraphs/shared/settings";
import type { AddCommand } from "./command";
import { Sentence } from "./sentence";
import { signalled } from "./signals";
import { startHub } from "./start";
import { isPart, PARTS, type Part, startOnly } from "./start-only";

export const commandeStart: AddCommand = (program, settings) => {
  program
    .command("start")
    .description("démarre le hub : PostgreSQL embarqué, migrations, territoire de démonstration, passerelle et sous-graphes")
    .option("--only <partie>", `ne démarre qu’une partie : ${PARTS.join(", ")}`)
    .option("--demo", "charge le territoire de démonstration même quand DATABASE_URL est donnée", false)
    .option(
      "--simulateur",
      "démarre aussi le SI Plateforme France Travail simulé (port 4100), avec les personnes du territoire de démonstration",
      false,
    )
    .addHelpText(
      "after",
      `\nVariables : DATABASE_URL, PORT, UNEFOIS_DATA, OIDC_ISSUER, GATEWAY_SECRET, NIR_KEY, ${SUBGRAPH_NAMES.map((n) => `SUBGRAPH_${n.replaceAll("-", "_").toUpperCase()}_URL`).join(", ")}, FRANCE_TRAVAIL_URL et la suite, DEPOT_DOSSIER, WEBHOOKS_ADRESSES_PRIVEES (voir .env.example).`,
    )
    .action(async (options: { only?: string; demo: boolean; simulateur: boolean }) => {
      const say = (line: string) => void process.stdout.write(`${line}\n`);
      if (options.only !== undefined && !isPart(options.only))
        throw new Sentence(`« ${options.only} » n’est pas une partie du hub : choisissez ${PARTS.join(", ")}.`, 2);
      if (options.only !== undefined && options.simulateur)
        throw new Sentence("--simulateur va avec le hub entier : à côté de « --only », lancez « unefois simulateur-france-travail ».", 2);
      const stopAsked = signalled();
      const starting = options.only
        ? startOnly(options.only as Part, settings(), say)
        : startHub({ settings: settings(), demo: options.demo, simulateur: options.simulateur, say });
      const running = await Promise.race([starting, stopAsked.then(() => null)]);
      if (running === null) {
        say("Arrêt demandé pendant le démarrage : ce qui est commencé reprendra au prochain.");
        // The embedded PostgreSQL is stopped as the process ends; every step of a load is one transaction or can be run again.
        process.exit(0);
      }
      await stopAsked;
      say("Arrêt en cours…");
      await running.stop();
      say("Le hub est arrêté.");
    });
};
