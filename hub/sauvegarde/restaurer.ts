import type { KeyObject } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { migrationModules } from "../../migrations";
import { type Verification, verifierJournal } from "../../subgraphs/shared/chaine/verifier.repository";
import type { Avancement } from "../../subgraphs/shared/import";
import { type MigrationModule, migrateDown, migrateUp } from "../../subgraphs/shared/migrations";
import { allOrNothing, asOwner } from "../../subgraphs/shared/owner";
import { Sentence } from "../sentence";
import { empreinteDesRangees, empreinteDuFichier, marqueDeLaCle, relireFichier } from "./flux";
import { lireManifeste, type Manifeste, NOM_DU_MANIFESTE } from "./manifeste";
import { copieDe } from "./sauvegarder";
import { type Declencheur, DIRE_PAREIL, declencheurs, estVide, tablesASauver } from "./tables.repository";

export interface Restauration {
  ownerUrl: string;
  dossier: string;
  cle: KeyObject | null;
  manifeste: Manifeste;
  avancement: Avancement;
}

/** Reads the manifest of a folder and compares each file with its fingerprint. Errors: a Sentence that says which file, and what to do. */
export async function verifierDossier(
  dossier: string,
  cleDuSceau: Buffer,
  cle: KeyObject | null,
  avancement: Avancement,
): Promise<Manifeste> {
  const chemin = path.join(dossier, NOM_DU_MANIFESTE);
  if (!fs.existsSync(chemin))
    throw new Sentence(`${chemin} n’existe pas : ce dossier n’est pas une sauvegarde, ou elle ne s’est pas terminée.`);
  const lecture = lireManifeste(fs.readFileSync(chemin, "utf8"), cleDuSceau);
  if (!lecture.ok) throw new Sentence(lecture.pourquoi);
  const { manifeste } = lecture;
  if (manifeste.cle !== null && cle === null)
    throw new Sentence("Cette sauvegarde est chiffrée : donnez SAUVEGARDE_CLE, celle de la sauvegarde.");
  if (manifeste.cle !== null && marqueDeLaCle(cle!) !== manifeste.cle)
    throw new Sentence("SAUVEGARDE_CLE n’est pas celle qui a chiffré cette sauvegarde : donnez celle d’alors.");
  const total = manifeste.tables.reduce((somme, { octets }) => somme + octets, 0);
  let fait = 0;
  for (const { fichier, empreinte, octets } of manifeste.tables) {
    const ici = path.join(dossier, fichier);
    if (!fs.existsSync(ici)) throw new Sentence(`${fichier} manque : rien n’est restauré ; recopiez le dossier entier.`);
    if ((await empreinteDuFichier(ici)) !== empreinte)
      throw new Sentence(`${fichier} n’a pas l’empreinte que dit le manifeste : il a été modifié ou mal recopié ; rien n’est restauré.`);
    fait += octets;
    avancement("vérification des fichiers", fait, total);
  }
  return manifeste;
}

/** Puts a saved state into an empty database, reads it back, applies the migrations that are newer, then walks the journal's chain up to the head of the manifest.
 * All or nothing: a failure leaves the base empty. A journal that was altered before it was saved is restored as it was, and told. */
export async function restaurer(demande: Restauration): Promise<Verification> {
  const alors = migrationsDAlors(demande.manifeste);
  const schemas = migrationModules.map((module) => module.schema);
  const vide = await asOwner(demande.ownerUrl, (client) => estVide(client, schemas), "unefois-restauration");
  if (!vide) throw new Sentence("La base contient déjà un hub : une restauration ne remplace rien ; donnez une base vide.", 2);
  try {
    await migrateUp(demande.ownerUrl, alors);
    await asOwner(demande.ownerUrl, (client) => remplir(client, demande), "unefois-restauration");
  } catch (error) {
    await migrateDown(demande.ownerUrl, alors);
    throw error;
  }
  await migrateUp(demande.ownerUrl, migrationModules);
  const { manifeste, avancement } = demande;
  const ancres = manifeste.journal ? [{ numero: manifeste.journal.lot, empreinte: manifeste.journal.empreinte }] : [];
  return asOwner(demande.ownerUrl, (client) => verifierJournal(client, { ancres, avancement }), "unefois-restauration");
}

/** The migrations that the saved base had gone through, and no other. */
function migrationsDAlors({ migrations }: Manifeste): MigrationModule[] {
  return migrationModules.map(({ schema, migrations: toutes }) => {
    const voulues = migrations[schema] ?? [];
    const connues = toutes.filter((une) => voulues.includes(new une().name!));
    const absente = voulues.find((nom) => !connues.some((une) => new une().name === nom));
    if (absente)
      throw new Sentence(`La sauvegarde vient d’un hub plus récent (migration ${absente}) : restaurez-la avec cette version du hub.`);
    return { schema, migrations: connues };
  });
}

async function remplir(client: pg.Client, demande: Restauration): Promise<void> {
  const { manifeste } = demande;
  await client.query(DIRE_PAREIL);
  const presentes = await tablesASauver(client);
  const noms = new Set(presentes.map((table) => table.nom));
  const perdue = manifeste.tables.find((table) => !noms.has(table.nom));
  if (perdue) throw new Sentence(`La table ${perdue.nom} de la sauvegarde n’existe pas dans cette version du hub.`);
  const siens = await declencheurs(client, presentes);
  await allOrNothing(client, async () => {
    for (const un of siens) await client.query(`alter table ${un.table} disable trigger ${un.nom}`);
    await client.query(`truncate ${presentes.map((table) => table.nom).join(", ")}`);
    await copierTout(client, demande);
    for (const { nom, derniere, appelee } of manifeste.sequences) await client.query("select setval($1, $2, $3)", [nom, derniere, appelee]);
    for (const un of siens) await client.query(`alter table ${un.table} ${REMETTRE[un.etat]} trigger ${un.nom}`);
    await relireTout(client, demande);
  });
  await client.query("analyze");
}

const REMETTRE: Record<Declencheur["etat"], string> = { O: "enable", A: "enable always", R: "enable replica", D: "disable" };

async function copierTout(client: pg.Client, { manifeste, dossier, cle, avancement }: Restauration): Promise<void> {
  const total = manifeste.tables.reduce((somme, { lignes }) => somme + lignes, 0);
  let fait = 0;
  for (const { nom, colonnes, fichier, octets, lignes } of manifeste.tables) {
    const entree = client.query(copyFrom(`copy ${nom} (${colonnes.join(", ")}) from stdin`));
    await relireFichier(path.join(dossier, fichier), octets, manifeste.cle === null ? null : cle, entree);
    fait += lignes;
    avancement("restauration", fait, total);
  }
}

/** The rows that are now in the base must be those that were saved, to the byte. */
async function relireTout(client: pg.Client, { manifeste, avancement }: Restauration): Promise<void> {
  let fait = 0;
  for (const { nom, colonnes, contenu } of manifeste.tables) {
    const lue = await empreinteDesRangees(client.query(copyTo(copieDe({ nom, colonnes }))));
    if (lue !== contenu) throw new Sentence(`La table ${nom} relue n’est pas celle de la sauvegarde : rien n’est restauré.`);
    fait++;
    avancement("relecture", fait, manifeste.tables.length);
  }
}
