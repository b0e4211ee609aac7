import { originesSql, recomposerEnSilenceSql } from "../provenance/recomposer.repository";
import { OUVERTS } from "./decider.repository";
import { ECRIRE_CONTACTS } from "./replier-contact.repository";

/** What the people are, folded from the history of their dossiers: declarations, identifiers, « droits et devoirs ». */

const MEME = (a: string, b: string, colonnes: string) =>
  colonnes
    .split(" ")
    .map((c) => `${a}.${c} is not distinct from ${b}.${c}`)
    .join(" and ");

/** Someone whom another source made known keeps what it said. */
const ORIGINES = originesSql("select t.departement, t.id from caf_touchee t where (t.avant).source not in ('CAF', 'MSA')");

/** One declaration each time that a dossier says something else of her; when it no longer names her, what it said last no longer comes from an open
 * dossier. Someone who has left the foyer does not live at its address. */
const DECLARATIONS_DITES = `
  insert into caf_declaration (departement, allocataire, dossier, dossier_ouvert, cree_le, flux, source, source_organisme, certifiee, donnees)
  with dite as (
    select p.departement, p.allocataire, p.dossier, p.n, p.ouvert and p.presente as ouvert, h.cree_le, h.flux, h.fonorg, h.fonorg || h.numorg as organisme, p.certifiee,
      count(p.rang) over (partition by p.departement, p.allocataire, p.dossier order by p.n) as groupe,
      case when p.rang is not null then jsonb_strip_nulls(p.donnees - '{typeDateNaissance,telephone,courriel}'::text[] || case when p.presente then jsonb_build_object(
        'codeInsee', a.courante->'codeInsee', 'communeNom', a.courante->'communeNom', 'codePostal', a.courante->'codePostal', 'adresse', a.courante->'adresse',
        'sansDomicileFixe', c.donnees->'sansDomicileFixe', 'enfantsACharge', c.donnees->'enfantsACharge',
        'situationFamille', c.donnees->'situationFamille'->'code') else '{}' end) end as donnees
    from caf_presence p
    join caf_histoire h on h.h = p.h
    cross join lateral (
      select c.donnees from allocataires.contenu_dossier c where c.departement = h.departement and c.dossier = h.dossier and c.empreinte = h.empreinte limit 1
    ) c
    cross join lateral (select c.donnees->'adresses'->0 as courante) a
    where p.replie
  ), gardee as (
    select departement, allocataire, dossier, n, ouvert, cree_le, flux, fonorg, organisme,
      first_value(certifiee) over g as certifiee, first_value(donnees) over g as donnees
    from dite window g as (partition by departement, allocataire, dossier, groupe order by n)
  ), suite as (
    select *, lag(donnees) over w as donnees_avant, lag(ouvert) over w as ouvert_avant, lag(certifiee) over w as certifiee_avant
    from gardee window w as (partition by departement, allocataire, dossier order by n)
  )
  select departement, allocataire, dossier, ouvert, cree_le, flux, fonorg, organisme, certifiee, donnees
  from suite where (donnees, ouvert, certifiee) is distinct from (donnees_avant, ouvert_avant, certifiee_avant)`;

const DECLARATION = "dossier_ouvert source source_organisme certifiee donnees";
const DECLARATIONS_OTEES = `
  delete from allocataires.declaration o using caf_repli d
  where not d.nouveau and o.departement = d.departement and o.dossier = d.dossier
    and not exists (select from caf_declaration k where k.departement = o.departement and k.allocataire = o.allocataire and k.dossier = o.dossier
      and k.cree_le = o.collectee_le and ${MEME("k", "o", DECLARATION)})`;
const DECLARATIONS_AJOUTEES = `
  insert into allocataires.declaration (departement, allocataire, dossier, dossier_ouvert, source, source_organisme, certifiee, donnees, collectee_le, recue_le, reference)
  select k.departement, k.allocataire, k.dossier, k.dossier_ouvert, k.source, k.source_organisme, k.certifiee, k.donnees, k.cree_le, f.recu_le, f.nom_fichier
  from caf_declaration k join allocataires.flux_caf f on f.id = k.flux
  where not exists (select from (
      select o.* from allocataires.declaration o where o.departement = k.departement and o.dossier = k.dossier offset 0) o
    where o.allocataire = k.allocataire and o.collectee_le = k.cree_le and ${MEME("o", "k", DECLARATION)})`;

/** Someone new whom one content names once is already as it says, unless she has left the foyer: its address is not hers. */
const RECOMPOSER = recomposerEnSilenceSql(`select t.departement, t.id from caf_touchee t where (t.avant).id is not null
      or t.id in (select k.allocataire from caf_declaration k group by k.departement, k.allocataire having count(*) > 1)
      or t.id in (select k.allocataire from caf_declaration k where not k.donnees ? 'adresse')
      or t.id in (select k.allocataire from caf_contact k)`);

/** Subject to « droits et devoirs »: in at least one open dossier. */
const SOUMISES = `
  update allocataires.allocataire a set soumis_droits_devoirs = s.soumis
  from (
    select t.departement, t.id, (
      select true from allocataires.membre m join allocataires.dossier o on o.departement = m.departement and o.id = m.dossier
      where m.departement = t.departement and m.allocataire = t.id and m.au is null and m.soumis_droits_devoirs and o.etat in ${OUVERTS} limit 1) is true as soumis
    from caf_touchee t
  ) s
  where a.departement = s.departement and a.id = s.id and a.soumis_droits_devoirs <> s.soumis`;

/** A dossier speaks of an identifier when it gives another value than before. A NIR, a matricule or a France Travail number is valid until a flow that
 * gives the person another one and not that one; a request number stays. No beginning is known for what her first flow says. A number that a later flow certifies (the instruction does not) is certified. */
const IDENTIFIANTS_DITS = `
  insert into caf_identifiant (departement, allocataire, type, valeur, chiffre, empreinte, organisme, valide_du, valide_au, source, source_organisme, cree_le, flux, certifiee)
  with dit as (
    select p.departement, p.allocataire, p.dossier, p.n, p.cree_le, p.cle, p.le, h.flux, h.fonorg, h.fonorg || h.numorg as payeur, i.*,
      coalesce(i.valeur, encode(i.empreinte, 'hex')) as v, min(p.cree_le) over (partition by p.departement, p.allocataire) as premiere
    from caf_presence p
    join caf_histoire h on h.h = p.h
    cross join lateral (values
      ('NIR', null, p.nir_chiffre, p.nir_empreinte, null, p.certifiee),
      ('NUMERO_DEMANDE_RSA', h.numero, null, null, null, true),
      ('MATRICULE_CAF', h.matricule, null, null, h.fonorg || h.numorg, true),
      ('MATRICULE_MSA', null, h.matricule_chiffre, h.matricule_empreinte, h.fonorg || h.numorg, true),
      ('NUMERO_FRANCE_TRAVAIL', p.numero_ft, null, null, null, false)
    ) i (type, valeur, chiffre, empreinte, organisme, certifiee)
    where p.rang is not null and (i.valeur is not null or i.empreinte is not null)
  ), change as (
    select * from (
      select d.*, lag(d.v) over suite as avant, lag(d.certifiee) over suite as certifiee_avant from dit d
      window suite as (partition by d.departement, d.allocataire, d.dossier, d.type, d.organisme order by d.n)
    ) d
    where avant is distinct from v or (certifiee and not certifiee_avant)
  ), flux as (
    select distinct on (departement, allocataire, type, organisme, v, cree_le, cle) change.*,
      dense_rank() over (partition by departement, allocataire, type, organisme order by cree_le, cle) as tour
    from change order by departement, allocataire, type, organisme, v, cree_le, cle, dossier
  ), place as (
    select f.*, f.tour - row_number() over (partition by f.departement, f.allocataire, f.type, f.organisme, f.v order by f.tour) as suite,
      first_value(f.le) over (partition by f.departement, f.allocataire, f.type, f.organisme order by f.tour range between 1 following and 1 following) as suivant
    from flux f
  ), periode as (
    select distinct on (departement, allocataire, type, organisme, v, suite) place.*,
      last_value(suivant) over entiere as fin, bool_or(certifiee) over entiere as certifiee_depuis
    from place
    window entiere as (partition by departement, allocataire, type, organisme, v, suite order by tour rows between unbounded preceding and unbounded following)
    order by departement, allocataire, type, organisme, v, suite, tour
  )
  select distinct on (p.departement, p.allocataire, p.type, p.organisme, p.v, case when p.type <> 'NUMERO_DEMANDE_RSA' then p.tour end)
    p.departement, p.allocataire, p.type, p.valeur, p.chiffre, p.empreinte, p.organisme, case when p.cree_le > p.premiere then p.le end,
    case when p.type <> 'NUMERO_DEMANDE_RSA' then p.fin - 1 end, p.fonorg, p.payeur, p.cree_le, p.flux, p.certifiee_depuis
  from periode p
  order by p.departement, p.allocataire, p.type, p.organisme, p.v, case when p.type <> 'NUMERO_DEMANDE_RSA' then p.tour end, p.tour`;

const VALEUR = "type valeur empreinte organisme";
const IDENTIFIANTS_OTES = `
  with ote as (
    delete from allocataires.identifiant i using caf_touchee t
    where (t.avant).id is not null and i.replie and i.departement = t.departement and i.allocataire = t.id
      and not exists (select from caf_identifiant k where k.departement = i.departement and k.allocataire = i.allocataire and ${MEME("k", "i", `${VALEUR} valide_du`)})
    returning i.departement, i.allocataire
  )
  insert into caf_champ (departement, id, champ) select distinct departement, allocataire, 'identifiants' from ote`;
const IDENTIFIANTS_FINIS = `
  update allocataires.identifiant i set valide_au = k.valide_au, source = k.source, source_organisme = k.source_organisme, collectee_le = k.cree_le,
    recue_le = f.recu_le, certifiee = k.certifiee, reference = f.nom_fichier
  from caf_identifiant k join allocataires.flux_caf f on f.id = k.flux
  where i.replie and i.departement = k.departement and i.allocataire = k.allocataire and ${MEME("k", "i", `${VALEUR} valide_du`)}
    and (i.valide_au, i.source, i.source_organisme, i.collectee_le, i.certifiee, i.reference)
      is distinct from (k.valide_au, k.source, k.source_organisme, k.cree_le, k.certifiee, f.nom_fichier)`;
/** An identifier known before the fold ends when the flows give another one. */
const IDENTIFIANTS_REPRIS = `
  update allocataires.identifiant i set valide_au = k.le - 1
  from (
    select departement, allocataire, type, organisme, (min(cree_le) at time zone 'Europe/Paris')::date as le
    from caf_identifiant where type <> 'NUMERO_DEMANDE_RSA' group by departement, allocataire, type, organisme
  ) k
  where not i.replie and i.source in ('CAF', 'MSA') and i.valide_au is null and i.departement = k.departement and i.allocataire = k.allocataire
    and i.type = k.type and i.organisme is not distinct from k.organisme
    and not exists (select from caf_identifiant m where m.departement = i.departement and m.allocataire = i.allocataire and ${MEME("m", "i", VALEUR)})`;

/** What another source already says, and has not ended, is not said twice. */
const IDENTIFIANTS_AJOUTES = `
  with ajoute as (
    insert into allocataires.identifiant (departement, allocataire, type, valeur, valeur_chiffree, empreinte, organisme, valide_du, valide_au,
      source, source_organisme, collectee_le, recue_le, certifiee, reference, replie)
    select k.departement, k.allocataire, k.type, k.valeur, k.chiffre, k.empreinte, k.organisme, k.valide_du, k.valide_au,
      k.source, k.source_organisme, k.cree_le, f.recu_le, k.certifiee, f.nom_fichier, true
    from caf_identifiant k join allocataires.flux_caf f on f.id = k.flux
    where not exists (select from allocataires.identifiant i where i.departement = k.departement and i.allocataire = k.allocataire
      and ${MEME("i", "k", VALEUR)} and (i.valide_du is not distinct from k.valide_du or (not i.replie and i.valide_au is null)))
    returning departement, allocataire
  )
  insert into caf_champ (departement, id, champ) select distinct departement, allocataire, 'identifiants' from ajoute`;

export const REPLIER_PERSONNES: readonly string[] = [
  [ORIGINES, DECLARATIONS_DITES, "analyze caf_declaration", DECLARATIONS_OTEES, DECLARATIONS_AJOUTEES, ...ECRIRE_CONTACTS].join(";\n"),
  [RECOMPOSER, SOUMISES].join(";\n"),
  [IDENTIFIANTS_DITS, "analyze caf_identifiant", IDENTIFIANTS_OTES, IDENTIFIANTS_FINIS, IDENTIFIANTS_REPRIS].join(";\n"),
  IDENTIFIANTS_AJOUTES,
];
