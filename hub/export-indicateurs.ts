import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type DemandeExport, nomDuFichier, refusExport, territoireRefuse } from "../subgraphs/indicateurs/export/demande";
import { faireClasseur } from "../subgraphs/indicateurs/export/depot/executer-exports";
import { TerritoireInconnu } from "../subgraphs/indicateurs/export/exporter";
import type { ClasseurScelle } from "../subgraphs/indicateurs/export/tableur/classeur";
import { FORMATS, type FormatFichier } from "../subgraphs/indicateurs/export/tableur/ecrire";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { ContexteImport } from "../subgraphs/shared/import";
import type { Subgraph } from "../subgraphs/shared/subgraph";
import { writeTogether, writeWhole } from "../subgraphs/shared/whole-file";
import { Sentence } from "./sentence";

export interface DemandeFichier {
  demande: DemandeExport;
  format: FormatFichier;
  /** A file, or a folder that exists: the file then takes its own name. */
  sortie: string;
  remplacer: boolean;
}

export interface FichierEcrit {
  fichier: string;
  octets: number;
  tableaux: number;
  empreinte: string;
  sha256: string;
  arreteAu: string | null;
}

type Contexte = ContexteImport & { subgraphs: Subgraph[] };

/** Writes a file of indicators and, beside it, its SHA-256 as `sha256sum -c` reads it. Runs with the rights of a pilot of the département: it
 * reads what `indicateurs.lire` reads, masked. Errors: Sentence when the demand cannot be met or the file exists. */
export async function exporterIndicateurs(
  { demande, format, sortie, remplacer }: DemandeFichier,
  contexte: Contexte,
): Promise<FichierEcrit> {
  const refus = territoireRefuse(demande, demande.departement) ?? refusExport(demande, civilDateOf(contexte.now()));
  if (refus) throw new Sentence(refus.message);
  const dossier = fs.statSync(sortie, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!dossier) verifierSortie(sortie, remplacer);
  const classeur = await classeurDe(demande, contexte);
  const contenu = FORMATS[format].ecrire(classeur);
  const fichier = dossier ? path.join(sortie, nomDuFichier(demande, classeur.empreinte, format)) : sortie;
  const sha256 = createHash("sha256").update(contenu).digest("hex");
  await writeTogether(fichier, (fait) => {
    ecrire(fichier, contenu, remplacer);
    if (!remplacer) fait(fichier);
    ecrire(`${fichier}.sha256`, `${sha256}  ${path.basename(fichier)}\n`, remplacer);
  });
  const { empreinte, arreteAu, tableaux } = classeur;
  return { fichier, octets: contenu.length, tableaux: tableaux.length, empreinte, sha256, arreteAu };
}

/** Told before the figures are counted. */
function verifierSortie(sortie: string, remplacer: boolean): void {
  const parent = path.dirname(path.resolve(sortie));
  if (!fs.existsSync(parent)) throw new Sentence(`Le dossier ${parent} n’existe pas : créez-le d’abord.`);
  if (!remplacer && fs.existsSync(sortie)) throw new Sentence(`${sortie} existe déjà : donnez un autre nom, ou --remplacer.`);
}

function ecrire(fichier: string, contenu: Buffer | string, remplacer: boolean): void {
  if (!remplacer && fs.existsSync(fichier)) throw new Sentence(`${fichier} existe déjà : donnez un autre nom, ou --remplacer.`);
  writeWhole(fichier, contenu, { mode: 0o666, replace: remplacer });
}

async function classeurDe(demande: DemandeExport, { subgraphs, now, avancement }: Contexte): Promise<ClasseurScelle> {
  const { database, schema } = subgraphs.find((subgraph) => subgraph.name === "indicateurs")!;
  try {
    return await faireClasseur(demande, { database, schema, now }, (fait, total) => avancement?.("Indicateurs", fait, total));
  } catch (error) {
    if (error instanceof TerritoireInconnu) throw new Sentence(territoireRefuse(demande, null)!.message);
    throw error;
  }
}
