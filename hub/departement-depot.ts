import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { FICHIERS, MANIFESTE, TYPES, type TypeEnregistrement, VERSION } from "../subgraphs/allocataires/fichier-departement/format";
import { enTexte, type LigneIllisible, type LigneLue, lireCsv, lireJsonLines } from "../subgraphs/allocataires/fichier-departement/lire";
import { ImportRefuse } from "../subgraphs/shared/import";

/** A file of a deposit, read: its records and the lines that hold none. */
export interface FichierLu {
  fichier: string;
  lignes: (LigneLue | LigneIllisible)[];
}

/** Reads a deposit of the software of a Département: a folder, or one file (`.jsonl`, or a CSV by its name).
 * Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE, MANIFESTE_FAUX. Nothing is applied before all is read. */
export function lireDepot(chemin: string): FichierLu[] {
  const stat = fs.statSync(chemin, { throwIfNoEntry: false });
  if (!stat) throw new ImportRefuse("FICHIER_INTROUVABLE", `${chemin} n’existe pas : vérifiez son chemin.`);
  if (!stat.isDirectory()) return [lireFichier(chemin)];
  const noms = fs.readdirSync(chemin).sort();
  const connus = noms.filter((nom) => nom.endsWith(".jsonl") || typeDuCsv(nom) !== null);
  if (connus.length === 0) throw new ImportRefuse("FICHIER_INTROUVABLE", `${chemin} ne contient aucun fichier du format : ${NOMS}.`);
  const inconnu = noms.find((nom) => nom.endsWith(".csv") && typeDuCsv(nom) === null);
  if (inconnu) throw new ImportRefuse("FICHIER_INVALIDE", `${inconnu} n’est pas un fichier du format : ${NOMS}.`);
  if (noms.includes(MANIFESTE)) verifierManifeste(chemin);
  return connus.map((nom) => lireFichier(path.join(chemin, nom)));
}

const NOMS = `${Object.values(FICHIERS).join(", ")}, ou un fichier .jsonl`;
const typeDuCsv = (nom: string): TypeEnregistrement | null => TYPES.find((type) => FICHIERS[type] === nom) ?? null;

function lireFichier(chemin: string): FichierLu {
  const fichier = path.basename(chemin);
  const texte = enTexte(fs.readFileSync(chemin), fichier);
  if (fichier.endsWith(".jsonl")) return { fichier, lignes: lireJsonLines(texte) };
  const type = typeDuCsv(fichier);
  if (type === null) throw new ImportRefuse("FICHIER_INVALIDE", `${fichier} n’est pas un fichier du format : ${NOMS}.`);
  return { fichier, lignes: lireCsv(texte, type, fichier) };
}

/** A manifest is optional; when it is there, its version and the hash of each file must be right. */
function verifierManifeste(dossier: string): void {
  const refuser = (defaut: string) => new ImportRefuse("MANIFESTE_FAUX", `${MANIFESTE} : ${defaut}.`);
  let manifeste: { version?: unknown; fichiers?: { nom: string; sha256: string }[] };
  try {
    manifeste = JSON.parse(enTexte(fs.readFileSync(path.join(dossier, MANIFESTE)), MANIFESTE));
  } catch (error) {
    if (error instanceof ImportRefuse) throw error;
    throw refuser("ce n’est pas du JSON");
  }
  if (manifeste.version !== VERSION) throw refuser(`la version du format doit être ${VERSION}`);
  for (const { nom, sha256 } of manifeste.fichiers ?? []) {
    const chemin = path.join(dossier, path.basename(nom));
    if (!fs.existsSync(chemin)) throw refuser(`${nom} manque`);
    if (empreinteDe(fs.readFileSync(chemin)) !== sha256) throw refuser(`${nom} n’est pas celui qui a été écrit (SHA-256)`);
  }
}

export const empreinteDe = (octets: Uint8Array): string => createHash("sha256").update(octets).digest("hex");
