/** Keeps what the flow says: new dossiers and people, contents never seen before, and one mention a dossier. What the hub shows is folded from there
 * (replier.repository.ts). Set-based, in the transaction of the file. */

/** A person (c), as read (p), with her foyer as read (f) and its decision (d), under the flow (x). */
const LUES = `caf_personne c
    join caf_attente p on p.genre = 'P' and p.ordre = c.ordre and p.rang = c.rang
    join caf_attente f on f.genre = 'F' and f.ordre = c.ordre
    join caf_dossier d on d.ordre = c.ordre
    cross join caf_flux x`;
const APPLIQUES = `caf_dossier d join caf_attente f on f.genre = 'F' and f.ordre = d.ordre cross join caf_flux x`;

/** The dossiers whose history changes, as they were: those of the flow, and those of a monthly file that is no longer the stock. */
const A_REPLIER = `
  insert into caf_repli (departement, dossier, nouveau, avant)
  select t.departement, t.id, bool_or(t.nouveau), o.o
  from (
    select departement, id, decision = 'NOUVEAU' as nouveau from caf_dossier where decision in ('NOUVEAU', 'MODIFIE')
    union all
    select m.departement, m.dossier, false from caf_refait r join allocataires.mention_dossier m on m.flux = r.flux
  ) t left join lateral (select o from allocataires.dossier o where o.departement = t.departement and o.id = t.id offset 0) o on true
  group by t.departement, t.id, o.o`;

/** Everyone whom these dossiers have ever named, as she was. */
const TOUCHEES = `
  insert into caf_touchee (departement, id, avant)
  select t.departement, t.id, a.a
  from (
    select departement, allocataire as id from caf_personne
    union
    select k.departement, k.allocataire from caf_repli d
    join allocataires.contenu_personne k on k.departement = d.departement and k.dossier = d.dossier where not d.nouveau
    union
    select m.departement, m.allocataire from caf_repli d
    join allocataires.membre m on m.departement = d.departement and m.dossier = d.dossier where not d.nouveau
  ) t left join lateral (select a from allocataires.allocataire a where a.departement = t.departement and a.id = t.id offset 0) a on true`;

/** When the hub received the file, whether its facts come with it or with the replay of a reject. */
const RECUE_LE = "(select f.recu_le from allocataires.flux_caf f where f.id = x.flux)";

/** When a new person is in two dossiers of the file, the open one speaks, then the last. */
const NOUVELLES_PERSONNES = `
  insert into allocataires.allocataire (departement, id, soumis_droits_devoirs, civilite, nom, nom_usage, prenoms, date_naissance, rang_naissance, sexe, nom_tri, cle_du_nom,
    code_insee, commune_nom, adresse, source, source_organisme, collectee_le, recue_le, certifiee, reference)
  select distinct on (c.departement, c.allocataire) c.departement, c.allocataire,
    bool_or(p.soumis and d.ouvert and (p.au is null or p.au > x.le)) over (partition by c.departement, c.allocataire),
    p.civilite, p.nom, p.nom_usage, p.prenoms, p.date_naissance, p.rang_naissance, p.sexe, p.nom_tri, p.cle_du_nom, f.code_insee, f.commune_nom, f.adresse,
    d.source, d.organisme, x.cree_le, ${RECUE_LE}, p.certifiee, x.reference
  from ${LUES} where c.nouveau order by c.departement, c.allocataire, d.ouvert desc, c.ordre desc, c.rang`;

const NOUVEAUX_DOSSIERS = `
  insert into allocataires.dossier (departement, id, numero_demande, fonorg, numorg, matricule, matricule_chiffre, etat, soumis_droits_devoirs, date_demande,
    ouverture_droits, code_insee, empreinte, flux_cree_le, source, source_organisme, collectee_le, recue_le, certifiee, reference, repris)
  select d.departement, d.id, d.numero, f.fonorg, f.numorg, f.matricule, f.matricule_chiffre, f.etat, f.soumis, f.date_demande,
    f.ouverture_droits, f.code_insee, f.empreinte, x.cree_le, d.source, d.organisme, x.cree_le, ${RECUE_LE}, true, x.reference, false
  from ${APPLIQUES} where d.decision = 'NOUVEAU'`;

const CONTENUS = `
  insert into allocataires.contenu_dossier (departement, dossier, empreinte, fonorg, numorg, matricule, matricule_chiffre, matricule_empreinte, donnees)
  select d.departement, d.id, d.empreinte, f.fonorg, f.numorg, f.matricule, f.matricule_chiffre, f.matricule_empreinte, f.donnees
  from ${APPLIQUES} where d.decision in ('NOUVEAU', 'MODIFIE') and not d.connu`;

const CONTENUS_PERSONNES = `
  insert into allocataires.contenu_personne (departement, dossier, empreinte, rang, allocataire, role, soumis, du, au, nir_chiffre, nir_empreinte, numero_ft,
    precedent, certifiee, donnees)
  select c.departement, c.dossier, d.empreinte, c.rang, c.allocataire, p.role, p.soumis, p.du, p.au, p.nir_chiffre, p.nir_empreinte, p.numero_ft,
    p.precedent, p.certifiee, p.donnees
  from ${LUES}`;

/** Of two occurrences in one file (a reject replayed), the last counts. */
const MENTIONS = `
  insert into allocataires.mention_dossier as m (departement, dossier, cree_le, cle, le, flux, rang, empreinte, evenements, instruction)
  select d.departement, d.id, x.cree_le, x.cle, x.le, x.flux, d.ordre, d.empreinte, f.evenements, x.type_flux = 'INSTRUCTION'
  from ${APPLIQUES} where d.decision in ('NOUVEAU', 'MODIFIE', 'INCHANGE')
  on conflict (departement, dossier, cree_le, cle) do update set rang = excluded.rang, empreinte = excluded.empreinte, evenements = excluded.evenements
  where excluded.rang > m.rang`;

const ETAPES = [
  [A_REPLIER, "analyze caf_repli", TOUCHEES, "analyze caf_touchee", NOUVELLES_PERSONNES],
  [NOUVEAUX_DOSSIERS, CONTENUS],
  [CONTENUS_PERSONNES, MENTIONS],
];

/** Each step is one round trip: a daily flow of twenty foyers spends its time there. */
export const ECRIRE: readonly string[] = ETAPES.map((etape) => etape.join(";\n"));
