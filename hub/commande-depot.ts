import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { ciblesDe } from "../subgraphs/echanges/depot/depot.client";
import { type DepotRow, listeDepots } from "../subgraphs/echanges/depot/depot.repository";
import { type AvantDepot, deposerCeQuiEstDu, fichiersDuDepot } from "../subgraphs/echanges/depot/executer-depots";
import type { Manifeste } from "../subgraphs/echanges/depot/manifeste";
import { clePublique } from "../subgraphs/echanges/depot/signature";
import { defautsDuDepot } from "../subgraphs/echanges/depot/verifier-depot";
import { asOwner } from "../subgraphs/shared/owner";
import { secretsOfCommand } from "../subgraphs/shared/secrets";
import type { Settings } from "../subgraphs/shared/settings";
import { writeWhole } from "../subgraphs/shared/whole-file";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { outilsDepot } from "./depots";
import { inscrire } from "./operateur";
import { personnesDesDepots } from "./personnes-montrees.repository";
import { Sentence } from "./sentence";

export const commandeDepot: AddCommand = (program, settings) => {
  const depot = program.command("depot").description("montre les fichiers signés laissés aux partenaires, les dépose, les vérifie");
  depot
    .command("liste")
    .description("montre les dépôts")
    .option("--json", "écrit la liste en JSON", false)
    .action((o: { json: boolean }) => withDatabase(settings(), (context) => lister(context, o.json)));
  depot
    .command("deposer")
    .description("dépose maintenant ce qui attend")
    .action(() => withDatabase(settings(), deposer));
  depot
    .command("ecrire")
    .description("écrit de nouveau un dépôt, octet pour octet : il peut nommer des personnes")
    .argument("<nom>", "nom du dépôt, sans extension")
    .option("--vers <dossier>", "où l’écrire", ".")
    .action((nom: string, o: { vers: string }) => withDatabase(settings(), (context) => ecrire(nom, o.vers, context)));
  depot
    .command("verifier")
    .description("vérifie un dépôt reçu : son manifeste .json, et à côté sa signature et ses fichiers")
    .argument("<manifeste>", "le fichier .json du dépôt")
    .option("--cle <fichier>", "clé publique à croire (PEM) ; par défaut celle de ce hub")
    .action((manifeste: string, o: { cle?: string }) => verifier(manifeste, clePubliqueDe(o.cle, settings())));
  depot
    .command("cle")
    .description("écrit la clé publique qui vérifie les dépôts de ce hub (Ed25519, PEM)")
    .action(() => {
      process.stdout.write(clePubliqueDe(undefined, settings()));
    });
};

function clePubliqueDe(fichier: string | undefined, settings: Settings): string {
  return fichier === undefined ? clePublique(outilsDepot(secretsOfCommand(settings)).cle) : lu(fichier).toString("utf8");
}

function lu(fichier: string): Buffer {
  if (!fs.existsSync(fichier)) throw new Sentence(`Le fichier ${fichier} n’existe pas.`);
  return fs.readFileSync(fichier);
}

function verifier(fichier: string, cle: string): void {
  if (!fichier.endsWith(".json")) throw new Sentence("Donnez le manifeste du dépôt, dont le nom finit par .json.", 2);
  const manifeste = lu(fichier);
  const { fichiers } = JSON.parse(manifeste.toString("utf8")) as Manifeste;
  const dossier = path.dirname(fichier);
  const presents = fichiers.filter(({ nom }) => fs.existsSync(path.join(dossier, path.basename(nom))));
  const recus = presents.map(({ nom }) => ({ nom, contenu: fs.readFileSync(path.join(dossier, path.basename(nom))) }));
  const defauts = defautsDuDepot(cle, manifeste, lu(fichier.replace(/\.json$/, ".sig")), recus);
  if (defauts.length > 0) throw new Sentence(defauts.join("\n"));
  process.stdout.write(`Signature vérifiée, ${fichiers.length} fichier(s) conformes au manifeste.\n`);
}

function ecrire(nom: string, dossier: string, context: CommandContext): Promise<void> {
  return asOwner(context.ownerUrl, async (client) => {
    const [depot] = await listeDepots(client, null, nom);
    if (!depot) throw new Sentence(`Aucun dépôt ne porte le nom ${nom} : « unefois depot liste » les montre.`);
    if (depot.contenu === null) throw new Sentence("Le contenu de ce dépôt est effacé : il n’en reste que le rang et l’empreinte.");
    const fichiers = fichiersDuDepot(depot, outilsDepot(context.secrets).coffre);
    await inscrireDepots(client, [depot], context, "EXPORT");
    fs.mkdirSync(dossier, { recursive: true });
    for (const fichier of fichiers) writeWhole(path.join(dossier, fichier.nom), fichier.contenu, { mode: 0o600, replace: true });
    process.stdout.write(`${fichiers.map((fichier) => path.join(dossier, fichier.nom)).join("\n")}\n`);
  });
}

/** The people whom signed files name, as the operator gives them out. */
export async function inscrireDepots(
  client: pg.ClientBase,
  depots: readonly DepotRow[],
  { operateur, now }: Pick<CommandContext, "operateur" | "now">,
  nature: "EXPORT" | "TRANSMISSION",
): Promise<void> {
  for (const [objet, siens] of Map.groupBy(depots, (depot) => depot.objet)) {
    const allocataires = await personnesDesDepots(client, siens);
    await inscrire(client, operateur, { nature, allocataires, champs: [`Depot.${objet}`], le: now() });
  }
}

async function deposer(context: CommandContext): Promise<void> {
  const cibles = ciblesDe(context.settings.depots);
  if (cibles.length === 0) throw new Sentence("Aucun endroit où déposer : donnez DEPOT_DOSSIER, ou FRANCE_TRAVAIL_DEPOT_URL.");
  const outils = outilsDepot(context.secrets);
  const avant: AvantDepot = (client, depot) => inscrireDepots(client, [depot], context, "TRANSMISSION");
  const deposes = await asOwner(context.ownerUrl, (client) => deposerCeQuiEstDu(client, outils, cibles, context.now, avant));
  process.stdout.write(`${deposes} dépôt(s) laissé(s).\n`);
}

const etat = (depot: DepotRow): string => {
  if (depot.deposeLe) return `déposé le ${depot.deposeLe.toISOString()}`;
  return depot.erreur ? `en attente, ${depot.tentatives} essai(s), ${depot.erreur}` : "en attente";
};

async function lister(context: CommandContext, json: boolean): Promise<void> {
  const depots = await asOwner(context.ownerUrl, (client) => listeDepots(client, null));
  if (json) {
    const lignes = depots.map(({ manifeste: _, signature: __, contenu, ...reste }) => ({ ...reste, efface: contenu === null }));
    process.stdout.write(`${JSON.stringify(lignes, null, 2)}\n`);
  } else if (depots.length === 0) process.stdout.write("Aucun dépôt.\n");
  else for (const depot of depots) process.stdout.write(`${depot.nom}  ${depot.cle}  ${depot.nombre} ligne(s)  ${etat(depot)}\n`);
}
