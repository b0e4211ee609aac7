import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { analyzeFilled } from "../shared/analyze-filled";
import { civilDateOf } from "../shared/civil-date";
import type { Database } from "../shared/database";
import { type ContexteImport, compteurs, ImportRefuse, type ResultatImport } from "../shared/import";
import { ouvrirOriginal } from "../shared/original-garde";
import { asOwner } from "../shared/owner";
import type { SystemeRdv } from "./declaration";
import type { CleNir } from "./message/nir";
import { cleLien, type MessageSigne } from "./monde";
import { lots, type MessageRecu } from "./reception";
import { type SecretsWebhooks, signatureValable } from "./signature-webhook";
import { enTransaction, messageSigne, ouvrirBase } from "./webhook-reception";

/** What reading messages needs. */
export interface ContexteMessages extends ContexteImport {
  /** Absent: whoever is known by a NIR (MSA) is not looked up. */
  cleNir?: CleNir;
}
export interface ContexteImportWebhooks extends ContexteMessages {
  secrets: SecretsWebhooks;
}

/** Messages applied in one transaction. */
const LOT = 1_000;
/** Defects told one by one; the others are counted. */
const SIGNALEMENTS_MAXIMUM = 1_000;

interface Ligne {
  cle: string;
  signe: MessageSigne;
}

/** Imports messages kept in a JSONL file (`{systeme, entetes, corps}`), signature checked, in the order of the file.
 * Streamed; one transaction a batch; idempotent: the file again is `inchanges`.
 * A line that cannot be read or whose signature is wrong is reported (LIGNE_ILLISIBLE, SIGNATURE_INVALIDE) and not kept, as over HTTP.
 * Errors: ImportRefuse FICHIER_INTROUVABLE when the file cannot be opened. */
export async function importerWebhooks(fichier: string, contexte: ContexteImportWebhooks): Promise<ResultatImport[]> {
  const resultat: ResultatImport = { fichier: path.basename(fichier), compteurs: compteurs(), signalements: [] };
  const total = await fs.promises.stat(fichier).then(
    (stat) => stat.size,
    () => {
      throw new ImportRefuse("FICHIER_INTROUVABLE", `Le fichier ${path.basename(fichier)} ne peut pas être lu.`);
    },
  );
  const base = await ouvrirBase(contexte.ownerUrl, 1);
  try {
    let pending: Ligne[] = [];
    let read = 0;
    let measured = false;
    for await (const text of readline.createInterface({ input: fs.createReadStream(fichier), crlfDelay: Number.POSITIVE_INFINITY })) {
      read += Buffer.byteLength(text) + 1;
      if (text.trim() === "") continue;
      const ligne = lireLigne(text, contexte, resultat);
      if (ligne) pending.push(ligne);
      if (pending.length < LOT) continue;
      await appliquer(base, pending, contexte, resultat);
      // Plans made while these tables were empty would read them whole, and are kept.
      if (!measured) await asOwner(contexte.ownerUrl, analyzeFilled);
      measured = true;
      pending = [];
      contexte.avancement?.("rendez-vous", Math.min(read, total), total);
    }
    await appliquer(base, pending, contexte, resultat);
    contexte.avancement?.("rendez-vous", total, total);
  } finally {
    await base.close();
  }
  return [resultat];
}

function lireLigne(text: string, { secrets, now, cleNir }: ContexteImportWebhooks, resultat: ResultatImport): Ligne | null {
  resultat.compteurs.lus += 1;
  const numero = resultat.compteurs.lus;
  const ligne = objet(text);
  if (ligne === null || !estSysteme(ligne.systeme) || typeof ligne.corps !== "string") {
    signaler(resultat, `ligne ${numero}`, "LIGNE_ILLISIBLE", "La ligne n’est pas {systeme, entetes, corps} avec un système connu.");
    return null;
  }
  const corps = Buffer.from(ligne.corps);
  const entetes = (typeof ligne.entetes === "object" && ligne.entetes !== null ? ligne.entetes : {}) as Record<string, string>;
  if (!signatureValable(ligne.systeme, entetes, corps, secrets, now())) {
    signaler(resultat, `ligne ${numero}`, "SIGNATURE_INVALIDE", "La signature manque ou n’est pas celle de ce corps : rien n’est gardé.");
    return null;
  }
  const signe = messageSigne(ligne.systeme, corps, cleNir);
  return { cle: signe.message ? cleLien(signe.message.modele, signe.message.identifiant) : `ligne ${numero}`, signe };
}

function objet(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // reported by the caller as LIGNE_ILLISIBLE
  }
}

const estSysteme = (value: unknown): value is SystemeRdv => value === "RENDEZ_VOUS_SOLIDARITES" || value === "RENDEZ_VOUS_INSERTION";

function signaler(resultat: ResultatImport, cle: string, code: string, message: string, applique = false): void {
  if (!applique) resultat.compteurs.rejetes += 1;
  if (resultat.signalements.length < SIGNALEMENTS_MAXIMUM) resultat.signalements.push({ cle, code, message, applique });
}

async function appliquer(base: Database, lignes: readonly Ligne[], contexte: ContexteImport, resultat: ResultatImport): Promise<void> {
  for (const lot of lots(lignes, LOT)) {
    const maintenant = contexte.now();
    const options = { maintenant, aujourdhui: civilDateOf(maintenant), import: true };
    const received = await enTransaction(
      base,
      lot.map((ligne) => ligne.signe),
      options,
    );
    for (const [index, recu] of received.entries()) compter(resultat, lot[index]!.cle, recu);
  }
}

function compter(resultat: ResultatImport, cle: string, { issue }: MessageRecu): void {
  if (issue.issue === "IGNORE") resultat.compteurs.inchanges += 1;
  if (issue.issue === "APPLIQUE") resultat.compteurs.appliques += 1;
  if (issue.issue === "REJETE") signaler(resultat, cle, issue.code!, issue.message!);
  else if (issue.issue === "APPLIQUE" && issue.code) signaler(resultat, cle, issue.code, issue.message!, true);
}

interface RejetOuvert {
  id: string;
  partenaire: SystemeRdv;
  original: string;
  empreinte: Buffer;
}

/** Replays kept rejects, oldest first: the signature was checked when they came. Those that are rejected again stay open.
 * @param ids rejects to replay, or every open one. */
export async function rejouerRejets(ids: string[] | "tous", contexte: ContexteMessages): Promise<ResultatImport> {
  const resultat: ResultatImport = { fichier: "rejets des rendez-vous", compteurs: compteurs(), signalements: [] };
  const base = await ouvrirBase(contexte.ownerUrl, 1);
  try {
    const maintenant = contexte.now();
    const rights = base.systemRights([], civilDateOf(maintenant));
    const rejets = await base.write(rights, (tx) =>
      tx.rows<RejetOuvert>(
        `select id, partenaire, original, empreinte from rendez_vous.rejet
         where rejoue_le is null and original <> '' and ($1::uuid[] is null or id = any($1)) order by cree_le, id`,
        [ids === "tous" ? null : ids],
      ),
    );
    resultat.compteurs.annonces = rejets.length;
    resultat.compteurs.lus = rejets.length;
    const lignes = rejets.map(({ id, partenaire, original, empreinte }) => ({
      cle: id,
      signe: messageSigne(partenaire, Buffer.from(corpsGarde(original, contexte.cleNir)), contexte.cleNir, { id, sha256: empreinte }),
    }));
    await appliquer(base, lignes, contexte, resultat);
  } finally {
    await base.close();
  }
  return resultat;
}

const SANS_CLE = {
  decrypt: (): never => {
    throw new Error("Les originaux gardés sont chiffrés : donnez NIR_KEY.");
  },
};

/** The body of a kept message. Errors: sealed, and nobody gave the key. */
export function corpsGarde(original: string, cle: CleNir | undefined): string {
  return (JSON.parse(ouvrirOriginal(cle ?? SANS_CLE, original)) as { corps: string }).corps;
}
