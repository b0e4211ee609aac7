import type { Transaction } from "../../shared/database";
import type { Indicateur } from "../mesure/calcul";
import { INCONNU } from "../mesure/coupe";
import { estMembre, parPeriode } from "../mesure/sql/comptage";
import { coupe, joindre } from "../mesure/sql/placer";
import { type Faits, faits } from "../projection/faits";
import type { Niveau } from "./calendrier";
import type { Ensemble } from "./territoires";

/** The people behind every cell that could be asked, for the tables where small ones are looked for. */

/** What is counted: an indicator, by place when `lieu`, by the keys of its cuts. */
export interface Sujet {
  indicateur: Indicateur;
  lieu: boolean;
  /** Cuts by key: neither places nor months. */
  cles: readonly string[];
  /** Code of the cohort whose members alone are counted (`94-COHORTE-VILLES_2020`), or null. */
  cohorte: string | null;
}

/** When it is counted. Whole years are also counted by the smaller blocks asked; another period, as a whole only. */
export interface Releve {
  debut: string;
  fin: string;
  connuLe: string | null;
  /** False: a period that is counted for indicators that do not add up only. */
  annees: boolean;
}

/** Sides of a figure: numerator, denominator, delays. */
export const COTES = [0, 1, 2] as const;
export type Cote = (typeof COTES)[number];

export interface Effectif {
  /** Rank of the subject and of the period. */
  sujet: number;
  releve: number;
  /** Block of time; `A` without a block: the whole period. */
  niveau: Niveau;
  bloc: string | null;
  /** False: over the whole département. */
  parLieu: boolean;
  lieu: string | null;
  /** null: over all the keys of that cut. */
  cles: readonly (string | null)[];
  /** Distinct people, on each side. */
  personnes: readonly number[];
  /** With a block of one day: those whom no earlier day of its month counts. */
  premiers: readonly number[];
}

export interface Effectifs {
  lignes: Effectif[];
  ensembles: Ensemble[];
}

interface Row {
  ensembles: Ensemble[] | null;
  sujet: number | null;
  releve: number;
  niveau: Niveau;
  bloc: string | null;
  g: number;
  lieu: string | null;
  c0: string | null;
  c1: string | null;
  personnes: number[];
  premiers: number[] | null;
}

/** One statement, whatever the number of subjects and periods. The subjects are all on one territory: the same cohort, or none.
 * @param niveaux blocks of years that are wanted, @param mois first days of the months that are wanted by day. */
export async function compterEffectifs(
  tx: Transaction,
  departement: string,
  sujets: readonly Sujet[],
  releves: readonly Releve[],
  niveaux: readonly Niveau[],
  mois: readonly string[],
): Promise<Effectifs> {
  const connu = releves[0]!.connuLe !== null;
  const rows = await tx.composed<Row>(effectifsSql(sujets, faits(connu), niveaux, mois.length > 0), [
    departement,
    releves.map(({ debut }) => debut),
    releves.map(({ fin }) => fin),
    releves.map(({ connuLe }) => connuLe),
    releves.map(({ annees }) => annees),
    mois,
    ...sujets.slice(0, 1).flatMap(({ cohorte }) => cohorte ?? []),
  ]);
  return {
    ensembles: rows[0]?.ensembles ?? [],
    lignes: rows.flatMap((row) => (row.sujet === null ? [] : [effectif(row, sujets[row.sujet]!)])),
  };
}

function effectif({ g, c0, c1, sujet, releve, niveau, bloc, lieu, personnes, premiers }: Row, { lieu: avecLieu, cles }: Sujet): Effectif {
  // Bits of `grouping`, the last column lowest: lieu, c0, c1.
  const somme = (rang: number) => ((g >> (2 - rang)) & 1) === 1;
  return {
    sujet: sujet!,
    releve: releve - 1,
    niveau,
    bloc,
    parLieu: avecLieu && !somme(0),
    lieu,
    cles: [c0, c1].slice(0, cles.length).map((cle, rang) => (somme(rang + 1) ? null : cle)),
    personnes,
    premiers: premiers ?? [0, 0, 0],
  };
}

function effectifsSql(sujets: readonly Sujet[], f: Faits, niveaux: readonly Niveau[], parJour: boolean): string {
  const lignes = sujets.map((sujet, i) => `ligne_${i} as (${lignesSql(sujet, f)})`);
  const comptes = sujets.flatMap((sujet, i) => [blocsSql(sujet, i, niveaux), ...(parJour ? [joursSql(sujet, i)] : [])]);
  return `with ${lignes.join(",\n")}
    select case when row_number() over () = 1 then t.ensembles end as ensembles, m.*
    from (select (select jsonb_agg(jsonb_build_object('code', t.code, 'nature', t.nature, 'communes', t.communes) order by t.code)
      from indicateurs.territoire t where t.departement = $1) as ensembles,
      $2::date[] as p2, $3::date[] as p3, $4::date[] as p4, $5::boolean[] as p5, $6::date[] as p6) t
    left join (${comptes.join("\nunion all\n")}) m on true`;
}

/** A day of another year is that of the same rank in the year: an evolution compares the same blocks of two years. */
const JOUR = `case when not periode.annees then null when l.le is null then periode.debut
  when l.le between periode.debut and periode.fin then l.le else make_date(extract(year from periode.debut)::int, extract(month from l.le)::int, 1) + (extract(day from l.le)::int - 1) end`;

/** The rows of an indicator with their day, place and keys, and the sides on which each counts. */
function lignesSql({ indicateur: { calcul, definition }, lieu, cles, cohorte }: Sujet, f: Faits): string {
  const coupes = cles.map((nom) => coupe(calcul, nom));
  const colonnes = [
    `periode.n, l.allocataire::uuid as allocataire, ${JOUR} as jour`,
    lieu ? "lieu.code_insee as lieu" : "null::text as lieu",
    ...[0, 1].map(
      (rang) => (rang < coupes.length ? `coalesce((${coupes[rang]!.sql})::text, '${INCONNU}')` : "null::text") + ` as c${rang}`,
    ),
    "coalesce(l.numerateur > 0, false) as a, coalesce(l.denominateur > 0, false) as b",
    calcul.donne?.includes("delai") ? "l.delai is not null as d" : "false as d",
  ];
  return parPeriode(`select ${colonnes.join(", ")}
    from (select * from unnest($2::date[], $3::date[], $4::date[], $5::boolean[]) with ordinality x (debut, fin, connu, annees, n)
      ${calcul.additif ? "where annees" : ""}) periode cross join lateral (${calcul.lignes(f)}) l
    ${joindre([...(lieu ? (["lieu"] as const) : []), ...coupes.flatMap(({ recherches }) => recherches)], f, definition.regleLieu)}
    where l.allocataire is not null ${cohorte === null ? "" : `and ${estMembre("$7")}`}`);
}

const DEBUTS: Record<Exclude<Niveau, "J">, string> = { A: "an", T: "trimestre", M: "mois" };

/** The sets of keys and places over which people are counted: all of them, each, both… */
const ensemblesDe = ({ lieu, cles }: Sujet): string[][] =>
  [...(lieu ? ["lieu"] : []), ...cles.map((_, rang) => `c${rang}`)].reduce<string[][]>(
    (ensembles, colonne) => [...ensembles, ...ensembles.map((ensemble) => [...ensemble, colonne])],
    [[]],
  );

/** What `grouping` says, with the same bits whatever the subject has. */
const sommes = ({ lieu, cles }: Sujet) =>
  [lieu ? "grouping(lieu)" : "1", ...[0, 1].map((rang) => (rang < cles.length ? `grouping(c${rang})` : "1"))]
    .map((bit, rang) => `${bit} * ${4 >> rang}`)
    .join(" + ");

const colonnesDe = ({ lieu, cles }: Sujet) =>
  [lieu ? "lieu" : "null::text as lieu", ...[0, 1].map((rang) => (rang < cles.length ? `c${rang}` : `null::text as c${rang}`))].join(", ");

const cote = (condition: (cote: string) => string) =>
  `array[${["a", "b", "d"].map((c) => `count(*) filter (where ${condition(c)})::int`).join(", ")}]`;

/** People by year, quarter and month: each once a block and a cell. */
function blocsSql(sujet: Sujet, i: number, niveaux: readonly Niveau[]): string {
  const blocs = niveaux.filter((niveau) => niveau !== "J").map((niveau) => DEBUTS[niveau as Exclude<Niveau, "J">]);
  const groupes = blocs.flatMap((bloc) => ensemblesDe(sujet).map((ensemble) => `(${["allocataire", "n", bloc, ...ensemble].join(", ")})`));
  const niveau = niveaux.filter((x) => x !== "J").map((x) => `when grouping(${DEBUTS[x as Exclude<Niveau, "J">]}) = 0 then '${x}'`);
  return `select ${i} as sujet, n as releve, niveau, bloc, g, lieu, c0, c1, ${cote((c) => c)} as personnes, null::int[] as premiers
    from (select n, case ${niveau.join(" ")} end as niveau, coalesce(${blocs.toReversed().join(", ")}) as bloc, ${sommes(sujet)} as g,
        ${colonnesDe(sujet)}, allocataire, bool_or(a) as a, bool_or(b) as b, bool_or(d) as d
      from (select l.*, date_trunc('year', jour)::date as an, date_trunc('quarter', jour)::date as trimestre, date_trunc('month', jour)::date as mois
        from ligne_${i} l) l group by grouping sets (${groupes.join(", ")})) personne
    group by n, niveau, bloc, g, lieu, c0, c1`;
}

/** People by day of the months wanted, and those of them whom the month has not counted before. */
function joursSql(sujet: Sujet, i: number): string {
  const groupes = ensemblesDe(sujet).map((ensemble) => `(${["allocataire", "n", "jour", ...ensemble].join(", ")})`);
  const premier = (c: string) => `min(jour) filter (where ${c}) over w as premier_${c}`;
  return `select ${i} as sujet, n as releve, 'J' as niveau, jour as bloc, g, lieu, c0, c1, ${cote((c) => c)} as personnes,
      ${cote((c) => `${c} and jour = premier_${c}`)} as premiers
    from (select *, ${["a", "b", "d"].map(premier).join(", ")}
      from (select n, jour, ${sommes(sujet)} as g, ${colonnesDe(sujet)}, allocataire, bool_or(a) as a, bool_or(b) as b, bool_or(d) as d
        from ligne_${i} where date_trunc('month', jour)::date = any ($6::date[]) group by grouping sets (${groupes.join(", ")})) jour
      window w as (partition by n, date_trunc('month', jour), g, lieu, c0, c1, allocataire)) personne
    group by n, jour, g, lieu, c0, c1`;
}
