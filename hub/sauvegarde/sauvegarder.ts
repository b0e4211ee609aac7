import type { KeyObject } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Avancement } from "../../subgraphs/shared/import";
import { asOwner } from "../../subgraphs/shared/owner";
import { withoutRoom } from "../../subgraphs/shared/whole-file";
import { Sentence } from "../sentence";
import { ecrireFichier, marqueDeLaCle } from "./flux";
import { type Manifeste, NOM_DU_MANIFESTE, sceauDe } from "./manifeste";
import { DIRE_PAREIL, migrationsAppliquees, sequences, type Table, tablesASauver, taille } from "./tables.repository";

export interface Sauvegarde {
  ownerUrl: string;
  dossier: string;
  /** Key of the files; null: in clear. */
  cle: KeyObject | null;
  /** Key of the manifest's seal. */
  cleDuSceau: Buffer;
  le: Date;
  avancement: Avancement;
}

/** Saves every table as it is at one instant, while the hub goes on. The folder gets its name when it is whole. */
export async function sauvegarder(demande: Sauvegarde): Promise<Manifeste> {
  const enCours = `${demande.dossier.replace(/\/+$/, "")}.en-cours`;
  preparer(demande.dossier, enCours);
  try {
    const manifeste = await asOwner(demande.ownerUrl, (client) => ecrireTout(client, enCours, demande), "unefois-sauvegarde");
    const texte = `${JSON.stringify({ manifeste, sceau: sceauDe(manifeste, demande.cleDuSceau) }, null, 2)}\n`;
    fs.writeFileSync(path.join(enCours, NOM_DU_MANIFESTE), texte, { mode: 0o600, flush: true });
    fs.renameSync(enCours, demande.dossier);
    return manifeste;
  } catch (error) {
    fs.rmSync(enCours, { recursive: true, force: true });
    throw withoutRoom(error, demande.dossier);
  }
}

function preparer(dossier: string, enCours: string): void {
  const { code } = essayer(() => fs.rmdirSync(dossier));
  if (code !== undefined && code !== "ENOENT")
    throw new Sentence(
      `${dossier} existe déjà et n’est pas un dossier vide : une sauvegarde n’en remplace pas une autre, donnez un autre nom.`,
      2,
    );
  const fait = essayer(() => fs.mkdirSync(enCours, { recursive: false, mode: 0o700 }));
  if (fait.code === "EEXIST")
    throw new Sentence(`${enCours} existe : une sauvegarde est en cours, ou s’est arrêtée avant la fin ; retirez-le s’il n’y en a plus.`);
  if (fait.code === "ENOENT") throw new Sentence(`Le dossier ${path.dirname(dossier)} n’existe pas : créez-le, ou corrigez le chemin.`, 2);
  if (fait.code !== undefined) throw new Sentence(`${enCours} ne peut pas être créé (${fait.code}) : vérifiez les droits du dossier.`);
}

function essayer(geste: () => void): { code?: string } {
  try {
    geste();
    return {};
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? "INCONNU" };
  }
}

async function ecrireTout(client: pg.Client, dossier: string, demande: Sauvegarde): Promise<Manifeste> {
  await client.query(DIRE_PAREIL);
  await client.query("begin isolation level repeatable read read only");
  const migrations = await migrationsAppliquees(client);
  if (Object.keys(migrations).length === 0)
    throw new Sentence("Cette base ne contient pas de hub : vérifiez DATABASE_URL ou UNEFOIS_DATA, ou lancez « unefois migrate ».");
  const tables = await tablesASauver(client);
  const total = await taille(client, tables);
  let fait = 0;
  const ecrites: Manifeste["tables"] = [];
  for (const table of tables) {
    const fichier = `${table.nom.replaceAll('"', "")}.copy.gz${demande.cle ? ".aes" : ""}`;
    const rangees = client.query(copyTo(copieDe(table)));
    const avance = (octets: number) => {
      fait += octets;
      demande.avancement("sauvegarde", Math.min(fait, total), total);
    };
    ecrites.push({ ...table, fichier, ...(await ecrireFichier(path.join(dossier, fichier), rangees, demande.cle, avance)) });
  }
  const manifeste: Manifeste = {
    format: 1,
    le: demande.le.toISOString(),
    postgres: await versionDe(client),
    migrations,
    tables: ecrites,
    sequences: await sequences(client),
    cle: demande.cle && marqueDeLaCle(demande.cle),
    journal: await teteDuJournal(client),
  };
  await client.query("commit");
  demande.avancement("sauvegarde", total, total);
  return manifeste;
}

/** COPY of the rows of a table, in the order where they lie. */
export const copieDe = ({ nom, colonnes }: Table): string => `copy ${nom} (${colonnes.join(", ")}) to stdout`;

async function versionDe(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query("select current_setting('server_version_num')::int as version");
  return rows[0].version;
}

async function teteDuJournal(client: pg.ClientBase): Promise<Manifeste["journal"]> {
  const { rows: existe } = await client.query("select to_regclass('journal.lot') as lot");
  if (existe[0].lot === null) return null;
  const { rows } = await client.query(
    "select numero::int as lot, encode(empreinte, 'hex') as empreinte from journal.lot order by numero desc limit 1",
  );
  return rows[0] ?? null;
}
