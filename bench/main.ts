import "reflect-metadata";
import os from "node:os";
import { avecConnexion, type Base, ouvrirBase } from "./base";
import { hubEnUnProcessus } from "./hub";
import { lireOptions, type Options } from "./options";
import { sectionAnnee } from "./section-annee";
import { sectionBombe } from "./section-bombe";
import { sectionCaf } from "./section-caf";
import { sectionCatalogue } from "./section-catalogue";
import { sectionConfiance } from "./section-confiance";
import { sectionCreneaux } from "./section-creneaux";
import { sectionDemarrage } from "./section-demarrage";
import { sectionEchanges } from "./section-echanges";
import { sectionIdentites } from "./section-identites";
import { sectionIndicateurs } from "./section-indicateurs";
import { sectionListes } from "./section-listes";
import { type Dire, sectionVitrine } from "./section-vitrine";
import { sectionWebhooks } from "./section-webhooks";

const dire: Dire = (texte) => void process.stdout.write(`\n${texte}\n`);

/** Measures the hub and prints ratios, in Markdown. Nothing here asserts a speed: docs/performance.md says what was found. */
async function main(): Promise<void> {
  const options = lireOptions(process.argv.slice(2));
  const base = await ouvrirBase();
  try {
    const [un] = os.loadavg();
    dire(
      `# Banc de mesure, ${new Date().toISOString().slice(0, 10)}\n\n${os.cpus().length} processeurs, ${Math.round(os.totalmem() / 2 ** 30)} Go, Node ${process.versions.node}, charge au départ ${un!.toFixed(1)}. ` +
        `${options.connexions} connexions, ${options.tours} tours de ${options.secondes} s alternés, médianes.`,
    );
    if (SUR_LE_TERRITOIRE.some((section) => options.sections.includes(section))) await surLeTerritoire(base, options);
    if (options.sections.includes("caf")) await titre("Import CAF", () => sectionCaf(base, options, dire));
    if (options.sections.includes("annee") || options.sections.includes("listes")) await surLAnnee(base, options);
    if (options.sections.includes("identites")) await titre("Rapprochement d’identités", () => sectionIdentites(options, dire));
    if (options.sections.includes("echanges"))
      await titre(`${options.echanges} résultats d’orientation vers France Travail`, () => sectionEchanges(base, options, dire));
    if (options.sections.includes("catalogue"))
      await titre(`Catalogue de ${options.catalogue} services`, () => sectionCatalogue(base, options, dire));
    if (options.sections.includes("creneaux"))
      await titre(`Créneaux d’un mois, ${options.sites} lieux`, () => sectionCreneaux(base, options, dire));
    if (options.sections.includes("webhooks"))
      await titre(`${options.webhooks} messages de rendez-vous`, () => sectionWebhooks(base, options, dire));
    if (options.sections.includes("indicateurs"))
      await titre(`Indicateurs de ${options.personnes} personnes`, () => sectionIndicateurs(base, options, dire));
    if (options.sections.includes("demarrage")) await titre("Démarrages", () => sectionDemarrage(base, options, dire));
  } finally {
    await base.fermer();
  }
}

async function titre(texte: string, section: () => Promise<void>): Promise<void> {
  process.stderr.write(`${texte}…\n`);
  dire(`## ${texte}`);
  await section();
}

const SUR_LE_TERRITOIRE = ["vitrine", "bombe", "confiance"] as const;

/** Loads the territory by the imports, then measures what reads it. */
async function surLeTerritoire(base: Base, options: Options): Promise<void> {
  process.stderr.write(`Territoire de ${options.foyers} foyers…\n`);
  const databaseUrl = await base.creer("vitrine");
  await (await hubEnUnProcessus({ databaseUrl, dossier: base.dossier, demo: options.foyers })).arreter();
  await avecConnexion(databaseUrl, (client) => client.query("vacuum analyze"));
  if (options.sections.includes("vitrine"))
    await titre(`Requête vitrine, territoire de ${options.foyers} foyers`, () => sectionVitrine(base, databaseUrl, options, dire));
  if (options.sections.includes("bombe")) await titre("Refus d’une bombe de fragments", () => sectionBombe(base, databaseUrl, dire));
  if (options.sections.includes("confiance"))
    await titre("Prix de la confiance : droits, journal, quota, porte", () => sectionConfiance(base, databaseUrl, options, dire));
}

/** Simulates and loads the year of a département, then reads its lists. */
async function surLAnnee(base: Base, options: Options): Promise<void> {
  const databaseUrl = await base.creer("annee");
  await titre(`Année d’un département de ${options.annee} foyers`, () => sectionAnnee(base, databaseUrl, options, dire));
  if (options.sections.includes("listes")) await titre("Une page de 50 personnes", () => sectionListes(base, databaseUrl, options, dire));
  await base.supprimer("annee");
}

main()
  .catch((error: Error) => {
    process.stderr.write(`${error.stack ?? error}\n`);
    process.exitCode = 1;
  })
  // A process that a failure left behind goes with this one (enfant.ts).
  .finally(() => process.exit());
