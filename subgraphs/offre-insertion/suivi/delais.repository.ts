import type pg from "pg";
import type { Clock } from "../../shared/clock";
import type { Log } from "../../shared/log";
import { type RunningWork, startPeriodicWork } from "../../shared/periodic-work";
import { ATTENTES, type Delais } from "./delais";

const AVEC_DELAI = Object.keys(ATTENTES);
const QUI_EXPIRENT = Object.entries(ATTENTES).flatMap(([statut, { expire }]) => (expire ? [statut] : []));
const LOT = 500;
const HEURES_PAR_JOUR = 24;

/** $1 instant, $2 states that expire, $3 hours before they do. Who waits in the line of a session that began has nothing to wait for. */
const ECHUES = `p.statut = any ($2::text[]) and (p.delai_depuis <= $1::timestamptz - make_interval(hours => $3)
  or (p.attente is not null and exists (select from offre_insertion.session s where s.id = p.session and s.debut <= $1)))`;

const A_EXPIRER = `select p.offre from offre_insertion.prescription p where ${ECHUES} order by p.delai_depuis, p.id limit $4`;

const EXPIRER = `with echue as (
    select p.departement, p.id, p.allocataire, p.offre, p.session, p.place, v.structure, p.attente is not null as attendait
    from offre_insertion.prescription p join offre_insertion.service v on v.id = p.offre
    where p.offre = any ($4::text[]) and ${ECHUES} order by p.departement, p.id for update of p),
  expiree as (
    update offre_insertion.prescription p set statut = 'EXPIREE', place = false, attente = null, delai_depuis = null
    from echue e where p.departement = e.departement and p.id = e.id returning e.*),
  etape as (
    insert into offre_insertion.etape_prescription (departement, prescription, rang, allocataire, statut, le, par, acteur, motif)
    select e.departement, e.id, 1 + coalesce((select max(t.rang) from offre_insertion.etape_prescription t where t.departement = e.departement and t.prescription = e.id), 0),
      e.allocataire, 'EXPIREE', $1, 'délai', 'DELAI',
      case when e.attendait then 'La session a commencé sans qu’une place se libère.' else 'Aucune réponse dans le délai.' end
    from expiree e),
  revoque as (
    update offre_insertion.lien_reponse l set revoque_le = $1 from expiree e
    where l.departement = e.departement and l.prescription = e.id and l.revoque_le is null),
  dit as (
    insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
    select 'PrescriptionAvancee', e.departement, e.allocataire,
      jsonb_build_object('prescription', e.id, 'offre', e.offre, 'structure', e.structure, 'statut', 'EXPIREE', 'acteur', 'DELAI',
        'le', ($1::timestamptz at time zone 'Europe/Paris')::date), $1 from expiree e)
  select offre, session, place from expiree`;

/** The number of the reminder is the number of whole periods since the last step: after an outage one reminder, not one for each missed.
 * A validated prescription is awaited from the day that the structure said, or from its session. $2 states, $3 hours of a period, $4 hours
 * before it expires, $5 states that expire. */
const RELANCER = `with due as (
    select p.departement, p.id, v.structure, floor(extract(epoch from $1::timestamptz - d.depuis) / (3600 * $3::int))::int as numero
    from offre_insertion.prescription p join offre_insertion.service v on v.id = p.offre
    left join offre_insertion.session s on s.id = p.session
    cross join lateral (select case when p.statut = 'VALIDEE'
      then greatest(p.delai_depuis, s.debut, p.debut::timestamp at time zone 'Europe/Paris') else p.delai_depuis end as depuis) d
    where p.statut = any ($2::text[]) and p.delai_depuis is not null and d.depuis <= $1::timestamptz - make_interval(hours => $3)),
  relancee as (
    update offre_insertion.prescription p set relances = d.numero, relancee_le = $1 from due d
    where p.departement = d.departement and p.id = d.id and p.relances < d.numero and p.statut = any ($2::text[]) and p.delai_depuis is not null
    returning p.departement, p.id, p.allocataire, p.offre, d.structure, p.statut, p.relances,
      case when p.statut = any ($5::text[]) then ((p.delai_depuis + make_interval(hours => $4)) at time zone 'Europe/Paris')::date end as expire_le)
  insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
  select 'PrescriptionRelancee', departement, allocataire, jsonb_build_object('prescription', id, 'offre', offre, 'structure', structure,
    'statut', statut, 'relance', relances, 'expireLe', expire_le), $1 from relancee`;

/** Lines that an import made shorter by adding places. */
const SERVIR = `select offre_insertion.attribuer_places(coalesce(array_agg(distinct offre), '{}'), $1) as donnees
  from offre_insertion.prescription where attente is not null`;

export interface Traitees {
  expirees: number;
  relancees: number;
  attribuees: number;
}

/** What delays bring about by an instant: expiries (their places go to the lines), reminders, lines served. Said once, whatever the number of workers.
 * @param client a connection of the owner: the whole territory. */
export async function traiterDelais(client: pg.ClientBase, delais: Delais, maintenant: Date): Promise<Traitees> {
  let expirees = 0;
  for (let lot = LOT; lot >= LOT; expirees += lot) lot = await expirerUnLot(client, delais, maintenant);
  const heures = [delais.relanceJours * HEURES_PAR_JOUR, delais.expirationJours * HEURES_PAR_JOUR];
  const relancees = await client.query(RELANCER, [maintenant, AVEC_DELAI, ...heures, QUI_EXPIRENT]);
  const servies = await client.query<{ donnees: number }>(SERVIR, [maintenant]);
  return { expirees, relancees: relancees.rowCount ?? 0, attribuees: servies.rows[0]!.donnees };
}

/** One transaction: the places of the offers first, as every step of a prescription does, then the prescriptions that are still due. */
async function expirerUnLot(client: pg.ClientBase, { expirationJours }: Delais, maintenant: Date): Promise<number> {
  const echeance = [maintenant, QUI_EXPIRENT, expirationJours * HEURES_PAR_JOUR];
  await client.query("begin");
  try {
    const dues = await client.query<{ offre: string }>(A_EXPIRER, [...echeance, LOT]);
    const offres = dues.rows.map(({ offre }) => offre);
    await client.query("select offre_insertion.verrouiller_places($1::text[])", [offres]);
    const { rows } = await client.query<{ offre: string; session: string | null; place: boolean }>(EXPIRER, [...echeance, offres]);
    const rendues = rows.filter(({ place }) => place);
    await client.query("select offre_insertion.rendre_place(o, s) from unnest($1::text[], $2::uuid[]) x (o, s)", [
      rendues.map(({ offre }) => offre),
      rendues.map(({ session }) => session),
    ]);
    await client.query("select offre_insertion.attribuer_places($1::text[], $2)", [offres, maintenant]);
    await client.query("commit");
    return rows.length;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

const DIX_MINUTES = 600_000;

/** Does it again every ten minutes. */
export const suivreDelais = (url: string, log: Log, clock: Clock, delais: Delais): RunningWork =>
  startPeriodicWork({
    url,
    name: "delais-prescriptions",
    log,
    everyMs: DIX_MINUTES,
    work: async (client) => {
      const { expirees, relancees, attribuees } = await traiterDelais(client, delais, clock.now());
      return expirees + relancees + attribuees;
    },
  });
