import type { Command } from "commander";
import { type DemandeExport, MODELES, type ModeleExport } from "../subgraphs/indicateurs/export/demande";
import { estUnFormat, FORMATS, type FormatFichier } from "../subgraphs/indicateurs/export/tableur/ecrire";
import { isCivilDate } from "../subgraphs/shared/civil-date";
import { type AddCommand, withDatabase } from "./command";
import { withSubgraphs } from "./commande-import";
import { departementOption } from "./departement-option";
import { exporterIndicateurs, type FichierEcrit } from "./export-indicateurs";
import { Sentence } from "./sentence";

interface Options {
  modele: string;
  departement: string;
  annee: string;
  trimestre?: string;
  territoire?: string;
  connuLe?: string;
  tableau?: string;
  format?: string;
  sortie: string;
  remplacer: boolean;
  json: boolean;
}

const nomDuModele = (modele: string) => modele.toLowerCase().replaceAll("_", "-");
const MODELES_DITS = Object.keys(MODELES).map(nomDuModele);
const FORMATS_DITS = Object.keys(FORMATS);

export function addExportIndicateurs(group: Command, settings: Parameters<AddCommand>[1]): void {
  group
    .command("indicateurs")
    .description("tableaux d’indicateurs, masqués, avec définitions, versions et empreinte : voir docs/exports-indicateurs.md")
    .requiredOption("--modele <nom>", `ce qui s’exporte : ${MODELES_DITS.join(", ")}`)
    .requiredOption("--departement <code>", "département", departementOption)
    .requiredOption("--annee <AAAA>", "année")
    .option("--trimestre <1 à 4>", "un trimestre de l’année ; exigé par le modèle trimestre")
    .option("--territoire <code>", "code INSEE ou ensemble de communes (94-PILOTE) ; le département entier si absent")
    .option("--connu-le <AAAA-MM-JJ>", "chiffres tels qu’ils étaient connus à la fin de ce jour")
    .option("--tableau <clé>", "un seul tableau (OARSA_T1, DELAIS…) ; tous si absent")
    .option("--format <nom>", `${FORMATS_DITS.join(", ")} ; celui de l’extension du fichier si absent`)
    .requiredOption("--sortie <fichier ou dossier>", "fichier à écrire, ou dossier existant où lui donner un nom")
    .option("--remplacer", "écrit à la place d’un fichier qui existe", false)
    .option("--json", "écrit le résultat en JSON", false)
    .action(async (o: Options) => {
      const demande = demandeDe(o);
      const format = formatDe(o);
      const ecrit = await withDatabase(settings(), (c) =>
        withSubgraphs(c, (subgraphs) =>
          exporterIndicateurs({ demande, format, sortie: o.sortie, remplacer: o.remplacer }, { ...c, subgraphs }),
        ),
      );
      montrer(ecrit, o.json);
    });
}

function demandeDe(o: Options): DemandeExport {
  const modele = o.modele.toUpperCase().replaceAll("-", "_");
  if (!Object.hasOwn(MODELES, modele)) throw new Sentence(`« --modele » est l’un de ${MODELES_DITS.join(", ")}.`, 2);
  if (!/^\d{4}$/.test(o.annee)) throw new Sentence("« --annee » est une année de quatre chiffres.", 2);
  if (o.trimestre !== undefined && !/^[1-4]$/.test(o.trimestre)) throw new Sentence("« --trimestre » va de 1 à 4.", 2);
  if (o.connuLe !== undefined && !isCivilDate(o.connuLe)) throw new Sentence("« --connu-le » est une date AAAA-MM-JJ.", 2);
  return {
    modele: modele as ModeleExport,
    departement: o.departement,
    annee: Number(o.annee),
    trimestre: o.trimestre === undefined ? null : Number(o.trimestre),
    territoire: o.territoire ?? o.departement,
    connuLe: o.connuLe ?? null,
    tableau: o.tableau?.toUpperCase().replaceAll("-", "_") ?? null,
  };
}

/** The format that is named, or that of the extension of the file. */
function formatDe({ format, sortie }: Options): FormatFichier {
  const dit = format?.toLowerCase() ?? /\.([a-z]+)$/i.exec(sortie)?.[1]?.toLowerCase() ?? "";
  if (estUnFormat(dit)) return dit;
  throw new Sentence(`« --format » est l’un de ${FORMATS_DITS.join(", ")}.`, 2);
}

function montrer(ecrit: FichierEcrit, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ codeSortie: 0, ...ecrit }, null, 2)}\n`);
  else {
    process.stdout.write(
      `${ecrit.fichier} : ${ecrit.tableaux} tableaux, ${ecrit.octets} octets, arrêté au ${ecrit.arreteAu ?? "— (aucun fait)"}\n`,
    );
    process.stdout.write(`Empreinte du contenu : ${ecrit.empreinte}\nSHA-256 du fichier, dans ${ecrit.fichier}.sha256 : ${ecrit.sha256}\n`);
  }
}
