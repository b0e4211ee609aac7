/** How to reach the people, folded from what the instruction flow says of their requests, in the order of its files. Only what they agreed to was kept:
 * a contact that a later file no longer gives is withdrawn. These declarations come with no dossier, since they speak of nothing else. */

const CONTACTS_DITS = `
  insert into caf_contact (departement, allocataire, instruction, cree_le, flux, source, source_organisme, donnees)
  with dite as (
    select m.departement, k.allocataire, m.dossier, m.cree_le, m.cle, m.flux, c.fonorg, c.fonorg || c.numorg as organisme,
      jsonb_strip_nulls(jsonb_build_object('telephone', k.donnees->'telephone', 'courriel', k.donnees->'courriel')) as donnees
    from caf_repli d
    join allocataires.mention_dossier m on m.departement = d.departement and m.dossier = d.dossier and m.instruction
    join allocataires.contenu_dossier c on c.departement = m.departement and c.dossier = m.dossier and c.empreinte = m.empreinte
    join allocataires.contenu_personne k on k.departement = m.departement and k.dossier = m.dossier and k.empreinte = m.empreinte
  ), suite as (
    select *, coalesce(lag(donnees) over (partition by departement, dossier, allocataire order by cree_le, cle), '{}') as avant from dite
  )
  select s.departement, s.allocataire, s.dossier, s.cree_le, s.flux, s.fonorg, s.organisme,
    (select coalesce(jsonb_object_agg(retire, null::text), '{}') from jsonb_object_keys(s.avant) retire) || s.donnees
  from suite s where s.donnees <> s.avant`;

const MEME = `o.departement = k.departement and o.instruction = k.instruction and o.allocataire = k.allocataire and o.collectee_le = k.cree_le
      and o.source = k.source and o.source_organisme = k.source_organisme and o.donnees = k.donnees`;

const CONTACTS_OTES = `
  delete from allocataires.declaration o using caf_repli d
  where not d.nouveau and o.departement = d.departement and o.instruction = d.dossier and not exists (select from caf_contact k where ${MEME})`;

const CONTACTS_AJOUTES = `
  insert into allocataires.declaration (departement, allocataire, instruction, source, source_organisme, certifiee, donnees, collectee_le, recue_le, reference)
  select k.departement, k.allocataire, k.instruction, k.source, k.source_organisme, false, k.donnees, k.cree_le, f.recu_le, f.nom_fichier
  from caf_contact k join allocataires.flux_caf f on f.id = k.flux
  where not exists (select from allocataires.declaration o where ${MEME})`;

/** Before the history, which leaves out of the session the dossiers that it does not tell. */
export const LIRE_CONTACTS: readonly string[] = [CONTACTS_DITS, CONTACTS_OTES];
/** Once the origins of the people are kept. */
export const ECRIRE_CONTACTS: readonly string[] = [CONTACTS_AJOUTES];
