import fs from "node:fs";
import path from "node:path";
import { enCsv } from "../subgraphs/offre-insertion/fichier-pdie/ecrire";
import { lireGardees } from "../subgraphs/offre-insertion/fichier-pdie/export.repository";
import { FICHIERS, nomDe } from "../subgraphs/offre-insertion/fichier-pdie/fichiers";
import { asOwner } from "../subgraphs/shared/owner";
import { writeTogether, writeWhole } from "../subgraphs/shared/whole-file";
import { Sentence } from "./sentence";

export interface FichierPdieEcrit {
  nom: string;
  lignes: number;
}

/** Writes the programme of a département as `import pdie` reads it: importing it again changes nothing. One snapshot for all files. Sentence when the
 * folder is not empty. */
export async function exporterPdie(ownerUrl: string, dossier: string, departement: string): Promise<FichierPdieEcrit[]> {
  fs.mkdirSync(dossier, { recursive: true });
  if (fs.readdirSync(dossier).length > 0) throw new Sentence(`${dossier} n’est pas vide : donnez un dossier neuf.`);
  const ecrire = (fait: (fichier: string) => void) =>
    asOwner(
      ownerUrl,
      async (client) => {
        await client.query("begin transaction isolation level repeatable read read only");
        const ecrits: FichierPdieEcrit[] = [];
        for (const fichier of FICHIERS) {
          const lignes = await lireGardees(client, fichier, departement);
          const chemin = path.join(dossier, nomDe(fichier));
          writeWhole(chemin, enCsv(fichier, lignes), { mode: 0o666, replace: false });
          fait(chemin);
          ecrits.push({ nom: nomDe(fichier), lignes: lignes.length });
        }
        await client.query("commit");
        return ecrits;
      },
      "unefois-export-pdie",
    );
  return writeTogether(dossier, ecrire);
}
