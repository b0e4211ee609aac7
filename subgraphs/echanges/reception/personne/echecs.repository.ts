import type { Transaction } from "../../../shared/database";

export interface FiltreEchecs {
  lecture: string | null;
  code: string | null;
  allocataire: string | null;
}
export interface EchecDeLecture {
  departement: string;
  /** Canonical id. */
  allocataire: string;
  lecture: string;
  lueLe: Date;
  code: string;
}

const FILTRE = `l.erreur_code is not null and ($1::text is null or l.sujet = $1) and ($2::text is null or l.erreur_code = $2)
  and ($3::uuid is null or l.allocataire = $3 or l.allocataire in (select p.allocataire from publie.perimetre p
    where p.departement = l.departement and p.canonique in (select q.canonique from publie.perimetre q where q.departement = l.departement and q.allocataire = $3)))`;
const LISTE = `select l.departement, coalesce(p.canonique, l.allocataire) as allocataire, l.sujet as lecture, l.lue_le as "lueLe", l.erreur_code as code,
    concat_ws(':', (extract(epoch from l.lue_le) * 1000)::bigint, l.allocataire, l.sujet) as cle
  from echanges.lecture_personne l
  left join lateral (select p.canonique from publie.perimetre p where p.departement = l.departement and p.allocataire = l.allocataire limit 1) p on true
  where ${FILTRE} and (l.lue_le, l.allocataire, l.sujet) < ($4::timestamptz, $5::uuid, $6::text)
  order by l.lue_le desc, l.allocataire desc, l.sujet desc limit $7`;
const NOMBRE = `select count(*)::int as nombre from echanges.lecture_personne l where ${FILTRE}`;
const PAR_CODE = `select l.departement, l.sujet as lecture, l.erreur_code as code, count(*)::int as nombre from echanges.lecture_personne l
  where l.erreur_code is not null group by 1, 2, 3 order by 1, 2, 4 desc, 3`;

const valeurs = ({ lecture, code, allocataire }: FiltreEchecs) => [lecture, code, allocataire];

/** People whose last reading failed, newest first, after `<milliseconds>:<id>:<reading>`. One statement. */
export function listeEchecs(
  tx: Transaction,
  filtre: FiltreEchecs,
  limite: number,
  after: string | null,
): Promise<(EchecDeLecture & { cle: string })[]> {
  const [ms, id, lecture] = after?.split(":") ?? [];
  const borne = ms === undefined ? ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff", ""] : [new Date(Number(ms)), id, lecture];
  return tx.rows(LISTE, [...valeurs(filtre), ...borne, limite]);
}

export const nombreEchecs = async (tx: Transaction, filtre: FiltreEchecs): Promise<number> =>
  (await tx.row<{ nombre: number }>(NOMBRE, valeurs(filtre)))!.nombre;

/** How many people each reading could not read, by code. One statement. */
export const echecsParCode = (tx: Transaction): Promise<{ departement: string; lecture: string; code: string; nombre: number }[]> =>
  tx.rows(PAR_CODE);
