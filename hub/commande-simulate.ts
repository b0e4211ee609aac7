import path from "node:path";
import { simuler } from "../simulation/simuler";
import { civilDateOf, isCivilDate } from "../subgraphs/shared/civil-date";
import { loadSecrets } from "../subgraphs/shared/secrets";
import type { AddCommand } from "./command";
import { progressBar } from "./progress";
import { Sentence } from "./sentence";
import { signingSecrets } from "./webhooks";

interface SimulateOptions {
  departement: string;
  foyers: string;
  graine: string;
  jusque?: string;
  out: string;
  annee?: boolean;
  json?: boolean;
}

export const commandeSimulate: AddCommand = (program, settings) => {
  program
    .command("simulate")
    .description("écrit un an de fichiers pour des personnes fictives : flux CAF, catalogue, rendez-vous, décisions")
    .requiredOption("--departement <code>", "94 ou 93")
    .requiredOption("--foyers <N>", "nombre de foyers")
    .requiredOption(
      "--graine <G>",
      "même graine et même date : mêmes octets (les webhooks sont signés des secrets de UNEFOIS_DATA ou de l’environnement)",
    )
    .option("--jusque <AAAA-MM-JJ>", "fin de l’année simulée (aujourd’hui si absente)")
    .requiredOption("--out <dossier>", "dossier à écrire")
    .option(
      "--annee",
      "ajoute un flux mensuel par mois, la MSA, les instructions, les secondes demandes, les refus et les changements de NIR (plus long, plus gros)",
    )
    .option("--json", "écrit le manifeste en JSON")
    .action(async (o: SimulateOptions) => {
      const foyers = Number(o.foyers);
      if (!Number.isInteger(foyers) || foyers < 1)
        throw new Sentence(`--foyers attend un nombre entier d’au moins 1, et non « ${o.foyers} ».`, 2);
      if (o.jusque !== undefined && !isCivilDate(o.jusque))
        throw new Sentence(`--jusque attend une date AAAA-MM-JJ qui existe, et non « ${o.jusque} ».`, 2);
      const secrets = loadSecrets(settings());
      const bar = progressBar();
      const manifest = await simuler({
        departement: o.departement,
        foyers,
        graine: o.graine,
        jusque: o.jusque ?? civilDateOf(new Date()),
        dossier: path.resolve(o.out),
        secrets: signingSecrets(secrets),
        annee: o.annee ?? false,
        avancement: bar.avancement,
      }).finally(() => bar.end());
      process.stdout.write(
        o.json ? `${JSON.stringify(manifest, null, 2)}\n` : `Territoire simulé dans ${path.resolve(o.out)} (voir manifeste.json).\n`,
      );
    });
};
