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
  /** Instant of the last event of the département that was read. */
  faitsJusquA: Date | null;
}

/** What one statement counted. */
export interface Compte {
  /** By demand, then by period. */
  comptages: Comptage[][];
  /** First day when the hub knew anything of the département, or null. */
  premier: string | null;
  /** Version of the facts counted (`masque/memoire.ts`). */
  version: string | null;
}

interface Row extends Omit<LigneComptee, "cles" | "delais" | "faits"> {
  faitsNumerateur: number;
  faitsDenominateur: number;
  faitsJusquA: Date | null;
  connu: boolean;
  premier: string | null;
  version: string | null;
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
 * Null when the territory is not known. */
export async function compter(
  tx: Transaction,
  demandes: readonly Demande[],
  territoire: Territoire,
  periodes: readonly Periode[],
  connuLe: readonly string[] | null = null,
): Promise<Compte | null> {
  const plusieurs = periodes.length > 1;
  const sql = comptageSql(demandes, { sorte: territoire.sorte, connuLe: connuLe !== null, plusieurs });
  const dates = [periodes.map(({ debut }) => debut), periodes.map(({ fin }) => fin), connuLe ?? periodes.map(() => null)];
  const rows = await tx.composed<Row>(sql, [
    territoire.departement,
    ...dates.map((liste) => (plusieurs ? liste : liste[0])),
    territoire.code,
  ]);
  if (!rows[0]?.connu) return null;
  const { faitsJusquA } = rows[0];
  const [parcours, cibles] = [rows[0].parcours ?? [], rows[0].cibles ?? {}];
  const comptages = demandes.map(({ indicateur: { definition } }) =>
    periodes.map(
      ({ fin }): Comptage => ({ lignes: [], parcours, cible: cibles[`${definition.code} ${fin.slice(0, 4)}`] ?? null, faitsJusquA }),
    ),
  );
  for (const row of rows) if (row.i !== null) comptages[row.i]![row.n - 1]!.lignes.push(ligneComptee(row, demandes[row.i]!.coupes.length));
  return { comptages, premier: rows[0].premier, version: rows[0].version };
}

function ligneComptee(row: Row, coupes: number): LigneComptee {
  const { g, c0, c1, delais, numerateur, denominateur, personnes, auNumerateur, auDenominateur, horsNumerateur } = row;
  // Bit 0 of `grouping` is the last cut.
  const cles = [c0, c1].slice(0, coupes).map((cle, rang) => (g & (1 << (coupes - 1 - rang)) ? null : cle));
  const faits = { auNumerateur: row.faitsNumerateur, auDenominateur: row.faitsDenominateur };
  const effectifs = { personnes, auNumerateur, auDenominateur, horsNumerateur };
  return { cles, numerateur, denominateur, ...effectifs, delais: delais && delaisDe(delais), faits };
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

/** First civil day when the hub knew anything of each département; absent: it knows nothing of it. */
export async function premiersJours(tx: Transaction, departements: readonly string[]): Promise<Map<string, string>> {
  if (departements.length === 0) return new Map();
  const rows = await tx.rows<{ departement: string; premier: string }>(
    "select departement, premier from indicateurs.connaissance where departement = any ($1)",
    [departements],
  );
  return new Map(rows.map(({ departement, premier }) => [departement, premier]));
}

/** Date of the first notification of a new entrant that the hub knows of, or null: before it, the hub has nothing to count. */
export async function premierEntrant(tx: Transaction, departement: string): Promise<string | null> {
  const row = await tx.row<{ depuis: string | null }>(
    "select min(notification) as depuis from indicateurs.entree where departement = $1 and coalesce(flux, true)",
    [departement],
  );
  return row?.depuis ?? null;
}

/** The definitions of the contract, one a code, in the order of the contract. */
export function definitionsDuContrat(tx: Transaction): Promise<DefinitionDuContrat[]> {
  return tx.rows<DefinitionDuContrat>(
    `select code, version, libelle, cadre, producteur, unite, numerateur, denominateur, regle_cohorte as "regleCohorte", source
     from (select distinct on (code, version) * from indicateurs.definition order by code, version, departement) d order by rang, code`,
  );
}
