import type { ClassesDesTypes } from "../shared/droits/coordonnees";

/** The class of every field, argument and input field of the subgraph: a new one is written here, or it is not built. */
export const classes: ClassesDesTypes = {
  Allocataire: {
    ORDINAIRE: "id",
    SOCIALE: "criteresOffre exemptionsActivite offresProposees prescriptions activites heuresActivite semainesActivite",
  },
  "Allocataire.offresProposees": { PUBLIQUE: "first" },
  "Allocataire.activites": { SOCIALE: "jusque depuis" },
  "Allocataire.heuresActivite": { SOCIALE: "semaine" },
  "Allocataire.semainesActivite": { SOCIALE: "jusque depuis" },
  OffreProposee: { IDENTITE: "distanceKm", SOCIALE: "offre score pourquoi", SANTE: "pourquoiDiagnostic" },
  OffreInsertion: {
    PUBLIQUE: `
      id source origine nom type thematiques publics frais fraisPrecisions modesAccueil zoneEligibilite longitude latitude
      mobilisablePar modesMobilisation lienMobilisation volumeHoraireHebdomadaire nombreSemaines dateMaj scoreQualite mode
      dispositif retireeLe valideDu valideAu adresse complementAdresse codePostal
      horairesAccueil lienSource publicsPrecisions conditionsAcces mobilisationPrecisions extra fraicheur qualite doublons
      description commune structure pdie sessions`,
    ORDINAIRE: "telephone courriel contactNomPrenom",
  },
  Fraicheur: { PUBLIQUE: "dateMaj aVerifierLe perimeLe etat" },
  QualiteFiche: { PUBLIQUE: "score criteres" },
  CritereQualite: { PUBLIQUE: "code valeur conseil" },
  StructureInsertion: {
    PUBLIQUE: `
      id source nom siret adresse dateMaj reseauxPorteurs description telephone courriel siteWeb horairesAccueil accessibiliteLieu
      lienSource codePostal complementAdresse longitude latitude extra retireeLe scoreQualite fraicheur doublons commune services`,
  },
  ExtensionPdie: {
    PUBLIQUE: `
      programme axe ficheAction marche volumeHoraireTotal publicCible natureActivite exercice placesFinancees placesOccupees
      placesParExercice coutUnitaireCentimes budgetCentimes financeurs compteDansLes15Heures parcours placesDisponibles`,
  },
  Marche: { PUBLIQUE: "reference nature objet titulaire debut fin montantCentimes" },
  PlacesExercice: { PUBLIQUE: "exercice placesFinancees placesOccupees" },
  Financeur: { PUBLIQUE: "type nom montantCentimes exercice" },
  SessionOffre: { PUBLIQUE: "id debut fin lieu capacite inscrits annuleeLe" },
  HeuresActivite: {
    SOCIALE: `
      semaine objectifMinutes realiseesMinutes declareesMinutes confirmeesMinutes contesteesMinutes prevuesMinutes
      horsObjectifMinutes ecartMinutes exempte`,
    SANTE: "motifExemption",
  },
  Prescription: {
    ORDINAIRE: "id allocataire prescripteur",
    IDENTITE: "preferencesContact",
    SOCIALE: `
      statut motif prescriteLe debut fin dureeMinutes mode resultat issue motifRefus relanceeLe offre session rangAttente historique`,
  },
  EtapePrescription: { ORDINAIRE: "acteur par", SOCIALE: "statut le motif" },
  Activite: {
    ORDINAIRE: "id declarant allocataire",
    SOCIALE: "date minutes nature mode type action preuve statut prescription session historique",
  },
  EtapeActivite: { ORDINAIRE: "par declarant", SOCIALE: "statut minutes le motif" },
  Organisme: { PUBLIQUE: "id" },
  Query: {
    PUBLIQUE: "valeursInconnues offre structureInsertion bilanPdie offres",
    SOCIALE: "activitesARenseigner prescriptionsRecues prescriptionsASuivre",
  },
  "Query.activitesARenseigner": { PUBLIQUE: "first", ORDINAIRE: "after" },
  "Query.valeursInconnues": { PUBLIQUE: "first source" },
  "Query.offre": { PUBLIQUE: "id" },
  "Query.structureInsertion": { PUBLIQUE: "id" },
  "Query.bilanPdie": { PUBLIQUE: "exercice departement" },
  "Query.offres": { PUBLIQUE: "tri after first filtre" },
  "Query.prescriptionsRecues": { PUBLIQUE: "first", ORDINAIRE: "after", SOCIALE: "statut" },
  "Query.prescriptionsASuivre": { PUBLIQUE: "first", ORDINAIRE: "after" },
  ActiviteConnection: { ORDINAIRE: "pageInfo", SOCIALE: "edges nodes" },
  ActiviteEdge: { ORDINAIRE: "cursor", SOCIALE: "node" },
  ValeurInconnue: { PUBLIQUE: "source champ valeur premiereLe derniereLe fiches" },
  BilanPdie: { PUBLIQUE: "departement exercice total fiches" },
  ComptesPdie: {
    PUBLIQUE: "offres placesFinancees placesOccupees placesDisponibles coutPrevuCentimes coutEngageCentimes financeurs financeCentimes",
  },
  BilanFicheAction: {
    PUBLIQUE: `
      offres placesFinancees placesOccupees placesDisponibles coutPrevuCentimes coutEngageCentimes financeurs financeCentimes
      ficheAction intitule programme axe budgetCentimes`,
  },
  OffreConnection: { PUBLIQUE: "edges nodes pageInfo totalCount elargissement facettes" },
  OffreEdge: { PUBLIQUE: "cursor node pourquoi distanceKm pertinence" },
  FacettesOffres: { PUBLIQUE: "thematiques categories publics frais modesAccueil types origines" },
  ValeurFacette: { PUBLIQUE: "valeur nombre libelle" },
  FiltreOffres: {
    PUBLIQUE: `
      recherche codeInsee rayonKm thematiques publics freins objectifs types frais modesAccueil origines dispositifs structure
      parcours avecPlaces compteDansLes15Heures scoreQualiteMinimum exclureDoublons`,
  },
  PrescriptionRecueConnection: { ORDINAIRE: "pageInfo", SOCIALE: "edges nodes totalCount" },
  PrescriptionRecueEdge: { ORDINAIRE: "cursor", SOCIALE: "node" },
  PrescriptionRecue: {
    ORDINAIRE: "id prescripteurNom",
    IDENTITE: "beneficiaire",
    SOCIALE: "statut motif prescriteLe debut attendUnePlace minutesDeclarees activites offre session",
  },
  ActivitePrescription: { ORDINAIRE: "id", SOCIALE: "date minutes statut" },
  BeneficiairePrescription: {
    IDENTITE: "civilite nom prenom telephone courriel preferencesContact numeroFranceTravail",
    SOCIALE: "disponibilites conditionsRemplies",
  },
  PrescriptionASuivreConnection: { ORDINAIRE: "pageInfo", SOCIALE: "edges nodes totalCount" },
  PrescriptionASuivreEdge: { ORDINAIRE: "cursor", SOCIALE: "node" },
  PrescriptionASuivre: { SOCIALE: "prescription raison depuis" },
  Mutation: {
    PUBLIQUE: "annulerSession definirCapaciteSession",
    IDENTITE: "lienDeReponse",
    SOCIALE: `
      declarerActivite confirmerActivite contesterActivite declarerPresenceSession prescrire avancerPrescription
      repondrePrescription declarerMinutesPrescription`,
  },
  "Mutation.declarerActivite": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "declarant prescription allocataire",
    SOCIALE: "preuve action type mode nature minutes date",
  },
  "Mutation.confirmerActivite": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "activite", SOCIALE: "minutes motif accepter" },
  "Mutation.contesterActivite": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "declarant activite", SOCIALE: "minutes motif" },
  "Mutation.declarerPresenceSession": { PUBLIQUE: "cleIdempotence session", ORDINAIRE: "declarant", SOCIALE: "date presences" },
  "Mutation.prescrire": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "protectionDonneesAttestee listeAttente brouillon allocataire",
    IDENTITE: "preferencesContact",
    SOCIALE: "conditionsRemplies disponibilites motif session offre",
  },
  "Mutation.avancerPrescription": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "prescription", SOCIALE: "issue motifRefus motif statut" },
  "Mutation.lienDeReponse": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "protectionDonneesAttestee prescription" },
  "Mutation.repondrePrescription": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "prescription",
    SOCIALE: "debut issue motifRefus motif statut",
  },
  "Mutation.declarerMinutesPrescription": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "prescription", SOCIALE: "minutes date" },
  "Mutation.annulerSession": { PUBLIQUE: "cleIdempotence motif session" },
  "Mutation.definirCapaciteSession": { PUBLIQUE: "cleIdempotence capacite session" },
  PresenceSession: { PUBLIQUE: "session", SOCIALE: "date activites" },
  PresenceSessionInput: { ORDINAIRE: "allocataire", SOCIALE: "presente minutes" },
  LienDeReponse: { ORDINAIRE: "expireLe", IDENTITE: "url" },
};
