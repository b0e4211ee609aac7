/** The world in the tables of its owners. */
const TRACE = "source, collectee_le, recue_le";
const TRACEE = "'CAF', now(), now()";

export const BASE: readonly string[] = [
  `insert into allocataires.allocataire (departement, id, nom, prenoms, date_naissance, sexe, nom_tri, cle_du_nom, code_insee, soumis_droits_devoirs, ${TRACE})
    select '94', id, 'BANC' || i, array['Ana'], naissance, sexe::text, 'BANC' || i, 'BANC' || i, coalesce(nouvelle, commune), soumise, ${TRACEE} from banc.gens`,
  `insert into allocataires.dossier (departement, id, numero_demande, fonorg, numorg, etat, date_demande, ouverture_droits, notification, code_insee,
      empreinte, flux_cree_le, ${TRACE})
    select '94', dossier, 'BANC' || i, 'CAF', '941', coalesce(etat, 'OUVERT_VERSABLE'), ouverture, ouverture, notification, coalesce(nouvelle, commune),
      ''::bytea, now(), ${TRACEE} from banc.gens where demandeur`,
  `insert into allocataires.membre (departement, dossier, allocataire, role, soumis_droits_devoirs, rang, du)
    select '94', dossier, id, case when demandeur then 'MON' else 'CJT' end, soumise, case when demandeur then 1 else 2 end, ouverture from banc.gens`,
  `insert into allocataires.etat_dossier (departement, dossier, du, etat, au)
    select '94', dossier, ouverture, 'OUVERT_VERSABLE', case when etat is not null then etat_le end from banc.gens where demandeur
    union all select '94', dossier, etat_le, etat, null from banc.gens where demandeur and etat is not null`,
  `insert into allocataires.declaration (departement, allocataire, donnees, ${TRACE})
    select '94', id, jsonb_build_object('enfantsACharge', enfants), ${TRACEE} from banc.gens`,
  `insert into allocataires.entree (departement, allocataire, rang, demande, ouverture_droits, notification, entree_dispositif, decision_orientation,
      premier_entretien, signature_contrat, sortie, flux, dossier)
    select '94', g.id, 1, ouverture, ouverture, notification, notification, decision, r.le, c.signature, s.date, flux, dossier from banc.gens g
    left join banc.rendez_vous r on r.allocataire = g.id and r.famille <> 'ORIENTATION' and r.statut = 'HONORE'
    left join banc.contrat c on c.allocataire = g.id left join banc.sortie s on s.allocataire = g.id`,
  `insert into allocataires.orientation (departement, id, allocataire, rang, statut, origine, competence, demandee_le, decidee_le, decidee_par, parcours,
      organisme, referent, ${TRACE})
    select '94', banc.id('orientation', i), id, 1, 'DECIDEE', 'FLUX_CAF', 'DEPARTEMENT', notification, decision, 'DEPARTEMENT', parcours, organisme, referent,
      ${TRACEE} from banc.gens where decision is not null`,
  `insert into allocataires.contrat_engagement (departement, id, allocataire, nature, statut, date_debut, date_signature, date_fin, heures_hebdomadaires, ${TRACE})
    select '94', id, allocataire, 'CONTRAT_ENGAGEMENT', 'SIGNE', signature, signature, signature + 365, 15, ${TRACEE} from banc.contrat`,
  `insert into allocataires.sortie (departement, id, allocataire, nature, positive, date, ${TRACE})
    select '94', id, allocataire, 'EMPLOI_DURABLE', true, date, ${TRACEE} from banc.sortie`,
  `insert into rendez_vous.rendez_vous (departement, id, debut, duree_minutes, modalite, famille, motif, organisme, ${TRACE})
    select '94', id, (le + time '10:00') at time zone 'Europe/Paris', 30, 'SUR_PLACE', famille, 'banc', organisme, ${TRACEE} from banc.rendez_vous`,
  `insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) select '94', id, allocataire, statut, now() from banc.rendez_vous`,
  `insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal)
    select '94', id, allocataire, convocation, now(), 'SMS' from banc.rendez_vous where convocation is not null`,
  `insert into offre_insertion.activite (departement, id, allocataire, date, minutes, nature, statut, declaree_le)
    select '94', id, allocataire, date, minutes, 'AUTRE', 'DECLAREE', now() from banc.activite`,
];
