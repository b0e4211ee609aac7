import { civilDateOf } from "../../shared/civil-date";
import type { PublishedEvent } from "../../shared/event-follower";
import { type Dit, type Ligne, type Regle, type TableEcrite, TOUS } from "./ligne";
import { REGLES_DE_PARCOURS } from "./regles-parcours";
import { REGLES_DE_PERSONNE } from "./regles-personne";
import { REGLES_DE_SUITE } from "./regles-suite";
import { estEntiere, TABLES } from "./table";

/** Rows to write, one a key, in each table. */
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
  const cle = cleDe(table)
    .map((colonne) => valeurs[colonne])
    .join(" ");
  const sansDebut = table === "intervention" && valeurs.du === null;
  if (sansDebut) finir(lignes, valeurs);
  if (sansDebut && lignes.has(cle)) return;
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

/** Ends the interventions that are open in the batch; the row itself ends those written before. */
function finir(lignes: Map<string, Ligne>, fin: Ligne): void {
  for (const ligne of lignes.values()) if (ligne.du !== null && finie(ligne, fin)) ligne.fin_dite ??= fin.fin_dite;
}
const finie = (ligne: Ligne, { orientation, referent, role }: Ligne): boolean =>
  ligne.orientation === orientation &&
  (role === TOUS ? String(ligne.referent).startsWith(String(referent)) : ligne.referent === referent && ligne.role === role);

/** People, as two parallel lists for SQL. */
export interface Personnes {
  departements: string[];
  allocataires: string[];
}

/** The people of whom something was said in some tables. */
export function personnesTouchees(plis: Plis, tables: readonly TableEcrite[]): Personnes {
  const touchees = new Map<string, Ligne>();
  for (const table of tables)
    for (const ligne of plis.get(table)?.values() ?? []) touchees.set(`${ligne.departement} ${ligne.allocataire}`, ligne);
  const lignes = [...touchees.values()];
  return { departements: lignes.map((l) => l.departement as string), allocataires: lignes.map((l) => l.allocataire as string) };
}
