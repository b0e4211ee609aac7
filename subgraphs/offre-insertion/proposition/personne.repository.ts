/** `offset 0`: people first, a look in an index for each, whatever the planner thinks of an empty table.
 * CTE of what the hub itself knows of each person of `visible` and `membre`: what was prescribed to her, and the hours that her week lacks.
 * `prescrite`: her prescriptions. `histoire(id, exclues, essayees, evitees)`: offers under way, offers prescribed once, thématiques of two refused
 * prescriptions or more. `quinze(id, manque)`: whole hours between the objective in force today and what is done or planned this week.
 * `convenable(departement, manque, offres)`: offers of the PDIE that count in the fifteen hours and hold in them.
 * $7: today, $8 and $9: Monday and Sunday of its week. */
export const PERSONNELS = `prescrite as materialized (
    select m.id, x.departement, x.id as prescription, x.offre, x.statut, x.debut, x.fin, x.prescrite_le, x.motif_refus, x.issue
    from membre m cross join lateral (
      select x.* from offre_insertion.prescription x where x.departement = m.departement and x.allocataire = m.allocataire offset 0) x),
  histoire as materialized (
    select p.id, array_agg(distinct p.offre order by p.offre) as essayees,
      coalesce(array_agg(distinct p.offre order by p.offre)
        filter (where p.statut in ('BROUILLON', 'OUVERTE', 'A_L_ETUDE', 'VALIDEE', 'DEMARREE')), '{}') as exclues,
      array(select t from prescrite r join offre_insertion.service s on s.id = r.offre cross join unnest(s.thematiques) t
        where r.id = p.id and r.statut = 'REFUSEE' group by t having count(distinct r.prescription) >= 2 order by t) as evitees
    from prescrite p group by p.id),
  quinze as materialized (
    select v.id, v.departement, floor((o.minutes - coalesce(f.minutes, 0)) / 60.0)::int as manque
    from visible v
    cross join lateral (
      select o.minutes, o.exempte from membre m
      cross join lateral (select * from publie.objectif_periode o where o.departement = m.departement and o.allocataire = m.allocataire offset 0) o
      where m.id = v.id and o.du <= $7::date and (o.au is null or o.au >= $7::date) order by o.modulation desc, o.du desc, o.contrat limit 1
    ) o
    left join lateral (
      select sum(a.minutes) as minutes from membre m cross join lateral (
        select a.departement, a.prescription, a.statut, a.minutes from offre_insertion.activite a
        where a.departement = m.departement and a.allocataire = m.allocataire and a.date between $8::date and $9::date offset 0) a
      where m.id = v.id and a.statut in ('PREVUE', 'DECLAREE', 'CONFIRMEE') and not exists (
        select from offre_insertion.prescription r join offre_insertion.pdie x on x.offre = r.offre
        where r.departement = a.departement and r.id = a.prescription and not x.compte_dans_les_15_heures)
    ) f on true
    where not o.exempte and o.minutes - coalesce(f.minutes, 0) >= 60),
  convenable as materialized (
    select q.departement, q.manque, array_agg(x.offre order by x.offre) as offres
    from (select distinct departement, manque from quinze) q
    join offre_insertion.pdie x on x.departement = q.departement and x.compte_dans_les_15_heures
    join offre_insertion.service s on s.id = x.offre and s.volume_horaire_hebdomadaire > 0 and s.volume_horaire_hebdomadaire <= q.manque
    group by q.departement, q.manque)`;
