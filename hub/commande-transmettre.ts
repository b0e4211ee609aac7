import { cibleDossier, ciblesDe } from "../subgraphs/echanges/depot/depot.client";
import type { AvantDepot } from "../subgraphs/echanges/depot/executer-depots";
import { systemClock } from "../subgraphs/shared/clock";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { inscrireDepots } from "./commande-depot";
import { departementOption } from "./departement-option";
import { outilsDepot } from "./depots";
import { tourDesRectifications } from "./rectifications-a-la-source";
import { type OptionsSanctions, type TourDesSanctions, tourDesSanctions } from "./sanctions-a-executer";

interface Options {
  departement?: string;
  vers?: string;
  json: boolean;
}

export const commandeTransmettre: AddCommand = (program, settings) => {
  const transmettre = program.command("transmettre").description("transmet aux partenaires ce qu’aucune API ne porte");
  transmettre
    .command("sanctions")
    .description("fait les fichiers signés des sanctions à appliquer par la CAF et la MSA, les dépose, et suit ceux qui le sont")
    .option("--departement <code>", "un seul département ; par défaut, tous", departementOption)
    .option("--vers <dossier>", "dépose dans ce dossier (CAF/, MSA/) : les fichiers nomment des personnes")
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: Options) => withDatabase(settings(), (context) => transmis(context, o, tourDesSanctions)));
  transmettre
    .command("rectifications")
    .description("demande à la CAF et à la MSA, par fichiers signés, de corriger ce qu’une personne conteste, et suit ces demandes")
    .option("--departement <code>", "un seul département ; par défaut, tous", departementOption)
    .option("--vers <dossier>", "dépose dans ce dossier (CAF/, MSA/) : les fichiers nomment des personnes")
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: Options) => withDatabase(settings(), (context) => transmis(context, o, tourDesRectifications)));
};

async function transmis(
  { ownerUrl, secrets, settings, log, operateur, now }: CommandContext,
  { departement, vers, json }: Options,
  tour: (options: OptionsSanctions) => Promise<TourDesSanctions>,
): Promise<void> {
  // A folder given here only takes what is for the payers: the other files keep their own way.
  const cibles = vers === undefined ? ciblesDe(settings.depots) : [{ ...cibleDossier(vers), destinataires: ["CAF", "MSA"] as const }];
  const outils = outilsDepot(secrets);
  const avant: AvantDepot = (client, depot) => inscrireDepots(client, [depot], { operateur, now }, "TRANSMISSION");
  const options = { databaseUrl: ownerUrl, nirKey: secrets.nirKey, outils, cibles, clock: systemClock, log, departement, avant };
  const { fichiers, deposes, confirmees } = await tour(options);
  const dit = { fichiers: fichiers.map(({ nom, nombre }) => ({ nom, lignes: nombre })), deposes, confirmees };
  if (json) process.stdout.write(`${JSON.stringify(dit, null, 2)}\n`);
  else {
    for (const { nom, lignes } of dit.fichiers) process.stdout.write(`${nom} : ${lignes} ligne(s)\n`);
    process.stdout.write(`${deposes} dépôt(s) laissé(s), ${confirmees} étape(s) vue(s) chez l’organisme payeur.\n`);
    if (cibles.length === 0) process.stdout.write("Aucun endroit où déposer : donnez --vers ou DEPOT_DOSSIER.\n");
  }
}
