import { compare, major, valid } from "semver";

/** What the lock file says of a package. */
export interface PaquetVerrouille {
  version?: string;
  /** Its real name, when it is installed under another one (`npm:<name>@<version>`). */
  name?: string;
  /** Where it comes from; absent: the registry of who installs, which the fingerprint holds to the same bytes. */
  resolved?: string;
  license?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  /** A link to a folder of this project. */
  link?: boolean;
}

/** package-lock.json, version 3: packages by their path under node_modules. */
export interface Verrou {
  lockfileVersion: number;
  packages: Record<string, PaquetVerrouille>;
}

/** The three tables of this folder. */
export interface Tables {
  licences: { admises: Record<string, string>; exceptions: Record<string, { licence: string; raison: string }> };
  planchers: {
    /** `repare`: the first repaired version of each major line; an older line has none. */
    planchers: { paquet: string; repare: string[]; avis: string; raison: string }[];
    interdites: { paquet: string; versions: string[]; raison: string }[];
  };
  /** Packages that may carry an install script, and why it does no harm. */
  scripts: Record<string, string>;
}

export interface Constat {
  paquet: string;
  version: string;
  /** What is wrong and what to do, in French. */
  message: string;
}

/** Everything that is wrong with the locked packages; empty when they may be installed. */
export function verifierVerrou(verrou: Verrou, tables: Tables): Constat[] {
  const constats: Constat[] = [];
  if (verrou.lockfileVersion !== 3)
    constats.push({ paquet: "package-lock.json", version: String(verrou.lockfileVersion), message: "version de verrou inattendue : 3 est lue" });
  const vus = new Set<string>();
  for (const [chemin, paquet] of Object.entries(verrou.packages)) {
    if (chemin === "") continue;
    const place = chemin.slice(chemin.lastIndexOf("node_modules/") + "node_modules/".length);
    const nom = paquet.name ?? place;
    vus.add(nom);
    const dits = paquet.link || !chemin.includes("node_modules/") ? dossierEtranger(chemin, paquet) : reproches(nom, paquet, tables);
    const dit = nom === place ? nom : `${nom} (installé sous le nom ${place})`;
    for (const message of dits) constats.push({ paquet: dit, version: paquet.version ?? "?", message });
  }
  const perimes = [...Object.keys(tables.scripts), ...Object.keys(tables.licences.exceptions)].filter((nom) => !vus.has(nom));
  for (const paquet of perimes) constats.push({ paquet, version: "absent", message: "une table de approvisionnement/ le nomme encore : retirez-le" });
  return constats;
}

/** A folder that the installation would take as it is: one of this project only. */
function dossierEtranger(chemin: string, { link, resolved }: PaquetVerrouille): string[] {
  const dossier = link ? (resolved ?? "") : chemin;
  const dedans = dossier !== "" && !/^([./\\]|[a-z][a-z+.-]*:)/i.test(dossier) && !dossier.split("/").includes("..");
  return dedans ? [] : [`vient d’un dossier qui n’est pas de ce dépôt (${dossier || "inconnu"})`];
}

function reproches(nom: string, paquet: PaquetVerrouille, { licences, planchers, scripts }: Tables): string[] {
  const dits: string[] = [];
  if (!paquet.version || !valid(paquet.version)) return ["version absente ou illisible"];
  // The lock file of this repository tells no address: any other origin (host, git, archive, file) shows by having one.
  if (paquet.resolved !== undefined)
    dits.push("porte une adresse dans le verrou : un paquet vient du registre de qui installe (npm install --omit-lockfile-registry-resolved)");
  if (!/^sha512-/.test(paquet.integrity ?? "")) dits.push("sans empreinte SHA-512 dans le verrou : son contenu n’est pas vérifié à l’installation");
  if (paquet.hasInstallScript && !(nom in scripts)) dits.push("porte un script d’installation qui n’est pas dans scripts.json");
  const exception = licences.exceptions[nom];
  if (exception ? exception.licence !== paquet.license : !licenceAdmise(paquet.license, licences.admises))
    dits.push(`licence ${paquet.license ?? "inconnue"} qui n’est pas dans licences.json`);
  for (const { repare, avis, raison } of planchers.planchers.filter((plancher) => plancher.paquet === nom)) {
    if (sousLePlancher(paquet.version, repare)) dits.push(`sous la version réparée (${repare.join(", ")}) : ${raison} (${avis})`);
  }
  for (const { versions, raison } of planchers.interdites.filter((interdite) => interdite.paquet === nom)) {
    if (versions.includes(paquet.version)) dits.push(`version interdite : ${raison}`);
  }
  return dits;
}

/** An SPDX expression: every part of an AND, one of an OR. Parentheses only around the whole, as npm writes them. */
export function licenceAdmise(expression: string | undefined, admises: Record<string, string>): boolean {
  if (!expression) return false;
  const toutes = expression.replace(/^\((.*)\)$/, "$1").split(" AND ");
  return toutes.every((partie) => partie.split(" OR ").some((licence) => Object.hasOwn(admises, licence)));
}

/** True when a version is older than the repair of its major line, or of a line older than every repair. */
export function sousLePlancher(version: string, repare: string[]): boolean {
  const siennes = repare.filter((plancher) => major(plancher) === major(version));
  if (siennes.length > 0) return siennes.every((plancher) => compare(version, plancher) < 0);
  return repare.every((plancher) => compare(version, plancher) < 0) || entreDeux(version, repare);
}

/** A major line without a repair, between two that have one, was never repaired. */
const entreDeux = (version: string, repare: string[]): boolean =>
  repare.some((plancher) => major(plancher) < major(version)) && repare.some((plancher) => major(plancher) > major(version));
