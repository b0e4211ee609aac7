import { zoneOf } from "../../shared/time-zone";
import type { Ecrivain } from "../convocation/etapes.repository";
import type { Candidate } from "./repartir";
import { communesVoulues, type Selection } from "./selection";

/** The people of the département, the latest entered first, with what their appointments say. $1 département, $2 family, $3 only these people or null,
 * $4 flux, $5 communes, $6 only who has duties, $7 and $8 days of entry, $9 rank, $10 now, $11 zone of the département,
 * $12 by message: who opposed to it is left for a letter. */
const CANDIDATES = `with fiche as materialized (
    select distinct x.canonique, x.allocataire from publie.perimetre x where x.departement = $1 and ($3::uuid[] is null or x.canonique = any ($3))),
  rdv as materialized (
    select f.canonique, r.famille, r.debut, r.duree_minutes, p.statut, c.rang is not null as convoquee
    from fiche f
    join rendez_vous.participation p on p.departement = $1 and p.allocataire = f.allocataire
    join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
    left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire),
  examinee as materialized (
    select f.canonique, max(s.debut) as jusque from fiche f
    join rendez_vous.examen_absence x on x.departement = $1 and x.allocataire = f.allocataire and x.famille = $2
    join rendez_vous.rendez_vous s on s.departement = x.departement and s.id = x.seconde
    where x.statut = 'CLOSE' and x.cause = 'DECISION_AGENT' group by f.canonique),
  etat as (
    select v.allocataire, v.code_insee, v.orientee, v.sortie is not null as sortie, coalesce(v.entree_dispositif, v.notification) as entree,
      coalesce(bool_or(r.famille = $2 and r.statut in ('PREVU', 'HONORE')), false) as suivie,
      count(*) filter (where r.famille = $2 and r.statut = 'ABSENT' and r.convoquee)::int as absences,
      count(*) filter (where r.famille = $2 and r.statut = 'ABSENT' and r.convoquee and r.debut <= e.jusque)::int as examinees,
      coalesce(json_agg(json_build_object('debut', r.debut, 'dureeMinutes', r.duree_minutes)) filter (where r.statut = 'PREVU' and r.debut > $10), '[]') as attendus
    from publie.a_convoquer v
    left join examinee e on e.canonique = v.allocataire
    left join rdv r on r.canonique = v.allocataire
      and ((r.debut at time zone $11)::date >= coalesce(v.entree_dispositif, v.notification, '-infinity'))
    where v.departement = $1 and (not $12::boolean or v.allocataire not in (
        select o.allocataire from publie.opposition o where o.departement = $1 and o.traitement = 'MESSAGES_CAMPAGNE'))
      and case when $3::uuid[] is null then v.sortie is null and ($4::boolean is null or v.flux = $4) and ($5::text[] is null or v.code_insee = any ($5))
        and (not $6::boolean or v.soumis) and ($7::date is null or coalesce(v.entree_dispositif, v.notification) >= $7)
        and ($8::date is null or coalesce(v.entree_dispositif, v.notification) <= $8) else v.allocataire = any ($3) end
    group by v.allocataire, v.code_insee, v.orientee, v.sortie, v.entree_dispositif, v.notification)
  select allocataire, code_insee as "codeInsee", orientee, sortie, suivie, absences, examinees, attendus from etat
  where $3::uuid[] is not null or $9::int = 1 or absences >= 1
  order by entree desc nulls last, allocataire`;

/** Channels that a person may oppose to. */
const PAR_MESSAGE: readonly string[] = ["SMS", "EMAIL"];

/** One statement for the whole département, or for some people only. */
export async function candidates(
  tx: Ecrivain,
  selection: Selection,
  { famille, canal }: { famille: string; canal: string },
  maintenant: Date,
  people: readonly string[] | null = null,
): Promise<Candidate[]> {
  const { departement, population, soumises, entreeDepuis, entreeJusque, rang } = selection;
  const flux = population === null ? null : population === "FLUX";
  const rows = await tx.rows<Candidate>(CANDIDATES, [
    departement,
    famille,
    people,
    flux,
    communesVoulues(selection),
    soumises,
    entreeDepuis,
    entreeJusque,
    rang,
    maintenant,
    zoneOf(departement),
    PAR_MESSAGE.includes(canal),
  ]);
  return rows.map((row) => ({ ...row, attendus: row.attendus.map((a) => ({ ...a, debut: new Date(a.debut) })) }));
}
