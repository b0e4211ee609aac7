import type { ClassesDesTypes } from "../shared/droits/coordonnees";

/** The class of every field, argument and input field of the subgraph: a new one is written here, or it is not built. */
export const classes: ClassesDesTypes = {
  Allocataire: { ORDINAIRE: "id", SOCIALE: "consultations" },
  "Allocataire.consultations": { PUBLIQUE: "first", ORDINAIRE: "after filtre" },
  ConsultationConnection: { ORDINAIRE: "totalCount edges nodes pageInfo" },
  ConsultationEdge: { ORDINAIRE: "cursor node" },
  Consultation: {
    ORDINAIRE: "id le par systeme agent organisme organisation finalite operation natures",
    SOCIALE: "champs donnees motifUrgence",
  },
  DonneesConsultees: { SOCIALE: "categorie libelles" },
  FiltreConsultations: { ORDINAIRE: "du au organisme nature" },
  Query: {
    ORDINAIRE: `
      alertes abonnements echanges fileEchanges evenements listesInscription lecturesPartenaires lecturesEnEchec
      notificationsDeDroits demandesRefusees`,
    SOCIALE: "personnesAInscrire activitesFranceTravail rendezVousAPositionner divergences",
  },
  "Query.echanges": {
    PUBLIQUE: "first",
    ORDINAIRE: "enRetard jusque depuis codeErreur canal after objet sens partenaire statut",
    SOCIALE: "allocataire",
  },
  "Query.alertes": { PUBLIQUE: "first", ORDINAIRE: "after natures statut client depuis jusque" },
  "Query.demandesRefusees": { PUBLIQUE: "first", ORDINAIRE: "after motif client depuis jusque" },
  DemandeRefuseeConnection: { ORDINAIRE: "edges nodes pageInfo totalCount" },
  DemandeRefuseeEdge: { ORDINAIRE: "cursor node" },
  DemandeRefusee: {
    ORDINAIRE: "id le motif nombre client agent organisme departement finalite operation lieu champs",
    SOCIALE: "personnes",
  },
  "Query.evenements": { PUBLIQUE: "first", ORDINAIRE: "after types" },
  "Query.listesInscription": { PUBLIQUE: "first", ORDINAIRE: "departement" },
  "Query.personnesAInscrire": { PUBLIQUE: "first", ORDINAIRE: "after semaine departement", SOCIALE: "issue nature" },
  "Query.activitesFranceTravail": { PUBLIQUE: "first", ORDINAIRE: "after", SOCIALE: "echeanceAvant code statut" },
  "Query.rendezVousAPositionner": { PUBLIQUE: "first", SOCIALE: "echeanceAvant" },
  "Query.divergences": { PUBLIQUE: "first", ORDINAIRE: "after allocataire ouvertes", SOCIALE: "objet" },
  "Query.notificationsDeDroits": { PUBLIQUE: "first", ORDINAIRE: "after allocataire enAttente" },
  "Mutation.accuserNotification": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "notification" },
  NotificationDeDroits: { ORDINAIRE: "id cause statut destinataire canal champs recuLe creeLe accuseLe allocataire" },
  NotificationDeDroitsConnection: { ORDINAIRE: "edges nodes pageInfo" },
  NotificationDeDroitsEdge: { ORDINAIRE: "cursor node" },
  "Query.lecturesEnEchec": { PUBLIQUE: "first", ORDINAIRE: "after allocataire code lecture" },
  AlerteConnection: { ORDINAIRE: "edges nodes pageInfo totalCount" },
  AlerteEdge: { ORDINAIRE: "cursor node" },
  Alerte: { ORDINAIRE: "id nature gravite departement client agent organisme le details statut examineeLe examineePar motif" },
  Abonnement: { ORDINAIRE: "id url types etat creeLe secret raison desactiveLe echecs prochainEssai dernierePosition" },
  EchangeConnection: { ORDINAIRE: "edges nodes pageInfo totalCount" },
  EchangeEdge: { ORDINAIRE: "cursor node" },
  Echange: {
    ORDINAIRE: `
      id sens partenaire objet statut tentatives prochainEssai erreur creeLe traiteLe canal fait identifiantPartenaire raison
      envoyeLe abonnement retenuPar`,
    SOCIALE: "allocataire",
  },
  ErreurEchange: { ORDINAIRE: "code message reessayable actionAgent" },
  FileEchanges: { ORDINAIRE: "sens partenaire objet statut nombre plusAncien plusAncienSecondes" },
  EvenementConnection: { ORDINAIRE: "edges nodes pageInfo" },
  EvenementEdge: { ORDINAIRE: "cursor node" },
  Evenement: { ORDINAIRE: "id position type survenuLe", SOCIALE: "allocataire donnees" },
  ListeInscription: {
    ORDINAIRE: `
      id semaine creeLe delaiSemaines nombre aInscrire aIdentifier enAttente identifies inscrits abandons introuvables fichier
      deposeLe`,
  },
  PersonneAInscrireConnection: { ORDINAIRE: "pageInfo", SOCIALE: "edges nodes totalCount" },
  PersonneAInscrireEdge: { ORDINAIRE: "cursor", SOCIALE: "node" },
  PersonneAInscrire: { ORDINAIRE: "id allocataire semaine echange", SOCIALE: "nature issue statut dateEffet constateLe demandeeLe" },
  ActiviteFranceTravailConnection: { ORDINAIRE: "pageInfo", SOCIALE: "edges nodes totalCount" },
  ActiviteFranceTravailEdge: { ORDINAIRE: "cursor", SOCIALE: "node" },
  ActiviteFranceTravail: {
    ORDINAIRE: "id allocataire recueLe fait erreur traiteeLe",
    SOCIALE: "code libelle famille creeeLe echeance statut parcoursPreconise",
  },
  RendezVousAPositionner: { ORDINAIRE: "id allocataire", SOCIALE: "demandeLe echeance" },
  DivergenceConnection: { ORDINAIRE: "pageInfo", SOCIALE: "edges nodes totalCount" },
  DivergenceEdge: { ORDINAIRE: "cursor", SOCIALE: "node" },
  Divergence: { ORDINAIRE: "id allocataire objet fait constateeLe resolueLe resolution", SOCIALE: "champ valeurHub valeurPartenaire" },
  LecturePartenaire: { ORDINAIRE: "departement nom derniereLe derniereReussiteLe echecs erreur personnesEnEchec" },
  EchecsDeLecture: { ORDINAIRE: "code nombre" },
  LectureEnEchecConnection: { ORDINAIRE: "edges nodes pageInfo totalCount" },
  LectureEnEchecEdge: { ORDINAIRE: "cursor node" },
  LectureEnEchec: { ORDINAIRE: "departement allocataire lecture lueLe erreur" },
  Mutation: {
    ORDINAIRE: `
      examinerAlerte accuserNotification desabonner renouvelerSecretAbonnement reactiverAbonnement rejouerLivraisons
      rejouerEchange`,
    SOCIALE: "abonner trancherDivergence",
  },
  "Mutation.abonner": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "types url" },
  "Mutation.examinerAlerte": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "alerte motif" },
  "Mutation.desabonner": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "abonnement" },
  "Mutation.renouvelerSecretAbonnement": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "abonnement" },
  "Mutation.reactiverAbonnement": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "abonnement" },
  "Mutation.rejouerLivraisons": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "depuis abonnement" },
  "Mutation.rejouerEchange": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "echange" },
  "Mutation.trancherDivergence": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "divergence retenir", SOCIALE: "motif" },
  RejeuLivraisons: { ORDINAIRE: "abonnement nombre" },
};
