import { defineLoader } from "../../shared/context";
import { isUuid } from "../../shared/page";
import { MEMBRE, VISIBLE } from "../../shared/perimetre";
import { type Heures, heuresDeLaSemaine, type MinutesDeLaSemaine, type PeriodeObjectif } from "./semaine";

/** A person and the Monday to Sunday of a week. */
export interface CleHeures {
  personne: string;
  semaine: string;
  debut: string;
  fin: string;
  /** Civil date, Paris, of who reads. */
  aujourdhui: string;
}
const semaineDe = (c: { personne: string; semaine: string }) => `${c.personne.toLowerCase()} ${c.semaine}`;

interface Ligne extends MinutesDeLaSemaine {
  personne: string;
  semaine: string;
  debut: string;
  periodes: PeriodeObjectif[];
}

/** `offset 0`: people first, a look in an index for each.
 * An activity of an offer that the PDIE says not to count is out of the objective; one of an offer about which nothing is said counts. */
const HEURES = `with ${VISIBLE}, ${MEMBRE}
  select d.personne, d.semaine, d.debut, coalesce(o.periodes, '[]') as periodes, coalesce(h.prevues, 0)::int as prevues, coalesce(h.declarees, 0)::int as declarees,
    coalesce(h.confirmees, 0)::int as confirmees, coalesce(h.contestees, 0)::int as contestees, coalesce(h."horsObjectif", 0)::int as "horsObjectif"
  from unnest($1::uuid[], $2::text[], $3::date[], $4::date[]) d(personne, semaine, debut, fin) join visible v on v.id = d.personne
  left join lateral (
    select jsonb_agg(jsonb_build_object('modulation', o.modulation, 'minutes', o.minutes, 'exempte', o.exempte, 'du', o.du, 'au', o.au)
      order by o.du, o.contrat, o.modulation) as periodes
    from membre m
    cross join lateral (select * from publie.objectif_periode o where o.departement = m.departement and o.allocataire = m.allocataire offset 0) o
    where m.id = v.id and o.du <= d.fin and (o.au is null or o.au >= d.debut)
  ) o on true
  left join lateral (
    select sum(a.minutes) filter (where a.statut = 'PREVUE' and c.compte) as prevues, sum(a.minutes) filter (where a.statut = 'DECLAREE' and c.compte) as declarees,
      sum(a.minutes) filter (where a.statut = 'CONFIRMEE' and c.compte) as confirmees, sum(a.minutes) filter (where a.statut = 'CONTESTEE' and c.compte) as contestees,
      sum(a.minutes) filter (where a.statut in ('DECLAREE', 'CONFIRMEE') and not c.compte) as "horsObjectif"
    from membre m
    cross join lateral (select a.departement, a.prescription, a.statut, a.minutes from offre_insertion.activite a
      where a.departement = m.departement and a.allocataire = m.allocataire and a.date between d.debut and d.fin offset 0) a
    cross join lateral (select coalesce((
      select x.compte_dans_les_15_heures from offre_insertion.prescription r join offre_insertion.pdie x on x.offre = r.offre
      where r.departement = a.departement and r.id = a.prescription), true) as compte) c
    where m.id = v.id
  ) h on true`;

/** Minutes of the week beside the objective in force that week; null for a person out of the caller's perimeter. One statement, whatever the number. */
export const heuresParPersonne = defineLoader<CleHeures, Heures | null>(async (cles, tx) => {
  const connues = cles.filter((c) => isUuid(c.personne));
  if (connues.length === 0) return cles.map(() => null);
  const rows = await tx.rows<Ligne>(HEURES, [
    connues.map((c) => c.personne),
    connues.map((c) => c.semaine),
    connues.map((c) => c.debut),
    connues.map((c) => c.fin),
  ]);
  const { aujourdhui } = connues[0]!;
  const trouvees = new Map(
    rows.map((l) => [semaineDe(l), heuresDeLaSemaine({ semaine: l.semaine, lundi: l.debut, aujourdhui }, l.periodes, l)]),
  );
  return cles.map((cle) => trouvees.get(semaineDe(cle)) ?? null);
}, semaineDe as never);
