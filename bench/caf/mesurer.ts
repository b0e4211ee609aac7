import "reflect-metadata";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { inOrderOfCreation } from "../../hub/caf-order";
import { COLONNES, lignesDuFoyer } from "../../subgraphs/allocataires/caf/attente.repository";
import { lireFoyer } from "../../subgraphs/allocataires/caf/foyer";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { LecteurFlux } from "../../subgraphs/allocataires/caf/lire-flux";
import { ouvrirSession } from "../../subgraphs/allocataires/caf/session.repository";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { SECRETS } from "../hub";
import { ecrireFichierCaf, JOUR_DU_FICHIER } from "./fichier";

/** What a process of this program writes at its end. */
export interface MesureCaf {
  secondes: number;
  /** Peak of resident memory, in megabytes. */
  memoire: number;
  foyers: number;
  octets: number;
}

const cipher = new NirCipher(SECRETS.NIR_KEY);

/** Reads the file to its end, and does nothing of it. */
async function analyser(fichier: string): Promise<number> {
  const lecteur = await LecteurFlux.ouvrir(fichier);
  let lus = 0;
  for await (const _ of lecteur.foyers()) lus++;
  return lus;
}

async function importer(fichier: string, ownerUrl: string): Promise<number> {
  const now = () => new Date(`${JOUR_DU_FICHIER}T12:00:00Z`);
  const [resultat] = await importerCaf([fichier], { ownerUrl, now, nirCipher: cipher });
  const { appliques, rejetes } = resultat!.compteurs;
  if (rejetes > 0) throw new Error(`${rejetes} foyers rejetés : ${JSON.stringify(resultat!.signalements.slice(0, 3))}`);
  return appliques;
}

/** The flows of a simulated territory, in the order in which they were made. */
const fichiersDe = (territoire: string): string[] =>
  inOrderOfCreation(
    ["caf", "instruction"]
      .map((dossier) => path.join(territoire, dossier))
      .filter((dossier) => fs.existsSync(dossier))
      .flatMap((dossier) => fs.readdirSync(dossier).map((nom) => path.join(dossier, nom))),
  );

async function analyserTout(dossier: string): Promise<number> {
  let lus = 0;
  for (const fichier of fichiersDe(dossier)) lus += await analyser(fichier);
  return lus;
}

/** Throws when the counters of a file do not add up: a speed would mean nothing. */
async function importerTout(dossier: string, ownerUrl: string): Promise<number> {
  const resultats = await importerCaf(fichiersDe(dossier), { ownerUrl, now: () => new Date(), nirCipher: cipher });
  for (const { fichier, compteurs: c } of resultats)
    if (c.annonces !== c.lus || c.lus !== c.appliques + c.inchanges + c.rejetes)
      throw new Error(`${fichier} : les compteurs ne s’additionnent pas, ${JSON.stringify(c)}`);
  return resultats.reduce((somme, { compteurs: c }) => somme + c.lus, 0);
}

/** The rows that the import sends, written aside first: only the COPY into one unlogged table of the same columns is measured. */
async function preparerCopie(fichier: string): Promise<string> {
  const lignes = `${fichier}.copie`;
  const lecteur = await LecteurFlux.ouvrir(fichier);
  await pipeline(async function* () {
    for await (const { ordre, noeud } of lecteur.foyers()) {
      const lu = lireFoyer(noeud, lecteur.entete.dateReference);
      if ("foyer" in lu) yield lignesDuFoyer(ordre, lu.foyer, cipher);
    }
  }, fs.createWriteStream(lignes));
  return lignes;
}

async function copier(lignes: string, ownerUrl: string): Promise<number> {
  const client = await ouvrirSession(ownerUrl);
  try {
    await client.query("create unlogged table public.copie_seule (like caf_attente)");
    const colonnes = COLONNES.join(", ");
    await pipeline(fs.createReadStream(lignes), client.query(copyFrom(`copy public.copie_seule (${colonnes}) from stdin`)));
    return (await client.query("select count(*)::int as n from public.copie_seule where genre = 'F'")).rows[0].n;
  } finally {
    await client.end();
  }
}

const octetsDe = (chemin: string): number =>
  fs.statSync(chemin).isFile()
    ? fs.statSync(chemin).size
    : fichiersDe(chemin).reduce((somme, fichier) => somme + fs.statSync(fichier).size, 0);

/** Arguments: what to measure, the file or the territory (`-tout`), its number of foyers (`ecrire`) or the database. Writes a `MesureCaf` in JSON. */
async function main([quoi, fichier, plus]: string[]): Promise<void> {
  const lignes = quoi === "copier" ? await preparerCopie(fichier!) : null;
  const debut = performance.now();
  const foyers = await {
    ecrire: async () => (await ecrireFichierCaf(path.dirname(fichier!), path.basename(fichier!), Number(plus))) && Number(plus),
    analyser: () => analyser(fichier!),
    importer: () => importer(fichier!, plus!),
    "analyser-tout": () => analyserTout(fichier!),
    "importer-tout": () => importerTout(fichier!, plus!),
    copier: () => copier(lignes!, plus!),
  }[quoi as "ecrire" | "analyser" | "importer" | "analyser-tout" | "importer-tout" | "copier"]();
  const secondes = (performance.now() - debut) / 1000;
  const mesure: MesureCaf = { secondes, foyers, memoire: process.resourceUsage().maxRSS / 1024, octets: octetsDe(fichier!) };
  process.stdout.write(JSON.stringify(mesure));
}

void main(process.argv.slice(2));
