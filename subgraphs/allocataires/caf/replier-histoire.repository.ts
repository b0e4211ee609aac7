import { CLOS, FINIS, OUVERTS } from "./decider.repository";
import { LIRE_CONTACTS } from "./replier-contact.repository";

/** The history that a fold reads: the dossiers to fold and all those of their people, one row each time that what is said changes. */

/** A flow that repeats the one before it says nothing new: only the changes are kept. `dernier`: what is said now. `h` names a row: the planner, which
 * takes columns for independent, would join by three of them as if nothing met.
 * A request of the instruction flow counts until the first flow that tells the right, and never in a dossier known otherwise: it gives no right (`fini`). */
const HISTOIRE = `
  insert into caf_histoire (h, departement, dossier, n, dernier, replie, nouveau, cree_le, cle, le, suivant_le, flux, rang, empreinte, fonorg, numorg, numero,
    matricule, matricule_chiffre, matricule_empreinte, etat, ouvert, clos, fini, stock)
  with concerne as materialized (
    select departement, dossier, bool_or(replie) as replie, bool_or(nouveau) as nouveau from (
      select departement, dossier, true as replie, nouveau from caf_repli
      union all
      select k.departement, k.dossier, false, false from caf_touchee t
      join allocataires.contenu_personne k on k.departement = t.departement and k.allocataire = t.id where (t.avant).id is not null
    ) d group by departement, dossier
  ), dit as (
    select m.*, lag(m.empreinte) over (partition by m.departement, m.dossier order by m.cree_le, m.cle) as avant
    from (
      select d.replie, d.nouveau, m.*, count(*) filter (where not m.instruction) over (partition by m.departement, m.dossier order by m.cree_le, m.cle) as droits
      from concerne d join allocataires.mention_dossier m on m.departement = d.departement and m.dossier = d.dossier
    ) m
    where case when m.instruction then m.droits = 0
      and exists (select from allocataires.dossier o where o.departement = m.departement and o.id = m.dossier and not o.repris) else true end
  )
  select row_number() over (), m.departement, m.dossier, row_number() over suite, lead(m.le) over suite is null, m.replie, m.nouveau, m.cree_le, m.cle, m.le,
    lead(m.le) over suite, m.flux, m.rang, m.empreinte, c.fonorg, c.numorg, o.numero_demande, c.matricule, c.matricule_chiffre, c.matricule_empreinte,
    e.etat, e.etat in ${OUVERTS}, e.etat in ${CLOS}, m.instruction or e.etat in ${FINIS}, f.type_flux = 'M' and c.fonorg || c.numorg = any (f.stock)
  from (select * from dit where avant is distinct from empreinte) m
  cross join lateral (
    select c.* from allocataires.contenu_dossier c where c.departement = m.departement and c.dossier = m.dossier and c.empreinte = m.empreinte limit 1
  ) c
  cross join lateral (select o.numero_demande from allocataires.dossier o where o.departement = m.departement and o.id = m.dossier limit 1) o
  join allocataires.flux_caf f on f.id = m.flux
  cross join lateral (select c.donnees->>'etat' as etat) e
  window suite as (partition by m.departement, m.dossier order by m.cree_le, m.cle)`;

const DITE = "role, soumis, du, au, nir_chiffre, nir_empreinte, numero_ft, certifiee, donnees";
const NOMMEES = `
  insert into caf_nommee (h, departement, dossier, n, allocataire, rang, ${DITE})
  select distinct on (h.h, k.allocataire) h.h, h.departement, h.dossier, h.n, k.allocataire, k.rang, ${DITE.replace(/\w+/g, "k.$&")}
  from caf_histoire h
  cross join lateral (select k.* from allocataires.contenu_personne k
    where k.departement = h.departement and k.dossier = h.dossier and k.empreinte = h.empreinte offset 0) k
  order by h.h, k.allocataire, k.rang`;

/** Each person to fold in each of these dossiers, from the first time that it names her: a null rank says that it no longer does. */
const PRESENCES = `
  insert into caf_presence (h, departement, allocataire, dossier, n, dernier, replie, cree_le, cle, le, suivant_le, ouvert, clos, fini, rang, ${DITE}, presente,
    empreinte, mention, stock)
  select h.h, d.departement, d.allocataire, d.dossier, h.n, h.dernier, h.replie, h.cree_le, h.cle, h.le, h.suivant_le, h.ouvert, h.clos, h.fini,
    k.rang, ${DITE.replace(/\w+/g, "k.$&")}, k.rang is not null and (k.au is null or k.au > h.le), h.empreinte, h.rang, h.stock
  from (
    select k.departement, k.dossier, k.allocataire, min(k.n) as n from caf_nommee k join caf_touchee t on t.id = k.allocataire and t.departement = k.departement
    group by k.departement, k.dossier, k.allocataire
  ) d
  join caf_histoire h on h.dossier = d.dossier and h.departement = d.departement and h.n >= d.n
  left join caf_nommee k on k.h = h.h and k.allocataire = d.allocataire`;

/** A dossier that no flow kept tells the right of stays as it is. */
const SANS_HISTOIRE = `
  delete from caf_repli d where not exists (select from caf_histoire h where h.departement = d.departement and h.dossier = d.dossier)`;

export const RACONTER: readonly string[] = [
  [
    ...LIRE_CONTACTS,
    HISTOIRE,
    "analyze caf_histoire",
    SANS_HISTOIRE,
    NOMMEES,
    "analyze caf_nommee",
    PRESENCES,
    "analyze caf_presence",
  ].join(";\n"),
];
