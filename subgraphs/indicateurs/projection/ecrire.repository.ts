import type pg from "pg";
import { finirSql, niveauxDe } from "./interventions";
import type { Ligne, TableEcrite } from "./ligne";
import { cleDe, type Plis } from "./plier";
import { estEntiere, JAMAIS, type Lieu, PERSONNE, parLieu, TABLES, TABLES_DITES } from "./table";

/** Columns that an event may empty, with the value that says so. */
const EFFACABLES: Partial<Record<TableEcrite, Readonly<Record<string, string>>>> = {
  orientation: { close_le: JAMAIS, motif_fin: PERSONNE, referent: PERSONNE },
  sortie: { date: JAMAIS },
  presence: { le: JAMAIS },
  reprise: { presente_six_mois_le: JAMAIS },
};

/** What events say, before the tables that follow from it. */
const ORDRE: readonly TableEcrite[] = ["dite", ...TABLES_DITES];

const DITE = ["position", "lieu_depuis", "code_insee", "droit_depuis", "dossier", "etat", "soumis_droits_devoirs"];
const colonnesDites = (table: TableEcrite): readonly string[] => (table === "dite" ? DITE : TABLES[table].dites);
const sansHistoire = (table: TableEcrite): boolean => table === "dite";

/** A later commune of an entry is not the one where she lived when she entered. */
const AVEC_PREMIERE_COMMUNE =
  "code_insee = case when t.origine like 'ENTREE %' then coalesce(t.code_insee, excluded.code_insee) else coalesce(excluded.code_insee, t.code_insee) end";

function nouvelle(table: TableEcrite, colonne: string): string {
  if (table !== "dite" && estEntiere(table)) return `excluded.${colonne}`;
  const vide = EFFACABLES[table]?.[colonne];
  const dite = `coalesce(excluded.${colonne}, t.${colonne})`;
  return vide === undefined ? dite : `nullif(${dite}, '${vide}')`;
}

/** $1 rows, $2 day of knowledge. A row that says nothing new is not written. */
function ecrireSql(lieu: Lieu, table: TableEcrite): string {
  const [cle, dites] = [cleDe(table), colonnesDites(table)];
  const toutes = [...cle, ...dites].join(", ");
  const affectations = dites.map((c) => (table === "dite" && c === "code_insee" ? AVEC_PREMIERE_COMMUNE : `${c} = ${nouvelle(table, c)}`));
  const connu = sansHistoire(table) ? ["", "", ""] : [", connu_depuis", ", $2::date", ", connu_depuis = excluded.connu_depuis"];
  const change = `row(${dites.map((c) => `t.${c}`).join(", ")}) is distinct from row(${dites.map((c) => nouvelle(table, c)).join(", ")})`;
  return `insert into ${lieu}.${table} as t (${toutes}${connu[0]})
    select ${toutes}${connu[1]} from jsonb_populate_recordset(null::${lieu}.${table}, $1::jsonb)
    on conflict (${cle.join(", ")}) do update set ${affectations.join(", ")}${connu[2]}
    where ${change}`;
}

/** $1 rows: what they emptied although nothing was known of it. */
function viderSql(lieu: Lieu, table: TableEcrite): string {
  const vides = Object.entries(EFFACABLES[table] ?? {});
  if (vides.length === 0) return "";
  const cle = cleDe(table);
  return `update ${lieu}.${table} t set ${vides.map(([c, vide]) => `${c} = nullif(t.${c}, '${vide}')`).join(", ")}
    from jsonb_populate_recordset(null::${lieu}.${table}, $1::jsonb) r
    where ${cle.map((c) => `t.${c} = r.${c}`).join(" and ")} and (${vides.map(([c, vide]) => `t.${c} = '${vide}'`).join(" or ")})`;
}

const retirerSql = (
  lieu: Lieu,
  table: TableEcrite,
) => `delete from ${lieu}.${table} t using jsonb_populate_recordset(null::${lieu}.${table}, $1::jsonb) r
  where ${cleDe(table)
    .map((c) => `t.${c} = r.${c}`)
    .join(" and ")}`;

const TEXTES = parLieu((lieu) => ({
  ecrire: Object.fromEntries(ORDRE.map((table) => [table, ecrireSql(lieu, table)])) as Record<TableEcrite, string>,
  vider: Object.fromEntries(ORDRE.map((table) => [table, viderSql(lieu, table)])) as Record<TableEcrite, string>,
  retirer: Object.fromEntries(ORDRE.map((table) => [table, retirerSql(lieu, table)])) as Record<TableEcrite, string>,
  finir: finirSql(lieu),
}));

/** Writes what events say. @param jour the day when the hub learned it. */
export async function ecrirePlis(client: pg.ClientBase, plis: Plis, jour: string, lieu: Lieu): Promise<void> {
  for (const table of ORDRE) {
    const lignes = plis.get(table);
    if (!lignes) continue;
    if (table === "intervention") await ecrireInterventions(client, lignes.values(), jour, lieu);
    else await ecrire(client, table, [...lignes.values()], jour, lieu);
  }
}

async function ecrireInterventions(client: pg.ClientBase, lignes: Iterable<Ligne>, jour: string, lieu: Lieu): Promise<void> {
  for (const { dites, fins } of niveauxDe(lignes)) {
    await ecrire(client, "intervention", dites, jour, lieu);
    if (fins.length > 0) await client.query(TEXTES(lieu).finir, [JSON.stringify(fins), jour]);
  }
}

async function ecrire(client: pg.ClientBase, table: TableEcrite, lignes: Ligne[], jour: string, lieu: Lieu): Promise<void> {
  const textes = TEXTES(lieu);
  const dire = async (quoi: string, text: string, rows: Ligne[], jours: string[] = []) => {
    if (text && rows.length > 0) await client.query({ name: `${quoi} ${lieu}.${table}`, text, values: [JSON.stringify(rows), ...jours] });
  };
  const vides = Object.entries(EFFACABLES[table] ?? {});
  const retirees = lignes.filter((l) => l.annulee || (l.remise && table === "dite"));
  const dites = lignes.filter((l) => !l.annulee);
  const videes = dites.filter((l) => vides.some(([colonne, vide]) => l[colonne] === vide));
  await dire("retirer", textes.retirer[table], retirees);
  await dire("ecrire", textes.ecrire[table], dites, sansHistoire(table) ? [] : [jour]);
  await dire("vider", textes.vider[table], videes);
}
