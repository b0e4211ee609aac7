import fs from "node:fs";
import readline from "node:readline";
import { USAGER } from "./api/controle-schemas";
import type { UsagerSimule } from "./modele";
import { defaut } from "./valider";

/** People from a JSON Lines file, one a line. @throws Error in a sentence that names the line, never a value of it. */
export async function* lireUsagers(fichier: string): AsyncIterable<UsagerSimule> {
  let rang = 0;
  for await (const ligne of readline.createInterface({
    input: fs.createReadStream(fichier, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    rang++;
    if (ligne.trim() !== "") yield usagerLu(ligne, rang);
  }
}

function usagerLu(ligne: string, rang: number): UsagerSimule {
  let lu: unknown;
  try {
    lu = JSON.parse(ligne);
  } catch {
    throw new Error(`Ligne ${rang} : ce n’est pas un objet JSON.`);
  }
  const trouve = defaut(USAGER, lu);
  if (trouve) throw new Error(`Ligne ${rang} : ${trouve.message}`);
  return lu as UsagerSimule;
}
