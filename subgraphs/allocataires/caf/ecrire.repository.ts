import type pg from "pg";
import { CLOS, OUVERTS } from "./rapprocher.repository";

/** Writes the facts of the foyers that are applied (NOUVEAU, MODIFIE), by set-based statements in the transaction of the file. */

/** A person (c), as read (p), with her foyer as read (f) and its decision (d), under the flow (x). */
const LUES = `caf_personne c
    join caf_attente p on p.genre = 'P' and p.ordre = c.ordre and p.rang = c.rang
    join caf_attente f on f.genre = 'F' and f.ordre = c.ordre
    join caf_dossier d on d.ordre = c.ordre
    cross join caf_flux x`;
const APPLIQUES = `caf_dossier d join caf_attente f on f.genre = 'F' and f.ordre = d.ordre cross join caf_flux x`;
/** She is still in the foyer on the day of the flow. */
const PRESENTE = "(p.au is null or p.au > x.le)";

const TOUCHEES = `
  insert into caf_touchee (departement, id, avant)
  select t.departement, t.id, a
  from (
    select departement, allocataire as id from caf_personne
    union
    select m.departement, m.allocataire from caf_dossier d
    join allocataires.membre m on m.departement = d.departement and m.dossier = d.id and m.au is null where d.decision = 'MODIFIE'
  ) t left join allocataires.allocataire a on a.departement = t.departement and a.id = t.id`;

/** When a person is in two dossiers of the file, the open one speaks, then the last. */
const PREMIER = "order by c.departement, c.allocataire, d.ouvert desc, c.ordre desc, c.rang";
const COLONNES = `civilite, nom, nom_usage, prenoms, date_naissance, rang_naissance, sexe, nom_tri, code_insee, commune_nom, adresse,
    source, source_organisme, collectee_le, recue_le, certifiee, reference`;
const VALEURS = `p.civilite, p.nom, p.nom_usage, p.prenoms, p.date_naissance, p.rang_naissance, p.sexe, p.nom_tri, f.code_insee, f.commune_nom, f.adresse,
    d.source, d.organisme as source_organisme, x.cree_le as collectee_le, x.recue_le, p.certifiee, x.reference`;

const NOUVELLES_PERSONNES = `
  insert into allocataires.allocataire (departement, id, soumis_droits_devoirs, ${COLONNES})
  select distinct on (c.departement, c.allocataire) c.departement, c.allocataire,
    bool_or(p.soumis and d.ouvert and ${PRESENTE}) over (partition by c.departement, c.allocataire), ${VALEURS}
  from ${LUES} where c.nouveau ${PREMIER}`;

/** A closed dossier never overwrites what an open one said, nor an older flow what a later one said. */
const PERSONNES_CONNUES = `
  update allocataires.allocataire a set (${COLONNES}) = row (${COLONNES.replace(/\w+/g, "e.$&")})
  from (
    select distinct on (c.departement, c.allocataire) c.departement, c.allocataire, d.ouvert,
      ${VALEURS}
    from ${LUES} where not c.nouveau ${PREMIER}
  ) e
  where a.departement = e.departement and a.id = e.allocataire and a.collectee_le <= e.collectee_le
    and (e.ouvert or not exists (
      select from allocataires.membre m join allocataires.dossier o on o.departement = m.departement and o.id = m.dossier
      where m.departement = a.departement and m.allocataire = a.id and m.au is null and o.etat in ${OUVERTS}
        and not exists (select from caf_dossier d where d.id = o.id and d.decision = 'MODIFIE')))`;

const IDENTIFIANTS_RECUS = `
  insert into caf_identifiant (departement, allocataire, type, valeur, chiffre, empreinte, organisme, certifiee, nouveau)
  select distinct on (c.departement, c.allocataire, i.type, i.valeur, i.empreinte, i.organisme)
    c.departement, c.allocataire, i.type, i.valeur, i.chiffre, i.empreinte, i.organisme, i.certifiee, c.nouveau
  from ${LUES}
  cross join lateral (values
    ('NIR', null, p.nir_chiffre, p.nir_empreinte, null, p.certifiee),
    ('NUMERO_DEMANDE_RSA', f.numero, null, null, null, true),
    ('MATRICULE_CAF', f.matricule, null, null, d.organisme, true),
    ('MATRICULE_MSA', null, f.matricule_chiffre, f.matricule_empreinte, d.organisme, true),
    ('NUMERO_FRANCE_TRAVAIL', p.numero_ft, null, null, null, false)
  ) i (type, valeur, chiffre, empreinte, organisme, certifiee)
  where i.valeur is not null or i.empreinte is not null`;

const MEME_VALEUR = (a: string, b: string) =>
  `${a}.valeur is not distinct from ${b}.valeur and ${a}.empreinte is not distinct from ${b}.empreinte`;

/** A NIR, a matricule or a France Travail number that changes ends the former one; a request number is added to the others. */
const IDENTIFIANTS_REMPLACES = `
  update allocataires.identifiant i set valide_au = x.le - 1
  from caf_identifiant r cross join caf_flux x
  where not r.nouveau and r.type <> 'NUMERO_DEMANDE_RSA' and i.departement = r.departement and i.allocataire = r.allocataire and i.type = r.type
    and i.organisme is not distinct from r.organisme and i.valide_au is null and i.collectee_le <= x.cree_le
    and not exists (select from caf_identifiant s where s.departement = i.departement and s.allocataire = i.allocataire and s.type = i.type
      and ${MEME_VALEUR("s", "i")} and s.organisme is not distinct from i.organisme)`;

const NOUVEAUX_IDENTIFIANTS = `
  with ajoute as (
    insert into allocataires.identifiant (departement, allocataire, type, valeur, valeur_chiffree, empreinte, organisme, valide_du,
      source, source_organisme, collectee_le, recue_le, certifiee, reference)
    select r.departement, r.allocataire, r.type, r.valeur, r.chiffre, r.empreinte, r.organisme, case when not r.nouveau then x.le end,
      a.source, a.source_organisme, x.cree_le, x.recue_le, r.certifiee, x.reference
    from caf_identifiant r cross join caf_flux x
    join allocataires.allocataire a on a.departement = r.departement and a.id = r.allocataire
    where r.nouveau or not exists (select from allocataires.identifiant i where i.departement = r.departement and i.allocataire = r.allocataire
      and i.type = r.type and ${MEME_VALEUR("i", "r")} and i.organisme is not distinct from r.organisme and i.valide_au is null)
    returning departement, allocataire
  )
  insert into caf_champ (departement, id, champ) select distinct departement, allocataire, 'identifiants' from ajoute`;

const NOUVEAUX_DOSSIERS = `
  insert into allocataires.dossier (departement, id, numero_demande, fonorg, numorg, matricule, matricule_chiffre, etat, soumis_droits_devoirs, date_demande,
    ouverture_droits, code_insee, empreinte, flux_cree_le, source, source_organisme, collectee_le, recue_le, certifiee, reference)
  select d.departement, d.id, d.numero, f.fonorg, f.numorg, f.matricule, f.matricule_chiffre, f.etat, f.soumis, f.date_demande,
    f.ouverture_droits, f.code_insee, f.empreinte, x.cree_le, d.source, d.organisme, x.cree_le, x.recue_le, true, x.reference
  from ${APPLIQUES} where d.decision = 'NOUVEAU'`;

const DOSSIERS_MODIFIES = `
  update allocataires.dossier o set fonorg = f.fonorg, numorg = f.numorg, matricule = f.matricule, etat = f.etat, soumis_droits_devoirs = f.soumis,
    matricule_chiffre = f.matricule_chiffre, date_demande = f.date_demande, ouverture_droits = f.ouverture_droits, code_insee = f.code_insee,
    empreinte = f.empreinte, flux_cree_le = x.cree_le, source = d.source, source_organisme = d.organisme, collectee_le = x.cree_le, recue_le = x.recue_le,
    reference = x.reference
  from ${APPLIQUES} where d.decision = 'MODIFIE' and o.departement = d.departement and o.id = d.id`;

/** Confirmed by a later flow: an older one that arrives afterwards stays older. */
const DOSSIERS_CONFIRMES = `
  update allocataires.dossier o set flux_cree_le = x.cree_le from caf_dossier d cross join caf_flux x
  where d.decision = 'INCHANGE' and o.departement = d.departement and o.id = d.id and o.flux_cree_le < x.cree_le`;

const ETATS_FINIS = `
  update allocataires.etat_dossier e set au = x.le - 1 from ${APPLIQUES}
  where d.decision = 'MODIFIE' and (d.avant).etat <> f.etat and e.departement = d.departement and e.dossier = d.id and e.au is null and e.du < x.le`;
const NOUVEAUX_ETATS = `
  insert into allocataires.etat_dossier (departement, dossier, du, etat)
  select d.departement, d.id, x.le, f.etat from ${APPLIQUES}
  where d.decision = 'NOUVEAU' or (d.decision = 'MODIFIE' and (d.avant).etat <> f.etat)
  on conflict (departement, dossier, du) do update set etat = excluded.etat, au = null`;

const MEMBRES = `
  with connu as (
    select m.departement, m.dossier, m.allocataire, m.au from caf_dossier d
    join allocataires.membre m on m.departement = d.departement and m.dossier = d.id where d.decision = 'MODIFIE'
  ), ecrit as (
    insert into allocataires.membre as m (departement, dossier, allocataire, role, soumis_droits_devoirs, rang, du, au)
    select c.departement, c.dossier, c.allocataire, p.role, p.soumis, p.rang, coalesce(p.du, x.le), case when not ${PRESENTE} then p.au end from ${LUES}
    on conflict (departement, dossier, allocataire) do update set role = excluded.role, soumis_droits_devoirs = excluded.soumis_droits_devoirs,
      rang = excluded.rang, au = excluded.au
    returning m.departement, m.dossier, m.allocataire, m.au
  )
  insert into caf_champ (departement, id, champ)
  select distinct e.departement, e.dossier, 'membres' from ecrit e left join connu k using (departement, dossier, allocataire)
  where k.dossier is null or k.au is distinct from e.au`;

const MEMBRES_PARTIS = `
  with parti as (
    update allocataires.membre m set au = x.le from caf_dossier d cross join caf_flux x
    where d.decision = 'MODIFIE' and m.departement = d.departement and m.dossier = d.id and m.au is null
      and not exists (select from caf_personne c where c.dossier = m.dossier and c.allocataire = m.allocataire)
    returning m.departement, m.dossier
  )
  insert into caf_champ (departement, id, champ) select distinct departement, dossier, 'membres' from parti`;

/** Subject to « droits et devoirs »: in at least one open dossier. */
const SOUMISES = `
  update allocataires.allocataire a set soumis_droits_devoirs = s.soumis
  from (
    select t.departement, t.id, exists (
      select from allocataires.membre m join allocataires.dossier o on o.departement = m.departement and o.id = m.dossier
      where m.departement = t.departement and m.allocataire = t.id and m.au is null and m.soumis_droits_devoirs and o.etat in ${OUVERTS}) as soumis
    from caf_touchee t where (t.avant).id is not null
  ) s
  where a.departement = s.departement and a.id = s.id and a.soumis_droits_devoirs <> s.soumis`;

/** First time with « droits et devoirs » in an open dossier, or again after the rights were closed. The stock has no notification: it is not known. */
const ENTREES = `
  insert into caf_entree (departement, allocataire, rang, dossier, code_insee, demande, ouverture_droits, le)
  select e.departement, e.allocataire, coalesce(l.rang, 0) + 1, e.dossier, e.code_insee, e.date_demande, e.ouverture_droits, e.le
  from (
    select distinct on (c.departement, c.allocataire) c.departement, c.allocataire, c.dossier, f.code_insee, f.date_demande, f.ouverture_droits,
      case when not d.stock then x.le end as le
    from ${LUES} where p.soumis and d.ouvert and ${PRESENTE} order by c.departement, c.allocataire, c.ordre desc
  ) e
  left join lateral (
    select n.rang, n.droits_clos_le from allocataires.entree n where n.departement = e.departement and n.allocataire = e.allocataire order by n.rang desc limit 1
  ) l on true
  where l.rang is null or l.droits_clos_le is not null`;
const NOUVELLES_ENTREES = `
  insert into allocataires.entree (departement, allocataire, rang, demande, ouverture_droits, notification, entree_dispositif, flux)
  select departement, allocataire, rang, demande, ouverture_droits, le, le, le is not null from caf_entree`;
const NOTIFICATIONS = `
  update allocataires.dossier o set notification = e.le from caf_entree e
  where o.departement = e.departement and o.id = e.dossier and e.le is not null and o.notification is distinct from e.le`;

/** The rights of a person are closed when a dossier of hers closes and none is left open or waiting. */
const DROITS_CLOS = `
  update allocataires.entree n set droits_clos_le = x.le
  from caf_flux x, (
    select distinct m.departement, m.allocataire from caf_dossier d
    join allocataires.dossier o on o.departement = d.departement and o.id = d.id
    join allocataires.membre m on m.departement = d.departement and m.dossier = d.id
    where d.decision = 'MODIFIE' and o.etat in ${CLOS} and (d.avant).etat not in ${CLOS}
  ) c
  where n.departement = c.departement and n.allocataire = c.allocataire and n.droits_clos_le is null
    and not exists (
      select from allocataires.membre m join allocataires.dossier o on o.departement = m.departement and o.id = m.dossier
      where m.departement = c.departement and m.allocataire = c.allocataire and m.au is null and o.etat not in ('CLOS', 'CLOS_MOIS_ANTERIEUR', 'REFUSE'))`;

/** Each step is one round trip: a daily flow of twenty foyers spends its time there. */
const ETAPES = [
  [TOUCHEES, "analyze caf_touchee", NOUVELLES_PERSONNES, PERSONNES_CONNUES],
  [IDENTIFIANTS_RECUS, "analyze caf_identifiant", IDENTIFIANTS_REMPLACES],
  [NOUVEAUX_IDENTIFIANTS],
  [NOUVEAUX_DOSSIERS, DOSSIERS_MODIFIES, DOSSIERS_CONFIRMES, ETATS_FINIS, NOUVEAUX_ETATS],
  [MEMBRES, MEMBRES_PARTIS, SOUMISES],
  [ENTREES, NOUVELLES_ENTREES, NOTIFICATIONS, DROITS_CLOS],
].map((etape) => etape.join(";\n"));

/** Writes people, identifiers, dossiers, states, members and entries. `avancement` is told the steps done. */
export async function ecrire(client: pg.Client, avancement: (fait: number, total: number) => void): Promise<void> {
  for (const [i, sql] of ETAPES.entries()) {
    await client.query(sql);
    avancement(i + 1, ETAPES.length);
  }
}

const TABLES = ["allocataire", "identifiant", "dossier", "etat_dossier", "membre", "entree"].map((table) => `allocataires.${table}`);

/** After a load that changes the size of the tables, the planner must know it before the next file. */
export async function mesurerTables(client: pg.Client, appliques: number): Promise<void> {
  const { rows } = await client.query<{ connus: number }>(
    "select greatest(reltuples, 0)::int as connus from pg_class where oid = 'allocataires.dossier'::regclass",
  );
  if (appliques > 50 + rows[0]!.connus / 10) await client.query(`analyze ${TABLES.join(", ")}`);
}
