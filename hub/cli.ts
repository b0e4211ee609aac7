import { type Argument, Command, type Option } from "commander";
import { readSettings } from "../subgraphs/shared/settings";
import { commandeCampagne } from "./commande-campagne";
import { commandePublication } from "./commande-catalogue";
import { commandeClients } from "./commande-clients";
import { commandeDemo } from "./commande-demo";
import { commandeDepot } from "./commande-depot";
import { commandeDocuments } from "./commande-documents";
import { commandeEcarts } from "./commande-ecarts";
import { commandeEchanges } from "./commande-echanges";
import { commandeEffacements, commandePurger } from "./commande-effacement";
import { commandeEmetteurDemo } from "./commande-emetteur-demo";
import { commandeExport } from "./commande-export";
import { commandeImport } from "./commande-import";
import { commandeInscriptions } from "./commande-inscriptions";
import { commandeJournal } from "./commande-journal";
import { commandeMesurerIdentites } from "./commande-mesurer-identites";
import { commandeMigrate } from "./commande-migrate";
import { commandeNir } from "./commande-nir";
import { commandePersonne } from "./commande-personne";
import { commandeReconstruire } from "./commande-reconstruire";
import { commandeRejets } from "./commande-rejets";
import { commandeRestauration, commandeSauvegarde } from "./commande-sauvegarde";
import { commandeSchema } from "./commande-schema";
import { commandeSimulate } from "./commande-simulate";
import { commandeSimulateurFranceTravail } from "./commande-simulateur-france-travail";
import { commandeStart } from "./commande-start";
import { commandeToken } from "./commande-token";
import { commandeTransmettre } from "./commande-transmettre";

/** The command line. Exit codes: 0, 1 (failed), 2 (usage), 3 (done, with rejected records). */
export function createProgram(): Command {
  let commande = "";
  const settings = () => ({ ...readSettings(process.env), commande });
  const program = new Command("unefois")
    .hook("preAction", (_, action) => {
      commande = nomDe(action);
    })
    .description("Hub GraphQL fédéré « dites-le-nous une fois » : Département, organismes référents, France Travail.")
    .version("0.1.0", "-V, --version", "affiche la version")
    .helpOption("-h, --help", "affiche cette aide")
    .helpCommand("help [commande]", "affiche l’aide d’une commande")
    .showSuggestionAfterError(true)
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText(
      "after",
      "\nCodes de sortie : 0 fait · 1 échec · 2 commande mal écrite · 3 fait, avec des enregistrements rejetés.\nDocumentation : README.md et docs/.",
    );
  for (const add of [
    commandeStart,
    commandeDocuments,
    commandeMigrate,
    commandeImport,
    commandeExport,
    commandePublication,
    commandeRejets,
    commandeEcarts,
    commandeCampagne,
    commandeEchanges,
    commandeDepot,
    commandeTransmettre,
    commandeInscriptions,
    commandeSauvegarde,
    commandeRestauration,
    commandePurger,
    commandeEffacements,
    commandePersonne,
    commandeJournal,
    commandeSimulate,
    commandeSimulateurFranceTravail,
    commandeToken,
    commandeClients,
    commandeSchema,
    commandeDemo,
    commandeEmetteurDemo,
    commandeNir,
    commandeReconstruire,
    commandeMesurerIdentites,
  ])
    add(program, settings);
  return french(program);
}

/** A command as it is typed, without its arguments: `export departement`. */
export const nomDe = (command: Command): string => (command.parent?.parent ? `${nomDe(command.parent)} ${command.name()}` : command.name());

/** Commander's own words, in French, on every command. */
function french(command: Command): Command {
  command.configureHelp({
    styleTitle: (title) =>
      ({ "Usage:": "Usage :", "Options:": "Options :", "Commands:": "Commandes :", "Arguments:": "Arguments :" })[title] ?? title,
    optionDescription: describe,
    argumentDescription: describe,
  });
  command.helpOption("-h, --help", "affiche cette aide").exitOverride();
  command.configureOutput({ outputError: (text, write) => write(inFrench(text)) });
  for (const child of command.commands) french(child as Command);
  return command;
}

/** What an option or an argument is, and its default where it says something. */
function describe({ description, defaultValue, defaultValueDescription }: Option | Argument): string {
  const silent = defaultValue === undefined || defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  return silent ? description : `${description} (par défaut : ${defaultValueDescription ?? defaultValue})`;
}

const SENTENCES: [RegExp, string][] = [
  [/^error: unknown command '(.*?)'/m, "Commande inconnue : « $1 »."],
  [/^error: unknown option '(.*?)'/m, "Option inconnue : « $1 »."],
  [/^error: required option '(.*?)' not specified/m, "L’option « $1 » est obligatoire."],
  [/^error: missing required argument '(.*?)'/m, "Il manque l’argument « $1 »."],
  [/^error: option '(.*?)' argument missing/m, "L’option « $1 » attend une valeur."],
  [/^error: option '(.*?)' argument '(.*?)' is invalid\. /m, "L’option « $1 » ne peut pas valoir « $2 » : "],
  [/^error: command-argument value '(.*?)' is invalid for argument '(.*?)'\. /m, "L’argument « $2 » ne peut pas valoir « $1 » : "],
  [/^error: too many arguments.*$/m, "Trop d’arguments : voir --help."],
  [/\(Did you mean (?:one of )?(.*?)\?\)/m, "Vouliez-vous dire : $1 ?"],
];

const inFrench = (text: string): string => SENTENCES.reduce((told, [pattern, sentence]) => told.replace(pattern, sentence), text);
