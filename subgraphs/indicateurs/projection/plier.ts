import { civilDateOf } from "../../shared/civil-date";
import type { PublishedEvent } from "../../shared/event-follower";
import { type Dit, type Ligne, type Regle, type TableEcrite } from "./ligne";
import { REGLES_DE_PARCOURS } from "./regles-parcours";
import { REGLES_DE_PERSONNE } from "./regles-personne";
import { REGLES_DE_SUITE } from "./regles-suite";
import { estEntiere, TABLES } from "./table";

/** Rows to write, one a key, in each table; interventions as they are told. */
export type Plis = Map<TableEcrite, Map<string, Ligne>>;

/** What each type of event says of the projection; other types say nothing. */
const REGLES: Record<string, Regle> = { ...REGLES_DE_PERSONNE, ...REGLES_DE_PARCOURS, ...REGLES_DE_SUITE };

const CLE_DITE = ["departement", "allocataire", "origine"] as const;
export const cleDe = (table: TableEcrite): readonly string[] => (table === "dite" ? CLE_DITE : TABLES[table].cle);

/** Folds events, in their order, into one row a key: a later value replaces an earlier one, an absent value replaces nothing. */
export function plier(events: readonly PublishedEvent[]): Plis {
  const plis: Plis = new Map();
  for (const event of events) {
    const { type, departement, allocataire, donnees } = event;
    const regle = REGLES[type];
    if (!regle || departement === null || allocataire === null) continue;
    for (const [table, dites] of Object.entries(regle(donnees, ditPar(event))) as [TableEcrite, Ligne | Ligne[]][])
      for (const valeurs of [dites].flat()) ajouter(plis, table, { departement, allocataire, ...valeurs });
  }
  return plis;
}

const ditPar = ({ survenuLe, position }: PublishedEvent): Dit => ({ jour: civilDateOf(survenuLe), position: Number(position) });

function ajouter(plis: Plis, table: TableEcrite, valeurs: Ligne): void {
  const lignes = plis.get(table) ?? new Map<string, Ligne>();
  plis.set(table, lignes);
  // The order of interventions counts: see `niveauxDe`.
  if (table === "intervention") return void lignes.set(String(lignes.size), valeurs);
  const cle = cleDe(table)
    .map((colonne) => valeurs[colonne])
    .join(" ");
  const avant = lignes.get(cle) ?? {};
  // What was taken back and is said again begins anew: the former row goes first.
  const ligne: Ligne = avant.annulee && valeurs.annulee === false ? { remise: true } : avant;
  lignes.set(cle, ligne);
  const dite = (valeur: unknown) => valeur !== undefined && (valeur !== null || (table !== "dite" && estEntiere(table)));
  const garde = (colonne: string) => table === "dite" && colonne === "code_insee" && entree(valeurs) && ligne.code_insee !== undefined;
  for (const [colonne, valeur] of Object.entries(valeurs)) if (dite(valeur) && !garde(colonne)) ligne[colonne] = valeur;
}

/** The commune of an entry is the one that was told first. */
const entree = ({ origine }: Ligne) => String(origine).startsWith("ENTREE");

/** Ids, with the département of each, as parallel lists for SQL. */
export interface Parallele {
  departements: string[];
  ids: string[];
}

const enParallele = (couples: Map<string, [unknown, unknown]>): Parallele => ({
  departements: [...couples.values()].map(([departement]) => departement as string),
  ids: [...couples.values()].map(([, id]) => id as string),
});

function identifiants(plis: Plis, colonnes: readonly (readonly [TableEcrite, string])[]): Parallele {
  const couples = new Map<string, [unknown, unknown]>();
  for (const [table, colonne] of colonnes)
    for (const ligne of plis.get(table)?.values() ?? [])
      couples.set(`${ligne.departement} ${ligne[colonne]}`, [ligne.departement, ligne[colonne]]);
  return enParallele(couples);
}

/** The people of whom something was said in some tables. */
export const personnesTouchees = (plis: Plis, tables: readonly TableEcrite[]): Parallele =>
  identifiants(
    plis,
    tables.map((table) => [table, "allocataire"]),
  );

/** The orientations of which, or of whose interventions, something was said. */
export const orientationsTouchees = (plis: Plis): Parallele =>
  identifiants(plis, [
    ["orientation", "id"],
    ["intervention", "orientation"],
  ]);
