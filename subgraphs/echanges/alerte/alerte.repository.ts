import type { Transaction } from "../../shared/database";
import type { Gravite, NatureAlerte, StatutAlerte } from "./alerte";

export interface AlerteLue {
  id: string;
  nature: NatureAlerte;
  gravite: Gravite;
  departement: string | null;
  client: string | null;
  agent: string | null;
  organisme: string | null;
  le: Date;
  details: Record<string, unknown>;
  statut: StatutAlerte;
  examineeLe: Date | null;
  examineePar: string | null;
  motif: string | null;
}

export interface FiltreAlertes {
  natures: string[] | null;
  statut: StatutAlerte | null;
  client: string | null;
  depuis: Date | null;
  jusque: Date | null;
}

const COLONNES = `a.id, a.nature, a.gravite, a.departement, a.client, a.agent, a.organisme, a.le, a.details,
  case when e.alerte is null then 'OUVERTE' else 'EXAMINEE' end as statut, e.le as "examineeLe", coalesce(e.agent, e.client) as "examineePar", e.motif`;
const SOURCE = "from journal.alerte a left join journal.alerte_examen e on e.alerte = a.id";
const FILTRE = `($1::text[] is null or a.nature = any ($1)) and ($2::text is null or (e.alerte is null) = ($2 = 'OUVERTE'))
  and ($3::text is null or a.client = $3) and ($4::timestamptz is null or a.le >= $4) and ($5::timestamptz is null or a.le <= $5)`;
const LISTE = `select ${COLONNES} ${SOURCE} where ${FILTRE} and (a.le, a.id) < ($6::timestamptz, $7::uuid) order by a.le desc, a.id desc limit $8`;
const NOMBRE = `select count(*)::int as nombre ${SOURCE} where ${FILTRE}`;
const PAR_ID = `select ${COLONNES} ${SOURCE} where a.id = $1`;

const valeurs = ({ natures, statut, client, depuis, jusque }: FiltreAlertes) => [natures, statut, client, depuis, jusque];

/** Alerts, newest first, after `<milliseconds>:<id>`. One statement. */
export function listeAlertes(tx: Transaction, filtre: FiltreAlertes, limite: number, after: string | null): Promise<AlerteLue[]> {
  const [ms, id] = after?.split(":") ?? [];
  const borne = ms === undefined ? ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"] : [new Date(Number(ms)), id];
  return tx.rows(LISTE, [...valeurs(filtre), ...borne, limite]);
}

export const nombreAlertes = async (tx: Transaction, filtre: FiltreAlertes): Promise<number> =>
  (await tx.row<{ nombre: number }>(NOMBRE, valeurs(filtre)))!.nombre;

export const alerteParId = (tx: Transaction, id: string): Promise<AlerteLue | null> => tx.row(PAR_ID, [id]);

/** False when somebody examined it in the meantime. */
export async function noterExamen(
  tx: Transaction,
  examen: { alerte: string; le: Date; client: string; agent: string | null; motif: string },
): Promise<boolean> {
  const { alerte, le, client, agent, motif } = examen;
  const inserees = await tx.execute(
    "insert into journal.alerte_examen (alerte, le, client, agent, motif) values ($1, $2, $3, $4, $5) on conflict (alerte) do nothing",
    [alerte, le, client, agent, motif],
  );
  return inserees === 1;
}
