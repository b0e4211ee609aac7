import fs from "node:fs";
import path from "node:path";
import type { Base } from "./base";
import type { MesureCaf } from "./caf/mesurer";
import { lancer } from "./enfant";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";

/** As `unefois import` runs (bin/unefois.js): young objects are collected early, and the memory stays flat. */
const OPTIONS = ["--max-semi-space-size=2", "--max-old-space-size=192"];

const mesurer = async (...args: string[]): Promise<MesureCaf> =>
  JSON.parse((await lancer({ programme: "dist/bench/caf/mesurer.js", arguments: args, options: OPTIONS })).sortie()) as MesureCaf;

interface MesuresDuFichier {
  foyers: number;
  import: MesureCaf;
  analyse: MesureCaf;
  copie: MesureCaf;
}

/** The CAF import at two sizes, each on a new database and in a process of its own, against reading alone and COPY alone. */
export async function sectionCaf(base: Base, options: Options, dire: Dire): Promise<void> {
  const mesures: MesuresDuFichier[] = [];
  for (const foyers of options.caf) mesures.push(await mesurerFichier(base, foyers));
  dire(
    tableau(
      ["import CAF", "foyers/s", "Mo/s", "débit / lecture seule", "débit / COPY seul", "secondes", "mémoire au plus haut, Mo"],
      mesures.flatMap(lignesDuFichier),
    ),
  );
  const [petit, grand] = mesures as [MesuresDuFichier, MesuresDuFichier];
  dire(
    `Mémoire de l’import, ${nombre(grand.foyers, 6)} foyers / ${nombre(petit.foyers, 6)} foyers : **${rapport(grand.import.memoire, petit.import.memoire)}** (1,3 au plus).`,
  );
}

async function mesurerFichier(base: Base, foyers: number): Promise<MesuresDuFichier> {
  const fichier = path.join(base.dossier, `RSABEM_${foyers}.xml`);
  await mesurer("ecrire", fichier, String(foyers));
  const nom = `caf_${foyers}`;
  const url = await base.creer(nom);
  try {
    const analyse = await mesurer("analyser", fichier);
    const importe = await mesurer("importer", fichier, url);
    const copie = await mesurer("copier", fichier, url);
    return { foyers, analyse, import: importe, copie };
  } finally {
    await base.supprimer(nom);
    for (const reste of [fichier, `${fichier}.copie`]) fs.rmSync(reste, { force: true });
  }
}

function lignesDuFichier({ foyers, import: importe, analyse, copie }: MesuresDuFichier): string[][] {
  const ligne = (nom: string, m: MesureCaf) => [
    `${nom}, ${nombre(foyers, 6)} foyers`,
    nombre(m.foyers / m.secondes),
    nombre(m.octets / 1e6 / m.secondes),
    rapport(analyse.secondes, m.secondes),
    rapport(copie.secondes, m.secondes),
    nombre(m.secondes),
    nombre(m.memoire),
  ];
  return [ligne("import", importe), ligne("lecture seule", analyse), ligne("COPY seul", copie)];
}
