import fs from "node:fs";
import pg from "pg";
import { type ContexteImport, ImportRefuse, type ResultatImport } from "../shared/import";
import { type Ecrit, importerFiches } from "./data-inclusion/import-fiches";
import { lireListe } from "./data-inclusion/liste-json";
import { garderRejets } from "./data-inclusion/rejet.repository";
import type { Nature } from "./data-inclusion/validation";

export interface FichiersDataInclusion {
  /** Paths of JSON lists of structures, schema v1. */
  structures: string[];
  /** Paths of JSON lists of services, schema v1. */
  services: string[];
}

/** Imports files of data·inclusion v1: structures first, then the services that they carry; one transaction a file, through the owner's connection.
 * The same file twice changes nothing. Errors: ImportRefuse FICHIER_INTROUVABLE, JSON_PAS_UNE_LISTE, JSON_MAL_FORME; the files before stay applied. */
export async function importerDataInclusion(fichiers: FichiersDataInclusion, contexte: ContexteImport): Promise<ResultatImport[]> {
  const client = new pg.Client({ connectionString: contexte.ownerUrl, application_name: "unefois-import-data-inclusion" });
  await client.connect();
  try {
    const resultats: ResultatImport[] = [];
    for (const fichier of fichiers.structures) resultats.push(await importerFichier(client, "structure", fichier, contexte));
    for (const fichier of fichiers.services) resultats.push(await importerFichier(client, "service", fichier, contexte));
    return resultats;
  } finally {
    await client.end();
  }
}

async function importerFichier(client: pg.Client, nature: Nature, fichier: string, contexte: ContexteImport): Promise<ResultatImport> {
  const maintenant = contexte.now();
  return importerFiches(lireEnregistrements(fichier, contexte), {
    client,
    nature,
    fichier,
    maintenant,
    garder: (rejets) => garderRejets(client, rejets, fichier, maintenant),
  });
}

async function* lireEnregistrements(fichier: string, { avancement }: ContexteImport): AsyncGenerator<Ecrit> {
  const taille = tailleDe(fichier);
  for await (const element of lireListe(fichier)) {
    if (element.rang % 1_000 === 0) avancement?.(`data·inclusion ${fichier}`, element.lus, taille);
    yield element;
  }
  avancement?.(`data·inclusion ${fichier}`, taille, taille);
}

function tailleDe(fichier: string): number {
  try {
    const etat = fs.statSync(fichier);
    if (etat.isFile()) return etat.size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  throw new ImportRefuse("FICHIER_INTROUVABLE", `« ${fichier} » n’existe pas ou n’est pas un fichier. Rien n’a été appliqué.`);
}
