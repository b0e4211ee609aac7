import type { Command } from "commander";
import { isCivilDate } from "../subgraphs/shared/civil-date";
import { FINALITES, type Finalite } from "../subgraphs/shared/identity";
import { type AddCommand, withDatabase } from "./command";
import { addExportDataInclusion } from "./commande-catalogue";
import { addExportIndicateurs } from "./commande-export-indicateurs";
import { withSubgraphs } from "./commande-import";
import { departementOption } from "./departement-option";
import { exporterDepartement, type ResultatExport } from "./export-departement";
import { exporterPdie } from "./export-pdie";
import { Sentence } from "./sentence";

interface Options {
  departement: string;
  depuis?: string;
  format: string;
  finalite: string;
  json?: boolean;
}

export const commandeExport: AddCommand = (program, settings) => {
  const group = program.command("export").description("écrit ce que le hub sait, pour un autre logiciel");
  addPdie(group, settings);
  addExportDataInclusion(group, settings);
  addExportIndicateurs(group, settings);
  group
    .command("departement")
    .description("fichiers pour le logiciel d’un Département (ORIAS…) : voir docs/fichier-departement.md")
    .argument("<dossier>", "dossier neuf où écrire les fichiers et leur manifeste")
    .requiredOption("--departement <code>", "département", departementOption)
    .option("--depuis <curseur ou date>", "seulement les personnes changées depuis : curseur d’un export, ou AAAA-MM-JJ")
    .option("--format <csv|jsonl>", "encodage", "csv")
    .option("--finalite <finalité>", "finalité du traitement ; elle décide de ce qui se lit", "ACCOMPAGNEMENT")
    .option("--json", "écrit le résultat en JSON")
    .action(async (dossier: string, o: Options) => {
      const demande = {
        dossier,
        departement: o.departement,
        depuis: depuis(o.depuis),
        encodage: encodage(o.format),
        finalite: finalite(o.finalite),
      };
      const resultat = await withDatabase(settings(), (c) =>
        withSubgraphs(c, (subgraphs) => exporterDepartement(demande, { ...c, subgraphs })),
      );
      montrer(resultat, o.json ?? false);
    });
};

function addPdie(group: Command, settings: Parameters<AddCommand>[1]): void {
  group
    .command("pdie")
    .description("programme départemental d’insertion, aux fichiers que lit « import pdie » : voir docs/fichier-pdie.md")
    .argument("<dossier>", "dossier neuf où écrire les fichiers")
    .requiredOption("--departement <code>", "département", departementOption)
    .option("--json", "écrit le résultat en JSON")
    .action(async (dossier: string, o: { departement: string; json?: boolean }) => {
      const fichiers = await withDatabase(settings(), (c) => exporterPdie(c.ownerUrl, dossier, o.departement));
      if (o.json) process.stdout.write(`${JSON.stringify({ codeSortie: 0, fichiers }, null, 2)}\n`);
      else for (const { nom, lignes } of fichiers) process.stdout.write(`${nom} : ${lignes} lignes\n`);
    });
}

function depuis(texte: string | undefined): { curseur: number } | { jour: string } | null {
  if (texte === undefined) return null;
  if (/^\d{1,15}$/.test(texte)) return { curseur: Number(texte) };
  if (isCivilDate(texte)) return { jour: texte };
  throw new Sentence("« --depuis » est le curseur d’un export (un nombre) ou une date AAAA-MM-JJ.", 2);
}

function encodage(texte: string): "csv" | "jsonl" {
  if (texte === "csv" || texte === "jsonl") return texte;
  throw new Sentence("« --format » est csv ou jsonl.", 2);
}

function finalite(texte: string): Finalite {
  if (FINALITES.includes(texte as Finalite)) return texte as Finalite;
  throw new Sentence(`« --finalite » est l’une de ${FINALITES.join(", ")}.`, 2);
}

/** Exit code 3 when some facts could not be said in the format. */
function montrer({ fichiers, curseur, personnes, omis }: ResultatExport, json: boolean): void {
  process.exitCode = Object.keys(omis).length > 0 ? 3 : 0;
  if (json) {
    process.stdout.write(`${JSON.stringify({ codeSortie: process.exitCode, fichiers, curseur, personnes, omis }, null, 2)}\n`);
    return;
  }
  for (const { nom, enregistrements } of fichiers) process.stdout.write(`${nom} : ${enregistrements} enregistrements\n`);
  for (const [fait, nombre] of Object.entries(omis)) process.stdout.write(`  omis ${fait} : ${nombre}, que le format ne peut pas dire\n`);
  process.stdout.write(`${personnes} personnes lues. Curseur du prochain export : --depuis ${curseur}\n`);
}
