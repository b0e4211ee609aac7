import type { Transaction } from "../../shared/database";
import type { Calcul, Definition } from "./calcul";
import { CATALOGUE } from "./catalogue";
import type { LigneComptee } from "./mesurer";
import type { Territoire } from "./territoire";

export interface Periode {
  debut: string;
  fin: string;
}

export interface Comptage {
  lignes: LigneComptee[];
  /** Target of the contract for the year of `fin`, when it is a number and the territory is the département. */
  cible: number | null;
  /** Codes of the local parcours of the département. */
  parcours: string[];
}

interface Row {
  connu: boolean;
  parcours: string[];
  code: string | null;
  est_part: boolean;
  cle: string | null;
  numerateur: number | null;
  denominateur: number | null;
  cible: number | null;
}

/** Counts indicators of the catalogue: one statement, whatever their number.
 * @param demandes code of the indicator → cut, or null. Null when the territory is not known. */
export async function compter(
  tx: Transaction,
  demandes: ReadonlyMap<string, string | null>,
  territoire: Territoire,
  { debut, fin }: Periode,
): Promise<Map<string, Comptage> | null> {
  const rows = await tx.rows<Row>(texte(demandes, territoire.sorte), [territoire.departement, territoire.code, debut, fin]);
  if (!rows[0]?.connu) return null;
  const comptages = new Map<string, Comptage>();
  for (const row of rows) {
    if (row.code === null) continue;
    const comptage = comptages.get(row.code) ?? { lignes: [], cible: row.cible, parcours: row.parcours };
    comptages.set(row.code, comptage);
    comptage.lignes.push({ estPart: row.est_part, cle: row.cle, numerateur: row.numerateur, denominateur: row.denominateur });
  }
  return comptages;
}

const COMMUNES = "select unnest(t.communes) from indicateurs.territoire t where t.departement = $1 and t.code = $2";
const CONNU: Record<Territoire["sorte"], string> = {
  departement: "true",
  commune: "true",
  groupe: "exists (select from indicateurs.territoire t where t.departement = $1 and t.code = $2)",
};

const textes = new Map<string, string>();

/** The statement of some indicators, made once of the constants of the catalogue. */
function texte(demandes: ReadonlyMap<string, string | null>, sorte: Territoire["sorte"]): string {
  const nom = `${sorte} ${[...demandes].map(([code, coupe]) => `${code}/${coupe}`).join(" ")}`;
  let sql = textes.get(nom);
  if (sql === undefined) {
    const mesures = [...demandes].map(([code, coupe]) => mesureSql(code, CATALOGUE.get(code)!.calcul, coupe, sorte));
    sql = `select t.connu, t.parcours, m.code, m.est_part, m.cle, m.numerateur, m.denominateur, c.valeur as cible
      from (select ${CONNU[sorte]} as connu, $3::date as debut, $4::date as fin,
        array(select l.code from indicateurs.parcours_local l where l.departement = $1 order by l.code) as parcours) t
      left join (${mesures.join("\nunion all\n")}) m on t.connu
      left join indicateurs.cible c on c.departement = $1 and c.code = m.code and c.annee = extract(year from $4::date) and $2::text = $1`;
    textes.set(nom, sql);
  }
  return sql;
}

function mesureSql(code: string, calcul: Calcul, coupe: string | null, sorte: Territoire["sorte"]): string {
  const expression = coupe === null ? null : calcul.coupes[coupe]!;
  const [estPart, cle, groupes] =
    expression === null
      ? ["false", "null::text", ""]
      : [`grouping(${expression}) = 0`, `(${expression})::text`, `group by grouping sets ((), (${expression}))`];
  return `select '${code}' as code, ${estPart} as est_part, ${cle} as cle,
      (${calcul.numerateur})::float8 as numerateur, (${calcul.denominateur ?? "null"})::float8 as denominateur
    from ${calcul.depuis} where ${calcul.ou} and ${lieuSql(calcul.lieu, sorte)} ${groupes}`;
}

function lieuSql(colonne: string | null, sorte: Territoire["sorte"]): string {
  if (colonne === null) return "$2::text = $1";
  return { departement: "true", commune: `${colonne} = $2`, groupe: `${colonne} in (${COMMUNES})` }[sorte];
}

/** Date of the first notification of a new entrant that the hub knows of, or null: before it, the hub has nothing to count. */
export async function premierEntrant(tx: Transaction, departement: string): Promise<string | null> {
  const row = await tx.row<{ depuis: string | null }>(
    "select min(notification) as depuis from indicateurs.entree where departement = $1 and coalesce(flux, true)",
    [departement],
  );
  return row?.depuis ?? null;
}

export interface ResultatDuContrat {
  definition: Definition | null;
  /** Result entered for this year and territory. */
  resultat: number | null;
  cible: number | null;
  /** Every code that the contract defines. */
  codes: string[];
}

/** What the contract and the results entered say of an indicator that the hub does not compute. Null when the territory is not known. */
export async function mesureSaisie(
  tx: Transaction,
  demande: { code: string; version: number | null; annee: number | null; anneeDeFin: number },
  territoire: Territoire,
): Promise<ResultatDuContrat | null> {
  const values = [territoire.departement, territoire.code, demande.code, demande.version, demande.annee, demande.anneeDeFin];
  const row = await tx.row<ResultatDuContrat & { connu: boolean }>(SAISIE[territoire.sorte], values);
  return row?.connu ? row : null;
}

const saisieSql = (
  sorte: Territoire["sorte"],
) => `select ${CONNU[sorte]} as connu, to_jsonb(d) as definition, r.valeur as resultat, c.valeur as cible,
    array(select code from indicateurs.definition where departement = $1 order by rang) as codes
  from (select 1) un
  left join lateral (
    select code, version, libelle, cadre, producteur, unite, numerateur, denominateur, regle_cohorte as "regleCohorte", source
    from indicateurs.definition where departement = $1 and code = $3 and ($4::int is null or version = $4) order by version desc limit 1
  ) d on true
  left join lateral (
    select valeur from indicateurs.resultat_saisi where departement = $1 and code = $3 and territoire = $2 and annee = $5::int order by rang desc limit 1
  ) r on true
  left join indicateurs.cible c on c.departement = $1 and c.code = $3 and c.annee = $6::int and $2::text = $1`;
const SAISIE = { departement: saisieSql("departement"), commune: saisieSql("commune"), groupe: saisieSql("groupe") };

/** The definitions of the contract, one a code, in the order of the contract. */
export function definitionsDuContrat(tx: Transaction): Promise<Definition[]> {
  return tx.rows<Definition>(
    `select code, version, libelle, cadre, producteur, unite, numerateur, denominateur, regle_cohorte as "regleCohorte", source
     from (select distinct on (code, version) * from indicateurs.definition order by code, version, departement) d order by rang, code`,
  );
}
