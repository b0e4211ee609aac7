import fs from "node:fs";
import path from "node:path";
import { fichiersDuDepot } from "../subgraphs/echanges/depot/executer-depots";
import { semaineDue } from "../subgraphs/echanges/inscription/semaine";
import { isoWeek } from "../subgraphs/shared/civil-date";
import { systemClock } from "../subgraphs/shared/clock";
import { asOwner } from "../subgraphs/shared/owner";
import { writeWhole } from "../subgraphs/shared/whole-file";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { inscrireDepots } from "./commande-depot";
import { departementOption } from "./departement-option";
import { outilsDepot } from "./depots";
import { departementsConnus, listeDInscription } from "./inscriptions";
import { Sentence } from "./sentence";

interface Options {
  departement: string;
  semaine?: string;
  vers?: string;
  json: boolean;
}

export const commandeInscriptions: AddCommand = (program, settings) => {
  program
    .command("inscriptions")
    .description("fait la liste hebdomadaire des personnes à inscrire ou à identifier à France Travail, et son fichier signé")
    .option("--departement <code>", "département de la liste", departementOption, "94")
    .option("--semaine <semaine>", "semaine ISO, comme 2026-W47 ; par défaut celle dont la liste est due")
    .option("--vers <dossier>", "écrit aussi les fichiers dans ce dossier : ils nomment des personnes")
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: Options) => {
      if (o.semaine !== undefined && (!isoWeek(o.semaine) || o.semaine > semaineDue(systemClock.now())))
        throw new Sentence(`« ${o.semaine} » n’est pas une semaine ISO commencée, comme 2026-W47.`, 2);
      return withDatabase(settings(), (context) => faire(context, o));
    });
};

async function faire(context: CommandContext, { departement, semaine, vers, json }: Options): Promise<void> {
  // A deposit is numbered for ever and leaves signed: never one of a département that the hub does not hold.
  const connus = await asOwner(context.ownerUrl, departementsConnus);
  if (!connus.includes(departement))
    throw new Sentence(
      `Le hub n’a pas le département ${departement} (il a : ${connus.join(", ") || "aucun"}) : aucune liste n’est faite.`,
      2,
    );
  const outils = outilsDepot(context.secrets);
  const { nirKey } = context.secrets;
  const depuis = context.settings.franceTravail.depuis ?? null;
  const options = { databaseUrl: context.ownerUrl, nirKey, outils, clock: systemClock, depuis };
  const issue = await listeDInscription(options, departement, semaine);
  if (vers !== undefined) {
    const fichiers = issue.depots.flatMap((depot) => fichiersDuDepot(depot, outils.coffre));
    await asOwner(context.ownerUrl, (client) => inscrireDepots(client, issue.depots, context, "EXPORT"));
    fs.mkdirSync(vers, { recursive: true });
    for (const fichier of fichiers) writeWhole(path.join(vers, fichier.nom), fichier.contenu, { mode: 0o600, replace: true });
  }
  const dit = { nouvelle: issue.nouvelle, personnes: issue.personnes, depots: issue.depots.map((d) => d.nom), abandons: issue.abandons };
  if (json) process.stdout.write(`${JSON.stringify(dit, null, 2)}\n`);
  else if (!issue.nouvelle && issue.depots.length === 0) process.stdout.write("La liste de cette semaine est déjà faite.\n");
  else
    process.stdout.write(
      `${issue.personnes} personne(s). Fichier signé : ${dit.depots.join(", ")}. Abandons constatés : ${issue.abandons}.\n`,
    );
}
