import fs from "node:fs";
import path from "node:path";
import { avecConnexion, type Base } from "./base";
import { LECTURE, mesurerRecherches, type Temps } from "./catalogue/chercher";
import type { MesureCatalogue } from "./catalogue/mesurer";
import { lancer } from "./enfant";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";

/** As `unefois import` runs (bin/unefois.js). */
const OPTIONS = ["--max-semi-space-size=2", "--max-old-space-size=192"];
const PROGRAMME = "dist/bench/catalogue/mesurer.js";

const mesurer = async (...args: string[]): Promise<MesureCatalogue> =>
  JSON.parse((await lancer({ programme: PROGRAMME, arguments: args, options: OPTIONS })).sortie()) as MesureCatalogue;

/** The import of a whole catalogue, the same file again, then its search against the read of one offer by its key. */
export async function sectionCatalogue(base: Base, options: Options, dire: Dire): Promise<void> {
  const dossier = path.join(base.dossier, "catalogue");
  fs.mkdirSync(dossier, { recursive: true });
  await mesurer("ecrire", dossier, String(options.catalogue));
  const url = await base.creer("catalogue");
  try {
    const analyse = await mesurer("analyser", dossier);
    const premier = await mesurer("importer", dossier, url);
    const second = await mesurer("importer", dossier, url);
    const ligne = (nom: string, m: MesureCatalogue) => [
      nom,
      nombre(m.services / m.secondes),
      rapport(m.secondes, analyse.secondes),
      nombre(m.secondes),
      nombre(m.memoire),
    ];
    dire(
      tableau(
        [`${nombre(options.catalogue, 6)} services`, "services/s", "temps / analyse seule", "secondes", "mémoire au plus haut, Mo"],
        [ligne("analyse du JSON seule", analyse), ligne("import", premier), ligne("le même fichier", second)],
      ),
    );
    await avecConnexion(url, (client) => client.query("vacuum analyze"));
    const { pages, decomptes } = await mesurerRecherches(url, options.catalogue, options.recherches);
    direLesRecherches(pages, decomptes, dire);
  } finally {
    await base.supprimer("catalogue");
    fs.rmSync(dossier, { recursive: true, force: true });
  }
}

function direLesRecherches(pages: Temps, decomptes: Temps, dire: Dire): void {
  const lecture = pages.get(LECTURE)!;
  const recherches = [...pages].filter(([genre]) => genre !== LECTURE);
  const toutes = recherches.flatMap(([, temps]) => temps);
  const ligne = (nom: string, temps: readonly number[]) => [
    nom,
    rapport(centile(temps, 0.95), centile(lecture, 0.95)),
    rapport(centile(temps, 0.5), centile(lecture, 0.5)),
    nombre(centile(temps, 0.5)),
    nombre(centile(temps, 0.95)),
    nombre(Math.max(...temps)),
  ];
  dire(
    tableau(
      ["page de 20 offres", "p95 / p95 d’une lecture (5 au plus)", "p50 / p50", "p50 ms", "p95 ms", "pire ms"],
      [
        ligne(LECTURE, lecture),
        ligne("**toutes les recherches**", toutes),
        ...recherches.map(([genre, temps]) => ligne(genre, temps)),
        ...[...decomptes].map(([genre, temps]) => ligne(`${genre} (en plus, sur demande)`, temps)),
      ],
    ),
  );
}

function centile(valeurs: readonly number[], part: number): number {
  const triees = [...valeurs].sort((a, b) => a - b);
  return triees[Math.min(triees.length - 1, Math.ceil(triees.length * part) - 1)]!;
}
