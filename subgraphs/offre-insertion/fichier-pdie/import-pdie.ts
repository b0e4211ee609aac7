import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import { type ContexteImport, compteurs, ImportRefuse, type ResultatImport } from "../../shared/import";
import { lireTexte } from "../../shared/lignes-csv";
import { asOwner } from "../../shared/owner";
import { FICHIERS, type Fichier, nomDe } from "./fichiers";
import { appliquerLectures } from "./import-lectures";
import { type Lecture, type Lectures, lireFichier, lireLignesPdie } from "./lecture";
import { garderRefus, laisserEnAttente, refusEnAttente } from "./rejet-pdie.repository";

const APPLICATION = "unefois-import-pdie";

/** Loads the programme of a département: the CSV files of a folder (docs/fichier-pdie.md), each of which says all of its kind, in one transaction.
 * What a file no longer names is withdrawn. Lines that are refused are kept, the others applied; the same files again change nothing.
 * `verifier`: everything is checked and nothing is kept. Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerPdie(
  contexte: ContexteImport,
  dossier: string,
  departement: string,
  { verifier = false }: { verifier?: boolean } = {},
): Promise<ResultatImport[]> {
  const lectures = lireDossier(dossier, departement);
  const le = contexte.now();
  return asOwner(
    contexte.ownerUrl,
    (client) =>
      appliquerLectures(client, lectures, {
        depot: { departement, le, jour: civilDateOf(le) },
        complet: true,
        essai: verifier,
        avancement: contexte.avancement,
        garder: (refus) => garderRefus(client, departement, refus, le),
      }),
    APPLICATION,
  );
}

function lireDossier(dossier: string, departement: string): Lectures {
  const presents = FICHIERS.filter((fichier) => fs.existsSync(path.join(dossier, nomDe(fichier))));
  if (presents.length === 0) {
    const message = `« ${dossier} » ne contient aucun de ${FICHIERS.map(nomDe).join(", ")} : vérifiez le dossier.`;
    throw new ImportRefuse("FICHIER_INTROUVABLE", message);
  }
  const lire = <F extends Fichier>(fichier: F) => lireFichier(fichier, lireTexte(path.join(dossier, nomDe(fichier))), departement);
  return Object.fromEntries(presents.map((fichier) => [fichier, lire(fichier)])) as Lectures;
}

/** Replays rejected lines (ids, or all), each through the same checks; a département after the other. */
export function rejouerPdie(ids: string[] | "tous", contexte: ContexteImport): Promise<ResultatImport> {
  return asOwner(
    contexte.ownerUrl,
    async (client) => {
      const attente = await refusEnAttente(client, ids === "tous" ? null : ids);
      const somme: ResultatImport = { fichier: "rejets PDIE", compteurs: compteurs(), signalements: [] };
      for (const [departement, lignes] of Map.groupBy(attente, (refus) => refus.departement)) {
        const resultats = await rejouerDepartement(client, departement, lignes, contexte.now());
        for (const { compteurs: c, signalements } of resultats) {
          for (const nom of ["lus", "appliques", "inchanges", "rejetes"] as const) somme.compteurs[nom] += c[nom];
          somme.signalements.push(...signalements);
        }
      }
      return somme;
    },
    APPLICATION,
  );
}

type EnAttente = Awaited<ReturnType<typeof refusEnAttente>>;

function rejouerDepartement(client: pg.Client, departement: string, attente: EnAttente, le: Date): Promise<ResultatImport[]> {
  const lectures: Partial<Record<Fichier, Lecture>> = {};
  for (const fichier of FICHIERS) {
    const lignes = attente.filter(({ original }) => original.fichier === fichier);
    const lues = lignes.map(({ ligne, original }) => ({ ligne, cellules: original.cellules, texte: original.texte ?? "" }));
    if (lignes.length > 0) lectures[fichier] = lireLignesPdie(fichier, lues, departement);
  }
  return appliquerLectures(client, lectures as Lectures, {
    depot: { departement, le, jour: civilDateOf(le) },
    complet: false,
    essai: false,
    garder: (refus) => laisserEnAttente(client, departement, refus, le),
  });
}
