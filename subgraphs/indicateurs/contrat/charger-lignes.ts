import type pg from "pg";
import type { Signalement } from "../../shared/import";
import type { Lignes } from "./fichiers";

/** Keys of the tables of the contract, and the columns that say what an import replaces (null: it never removes). */
const TABLES: Record<string, { cle: string[]; portee: string[] | null }> = {
  ligne_contrat: { cle: ["departement", "annee", "code"], portee: ["departement", "annee"] },
  definition: { cle: ["departement", "code", "version"], portee: null },
  cible: { cle: ["departement", "code", "annee"], portee: ["departement", "contrat"] },
  ligne_financiere: { cle: ["departement", "annee", "fiche"], portee: ["departement", "annee"] },
  total_financier: { cle: ["departement", "annee", "fiche"], portee: ["departement", "annee"] },
  territoire: { cle: ["departement", "code"], portee: ["departement", "origine"] },
  feuille_de_route: { cle: ["departement", "rang"], portee: ["departement"] },
  donnee_a_fournir: { cle: ["departement", "code"], portee: ["departement"] },
  interoperabilite: { cle: ["departement", "code"], portee: ["departement"] },
  relation_ligne: { cle: ["departement", "code", "relation"], portee: ["departement"] },
  montant_imprime: { cle: ["departement", "rang"], portee: ["departement"] },
  defm: { cle: ["departement", "code_agence_ft", "categorie", "trimestre"], portee: ["departement"] },
};

export interface Chargement {
  appliques: number;
  inchanges: number;
  rejets: Signalement[];
}

/** Writes the records of one file, one statement a table: a record is applied when one of its rows changed.
 * A key that comes twice is rejected the second time. Rows that the file no longer has are removed when `complet`. */
export async function chargerLignes(client: pg.ClientBase, records: readonly Lignes[], complet: boolean): Promise<Chargement> {
  const { gardes, rejets } = sansDoublons(records);
  const changees = new Set<string>();
  for (const table of new Set(gardes.flatMap((record) => Object.keys(record)))) {
    const lignes = gardes.flatMap((record) => record[table] ?? []);
    if (lignes.length === 0) continue;
    for (const cle of await ecrire(client, table, lignes)) changees.add(`${table} ${cle}`);
    if (complet && rejets.length === 0) rejets.push(...(await retirer(client, table, lignes)));
  }
  const appliques = gardes.filter((record) => cles(record).some((cle) => changees.has(cle))).length;
  return { appliques, inchanges: gardes.length - appliques, rejets };
}

const cleDe = (table: string, ligne: Record<string, unknown>) => TABLES[table]!.cle.map((colonne) => ligne[colonne]).join(" ");
const cles = (record: Lignes) =>
  Object.entries(record).flatMap(([table, lignes]) => lignes.map((ligne) => `${table} ${cleDe(table, ligne)}`));

function sansDoublons(records: readonly Lignes[]): { gardes: Lignes[]; rejets: Signalement[] } {
  const vues = new Set<string>();
  const rejets: Signalement[] = [];
  const gardes = records.filter((record) => {
    const siennes = cles(record);
    const double = siennes.find((cle) => vues.has(cle));
    for (const cle of siennes) vues.add(cle);
    if (double !== undefined)
      rejets.push({
        cle: double,
        code: "CLE_EN_DOUBLE",
        message: `« ${double} » est déjà donné plus haut dans le fichier.`,
        applique: false,
      });
    return double === undefined;
  });
  return { gardes, rejets };
}

async function ecrire(client: pg.ClientBase, table: string, lignes: Record<string, unknown>[]): Promise<string[]> {
  const { cle } = TABLES[table]!;
  const colonnes = Object.keys(lignes[0]!);
  const valeurs = colonnes.filter((colonne) => !cle.includes(colonne));
  const liste = (alias: string) => valeurs.map((colonne) => `${alias}.${colonne}`).join(", ");
  const { rows } = await client.query(
    `insert into indicateurs.${table} as t (${colonnes.join(", ")})
     select ${colonnes.join(", ")} from jsonb_populate_recordset(null::indicateurs.${table}, $1::jsonb)
     on conflict (${cle.join(", ")}) do update set ${valeurs.map((colonne) => `${colonne} = excluded.${colonne}`).join(", ")}
     where row(${liste("t")}) is distinct from row(${liste("excluded")})
     returning ${cle.join(", ")}`,
    [JSON.stringify(lignes)],
  );
  return rows.map((row) => cleDe(table, row));
}

async function retirer(client: pg.ClientBase, table: string, lignes: Record<string, unknown>[]): Promise<Signalement[]> {
  const { cle, portee } = TABLES[table]!;
  if (portee === null) return [];
  const { rows } = await client.query(
    `delete from indicateurs.${table} t where ${portee.map((colonne, i) => `t.${colonne}::text = $${i + 2}`).join(" and ")} and not exists (
       select from jsonb_populate_recordset(null::indicateurs.${table}, $1::jsonb) r where ${cle.map((c) => `r.${c} = t.${c}`).join(" and ")})
     returning ${cle.map((c) => `t.${c}`).join(", ")}`,
    [JSON.stringify(lignes), ...portee.map((colonne) => String(lignes[0]![colonne]))],
  );
  return rows.map((row) => {
    const perdue = `${table} ${cleDe(table, row)}`;
    return {
      cle: perdue,
      code: "LIGNE_RETIREE",
      message: `« ${perdue} » n’est plus dans le fichier : la ligne est retirée.`,
      applique: true,
    };
  });
}
