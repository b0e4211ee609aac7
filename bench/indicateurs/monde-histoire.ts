/** When the hub learned of a fact: up to three days later, at eight; of what is older than the year, on its first day. */
const appris = (fait: string) => `(least(fin, greatest(debut, ${fait} + banc.tirer(i, 60, 4))) + time '08:00') at time zone 'Europe/Paris'`;

/** The same world as events, with the shapes of schema/evenements, in the order in which they were learned. `rang`: of what is told the same day. */
const EVENEMENTS: readonly string[] = [
  `select 1 as rang, i, 'EntreeDispositif' as type, id as allocataire, ${appris("notification")} as le, jsonb_build_object('rang', 1, 'dossier', dossier,
      'codeInsee', commune, 'demande', ouverture, 'ouvertureDroits', ouverture, 'notification', notification, 'entreeDispositif', notification,
      'soumisDroitsDevoirs', soumise, 'flux', flux, 'etat', 'OUVERT_VERSABLE') as donnees from banc.gens`,
  `select 2, i, 'AllocataireModifie', id, ${appris("demenage_le")}, jsonb_build_object('champs', array['commune'], 'codeInsee', nouvelle, 'depuis', demenage_le,
      'soumisDroitsDevoirs', soumise) from banc.gens where nouvelle is not null`,
  `select 3, g.i, 'DossierModifie', g.id, ${appris("g.etat_le").replace(/\b(fin|debut|i)\b/g, "g.$1")}, jsonb_build_object('dossier', g.dossier, 'etat', g.etat,
      'champs', array['etat'], 'depuis', g.etat_le, 'membres', array(select x.id from banc.gens x where x.couple and g.couple and x.i in (g.i, g.i + 1)))
    from banc.gens g where g.demandeur and g.etat is not null`,
  `select 4, i, 'RendezVousPlanifie', allocataire, ${appris("le - 10")}, jsonb_build_object('rendezVous', id, 'famille', famille,
      'debut', to_char((le + time '10:00') at time zone 'Europe/Paris' at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'convocationRang', convocation,
      'organisme', organisme) from banc.rendez_vous`,
  `select 5, i, 'OrientationDecidee', id, ${appris("decision")}, jsonb_build_object('orientation', banc.id('orientation', i), 'rang', 1, 'origine', 'FLUX_CAF',
      'parcours', parcours, 'categorie', l.categorie, 'organisme', organisme, 'referent', referent, 'demandeeLe', notification, 'decideeLe', decision,
      'intensite', null) from banc.gens join indicateurs.parcours_local l on l.departement = '94' and l.code = parcours where decision is not null`,
  `select 6, i, 'PresenceRenseignee', allocataire, ${appris("le")}, jsonb_build_object('rendezVous', id, 'famille', famille,
      'debut', to_char((le + time '10:00') at time zone 'Europe/Paris' at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'statut', statut,
      'convocationRang', convocation) from banc.rendez_vous`,
  `select 7, i, 'ContratSigne', allocataire, ${appris("signature")}, jsonb_build_object('contrat', id, 'nature', 'CONTRAT_ENGAGEMENT', 'dateSignature', signature,
      'dateDebut', signature, 'dateFin', signature + 365, 'minutesHebdomadaires', 900, 'exempte', false) from banc.contrat`,
  `select 8, i, 'ActiviteDeclaree', allocataire, ${appris("date")}, jsonb_build_object('activite', id, 'date', date, 'minutes', minutes, 'statut', 'DECLAREE')
    from banc.activite`,
  `select 9, i, 'SortieDeclaree', allocataire, ${appris("date")}, jsonb_build_object('sortie', id, 'nature', 'EMPLOI_DURABLE', 'date', date) from banc.sortie`,
];

/** Numbered at once: the sequencer is measured elsewhere. */
export const HISTOIRE = `insert into journal.evenement (position, type, departement, allocataire, donnees, survenu_le)
  select row_number() over (order by le, rang, i, donnees->>'activite'), type, '94', allocataire, donnees, le
  from (${EVENEMENTS.join("\n  union all ")}) e order by 1`;
