import { VERSION_DES_FAITS } from "../../masque/version";
import { type Faits, faits } from "../../projection/faits";
import type { Indicateur } from "../calcul";
import { INCONNU } from "../coupe";
import type { Territoire } from "../territoire";
import { coupe, joindre } from "./placer";

/** The statement that counts: $1 département, $2 début, $3 fin and $4 the day known (arrays when there are several periods), $5 territoire. */

export interface Demande {
  indicateur: Indicateur;
  /** Names of its cuts: none, one, or two crossed. */
  coupes: readonly string[];
}

export interface Forme {
  sorte: Territoire["sorte"];
  /** True: facts as they were known on $4; false: as they are. */
  connuLe: boolean;
  /** True: $2, $3 and $4 are arrays, a period each. */
  plusieurs: boolean;
}

const COMMUNES = "select unnest(t.communes) from indicateurs.territoire t where t.departement = $1 and t.code = $5::text";
/** The code of the cohort that a territory is. */
export const cohorteDe = (parametre: string): string => `split_part(${parametre}::text, '-COHORTE-', 2)`;
/** The row `l` is about a member of the cohort that a parameter names. `offset 0` keeps it a look-up by key for each row: as a join, it is
 * planned first while nothing is known of a table of members that was just filled, and the facts are then read again for each of them. */
export const estMembre = (parametre: string): string => `exists (select from indicateurs.cohorte_membre membre
  where membre.departement = $1 and membre.cohorte = ${cohorteDe(parametre)} and membre.allocataire = l.allocataire offset 0)`;
/** True when the hub knows the territory that a parameter names: a set of communes and a cohort must be in their tables. */
export const connu = (sorte: Territoire["sorte"], parametre: string): string =>
  ({
    departement: "true",
    commune: "true",
    groupe: `exists (select from indicateurs.territoire t where t.departement = $1 and t.code = ${parametre}::text)`,
    cohorte: `exists (select from indicateurs.cohorte c where c.departement = $1 and c.code = ${cohorteDe(parametre)})`,
  })[sorte];

/** The statement of some indicators, on one territory and one or several periods. One row a figure:
 * i (rank of the demand), n (rank of the period), g (bit by bit, which cuts it sums over), its keys and its counts. */
export function comptageSql(demandes: readonly Demande[], forme: Forme): string {
  const f = faits(forme.connuLe);
  const lignes = demandes.map((demande, i) => `ligne_${i} as (${lignesSql(demande, f, forme)})`);
  const comptes = demandes.map((demande, i) => comptesSql(demande, i));
  const codes = [...new Set(demandes.map(({ indicateur }) => `'${indicateur.definition.code}'`))];
  return `with ${lignes.join(",\n")}
    select t.connu, t.premier, t.version, t."faitsJusquA", case when row_number() over () = 1 then t.parcours end as parcours,
      case when row_number() over () = 1 then t.cibles end as cibles, m.*
    from (select ${connu(forme.sorte, "$5")} as connu,
      (select k.premier from indicateurs.connaissance k where k.departement = $1) as premier,
      (select k.evenement_le from indicateurs.connaissance k where k.departement = $1) as "faitsJusquA",
      ${VERSION_DES_FAITS} as version,
      array(select l.code from indicateurs.parcours_local l where l.departement = $1 order by l.code) as parcours,
      (select jsonb_object_agg(c.code || ' ' || c.annee, c.valeur) from indicateurs.cible c where c.departement = $1 and $5::text = $1
        and c.code in (${codes.join(", ")}) and c.annee ${annees(forme.plusieurs)}) as cibles, ${typer(forme.plusieurs)}) t
    left join (${comptes.join("\nunion all\n")}) m on t.connu`;
}

/** Every parameter has its type, even one that no indicator uses. */
export const typer = (plusieurs: boolean) => [2, 3, 4].map((rang) => `$${rang}::date${plusieurs ? "[]" : ""} as p${rang}`).join(", ");
const annees = (plusieurs: boolean) =>
  plusieurs ? "in (select extract(year from x) from unnest($3::date[]) x)" : "= extract(year from $3::date)";

/** The rows of an indicator, with the keys of its cuts (c0, c1), in the territory asked. */
export function lignesSql({ indicateur: { calcul, definition }, coupes }: Demande, f: Faits, { sorte, plusieurs }: Forme): string {
  const cles = coupes.map((nom) => coupe(calcul, nom));
  const lieu = calcul.sansLieu || sorte === "departement" || sorte === "cohorte" ? [] : (["lieu"] as const);
  const colonnes = [
    plusieurs ? "periode.n" : "1::bigint as n",
    "l.allocataire::uuid",
    // People are counted, not their contributions: a sum of decimals for each of them would cost a third of the statement.
    ...["numerateur", "denominateur"].map((cote) =>
      calcul.compte === "sommes" ? `l.${cote}::numeric` : `(l.${cote} > 0)::int as ${cote}`,
    ),
    ...(calcul.donne?.includes("delai") ? ["l.delai::float8"] : []),
    ...(calcul.unite ? [`l.${calcul.unite}::text as unite`] : []),
    ...cles.map(({ sql }, rang) => `coalesce((${sql})::text, '${INCONNU}') as c${rang}`),
  ];
  const sql = `select ${colonnes.join(", ")}
    from ${plusieurs ? "unnest($2::date[], $3::date[], $4::date[]) with ordinality periode (debut, fin, connu, n) cross join lateral" : ""} (${calcul.lignes(f)}) l
    ${joindre([...lieu, ...cles.flatMap(({ recherches }) => recherches)], f, definition.regleLieu)}
    where ${lieuSql(calcul.sansLieu ?? false, sorte)}`;
  return plusieurs ? parPeriode(sql) : sql;
}

/** With several periods, an indicator reads the dates of each instead of the parameters. */
const PERIODE: Record<string, string> = { $2: "periode.debut", $3: "periode.fin", $4: "periode.connu" };
export const parPeriode = (sql: string) => sql.replace(/\$[234](?!\d|::date\[\])/g, (parametre) => PERIODE[parametre]!);

function lieuSql(sansLieu: boolean, sorte: Territoire["sorte"]): string {
  if (sansLieu) return "$5::text = $1";
  return {
    departement: "true",
    commune: "lieu.code_insee = $5::text",
    groupe: `lieu.code_insee in (${COMMUNES})`,
    cohorte: estMembre("$5"),
  }[sorte];
}

/** The figures of the rows: people first, each once a cell, then the cells. Sums are of decimals: the order of the rows never shows. */
function comptesSql({ indicateur: { calcul }, coupes }: Demande, i: number): string {
  const cles = coupes.map((_, rang) => `c${rang}`);
  const g = cles.length > 0 ? `grouping(${cles.join(", ")})` : "0";
  const liste = (...colonnes: string[]) => colonnes.join(", ");
  const unite = calcul.unite ? ["unite"] : [];
  const gens = calcul.unite ? "distinct allocataire" : "allocataire";
  const cote = (nom: string) => (calcul.compte === "sommes" ? `sum(${nom})` : `count(${gens}) filter (where ${nom} > 0)`);
  const ensembles = (...plus: string[]) =>
    parties(cles)
      .map((partie) => `(${liste("n", ...partie, ...plus)})`)
      .join(", ");
  const x = `select ${liste("n", "g", ...cles)}, ${cote("numerateur")} as numerateur,
        ${calcul.unite ? "count(distinct unite) filter (where denominateur > 0)" : cote("denominateur")} as denominateur,
        count(${gens}) as personnes, count(${gens}) filter (where numerateur > 0) as au_numerateur,
        count(${gens}) filter (where denominateur > 0) as au_denominateur,
        count(${gens}) filter (where denominateur > 0 and coalesce(numerateur, 0) = 0) as hors_numerateur,
        sum(faits_numerateur) as faits_numerateur, sum(faits_denominateur) as faits_denominateur
      from (select ${liste("n", ...cles, ...unite, "allocataire")}, ${g} as g, sum(numerateur) as numerateur, sum(denominateur) as denominateur,
          count(*) filter (where numerateur > 0) as faits_numerateur, count(*) filter (where denominateur > 0) as faits_denominateur
        from ligne_${i} group by grouping sets (${ensembles(...unite, "allocataire")})) personne
      group by ${liste("n", "g", ...cles)}`;
  const d = `select ${liste("n", ...cles)}, ${g} as g, ${DELAIS} as delais from ligne_${i} where delai is not null group by grouping sets (${ensembles()})`;
  const delais = calcul.donne?.includes("delai");
  const memes = ["n", "g", ...cles].map((colonne) => `d.${colonne} is not distinct from x.${colonne}`).join(" and ");
  return `select ${i} as i, x.n, x.g, ${[0, 1].map((rang) => (rang < cles.length ? `x.c${rang}` : `null::text as c${rang}`)).join(", ")},
      x.numerateur::float8, x.denominateur::float8, x.personnes, x.au_numerateur as "auNumerateur", x.au_denominateur as "auDenominateur",
      x.hors_numerateur as "horsNumerateur", x.faits_numerateur::float8 as "faitsNumerateur", x.faits_denominateur::float8 as "faitsDenominateur", ${delais ? "d.delais" : "null::float8[]"} as delais
    from (${x}) x ${delais ? `left join (${d}) d on ${memes}` : ""}`;
}

/** Days: how many, mean, then the percentiles 10, 25, 50, 75 and 90. */
const DELAIS = `array[count(*), avg(delai::numeric)]::float8[] || percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (order by delai)`;

/** All the sets of at most two cuts: none, each, both. */
const parties = (cles: readonly string[]): string[][] =>
  Array.from({ length: 2 ** cles.length }, (_, masque) => cles.filter((_cle, rang) => masque & (1 << rang)));
