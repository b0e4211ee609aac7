import type { Transaction } from "../../shared/database";
import type { DefinitionDuContrat } from "./fiche";
import type { Delais, LigneComptee } from "./mesurer";
import { comptageSql, type Demande } from "./sql/comptage";
import type { Territoire } from "./territoire";

export interface Periode {
  /** First day, included. */
  debut: string;
  /** Last day, included. */
  fin: string;
}

/** What was counted of one demand on one period. */
export interface Comptage {
  lignes: LigneComptee[];
  /** Codes of the local parcours of the département. */
  parcours: readonly string[];
  /** Target of the contract for the year of `fin`, when it is a number and the territory is the département. */
  cible: number | null;
}

interface Row extends Omit<LigneComptee, "cles" | "delais"> {
  connu: boolean;
  parcours: string[] | null;
  cibles: Record<string, number> | null;
  i: number | null;
  n: number;
  g: number;
  c0: string | null;
  c1: string | null;
  delais: number[] | null;
}

/** Counts indicators of the catalogue: one statement, whatever their number and that of the periods.
 * @param connuLe day as of which the facts are known, one a period; null: as they are known now.
 * Returns comptages[demande][période], or null when the territory is not known. */
export async function compter(
  tx: Transaction,
  demandes: readonly Demande[],
  territoire: Territoire,
  periodes: readonly Periode[],
  connuLe: readonly string[] | null = null,
): Promise<Comptage[][] | null> {
  const plusieurs = periodes.length > 1;
  const sql = comptageSql(demandes, { sorte: territoire.sorte, connuLe: connuLe !== null, plusieurs });
  const dates = [periodes.map(({ debut }) => debut), periodes.map(({ fin }) => fin), connuLe ?? periodes.map(() => null)];
  const rows = await tx.composed<Row>(sql, [
    territoire.departement,
    ...dates.map((liste) => (plusieurs ? liste : liste[0])),
    territoire.code,
  ]);
  if (!rows[0]?.connu) return null;
  const [parcours, cibles] = [rows[0].parcours ?? [], rows[0].cibles ?? {}];
  const comptages = demandes.map(({ indicateur: { definition } }) =>
    periodes.map(({ fin }): Comptage => ({ lignes: [], parcours, cible: cibles[`${definition.code} ${fin.slice(0, 4)}`] ?? null })),
  );
  for (const row of rows) if (row.i !== null) comptages[row.i]![row.n - 1]!.lignes.push(ligneComptee(row, demandes[row.i]!.coupes.length));
  return comptages;
}

function ligneComptee({ connu, parcours, cibles, i, n, g, c0, c1, delais, ...compte }: Row, coupes: number): LigneComptee {
  // Bit 0 of `grouping` is the last cut.
  const cles = [c0, c1].slice(0, coupes).map((cle, rang) => (g & (1 << (coupes - 1 - rang)) ? null : cle));
  return { ...compte, cles, delais: delais && delaisDe(delais) };
}

const delaisDe = ([effectif, moyenne, p10, p25, mediane, p75, p90]: number[]): Delais => ({
  effectif: effectif!,
  moyenne: moyenne!,
  p10: p10!,
  p25: p25!,
  mediane: mediane!,
  p75: p75!,
  p90: p90!,
});

/** True when the hub knows the territory: a set of communes must be in its table. */
const CONNU: Record<Territoire["sorte"], string> = {
  departement: "true",
  commune: "true",
  groupe: "exists (select from indicateurs.territoire t where t.departement = $1 and t.code = $2)",
};

/** Date of the first notification of a new entrant that the hub knows of, or null: before it, the hub has nothing to count. */
export async function premierEntrant(tx: Transaction, departement: string): Promise<string | null> {
  const row = await tx.row<{ depuis: string | null }>(
    "select min(notification) as depuis from indicateurs.entree where departement = $1 and coalesce(flux, true)",
    [departement],
  );
  return row?.depuis ?? null;
}

export interface ResultatDuContrat {
  definition: DefinitionDuContrat | null;
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
    select valeur from indicateurs.resultat_retenu where departement = $1 and code = $3 and territoire = $2 and annee = $5::int
  ) r on true
  left join indicateurs.cible c on c.departement = $1 and c.code = $3 and c.annee = $6::int and $2::text = $1`;
const SAISIE = { departement: saisieSql("departement"), commune: saisieSql("commune"), groupe: saisieSql("groupe") };

/** The definitions of the contract, one a code, in the order of the contract. */
export function definitionsDuContrat(tx: Transaction): Promise<DefinitionDuContrat[]> {
  return tx.rows<DefinitionDuContrat>(
    `select code, version, libelle, cadre, producteur, unite, numerateur, denominateur, regle_cohorte as "regleCohorte", source
     from (select distinct on (code, version) * from indicateurs.definition order by code, version, departement) d order by rang, code`,
  );
}
