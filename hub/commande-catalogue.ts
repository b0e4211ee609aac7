import type { Command } from "commander";
import { FORMATS, type Format } from "../subgraphs/offre-insertion/data-inclusion/lecture/lire";
import { marquerPubliees, nonPubliees } from "../subgraphs/offre-insertion/data-inclusion/publication/publication.repository";
import { allOrNothing, asOwner } from "../subgraphs/shared/owner";
import { type AddCommand, type CommandSettings, withDatabase } from "./command";
import { departementOption } from "./departement-option";
import { type CatalogueExporte, exporterDataInclusion } from "./export-data-inclusion";
import { unDe } from "./option-valeurs";
import { Sentence } from "./sentence";

interface OptionsExport {
  departement: string;
  out: string;
  source: string[];
  format: Format;
  telQuel?: boolean;
  json?: boolean;
}

/** `export data-inclusion`: see docs/catalogue.md. */
export function addExportDataInclusion(group: Command, settings: () => CommandSettings): void {
  group
    .command("data-inclusion")
    .description("catalogue d’un département au schéma data·inclusion v1 : docs/catalogue.md")
    .requiredOption("--departement <code>", "département", departementOption)
    .requiredOption("--out <dossier>", "dossier où écrire structures et services")
    .option("--source <sources...>", "seulement ces producteurs ; cd94 : ce que le Département publie lui-même", [])
    .option("--format <json|csv>", "format", unDe(FORMATS), "json")
    .option("--tel-quel", "écrit ce qui a été reçu, avec ce que le schéma refuse ou ne nomme pas")
    .option("--json", "écrit le résultat en JSON")
    .action(async (o: OptionsExport) => {
      const demande = { dossier: o.out, departement: o.departement, sources: o.source, format: o.format, telQuel: o.telQuel ?? false };
      montrer(await withDatabase(settings(), (c) => exporterDataInclusion(demande, c)), o.json ?? false);
    });
}

/** Exit code 3 when something that the schema refuses was left out. */
function montrer({ fichiers, omis }: CatalogueExporte, json: boolean): void {
  process.exitCode = Object.keys(omis).length > 0 ? 3 : 0;
  if (json) {
    process.stdout.write(`${JSON.stringify({ codeSortie: process.exitCode, fichiers, omis }, null, 2)}\n`);
    return;
  }
  for (const { nom, enregistrements } of fichiers) process.stdout.write(`${nom} : ${enregistrements} fiches\n`);
  for (const [quoi, nombre] of Object.entries(omis))
    process.stdout.write(`  omis ${quoi} : ${nombre}, que le schéma v1 refuse (--tel-quel l’écrit)\n`);
}

/** Which records of its programme a Département keeps out of its feed. */
export const commandePublication: AddCommand = (program, settings) => {
  program
    .command("publication")
    .description("montre et choisit les fiches du programme que le Département ne publie pas dans son flux : docs/catalogue.md")
    .requiredOption("--departement <code>", "département", departementOption)
    .option("--retenir <fiches...>", "identifiants d’offres ou de structures à ne plus publier", [])
    .option("--publier <fiches...>", "identifiants à publier de nouveau", [])
    .option("--json", "écrit le résultat en JSON")
    .action(async (o: { departement: string; retenir: string[]; publier: string[]; json?: boolean }) => {
      const retenues = await withDatabase(settings(), ({ ownerUrl, now }) =>
        asOwner(ownerUrl, async (client) => {
          await allOrNothing(client, async () => {
            const vues = [
              ...(await marquerPubliees(client, o.departement, o.retenir, false, now())),
              ...(await marquerPubliees(client, o.departement, o.publier, true, now())),
            ];
            const absentes = [...o.retenir, ...o.publier].filter((id) => !vues.includes(id));
            if (absentes.length > 0)
              throw new Sentence(`Le programme du ${o.departement} n’a pas de fiche ${absentes.join(", ")}. Rien n’a été changé.`, 2);
          });
          return nonPubliees(client, o.departement);
        }),
      );
      if (o.json) process.stdout.write(`${JSON.stringify({ retenues }, null, 2)}\n`);
      else if (retenues.length === 0) process.stdout.write("Toutes les fiches du programme sont publiées.\n");
      else process.stdout.write(`Fiches non publiées :\n${retenues.map(({ id, nom }) => `  ${id}  ${nom}\n`).join("")}`);
    });
};
