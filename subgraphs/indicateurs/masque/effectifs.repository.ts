import type { Transaction } from "../../shared/database";
import type { Indicateur } from "../mesure/calcul";
import { INCONNU } from "../mesure/coupe";
import { estMembre, parPeriode } from "../mesure/sql/comptage";
import { coupe, joindre } from "../mesure/sql/placer";
import { type Faits, faits } from "../projection/faits";
import type { Niveau } from "./calendrier";
import type { Ensemble } from "./territoires";
import { VERSION_DES_FAITS } from "./version";

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
  /** Version of the facts that were counted (`VERSION_DES_FAITS`). */
  version: string | null;
}

interface Row {
  ensembles: Ensemble[] | null;
  version: string | null;
  sujet: number | null;
  releve: number;
  /** First day of a year, or of `premiers` a day; null without a block. */
  bloc: string | null;
  g: number;
  lieu: string | null;
  c0: string | null;
  c1: string | null;
  /** On each side; those of a year, three a block of `blocsDe`. */
  personnes: number[];
  premiers: number[] | null;
}

/** One statement, whatever the number of subjects and periods. It counts people only when it must: a subject that no cell of which is small
 * in the finest blocks has no rows, as nothing is hidden there. The subjects are all on one territory: the same cohort, or none.
 * @param niveaux blocks of years that are wanted, @param mois first days of the months that are wanted by day. */
export async function compterEffectifs(
  tx: Transaction,
  departement: string,
  sujets: readonly Sujet[],
  releves: readonly Releve[],
  niveaux: readonly Niveau[],
  mois: readonly string[],
  seuil: number,
): Promise<Effectifs> {
  const connu = releves[0]!.connuLe !== null;
  const rows = await tx.composed<Row>(effectifsSql(sujets, faits(connu), niveaux, mois.length > 0), [
    departement,
    releves.map(({ debut }) => debut),
    releves.map(({ fin }) => fin),
    releves.map(({ connuLe }) => connuLe),
    releves.map(({ annees }) => annees),
    mois,
    seuil,
    ...sujets.slice(0, 1).flatMap(({ cohorte }) => cohorte ?? []),
  ]);
  return {
    ensembles: rows[0]?.ensembles ?? [],
    version: rows[0]?.version ?? null,
    lignes: rows.flatMap((row) => (row.sujet === null ? [] : effectifsDe(row, sujets[row.sujet]!, niveaux))),
  };
}

function effectifsDe(row: Row, sujet: Sujet, niveaux: readonly Niveau[]): Effectif[] {
  const { g, c0, c1, releve, bloc, lieu, personnes, premiers } = row;
  // Bits of `grouping`, the last column lowest: lieu, c0, c1.
  const somme = (rang: number) => ((g >> (2 - rang)) & 1) === 1;
  const cellule = {
    sujet: row.sujet!,
    releve: releve - 1,
    parLieu: sujet.lieu && !somme(0),
    lieu,
    cles: [c0, c1].slice(0, sujet.cles.length).map((cle, rang) => (somme(rang + 1) ? null : cle)),
    premiers: premiers ?? [0, 0, 0],
  };
  if (premiers) return [{ ...cellule, niveau: "J", bloc, personnes }];
  const blocs = blocsDe(niveaux).slice(0, bloc === null ? 1 : undefined);
  return blocs.flatMap(({ niveau, mois }, rang): Effectif[] => {
    const siennes = personnes.slice(rang * COTES.length, (rang + 1) * COTES.length);
    if (siennes.every((n) => n === 0)) return [];
    return [{ ...cellule, niveau, bloc: bloc && `${bloc.slice(0, 5)}${String(mois + 1).padStart(2, "0")}-01`, personnes: siennes }];
  });
}

/** The blocks of a year that are wanted: the rank of their first month, and their months as bits. */
const blocsDe = (niveaux: readonly Niveau[]) =>
  [
    { niveau: "A" as const, longueur: 12 },
    { niveau: "T" as const, longueur: 3 },
    { niveau: "M" as const, longueur: 1 },
  ]
    .filter(({ niveau }) => niveaux.includes(niveau))
    .flatMap(({ niveau, longueur }) =>
      Array.from({ length: 12 / longueur }, (_, i) => ({ niveau, mois: i * longueur, bits: (2 ** longueur - 1) << (i * longueur) })),
    );

function effectifsSql(sujets: readonly Sujet[], f: Faits, niveaux: readonly Niveau[], parJour: boolean): string {
  // Counted by day too, the rows are read again: otherwise a subject with nothing small is not counted.
  const lignes = sujets.map((sujet, i) =>
    parJour
      ? `ligne_${i} as (${lignesSql(sujet, f)})`
      : `ligne_${i} as not materialized (${lignesSql(sujet, f)}), sonde_${i} as materialized (${sondeSql(sujet, i, f, niveaux)})`,
  );
  const comptes = sujets.flatMap((sujet, i) => [blocsSql(sujet, i, niveaux, parJour), ...(parJour ? [joursSql(sujet, i)] : [])]);
  return `with ${lignes.join(",\n")}
    select case when row_number() over () = 1 then t.ensembles end as ensembles, t.version, m.*
    from (select (select jsonb_agg(jsonb_build_object('code', t.code, 'nature', t.nature, 'communes', t.communes) order by t.code)
      from indicateurs.territoire t where t.departement = $1) as ensembles, ${VERSION_DES_FAITS} as version,
      $2::date[] as p2, $3::date[] as p3, $4::date[] as p4, $5::boolean[] as p5, $6::date[] as p6, $7::int as p7) t
    left join (${comptes.join("\nunion all\n")}) m on true`;
}

/** True when no cell is small in the finest blocks wanted: then none is in what they make together. Each person takes one of 64 places, so that
 * there are at least as many people as places taken. When it cannot tell, people are counted. */
function sondeSql(sujet: Sujet, i: number, f: Faits, niveaux: readonly Niveau[]): string {
  const { lieu, cles, cohorte } = sujet;
  const assez = (c: string) => `coalesce(bit_count(${c}::bit(64)) >= $7::int, true)`;
  const cellules =
    sujet.indicateur.calcul.additif && cohorte === null && !lieu && cles.length === 0
      ? quelquesGensSql(sujet, f, niveaux)
      : placesSql(sujet, i, niveaux);
  return `select coalesce(bool_and(${COLONNES_DES_COTES.map(assez).join(" and ")}), true) as assez from (${cellules}) cellule`;
}

const PLACES = "bit_or(1::bigint << (uuid_hash(allocataire) & 63))";

/** In one pass over the rows. */
function placesSql({ lieu, cles }: Sujet, i: number, niveaux: readonly Niveau[]): string {
  const groupe = [
    "n",
    "extract(year from jour)",
    ...(niveaux.includes("M") ? ["extract(month from jour)"] : []),
    ...(lieu ? ["lieu"] : []),
    ...cles.map((_, rang) => `c${rang}`),
  ];
  return `select ${COLONNES_DES_COTES.map((c) => `${PLACES} filter (where ${c}) as ${c}`).join(", ")} from ligne_${i} group by ${groupe.join(", ")}`;
}

/** Over the whole département, some rows of each block are enough: an indicator that adds up is asked of each, and stops there. */
function quelquesGensSql({ indicateur: { calcul } }: Sujet, f: Faits, niveaux: readonly Niveau[]): string {
  const compte = { a: "l.numerateur > 0", b: "l.denominateur > 0", d: calcul.donne?.includes("delai") ? "l.delai is not null" : "false" };
  const places = Object.entries(compte).map(
    ([c, condition]) =>
      `(select ${PLACES} from (select l.allocataire::uuid as allocataire from (${calcul.lignes(f)}) l where l.allocataire is not null and ${condition} limit 64) x) as ${c}`,
  );
  const pas = niveaux.includes("M") ? "1 month" : "1 year";
  return parPeriode(`select ${places.join(", ")}
    from (select x.connu, bloc::date as debut, (bloc + interval '${pas}')::date - 1 as fin
      from unnest($2::date[], $3::date[], $4::date[], $5::boolean[]) x (debut, fin, connu, annees)
      cross join generate_series(x.debut::timestamp, x.fin::timestamp, interval '${pas}') bloc where x.annees) periode`);
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
    where l.allocataire is not null ${cohorte === null ? "" : `and ${estMembre("$8")}`}`);
}

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

const COLONNES_DES_COTES = ["a", "b", "d"];
const cote = (condition: (cote: string) => string) =>
  `array[${COLONNES_DES_COTES.map((c) => `count(*) filter (where ${condition(c)})::int`).join(", ")}]`;

/** People by year, quarter and month. Each is read once a cell and a year, with her months as bits. */
function blocsSql(sujet: Sujet, i: number, niveaux: readonly Niveau[], parJour: boolean): string {
  const mois = niveaux.includes("M") ? "1 << (extract(month from jour)::int - 1)" : "1";
  const bits = (c: string) => `bit_or(case when ${c} then mois else 0 end) as ${c}`;
  const groupes = ensemblesDe(sujet).map((ensemble) => `(${["allocataire", "n", "an", ...ensemble].join(", ")})`);
  const sommesDesBlocs = blocsDe(niveaux).flatMap(({ bits }) =>
    COLONNES_DES_COTES.map((c) => `coalesce(sum(gens) filter (where ${c} & ${bits} <> 0), 0)::int`),
  );
  const masques = COLONNES_DES_COTES.join(", ");
  return `select ${i} as sujet, n as releve, make_date(an, 1, 1) as bloc, g, lieu, c0, c1, array[${sommesDesBlocs.join(", ")}] as personnes, null::int[] as premiers
    from (select n, an, g, lieu, c0, c1, ${masques}, count(*) as gens
      from (select n, an, ${sommes(sujet)} as g, ${colonnesDe(sujet)}, allocataire, ${COLONNES_DES_COTES.map(bits).join(", ")}
        from (select l.*, extract(year from jour)::int as an, coalesce(${mois}, 1) as mois
          from ligne_${i} l ${parJour ? "" : `where not (select assez from sonde_${i})`}) l group by grouping sets (${groupes.join(", ")})) personne
      group by n, an, g, lieu, c0, c1, ${masques}) cellule
    group by n, an, g, lieu, c0, c1`;
}

/** People by day of the months wanted, and those of them whom the month has not counted before. */
function joursSql(sujet: Sujet, i: number): string {
  const groupes = ensemblesDe(sujet).map((ensemble) => `(${["allocataire", "n", "jour", ...ensemble].join(", ")})`);
  const premier = (c: string) => `min(jour) filter (where ${c}) over w as premier_${c}`;
  return `select ${i} as sujet, n as releve, jour as bloc, g, lieu, c0, c1, ${cote((c) => c)} as personnes,
      ${cote((c) => `${c} and jour = premier_${c}`)} as premiers
    from (select *, ${COLONNES_DES_COTES.map(premier).join(", ")}
      from (select n, jour, ${sommes(sujet)} as g, ${colonnesDe(sujet)}, allocataire, bool_or(a) as a, bool_or(b) as b, bool_or(d) as d
        from ligne_${i} where date_trunc('month', jour)::date = any ($6::date[]) group by grouping sets (${groupes.join(", ")})) jour
      window w as (partition by n, date_trunc('month', jour), g, lieu, c0, c1, allocataire)) personne
    group by n, jour, g, lieu, c0, c1`;
}
