import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import type { Format } from "../subgraphs/offre-insertion/data-inclusion/lecture/lire";
import {
  enteteCsv,
  type FicheV1,
  ficheDeLaLigne,
  ligneCsv,
  stricte,
} from "../subgraphs/offre-insertion/data-inclusion/publication/fiche-v1";
import {
  lignesDuDepartement,
  type Perimetre,
  sourcesDuDepartement,
} from "../subgraphs/offre-insertion/data-inclusion/publication/publication.repository";
import type { Nature } from "../subgraphs/offre-insertion/data-inclusion/validation";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { ContexteImport } from "../subgraphs/shared/import";
import { asOwner } from "../subgraphs/shared/owner";
import { writeTogether } from "../subgraphs/shared/whole-file";
import { Sentence } from "./sentence";

export interface DemandeExport {
  /** Folder, made when it is not there; files of the same names are replaced. */
  dossier: string;
  departement: string;
  sources: readonly string[];
  format: Format;
  /** What was received, with what the schema does not know; otherwise each record is one that the JSON Schema accepts. */
  telQuel: boolean;
}

export interface CatalogueExporte {
  fichiers: { nom: string; enregistrements: number }[];
  /** What the schema refuses and was left out, by `nature.champ : valeur`; `nature.champ (fiche)` when the whole record was. */
  omis: Record<string, number>;
}

/** Writes the catalogue of a département in the schema v1: `structures` and `services`, in one snapshot of the database.
 * Errors: Sentence, for a source that has nothing there; nothing is written then. */
export async function exporterDataInclusion(
  demande: DemandeExport,
  { ownerUrl, now, avancement }: ContexteImport,
): Promise<CatalogueExporte> {
  const { dossier, departement, sources, format } = demande;
  const perimetre: Perimetre = { departement, sources, jour: civilDateOf(now()) };
  const bilan: CatalogueExporte = { fichiers: [], omis: {} };
  const ecrire = async (client: pg.Client, fait: (fichier: string) => void) => {
    await client.query("begin isolation level repeatable read read only");
    if (sources.length > 0) refuserInconnues(sources, departement, await sourcesDuDepartement(client, perimetre));
    fs.mkdirSync(dossier, { recursive: true });
    const ecrits: Fichier[] = [];
    for (const nature of ["structure", "service"] as const) {
      const nom = `${nature}s.${format}`;
      const fichier = new Fichier(path.join(dossier, nom), nature, demande, fait);
      ecrits.push(fichier);
      for await (const ligne of lignesDuDepartement(client, nature, perimetre)) {
        const fiche = ficheAEcrire(nature, ficheDeLaLigne(nature, ligne, demande.telQuel), demande.telQuel, bilan);
        if (fiche) fichier.ecrire(fiche);
        if (fichier.nombre % 1_000 === 0) avancement?.(`data·inclusion ${nom}`, fichier.nombre, null);
      }
      fichier.fermer();
      bilan.fichiers.push({ nom, enregistrements: fichier.nombre });
    }
    await client.query("commit");
    for (const fichier of ecrits) fichier.nommer();
  };
  await asOwner(ownerUrl, (client) => writeTogether(dossier, (fait) => ecrire(client, fait)));
  return bilan;
}

/** Sources named in a sentence at most. */
const NOMMEES_MAX = 20;

/** A name mistyped would give two empty files. What the Département publishes itself may be empty. */
function refuserInconnues(demandees: readonly string[], departement: string, connues: string[]): void {
  const propre = `cd${departement}`;
  const inconnues = demandees.filter((source) => source !== propre && !connues.includes(source));
  if (inconnues.length === 0) return;
  const possibles = [...connues.slice(0, NOMMEES_MAX), ...(connues.length > NOMMEES_MAX ? ["…"] : []), propre].join(", ");
  throw new Sentence(
    `Le catalogue du ${departement} n’a rien de « ${inconnues.join(" », « ")} ». Sources possibles : ${possibles}. Rien n’a été écrit.`,
    2,
  );
}

function ficheAEcrire(nature: Nature, recue: FicheV1, telQuel: boolean, { omis }: CatalogueExporte): FicheV1 | null {
  if (telQuel) return recue;
  const { fiche, omis: laisses } = stricte(nature, recue);
  for (const { champ, valeur } of laisses) {
    const nom = fiche ? `${nature}.${champ} : ${valeur}` : `${nature}.${champ} (fiche)`;
    omis[nom] = (omis[nom] ?? 0) + 1;
  }
  return fiche;
}

/** Written beside: what an earlier export left there is replaced once this one is whole. */
class Fichier {
  nombre = 0;
  private readonly provisoire: string;
  private readonly descripteur: number;

  constructor(
    private readonly chemin: string,
    private readonly nature: Nature,
    private readonly demande: DemandeExport,
    fait: (fichier: string) => void,
  ) {
    this.provisoire = `${chemin}.${process.pid}.provisoire`;
    this.descripteur = fs.openSync(this.provisoire, "w");
    fait(this.provisoire);
    fs.writeFileSync(this.descripteur, demande.format === "csv" ? enteteCsv(nature, demande.telQuel) : "[");
  }

  ecrire(fiche: FicheV1): void {
    const { format, telQuel } = this.demande;
    const texte = format === "csv" ? ligneCsv(this.nature, fiche, telQuel) : `${this.nombre === 0 ? "" : ","}\n${JSON.stringify(fiche)}`;
    fs.writeFileSync(this.descripteur, texte);
    this.nombre++;
  }

  fermer(): void {
    if (this.demande.format === "json") fs.writeFileSync(this.descripteur, "\n]\n");
    fs.fsyncSync(this.descripteur);
    fs.closeSync(this.descripteur);
  }

  nommer(): void {
    fs.renameSync(this.provisoire, this.chemin);
  }
}
