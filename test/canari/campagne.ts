import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { dansUnDossier, dansUneBase, type Trouvaille } from "./chercher";

/** Folder where the campaign writes what is to be searched: logs, traces, measures, errors, standard errors. */
export const dossierDeLaCampagne = (): string => process.env.UNEFOIS_CANARI_DOSSIER!;

const TROUVAILLES = "trouvailles.jsonl";

/** Writes a text that the hub gave to the outside where the canary will be looked for. */
export function garderPourLeCanari(nom: string, texte: string): void {
  if (dossierDeLaCampagne()) fs.appendFileSync(path.join(dossierDeLaCampagne(), "ecrits", nom), `${texte}\n`);
}

/** Looks into a base before it is dropped; what is found fails the campaign at its end. */
export async function fouillerLaBase(owner: pg.Client, quoi: string): Promise<void> {
  if (!dossierDeLaCampagne()) return;
  for (const { quoi: forme, lieu } of await dansUneBase(owner))
    fs.appendFileSync(path.join(dossierDeLaCampagne(), TROUVAILLES), `${JSON.stringify({ quoi: forme, lieu: `${lieu} (${quoi})` })}\n`);
}

/** All that was found, at the end. */
export function trouveesDans(dossier: string): Trouvaille[] {
  const fichier = path.join(dossier, TROUVAILLES);
  const desBases = fs.existsSync(fichier)
    ? fs
        .readFileSync(fichier, "utf8")
        .trim()
        .split("\n")
        .map((ligne) => JSON.parse(ligne) as Trouvaille)
    : [];
  return [...desBases, ...dansUnDossier(path.join(dossier, "ecrits"))];
}
