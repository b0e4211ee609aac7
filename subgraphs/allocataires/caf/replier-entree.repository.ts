/** The entries of people into the dispositif, folded from the history of all their dossiers. */

/** What one dossier changes to the count of those by which she is entered (e), active (a), or closed (c). */
const PAS = `
    select departement, allocataire, dossier, empreinte, cree_le, cle, le, mention, stock, e - coalesce(lag(e) over w, 0) as e, a - coalesce(lag(a) over w, 0) as a,
      c - coalesce(lag(c) over w, 0) as c
    from (
      select p.*, (p.presente and p.soumis and p.ouvert)::int as e, (p.presente and not p.fini)::int as a, p.clos::int as c from caf_presence p
    ) p window w as (partition by departement, allocataire, dossier order by n)`;

/** The last entry that no flow kept tells: known before the fold, it stays as it is, and what the flows tell comes after it. */
const DERNIERE_REPRISE = (de: string) => `
        select e.rang, e.droits_clos_le from allocataires.entree e where e.departement = ${de}.departement and e.allocataire = ${de}.allocataire and e.dossier is null
        order by e.rang desc limit 1`;

/** First time with « droits et devoirs » in an open dossier, or again after her rights were closed: none of the dossiers that she is in is open or
 * waiting any more, and one of hers is closed. Each dossier adds its change to a running count, flow after flow. */
const BASCULES = `
  insert into caf_bascule (departement, allocataire, rang, cree_le, cle, le, clos_le, reprise)
  with total as (
    select distinct departement, allocataire, cree_le, cle, le, sum(e) over w as entrees, sum(a) over w as actifs, sum(c) over w as clos
    from (${PAS}) pas window w as (partition by departement, allocataire order by cree_le, cle)
  ), signe as (
    select departement, allocataire, cree_le, cle, le, case when entrees > 0 then 1 else -1 end as sens
    from total where entrees > 0 or (actifs = 0 and clos > 0)
  ), bascule as (
    select * from (
      select s.*, coalesce(e.rang, 0) as rang, coalesce(lag(s.sens) over (partition by s.departement, s.allocataire order by s.cree_le, s.cle),
        case when e.rang is not null and coalesce(e.droits_clos_le >= min(s.le) over (partition by s.departement, s.allocataire), true) then 1 end) as avant
      from signe s
      left join lateral (${DERNIERE_REPRISE("s")}) e on true
    ) s
    where sens is distinct from avant and (sens = 1 or avant = 1)
  )
  select departement, allocataire, rang + nombre, cree_le, cle, le, clos_le, sens = -1
  from (
    select *, lead(le) over suite as clos_le, count(*) filter (where sens = 1) over suite as nombre from bascule
    window suite as (partition by departement, allocataire order by cree_le, cle)
  ) b where sens = 1 or nombre = 0`;

/** The dossier by which she enters, as its content says it then. The stock has no notification, since it is not known. */
const ENTREES = `
  insert into caf_entree (departement, allocataire, rang, dossier, code_insee, demande, ouverture_droits, le, droits_clos_le)
  select distinct on (b.departement, b.allocataire, b.rang) b.departement, b.allocataire, b.rang, p.dossier, k.donnees->'adresses'->0->>'codeInsee',
    (k.donnees->>'dateDemande')::date, (k.donnees->>'ouvertureDroits')::date, case when not p.stock then b.le end, b.clos_le
  from caf_bascule b
  join (${PAS}) p on p.departement = b.departement and p.allocataire = b.allocataire and p.cree_le = b.cree_le and p.cle = b.cle and p.e = 1 and not b.reprise
  cross join lateral (
    select c.donnees from allocataires.contenu_dossier c where c.departement = p.departement and c.dossier = p.dossier and c.empreinte = p.empreinte limit 1
  ) k
  order by b.departement, b.allocataire, b.rang, p.mention desc`;

const COLONNES = "e.dossier, e.demande, e.ouverture_droits, e.notification, e.entree_dispositif, e.flux";
/** An entry that nobody knew, or that was known otherwise, is told. */
const DITES = `
  update caf_entree c set dite = not exists (
    select from allocataires.entree e where e.departement = c.departement and e.allocataire = c.allocataire and e.rang = c.rang
      and (${COLONNES}) is not distinct from (c.dossier, c.demande, c.ouverture_droits, c.le, c.le, c.le is not null))`;

/** What was done is put aside when the entries of a person change: an act belongs to the entry that covers its day. */
const ACTES = `
  insert into caf_acte (departement, allocataire, rang, acte, le)
  select e.departement, e.allocataire, coalesce((
      select max(c.rang) from caf_entree c where c.departement = e.departement and c.allocataire = e.allocataire
        and coalesce(c.le, c.ouverture_droits, c.demande, '-infinity') <= a.le), (
      select min(c.rang) from caf_entree c where c.departement = e.departement and c.allocataire = e.allocataire)), a.acte, a.le
  from (
    select departement, allocataire from caf_entree where dite
    union
    select n.departement, n.allocataire from caf_touchee t join allocataires.entree n on n.departement = t.departement and n.allocataire = t.id and n.dossier is not null
    where not exists (select from caf_entree c where c.departement = n.departement and c.allocataire = n.allocataire and c.rang = n.rang)
      and exists (select from caf_entree c where c.departement = n.departement and c.allocataire = n.allocataire)
  ) p
  join allocataires.entree e on e.departement = p.departement and e.allocataire = p.allocataire
  cross join lateral (values ('decision_orientation', e.decision_orientation), ('premier_entretien', e.premier_entretien),
    ('signature_contrat', e.signature_contrat), ('sortie', e.sortie)) a (acte, le)
  where a.le is not null and e.dossier is not null`;

const NOUVELLES_ENTREES = `
  insert into allocataires.entree as e (departement, allocataire, rang, dossier, demande, ouverture_droits, notification, entree_dispositif, flux, droits_clos_le)
  select departement, allocataire, rang, dossier, demande, ouverture_droits, le, le, le is not null, droits_clos_le from caf_entree
  on conflict (departement, allocataire, rang) do update set dossier = excluded.dossier, demande = excluded.demande, ouverture_droits = excluded.ouverture_droits,
    notification = excluded.notification, entree_dispositif = excluded.entree_dispositif, flux = excluded.flux, droits_clos_le = excluded.droits_clos_le
  where (${COLONNES}, e.droits_clos_le) is distinct from (${COLONNES.replaceAll("e.", "excluded.")}, excluded.droits_clos_le)`;

/** Entries that the flows, put in order, no longer tell. */
const ENTREES_OTEES = `
  with otee as (
    delete from allocataires.entree e using caf_touchee t
    where (t.avant).id is not null and e.departement = t.departement and e.allocataire = t.id and e.dossier is not null
      and exists (select from caf_entree c where c.departement = e.departement and c.allocataire = e.allocataire)
      and not exists (select from caf_entree c where c.departement = e.departement and c.allocataire = e.allocataire and c.rang = e.rang)
    returning e.departement, e.allocataire, e.rang
  )
  insert into caf_annulee select departement, allocataire, rang from otee`;

/** The rights of an entry known before the fold, that the flows close. */
const REPRISES_CLOSES = `
  update allocataires.entree e set droits_clos_le = b.le from caf_bascule b
  where b.reprise and e.departement = b.departement and e.allocataire = b.allocataire and e.rang = b.rang and e.dossier is null and e.droits_clos_le is distinct from b.le`;

const acte = (nom: string, laquelle: "min" | "max") =>
  `(select ${laquelle}(a.le) from caf_acte a where a.departement = e.departement and a.allocataire = e.allocataire and a.rang = e.rang and a.acte = '${nom}')`;
/** The first of each act of the entry; the last exit. */
const ACTES_REMIS = `
  update allocataires.entree e set decision_orientation = ${acte("decision_orientation", "min")}, premier_entretien = ${acte("premier_entretien", "min")},
    signature_contrat = ${acte("signature_contrat", "min")}, sortie = ${acte("sortie", "max")}
  from (select distinct departement, allocataire from caf_acte) p
  where e.departement = p.departement and e.allocataire = p.allocataire and e.dossier is not null`;

/** A dossier was notified when someone last entered by it; an entry put in order may change dossier. */
const NOTIFICATIONS = `
  update allocataires.dossier o set notification = n.le
  from (
    select d.departement, d.dossier, (select max(e.notification) from allocataires.entree e where e.departement = d.departement and e.dossier = d.dossier) as le
    from caf_histoire d where d.dernier
  ) n
  where o.departement = n.departement and o.id = n.dossier and o.notification is distinct from n.le`;

export const REPLIER_ENTREES: readonly string[] = [
  [BASCULES, "analyze caf_bascule", ENTREES, DITES, ACTES, NOUVELLES_ENTREES, ENTREES_OTEES, ACTES_REMIS, REPRISES_CLOSES].join(";\n"),
  NOTIFICATIONS,
];
