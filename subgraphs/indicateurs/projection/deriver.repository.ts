import type pg from "pg";
import type { TableEcrite } from "./ligne";
import type { Parallele } from "./plier";
import { type Lieu, parLieu, TABLES } from "./table";

/** What follows from the facts: it does not depend on the order in which they arrived. Each statement: $1 départements, $2 people, $3 day of knowledge.
 * `+ 0` keeps the planner on the index of the person: that of the dates would read the whole département for each. */

const TOUCHEE = "touchee as (select distinct * from unnest($1::text[], $2::uuid[]) as x (departement, allocataire))";

/** Replaces, for the people touched, the rows of a table by those of `voulue`; equal rows are left alone. */
function remplacer(lieu: Lieu, table: "localisation" | "situation_droit"): string {
  const { cle, deduites } = TABLES[table];
  const [propre, toutes] = [cle.slice(2), [...cle, ...deduites].join(", ")];
  const change = `row(${deduites.map((c) => `t.${c}`).join(", ")}) is distinct from row(${deduites.map((c) => `excluded.${c}`).join(", ")})`;
  return `otee as (
      delete from ${lieu}.${table} t using touchee x where t.departement = x.departement and t.allocataire = x.allocataire
        and not exists (select from voulue v where v.departement = t.departement and v.allocataire = t.allocataire
          and ${propre.map((c) => `v.${c} = t.${c}`).join(" and ")}))
    insert into ${lieu}.${table} as t (${toutes}, connu_depuis) select ${toutes}, $3::date from voulue
    on conflict (${cle.join(", ")}) do update set ${deduites.map((c) => `${c} = excluded.${c}`).join(", ")}, connu_depuis = excluded.connu_depuis
    where ${change}`;
}

/** Of a day, what was said last; a repetition is no move. The first commune known holds for the days before it. */
const localiser = (lieu: Lieu) => `with ${TOUCHEE}, jour as (
    select distinct on (d.departement, d.allocataire, d.lieu_depuis) d.departement, d.allocataire, d.lieu_depuis as depuis, d.code_insee
    from ${lieu}.dite d join touchee using (departement, allocataire) where d.lieu_depuis is not null and d.code_insee is not null
    order by d.departement, d.allocataire, d.lieu_depuis, d.position desc, d.origine desc
  ), change as (
    select j.*, lag(j.code_insee) over (partition by j.departement, j.allocataire order by j.depuis) is not distinct from j.code_insee as repete from jour j
  ), voulue as (
    select departement, allocataire, depuis, code_insee,
      case when lag(depuis) over w is null then '-infinity'::date else depuis end as du, coalesce(lead(depuis) over w, 'infinity'::date) as avant
    from change where not repete window w as (partition by departement, allocataire order by depuis)
  ), ${remplacer(lieu, "localisation")}`;

const INCONNU = "'00000000-0000-0000-0000-000000000000'::uuid";

/** The state of each dossier of the person through time, and whether she has duties: what names no dossier holds for all hers, from their first day. */
const droits = (lieu: Lieu) => `with ${TOUCHEE}, dite as (
    select d.* from ${lieu}.dite d join touchee using (departement, allocataire) where d.droit_depuis is not null
  ), sien as (
    select departement, allocataire, coalesce(dossier, ${INCONNU}) as dossier, min(droit_depuis) as debut from dite
    where dossier is not null or origine like 'ENTREE %' group by 1, 2, 3
  ), cumul as (
    select s.departement, s.allocataire, s.dossier, d.droit_depuis as depuis, d.position, d.origine,
      array_agg(d.etat) filter (where d.etat is not null and coalesce(d.dossier, ${INCONNU}) = s.dossier) over w as etats,
      array_agg(d.soumis_droits_devoirs) filter (where d.soumis_droits_devoirs is not null) over w as soumis
    from sien s join dite d on d.departement = s.departement and d.allocataire = s.allocataire and d.droit_depuis >= s.debut
      and (coalesce(d.dossier, ${INCONNU}) = s.dossier or d.origine like 'PERSONNE %')
    window w as (partition by s.departement, s.allocataire, s.dossier order by d.droit_depuis, d.position, d.origine rows unbounded preceding)
  ), jour as (
    select distinct on (departement, allocataire, dossier, depuis) departement, allocataire, dossier, depuis,
      etats[cardinality(etats)] as etat, soumis[cardinality(soumis)] as soumis_droits_devoirs
    from cumul order by departement, allocataire, dossier, depuis, position desc, origine desc
  ), change as (
    select j.*, row_number() over w > 1 and row(lag(etat) over w, lag(soumis_droits_devoirs) over w) is not distinct from row(etat, soumis_droits_devoirs) as repete
    from jour j window w as (partition by departement, allocataire, dossier order by depuis)
  ), voulue as (
    select departement, allocataire, dossier, depuis, etat, soumis_droits_devoirs,
      coalesce(lead(depuis) over (partition by departement, allocataire, dossier order by depuis), 'infinity'::date) as avant
    from change where not repete
  ), ${remplacer(lieu, "situation_droit")}`;

/** What an entry says that its own events did not: the person's present commune; her first orientation, interview, contract, convocation
 * and diagnosis since this entry and before the next one. */
const entrees = (lieu: Lieu) => `with ${TOUCHEE}, periode as (
    select e.departement, e.allocataire, e.rang,
      case when lag(e.rang) over w is null then '-infinity'::date
        else coalesce(e.notification, e.entree_dispositif, e.ouverture_droits, '-infinity'::date) end as du,
      coalesce(lead(coalesce(e.notification, e.entree_dispositif, e.ouverture_droits)) over w, 'infinity'::date) as avant
    from ${lieu}.entree e join touchee using (departement, allocataire)
    window w as (partition by e.departement, e.allocataire order by e.rang)
  ), voulue as (
    select x.departement, x.allocataire, x.rang, p.code_insee, coalesce(p.soumis_droits_devoirs, false) as soumis_droits_devoirs,
      o.decidee_le as decision_orientation, o.parcours, o.categorie, o.organisme, r.premier_entretien, o.id as orientation, o.referent,
      r.premier_rdv_orientation, c.premier_contrat, r.premiere_convocation, d.premier_diagnostic
    from periode x
    left join ${lieu}.personne p on p.departement = x.departement and p.allocataire = x.allocataire
    left join lateral (
      select o.id, o.decidee_le, o.parcours, o.categorie, o.organisme, o.referent from ${lieu}.orientation o
      where o.departement = x.departement and o.allocataire = x.allocataire and o.decidee_le + 0 >= x.du and o.decidee_le + 0 < x.avant
      order by o.decidee_le + 0, o.rang, o.id limit 1
    ) o on true
    left join lateral (
      select min(r.le) filter (where r.statut = 'HONORE' and r.famille in ('PREMIER_ACCOMPAGNEMENT', 'ACCOMPAGNEMENT')) as premier_entretien,
        min(r.le) filter (where r.statut = 'HONORE' and r.famille = 'ORIENTATION') as premier_rdv_orientation,
        min(r.le) filter (where r.convocation_rang is not null) as premiere_convocation
      from ${lieu}.presence r
      where r.departement = x.departement and r.allocataire = x.allocataire and r.le + 0 >= x.du and r.le + 0 < x.avant
    ) r on true
    left join lateral (
      select min(c.date_signature) as premier_contrat from ${lieu}.contrat c
      where c.departement = x.departement and c.allocataire = x.allocataire and c.date_signature + 0 >= x.du and c.date_signature + 0 < x.avant
    ) c on true
    left join lateral (
      select min(d.etabli_le) as premier_diagnostic from ${lieu}.diagnostic d
      where d.departement = x.departement and d.allocataire = x.allocataire and d.etabli_le + 0 >= x.du and d.etabli_le + 0 < x.avant
    ) d on true
  )
  update ${lieu}.entree e set ${TABLES.entree.deduites.map((c) => `${c} = v.${c}`).join(", ")}, connu_depuis = $3::date
  from voulue v where e.departement = v.departement and e.allocataire = v.allocataire and e.rang = v.rang
    and row(${TABLES.entree.deduites.map((c) => `e.${c}`).join(", ")}) is distinct from row(${TABLES.entree.deduites.map((c) => `v.${c}`).join(", ")})`;

/** An intervention ends on the day that is said, the day before somebody else is the référent unique, or with its orientation.
 * $2 orientations: those told of, whoever they are of. */
const interventions = (
  lieu: Lieu,
) => `with touchee as (select distinct * from unnest($1::text[], $2::uuid[]) as x (departement, orientation)), voulue as (
    select i.departement, i.orientation, i.referent, i.role, i.du, least(i.fin_dite, o.close_le, s.du - 1) as au
    from ${lieu}.intervention i join touchee using (departement, orientation)
    left join ${lieu}.orientation o on o.departement = i.departement and o.id = i.orientation
    left join lateral (
      select min(s.du) as du from ${lieu}.intervention s
      where i.role = 'REFERENT_UNIQUE' and s.departement = i.departement and s.orientation = i.orientation and s.role = i.role and s.du > i.du
    ) s on true
  )
  update ${lieu}.intervention i set au = v.au, connu_depuis = $3::date from voulue v
  where i.departement = v.departement and i.orientation = v.orientation and i.referent = v.referent and i.role = v.role and i.du = v.du
    and i.au is distinct from v.au`;

/** The organisme that followed the person when the prescription opened. */
const prescriptions = (lieu: Lieu) => `with ${TOUCHEE}, voulue as (
    select p.departement, p.id, (
      select o.organisme from ${lieu}.orientation o
      where o.departement = p.departement and o.allocataire = p.allocataire and o.decidee_le + 0 <= p.ouverte_le and (o.close_le is null or o.close_le + 0 >= p.ouverte_le)
      order by o.decidee_le + 0 desc, o.rang desc, o.id limit 1) as organisme
    from ${lieu}.prescription p join touchee using (departement, allocataire)
  )
  update ${lieu}.prescription p set organisme = v.organisme, connu_depuis = $3::date from voulue v
  where p.departement = v.departement and p.id = v.id and p.organisme is distinct from v.organisme`;

const TEXTES = parLieu(
  (lieu) =>
    [
      { nom: "localiser", de: ["dite"], text: localiser(lieu) },
      { nom: "droits", de: ["dite"], text: droits(lieu) },
      { nom: "interventions", de: "orientations", text: interventions(lieu) },
      { nom: "prescriptions", de: ["prescription", "orientation"], text: prescriptions(lieu) },
      { nom: "entrees", de: ["personne", "entree", "orientation", "presence", "contrat", "diagnostic"], text: entrees(lieu) },
    ] as const,
);

/** Of whom, or of which orientations, something was said. */
export interface Touchees {
  personnes(tables: readonly TableEcrite[]): Parallele;
  orientations(): Parallele;
}

/** Derives again what follows from the facts that were touched. @param jour the day when the hub learned them. */
export async function deriver(client: pg.ClientBase, touchees: Touchees, jour: string, lieu: Lieu): Promise<void> {
  for (const { nom, de, text } of TEXTES(lieu)) {
    const { departements, ids } = de === "orientations" ? touchees.orientations() : touchees.personnes(de);
    if (ids.length > 0) await client.query({ name: `deriver ${nom} ${lieu}`, text, values: [departements, ids, jour] });
  }
}
