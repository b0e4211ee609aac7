import fs from "node:fs/promises";
import path from "node:path";
import { NoRoomOnDisk, writeWhole } from "../../shared/whole-file";
import { ErreurDepot } from "./erreur-depot";
import { DESTINATAIRES, type Destinataire, type Fichier, sha256 } from "./manifeste";

/** Where files are left. Leaving the same file twice does nothing the second time. Errors: ErreurDepot, nothing else. */
export interface Cible {
  destinataires: readonly Destinataire[];
  deposer(destinataire: Destinataire, fichier: Fichier): Promise<void>;
}

const TYPES: Record<string, string> = { ".jsonl": "application/x-ndjson", ".csv": "text/csv; charset=utf-8", ".json": "application/json" };
const DELAI_MS = 60_000;

/** A folder, one sub-folder a recipient: a file appears whole, under its name, or not at all. */
export function cibleDossier(dossier: string): Cible {
  return {
    destinataires: DESTINATAIRES,
    deposer: async (destinataire, { nom, contenu }) => {
      const lieu = path.join(dossier, destinataire);
      const chemin = path.join(lieu, nom);
      try {
        await fs.mkdir(lieu, { recursive: true });
        const present = await fs.readFile(chemin).catch(absent);
        if (present?.equals(contenu)) return;
        if (present) throw new ErreurDepot("DEPOT_DIFFERENT");
        writeWhole(chemin, contenu, { mode: 0o640, replace: false });
      } catch (error) {
        if (error instanceof ErreurDepot) throw error;
        throw new ErreurDepot(error instanceof NoRoomOnDisk ? "DEPOT_PLEIN" : "DEPOT_INJOIGNABLE", error);
      }
    },
  };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

/** An address of France Travail: `PUT <url>/<nom>`, with the fingerprint of RFC 9530. 409: another file has this name. */
export function cibleFranceTravail(url: string): Cible {
  return {
    destinataires: ["FRANCE_TRAVAIL"],
    deposer: async (_, { nom, contenu }) => {
      const reponse = await envoyer(`${url.replace(/\/$/, "")}/${nom}`, nom, contenu);
      if (reponse.ok && !reponse.page) return;
      if (reponse.status === 409) throw new ErreurDepot("DEPOT_DIFFERENT");
      throw new ErreurDepot(reponse.page || reponse.status >= 500 ? "DEPOT_INJOIGNABLE" : "DEPOT_REFUSE");
    },
  };
}

/** One PUT, its answer read to the end: one that is cut, or a page of a proxy in a 200, is no receipt; the same file leaves again. */
async function envoyer(adresse: string, nom: string, contenu: Buffer): Promise<{ status: number; ok: boolean; page: boolean }> {
  try {
    const reponse = await fetch(adresse, {
      method: "PUT",
      headers: {
        "content-type": TYPES[path.extname(nom)] ?? "application/octet-stream",
        "content-digest": `sha-256=:${sha256(contenu).toString("base64")}:`,
      },
      body: new Uint8Array(contenu),
      redirect: "error",
      signal: AbortSignal.timeout(DELAI_MS),
    });
    await reponse.arrayBuffer();
    return { status: reponse.status, ok: reponse.ok, page: /html/i.test(reponse.headers.get("content-type") ?? "") };
  } catch (error) {
    throw new ErreurDepot("DEPOT_INJOIGNABLE", error);
  }
}

/** The targets that the settings open. France Travail's address comes before the folder for what is for France Travail. */
export function ciblesDe(reglages: { dossier?: string; franceTravailUrl?: string }): Cible[] {
  const cibles: Cible[] = [];
  if (reglages.franceTravailUrl) cibles.push(cibleFranceTravail(reglages.franceTravailUrl));
  if (reglages.dossier) cibles.push(cibleDossier(reglages.dossier));
  return cibles;
}
