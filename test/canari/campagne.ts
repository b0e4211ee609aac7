import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { dansUnDossier, dansUneBase, type Trouvaille } from "./chercher";
import { FICHIERS_PERMIS } from "./permis";

/** Folder where the campaign writes what is to be searched: logs, traces, measures, errors, standard errors. */
export const dossierDeLaCampagne = (): string => process.env.UNEFOIS_CANARI_DOSSIER!;

const TROUVAILLES = "trouvailles.jsonl";

/** Writes a text that the hub gave to the outside where the canary will be looked for. */
export function garderPourLeCanari(nom: string, texte: string): void {
  if (dossierDeLaCampagne()) fs.appendFileSync(path.join(dossierDeLaCampagne(), "ecrits", nom), `${texte}\n`);
}

/** Looks into a base before it is dropped; what is found fails the campaign at its end. */
export async function fouillerLaBase(owner: pg.Client, quoi: string): Promise<void> {
  if (dossierDeLaCampagne()) noter(await dansUneBase(owner), quoi, { bases: 1 });
}

/** Looks into the data folder of a hub before it is removed, the files of its PostgreSQL included. */
export function fouillerLesDonnees(dossier: string, quoi: string): void {
  if (!dossierDeLaCampagne()) return;
  const lu = { fichiers: 0, octets: 0 };
  const trouvees = dansUnDossier(dossier, FICHIERS_PERMIS, (octets) => {
    lu.fichiers++;
    lu.octets += octets;
  });
  noter(trouvees, quoi, lu);
}

interface Lu {
  bases: number;
  fichiers: number;
  octets: number;
}

function noter(trouvees: Trouvaille[], quoi: string, lu: Partial<Lu>): void {
  const lignes = [{ lu }, ...trouvees.map(({ quoi: forme, lieu }) => ({ quoi: forme, lieu: `${lieu} (${quoi})` }))];
  fs.appendFileSync(path.join(dossierDeLaCampagne(), TROUVAILLES), lignes.map((ligne) => `${JSON.stringify(ligne)}\n`).join(""));
}

/** All that was found, and how much was read, at the end. */
export function bilanDe(dossier: string): { trouvees: Trouvaille[]; lu: Lu } {
  const fichier = path.join(dossier, TROUVAILLES);
  const lignes = fs.existsSync(fichier) ? fs.readFileSync(fichier, "utf8").trim().split("\n") : [];
  const notes = lignes.map((ligne) => JSON.parse(ligne) as Trouvaille | { lu: Partial<Lu> });
  const lu = { bases: 0, fichiers: 0, octets: 0 };
  for (const note of notes) {
    if (!("lu" in note)) continue;
    for (const quoi of ["bases", "fichiers", "octets"] as const) lu[quoi] += note.lu[quoi] ?? 0;
  }
  const ecrits = dansUnDossier(path.join(dossier, "ecrits"), [], (octets) => {
    lu.fichiers++;
    lu.octets += octets;
  });
  return { trouvees: [...notes.filter((note) => "lieu" in note), ...ecrits], lu };
}
