import fs from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { DataSource, type EntityManager, type EntitySchema } from "typeorm";
import { civilDateOf, isCivilDate } from "../shared/civil-date";
import { chargerParcours } from "../shared/contrat/charger-parcours";
import { lireParcours } from "../shared/contrat/lire-parcours";
import { organismeId, referentId } from "../shared/database";
import { type ContexteImport, compteurs, ImportRefuse, type ResultatImport } from "../shared/import";
import { lireTexte } from "../shared/lignes-csv";
import { allOrNothing, asOwner } from "../shared/owner";
import { type CodeLu, enregistrerCodes } from "./organisme/codes.repository";
import { COLONNES_DE_CODE, defautDuCode } from "./organisme/codes-organisme";
import type { Organisme, Referent } from "./organisme/organisme";
import { OrganismeTable, ReferentTable } from "./organisme/organisme.table";
import { finirLesSuivis, personnesDesPartis } from "./portefeuille/depart.repository";
import type { Sql } from "./portefeuille/suivi.repository";
import { TYPES_ORGANISME, type TypeOrganisme } from "./vocabulaire";

/** Loads organismes.csv, referents.csv and, when it is there, parcours.csv of a folder (columns: docs/structure.md). A column of codes that is there
 * and empty takes the code out; one that is not there leaves it.
 * All files are validated before anything is written; organismes and référents are one transaction; idempotent.
 * Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE (with line and column). */
export async function importerOrganismes(contexte: ContexteImport, dossier: string, departement: string): Promise<ResultatImport[]> {
  const lignes = lireCsv(dossier, "organismes.csv", ["code", "nom", "type"]);
  const organismes = lignes.map((ligne) => unOrganisme(ligne, departement));
  const codes = lignes.flatMap((ligne) => lesCodes(ligne, departement));
  const referents = lireCsv(dossier, "referents.csv", ["organisme", "code", "nom", "prenom", "fonction"]).map((ligne) =>
    unReferent(ligne, departement),
  );
  refuserDoublons("organismes.csv", organismes);
  refuserDoublons("referents.csv", referents);
  const parcours = fs.existsSync(path.join(dossier, "parcours.csv")) ? [await chargerFichierParcours(contexte, dossier, departement)] : [];
  const ecrits = await enregistrer(contexte, departement, { organismes, codes, referents });
  return [...parcours, ...ecrits];
}

/** A row of a file: what its columns do not say is left as it is known. */
type Importe<T extends { du: unknown; au: unknown }> = Omit<T, "du" | "au"> & Partial<Pick<T, "du" | "au">>;

interface Ligne {
  fichier: string;
  numero: number;
  cellules: Record<string, string>;
}

function lireCsv(dossier: string, fichier: string, colonnes: string[]): Ligne[] {
  const chemin = path.join(dossier, fichier);
  const texteDuFichier = lireTexte(chemin);
  let lignes: { record: Record<string, string>; info: { lines: number } }[];
  try {
    lignes = parse(texteDuFichier, { columns: true, bom: true, skip_empty_lines: true, trim: true, info: true }) as never;
  } catch (error) {
    throw new ImportRefuse("FICHIER_INVALIDE", `${fichier} n’est pas un CSV lisible : ${(error as Error).message}`);
  }
  const manque = lignes[0] && colonnes.find((colonne) => !(colonne in lignes[0]!.record));
  if (manque) throw new ImportRefuse("FICHIER_INVALIDE", `${fichier}, ligne 1 : la colonne « ${manque} » manque.`);
  return lignes.map(({ record, info }) => ({ fichier, numero: info.lines, cellules: record }));
}

function refuse({ fichier, numero }: Ligne, colonne: string, defaut: string): never {
  throw new ImportRefuse("FICHIER_INVALIDE", `${fichier}, ligne ${numero}, colonne « ${colonne} » : ${defaut}.`);
}

const texte = (ligne: Ligne, colonne: string): string => ligne.cellules[colonne] || refuse(ligne, colonne, "une valeur est attendue");

/** Codes make ids and tokens: letters, digits, dash, dot and underscore. */
function code(ligne: Ligne, colonne: string): string {
  const valeur = texte(ligne, colonne);
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(valeur)
    ? valeur
    : refuse(ligne, colonne, `« ${valeur.slice(0, 40)} » n’est pas un code (lettres, chiffres, tiret)`);
}

/** A civil date; undefined when the file has no such column: what is known stays. */
function jour(ligne: Ligne, colonne: string): string | null | undefined {
  const valeur = ligne.cellules[colonne];
  if (!valeur) return valeur === undefined ? undefined : null;
  return isCivilDate(valeur) ? valeur : refuse(ligne, colonne, `« ${valeur.slice(0, 40)} » n’est pas une date AAAA-MM-JJ`);
}

/** First and last day of presence, both facultative columns. */
function presence(ligne: Ligne): { du?: string | null; au?: string | null } {
  const [du, au] = [jour(ligne, "du"), jour(ligne, "au")];
  return du && au && au < du ? refuse(ligne, "au", "le dernier jour précède le premier") : { du, au };
}

function unOrganisme(ligne: Ligne, departement: string): Importe<Organisme> {
  const type = texte(ligne, "type") as TypeOrganisme;
  if (!TYPES_ORGANISME.includes(type)) refuse(ligne, "type", `« ${type.slice(0, 40)} » n’est pas l’un de ${TYPES_ORGANISME.join(", ")}`);
  const sonCode = code(ligne, "code");
  return { id: organismeId(departement, sonCode), departement, code: sonCode, nom: texte(ligne, "nom"), type, ...presence(ligne) };
}

/** Its codes at partners, of the columns that the file has. */
function lesCodes(ligne: Ligne, departement: string): CodeLu[] {
  const organisme = organismeId(departement, code(ligne, "code"));
  return Object.entries(COLONNES_DE_CODE).flatMap(([colonne, systeme]) => {
    const valeur = ligne.cellules[colonne];
    if (valeur === undefined) return [];
    const defaut = valeur === "" ? null : defautDuCode({ systeme, valeur });
    return defaut === null ? { organisme, systeme, valeur: valeur || null } : refuse(ligne, colonne, defaut);
  });
}

function unReferent(ligne: Ligne, departement: string): Importe<Referent> {
  const organisme = organismeId(departement, code(ligne, "organisme"));
  const sonCode = code(ligne, "code");
  const { prenom, fonction } = ligne.cellules;
  return {
    id: referentId(organisme, sonCode),
    departement,
    organisme,
    code: sonCode,
    nom: texte(ligne, "nom"),
    prenom: prenom || null,
    fonction: fonction || null,
    ...presence(ligne),
  };
}

function refuserDoublons(fichier: string, lignes: { id: string; code: string }[]): void {
  const vus = new Set<string>();
  for (const { id, code: double } of lignes) {
    if (vus.has(id)) throw new ImportRefuse("FICHIER_INVALIDE", `${fichier}, colonne « code » : « ${double} » est donné deux fois.`);
    vus.add(id);
  }
}

async function chargerFichierParcours({ ownerUrl }: ContexteImport, dossier: string, departement: string): Promise<ResultatImport> {
  const parcours = lireParcours(lireTexte(path.join(dossier, "parcours.csv")), departement);
  return asOwner(
    ownerUrl,
    async (owner) => {
      const changes = await allOrNothing(owner, () => chargerParcours(owner, parcours));
      return resultat(path.join(dossier, "parcours.csv"), parcours.length, changes);
    },
    "unefois-import",
  );
}

async function enregistrer(
  { ownerUrl, now }: ContexteImport,
  departement: string,
  { organismes, codes, referents }: { organismes: Importe<Organisme>[]; codes: CodeLu[]; referents: Importe<Referent>[] },
): Promise<ResultatImport[]> {
  const maintenant = now();
  const source = new DataSource({
    type: "postgres",
    url: ownerUrl,
    entities: [OrganismeTable, ReferentTable],
    poolSize: 1,
    applicationName: "unefois-import",
  });
  await source.initialize();
  try {
    return await source.transaction(async (manager) => {
      const changes = new Set([
        ...(await fusionner(manager, OrganismeTable, departement, organismes)),
        ...(await enregistrerCodes(manager, departement, codes)),
      ]);
      const ecrits = [
        resultat("organismes.csv", organismes.length, changes.size),
        resultat(
          "referents.csv",
          await referentsConnus(manager, departement, referents),
          (await fusionner(manager, ReferentTable, departement, referents)).length,
        ),
      ];
      const partis = referents.filter(({ au }) => au).map(({ id }) => id);
      if (partis.length > 0) await finirLesDeparts(manager, departement, partis, maintenant);
      return ecrits;
    });
  } finally {
    await source.destroy();
  }
}

/** What those who left were still to do after their last day ends there, with its events: as the mutation declarerDepart does. */
async function finirLesDeparts(manager: EntityManager, departement: string, partis: string[], maintenant: Date): Promise<void> {
  const sql: Sql = {
    rows: (texte, valeurs) => manager.query(texte, valeurs),
    execute: (texte, valeurs) => manager.query(texte, valeurs),
  };
  await personnesDesPartis(sql, departement, partis);
  const finies = await finirLesSuivis(sql, departement, partis, civilDateOf(maintenant));
  const donnees = finies.map(({ orientation, referent, role, du, au }) => JSON.stringify({ orientation, referent, role, du, au }));
  await manager.query(
    `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
     select 'InterventionTerminee', $1, x.allocataire, x.donnees, $4 from unnest($2::uuid[], $3::jsonb[]) x (allocataire, donnees)`,
    [departement, finies.map(({ allocataire }) => allocataire), donnees, maintenant],
  );
}

/** Every référent names an organisme that is in the file or already known. Returns how many there are. */
async function referentsConnus(manager: EntityManager, departement: string, referents: Importe<Referent>[]): Promise<number> {
  const connus = new Set((await manager.find(OrganismeTable, { where: { departement }, select: { id: true } })).map((o) => o.id));
  const orphelin = referents.find((referent) => !connus.has(referent.organisme));
  if (orphelin) {
    throw new ImportRefuse(
      "FICHIER_INVALIDE",
      `referents.csv, colonne « organisme » : le référent « ${orphelin.code} » nomme un organisme inconnu (${orphelin.organisme}).`,
    );
  }
  return referents.length;
}

/** Writes what is new or different, in one statement a thousand rows. Returns the ids of those rows. */
async function fusionner<T extends { id: string; departement: string }>(
  manager: EntityManager,
  table: EntitySchema<T>,
  departement: string,
  lignes: Partial<T>[],
): Promise<string[]> {
  const connues = new Map((await manager.find(table, { where: { departement } as never })).map((ligne) => [ligne.id, ligne]));
  const changees = lignes.filter((ligne) => {
    const connue = connues.get(ligne.id!);
    return !connue || Object.entries(ligne).some(([colonne, valeur]) => valeur !== undefined && valeur !== connue[colonne as keyof T]);
  });
  const conflictPaths = table.options.columns.departement?.primary ? ["departement", "id"] : ["id"];
  for (let debut = 0; debut < changees.length; debut += 1_000) {
    await manager.upsert(table, changees.slice(debut, debut + 1_000) as never, { conflictPaths: conflictPaths as never });
  }
  return changees.map((ligne) => ligne.id!);
}

const resultat = (fichier: string, lus: number, appliques: number): ResultatImport => ({
  fichier,
  compteurs: { ...compteurs(), lus, appliques, inchanges: lus - appliques },
  signalements: [],
});
