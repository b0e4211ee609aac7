import "reflect-metadata";
import fs from "node:fs";
import path from "node:path";
import { jourDe } from "../../simulation/calendrier";
import { ecrireCatalogueNational } from "../../simulation/offre/catalogue-national";
import { lireListe } from "../../subgraphs/offre-insertion/data-inclusion/lecture/liste-json";
import { importerDataInclusion } from "../../subgraphs/offre-insertion/import-data-inclusion";

/** Day of the bench: instants and freshness do not depend on when it runs. */
export const JOUR_DU_CATALOGUE = "2026-06-30";

/** What a process of this program writes at its end. */
export interface MesureCatalogue {
  secondes: number;
  /** Peak of resident memory, in megabytes. */
  memoire: number;
  services: number;
  octets: number;
}

const STRUCTURES = "structures.json";
const SERVICES = "services.json";

/** Every record parsed, and nothing done of it. */
async function analyser(dossier: string): Promise<number> {
  let lus = 0;
  for (const nom of [STRUCTURES, SERVICES]) {
    for await (const { texte } of lireListe(path.join(dossier, nom))) {
      JSON.parse(texte);
      if (nom === SERVICES) lus++;
    }
  }
  return lus;
}

async function importer(dossier: string, ownerUrl: string): Promise<number> {
  const [, services] = await importerDataInclusion(
    { structures: [path.join(dossier, STRUCTURES)], services: [path.join(dossier, SERVICES)] },
    { ownerUrl, now: () => new Date(`${JOUR_DU_CATALOGUE}T12:00:00Z`) },
  );
  const { lus, appliques, inchanges, rejetes } = services!.compteurs;
  if (rejetes > 0 || lus !== appliques + inchanges) throw new Error(`Compteurs : ${JSON.stringify(services!.compteurs)}`);
  return lus;
}

/** Arguments: what to measure, the folder, and the number of services (`ecrire`) or the database. Writes a `MesureCatalogue` in JSON. */
async function main([quoi, dossier, plus]: string[]): Promise<void> {
  const debut = performance.now();
  const services = await {
    ecrire: async () =>
      (await ecrireCatalogueNational({ services: Number(plus), graine: "banc", fin: jourDe(JOUR_DU_CATALOGUE), dossier: dossier! }))
        .services.enregistrements,
    analyser: () => analyser(dossier!),
    importer: () => importer(dossier!, plus!),
  }[quoi as "ecrire" | "analyser" | "importer"]();
  const secondes = (performance.now() - debut) / 1000;
  const octets = [STRUCTURES, SERVICES].reduce((somme, nom) => somme + fs.statSync(path.join(dossier!, nom)).size, 0);
  const mesure: MesureCatalogue = { secondes, services, memoire: process.resourceUsage().maxRSS / 1024, octets };
  process.stdout.write(JSON.stringify(mesure));
}

if (require.main === module) void main(process.argv.slice(2));
