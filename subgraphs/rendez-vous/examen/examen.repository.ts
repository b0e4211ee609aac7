import type { Transaction } from "../../shared/database";
import { civilDateIn, zoneOf } from "../../shared/time-zone";
import type { PreuveConvocation } from "../convocation/preuve";
import type { FamilleMotif } from "../correspondances-rdv";
import type { CauseCloture, StatutExamen } from "./cycle-examen";
import type { DecisionExamen, DemandeExamen, FondementManquement } from "./examiner-absence";

export interface ExamenRow {
  id: string;
  departement: string;
  /** Canonical id. */
  allocataire: string;
  famille: FamilleMotif;
  statut: StatutExamen;
  inscriteLe: Date;
  closeLe: Date | null;
  cause: CauseCloture | null;
  decision: DecisionExamen | null;
  motifLegitime: boolean | null;
  fondement: FondementManquement | null;
  observations: string | null;
  examineeLe: Date | null;
  examineePar: string | null;
  preuves: (PreuveConvocation & { place: "premiere" | "seconde" })[];
  historique: { avant: StatutExamen | null; apres: StatutExamen; cause: CauseCloture | null; le: Date; parUnAgent: boolean }[];
}

/** A convocation as JSON: instants are dates again once read. The row of the person, whatever id she had then. */
const PREUVE = (
  place: "premiere" | "seconde",
) => `select json_build_object('place', '${place}', 'departement', c.departement, 'rendezVous', c.rendez_vous,
    'debut', r.debut, 'rang', c.rang, 'canal', c.canal, 'envoyeeLe', c.envoyee_le, 'preuve', c.preuve, 'remiseLe', c.remise_le, 'echecRemise', c.echec_remise) as j
  from rendez_vous.convocation c join rendez_vous.rendez_vous r on r.departement = c.departement and r.id = c.rendez_vous
  where c.departement = e.departement and c.rendez_vous = e.${place} and c.allocataire = any (q.fiches)`;

const LIRE = (
  filtre: string,
) => `select e.id, e.departement, q.canonique as allocataire, e.famille, e.statut, e.inscrite_le as "inscriteLe", e.close_le as "closeLe",
    e.cause, e.decision, e.motif_legitime as "motifLegitime", e.fondement, s.observations, e.examinee_le as "examineeLe", e.examinee_par as "examineePar",
    array(${PREUVE("premiere")} limit 1) || array(${PREUVE("seconde")} limit 1) as preuves,
    array(select json_build_object('avant', h.avant, 'apres', h.apres, 'cause', h.cause, 'le', h.le, 'parUnAgent', h.client is not null)
      from rendez_vous.examen_historique h where h.departement = e.departement and h.examen = e.id order by h.ordre) as historique
  from rendez_vous.examen_absence e
  cross join lateral (select x.canonique, array(select distinct y.allocataire from publie.perimetre y where y.departement = x.departement and y.canonique = x.canonique) as fiches
    from publie.perimetre x where x.departement = e.departement and x.allocataire = e.allocataire limit 1) q
  left join rendez_vous.examen_absence_sante s on s.departement = e.departement and s.id = e.id
  where e.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and ${filtre}`;

const LISTE = `${LIRE(`e.statut = $1 and ($2::uuid is null or (e.inscrite_le, e.id) < (select a.inscrite_le, a.id from rendez_vous.examen_absence a where a.id = $2))`)}
  order by e.inscrite_le desc, e.id desc limit $3`;
const UN = LIRE("e.id = $1");

const enDates = (row: ExamenRow): ExamenRow => ({
  ...row,
  preuves: row.preuves.map((p) => ({
    ...p,
    debut: new Date(p.debut),
    envoyeeLe: new Date(p.envoyeeLe),
    remiseLe: p.remiseLe && new Date(p.remiseLe),
  })),
  historique: row.historique.map((h) => ({ ...h, le: new Date(h.le) })),
});

/** The list, the latest entered first. One statement, whatever the number. */
export const listerExamens = async (tx: Transaction, statut: StatutExamen, apres: string | null, nombre: number): Promise<ExamenRow[]> =>
  (await tx.rows<ExamenRow>(LISTE, [statut, apres, nombre])).map(enDates);

export async function examenParId(tx: Transaction, id: string): Promise<ExamenRow | null> {
  const row = await tx.row<ExamenRow>(UN, [id]);
  return row && enDates(row);
}

/** Locks a case, and says whether a signed contract of hers ran on the day of the second absence, on the clocks of the département. */
export async function verrouillerExamen(
  tx: Transaction,
  id: string,
): Promise<{ statut: StatutExamen; departement: string; allocataire: string; organisme: string | null; contratSigne: boolean } | null> {
  const row = await tx.row<{
    statut: StatutExamen;
    departement: string;
    allocataire: string;
    organisme: string | null;
    debut: Date | null;
  }>(
    `select e.statut, e.departement, e.allocataire, r.organisme, r.debut from rendez_vous.examen_absence e
     left join rendez_vous.rendez_vous r on r.departement = e.departement and r.id = e.seconde where e.id = $1 for update of e`,
    [id],
  );
  if (row === null) return null;
  const { debut, ...dossier } = row;
  return { ...dossier, contratSigne: debut !== null && (await contratEnCours(tx, row, civilDateIn(debut, zoneOf(row.departement)))) };
}

/** @param jour civil date. */
async function contratEnCours(tx: Transaction, e: { departement: string; allocataire: string }, jour: string): Promise<boolean> {
  const rows = await tx.rows(
    `select 1 from publie.objectif_periode o join publie.perimetre x on x.departement = o.departement and x.canonique = o.allocataire
     where o.departement = $1 and x.allocataire = $2 and $3::date between o.du and coalesce(o.au, 'infinity') limit 1`,
    [e.departement, e.allocataire, jour],
  );
  return rows.length > 0;
}

/** The decision of an agent: the only statement that opens a case. */
export async function deciderExamen(
  tx: Transaction,
  id: string,
  d: DemandeExamen & { avant: StatutExamen; vers: StatutExamen; organisme: string | null; client: string; le: Date },
): Promise<void> {
  const close = d.vers === "CLOSE";
  await tx.execute(
    `update rendez_vous.examen_absence set statut = $2, decision = $3, motif_legitime = $4, fondement = $5, observations = $6, examinee_le = $7,
       examinee_par = $8, client = $9, cause = $10, close_le = $11 where id = $1`,
    [
      id,
      d.vers,
      d.decision,
      d.motifLegitime,
      d.fondement,
      d.observations,
      d.le,
      d.organisme,
      d.client,
      close ? "DECISION_AGENT" : null,
      close ? d.le : null,
    ],
  );
  await tx.execute(
    `insert into rendez_vous.examen_historique (departement, examen, allocataire, avant, apres, cause, le, client)
     select departement, id, allocataire, $2, statut, cause, $3, $4 from rendez_vous.examen_absence where id = $1`,
    [id, d.avant, d.le, d.client],
  );
}
