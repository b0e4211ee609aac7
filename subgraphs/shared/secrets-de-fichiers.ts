import fs from "node:fs";

/** Secrets of the environment, each of which may be given as `<NAME>_FILE`: the path of a file that holds it (Docker, Kubernetes). */
export const NOMS_DES_SECRETS = [
  "DATABASE_URL",
  "DATABASE_REPLICA_URL",
  "GATEWAY_SECRET",
  "NIR_KEY",
  "RDV_SOLIDARITES_SECRET",
  "RDV_INSERTION_SECRET",
  "FRANCE_TRAVAIL_CLIENT_SECRET",
  "DEPOT_CLE_PRIVEE",
  "SAUVEGARDE_CLE",
] as const;

type Environnement = Record<string, string | undefined>;

/** Replaces each `<NAME>_FILE` by what its file holds, without its last line end. What is wrong is told by the name of the variable: never what the file says.
 * In production, a file that others than its owner and group may read is refused; elsewhere it is reported.
 * @returns the environment, what refuses it, and what to warn of. */
export function secretsDesFichiers(environnement: Environnement): {
  environnement: Environnement;
  refus: string[];
  avertissements: string[];
} {
  const lu: Environnement = { ...environnement };
  const [refus, avertissements]: [string[], string[]] = [[], []];
  for (const nom of NOMS_DES_SECRETS) {
    const fichier = environnement[`${nom}_FILE`];
    if (fichier === undefined || fichier === "") continue;
    delete lu[`${nom}_FILE`];
    if (environnement[nom]) {
      refus.push(`${nom}_FILE : donnez ${nom} ou ${nom}_FILE, pas les deux`);
      continue;
    }
    const ouvert = tropOuvert(fichier);
    if (ouvert) (environnement.NODE_ENV === "production" ? refus : avertissements).push(`${nom}_FILE : ${ouvert}`);
    if (ouvert !== ILLISIBLE) lu[nom] = fs.readFileSync(fichier, "utf8").replace(/\r?\n$/, "");
    else if (environnement.NODE_ENV !== "production") refus.push(`${nom}_FILE : ${ILLISIBLE}`);
  }
  return { environnement: lu, refus, avertissements };
}

const ILLISIBLE = "le fichier ne peut pas être lu";

/** Docker and Kubernetes mount secrets that a group may read: that is left to them. */
function tropOuvert(fichier: string): string | null {
  try {
    fs.accessSync(fichier, fs.constants.R_OK);
    return (fs.statSync(fichier).mode & 0o007) === 0 ? null : "tous les comptes de la machine peuvent lire ce fichier : chmod 600";
  } catch {
    return ILLISIBLE;
  }
}
