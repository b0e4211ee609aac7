import { CLOS, FINIS, OUVERTS } from "./decider.repository";

/** The history that a fold reads: the dossiers to fold and all those of their people, one row each time that what is said changes. */

/** A flow that repeats the one before it says nothing new: only the changes are kept. `dernier`: what is said now. */
const HISTOIRE = `
  insert into caf_histoire (departement, dossier, n, dernier, cree_le, cle, le, suivant_le, flux, rang, empreinte, etat, ouvert, clos, fini, stock)
  with concerne as materialized (
    select departement, dossier from caf_repli
    union
    select k.departement, k.dossier from caf_touchee t
    join allocataires.contenu_personne k on k.departement = t.departement and k.allocataire = t.id where (t.avant).id is not null
  ), dit as (
    select m.*, lag(m.empreinte) over (partition by m.departement, m.dossier order by m.cree_le, m.cle) as avant
    from concerne d join allocataires.mention_dossier m on m.departement = d.departement and m.dossier = d.dossier
  )
  select m.departement, m.dossier, row_number() over suite, lead(m.le) over suite is null, m.cree_le, m.cle, m.le, lead(m.le) over suite, m.flux, m.rang,
    m.empreinte, e.etat, e.etat in ${OUVERTS}, e.etat in ${CLOS}, e.etat in ${FINIS}, f.type_flux = 'M' and c.fonorg || c.numorg = any (f.stock)
  from dit m
  join allocataires.contenu_dossier c on c.departement = m.departement and c.dossier = m.dossier and c.empreinte = m.empreinte
  join allocataires.flux_caf f on f.id = m.flux
  cross join lateral (select c.donnees->>'etat' as etat) e
  where m.avant is distinct from m.empreinte
  window suite as (partition by m.departement, m.dossier order by m.cree_le, m.cle)`;

/** Each person in each of these dossiers, from the first time that it names her: a null rank says that it no longer does. */
const PRESENCES = `
  insert into caf_presence (departement, allocataire, dossier, n, dernier, cree_le, cle, le, suivant_le, ouvert, clos, fini, rang, role, soumis, du, au, presente)
  with nommee as materialized (
    select distinct on (h.departement, h.dossier, h.n, k.allocataire) h.departement, h.dossier, h.n, k.allocataire, k.rang, k.role, k.soumis, k.du, k.au
    from caf_histoire h
    join allocataires.contenu_personne k on k.departement = h.departement and k.dossier = h.dossier and k.empreinte = h.empreinte
    join caf_touchee t on t.departement = k.departement and t.id = k.allocataire
    order by h.departement, h.dossier, h.n, k.allocataire, k.rang
  ), depuis as (
    select departement, dossier, allocataire, min(n) as n from nommee group by departement, dossier, allocataire
  )
  select d.departement, d.allocataire, d.dossier, h.n, h.dernier, h.cree_le, h.cle, h.le, h.suivant_le, h.ouvert, h.clos, h.fini,
    k.rang, k.role, k.soumis, k.du, k.au, k.rang is not null and (k.au is null or k.au > h.le)
  from depuis d
  join caf_histoire h on h.departement = d.departement and h.dossier = d.dossier and h.n >= d.n
  left join nommee k on k.departement = h.departement and k.dossier = h.dossier and k.n = h.n and k.allocataire = d.allocataire`;

export const RACONTER: readonly string[] = [[HISTOIRE, "analyze caf_histoire", PRESENCES, "analyze caf_presence"].join(";\n")];
