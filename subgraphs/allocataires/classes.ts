import type { ClassesDesTypes } from "../shared/droits/coordonnees";

/** The class of every field, argument and input field of the subgraph: a new one is written here, or it is not built. */
export const classes: ClassesDesTypes = {
  Query: {
    PUBLIQUE: "organismes baremeSanction moi",
    ORDINAIRE: "ecartsFlux delegationsSanction allocataire allocataires",
    IDENTITE: "rapprochements",
    SOCIALE: "sanctionsAReexaminer sanctionsATransmettre echeancesDepassees",
  },
  "Query.ecartsFlux": { PUBLIQUE: "first", ORDINAIRE: "after flux departement" },
  "Query.organismes": { PUBLIQUE: "inactifs type departement" },
  "Query.sanctionsAReexaminer": { PUBLIQUE: "first", ORDINAIRE: "departement" },
  "Query.sanctionsATransmettre": { PUBLIQUE: "first", ORDINAIRE: "departement" },
  "Query.echeancesDepassees": { PUBLIQUE: "first", ORDINAIRE: "after departement", SOCIALE: "referent organisme code" },
  "Query.allocataire": { ORDINAIRE: "id", IDENTITE: "identifiant" },
  "Query.allocataires": { PUBLIQUE: "first", ORDINAIRE: "before after filtre" },
  "Query.rapprochements": { PUBLIQUE: "first", ORDINAIRE: "statut" },
  EcartFluxConnection: { ORDINAIRE: "edges nodes pageInfo totalCount" },
  EcartFluxEdge: { ORDINAIRE: "cursor node" },
  EcartFlux: { ORDINAIRE: "flux le organisme", IDENTITE: "numeroDemande", SOCIALE: "nature champs" },
  Organisme: { PUBLIQUE: "id code nom type departement du au codes", ORDINAIRE: "referents filesActives" },
  "Organisme.referents": { ORDINAIRE: "inactifs" },
  Referent: { ORDINAIRE: "id nom prenom fonction du au organisme fileActive filesActives" },
  FileActive: { ORDINAIRE: "parcours effectif effectifReferentUnique effectifAutresRoles maximum depassee" },
  CodeOrganisme: { PUBLIQUE: "systeme valeur" },
  BaremeSanction: { PUBLIQUE: "cle valeur unite libelle source statut" },
  DelegationSanction: { ORDINAIRE: "id du au reference organisme" },
  SanctionAReexaminer: { ORDINAIRE: "allocataire", SOCIALE: "raisons sanction explications" },
  Sanction: {
    ORDINAIRE: "id transmiseOrganismePayeurLe identifiantPartenaire provenance",
    SOCIALE: `
      nature statut motif proposeeLe proposeePar instructionLimite notifieeLe observationsLimite observationsRecuesLe assistee
      avisEquipePluridisciplinaireLe avisFavorable decideeLe decideePar decisionMotif parDelegation quotitePourcent montantCentimes
      dureeMois debut fin remobilisationLe leveeLe annuleeLe annulationCause manquement`,
  },
  Manquement: {
    ORDINAIRE: "id identifiantPartenaire provenance",
    SOCIALE: "nature constateLe constatePar remiseAttesteeLe motifLegitime examineLe rendezVous remiseAttesteePar contrat",
  },
  RendezVous: { ORDINAIRE: "id" },
  ContratEngagement: {
    ORDINAIRE: "id referentiel conformeNormeNationale provenance",
    SOCIALE: `
      nature statut proposeLe remisLe dateDebut dateSignature dateRefus dateFin suspenduLe motifSuspension clotureLe
      heuresHebdomadaires renouvelle modulations heuresAttendues organisme referent planAction`,
  },
  ModulationActivite: { SOCIALE: "exempte heuresHebdomadaires du au", SANTE: "motif" },
  ActionPlan: { ORDINAIRE: "rang", SOCIALE: "libelle echeance realiseeLe prescription" },
  Prescription: { ORDINAIRE: "id" },
  Allocataire: {
    ORDINAIRE: "id departement",
    IDENTITE: "civilite nom nomUsage prenoms dateNaissance commune adresse telephone courriel fusions identifiants",
    SOCIALE: `
      contratEngagement contratsEngagement criteresOffre exemptionsActivite manquements sanctions echeances orientation orientations
      referent dates entrees inscriptionFranceTravail dossier dossiers sorties reprisesEmploi donneesConnues provenances`,
    SANTE: "diagnostic diagnostics preconisation",
  },
  "Allocataire.donneesConnues": { ORDINAIRE: "pour" },
  "Allocataire.provenances": { ORDINAIRE: "champs" },
  Diagnostic: {
    ORDINAIRE: "referentiel conformeNormeNationale provenance",
    SOCIALE: "etabliLe niveauQualification situationEmploi metiersRecherches projetProfessionnel",
    SANTE: "procheAidant contraintes",
  },
  Contrainte: { SANTE: "frein impact prioritaire reperee leveeLe" },
  Echeance: { SOCIALE: "code libelle depart limite respecteeLe depassee joursRestants source statut" },
  Fusion: {
    ORDINAIRE: "id fusionnee decideeLe decideePar separeeLe separeePar allocataire faitsGardes",
    IDENTITE: "motif separationMotif",
  },
  FaitGarde: { ORDINAIRE: "id", SOCIALE: "nature" },
  Orientation: {
    ORDINAIRE: "id rang provenance",
    SOCIALE: `
      statut origine competence demandeeLe decideeLe decideePar motif motifDemande conformeALaPreconisation debutAccompagnementLe
      finAccompagnementLe motifFin intensite closeLe parcours categorie organisme referent intervenants premierEntretienLe passages
      propositionInstruction`,
    SANTE: "preconisation",
  },
  Intervenant: { SOCIALE: "role du au referent" },
  Preconisation: { ORDINAIRE: "version", SOCIALE: "parcours score", SANTE: "raisons manquants" },
  PassageInstance: { SOCIALE: "instance le avis decision" },
  PropositionInstruction: { ORDINAIRE: "recueLe", SOCIALE: "parcours parcoursCalcule categorie motif refusee le" },
  DatesParcours: {
    SOCIALE: `
      demande ouvertureDroits notification entreeDispositif decisionOrientation signatureContrat sortie inscriptionFranceTravail
      premiereConvocation rendezVousOrientation premierEntretien`,
  },
  EntreeDispositif: { ORDINAIRE: "rang", SOCIALE: "dates" },
  InscriptionFranceTravail: { SOCIALE: "statut dateEffet dateInscription categorie" },
  DossierRsa: {
    ORDINAIRE: "provenance",
    IDENTITE: "numeroDemande numeroPrecedent",
    SOCIALE: `
      etat soumisDroitsDevoirs organisme membres historique demande personnesAuFoyer enfantsACharge suspensions refus cloture
      lignesDroit mutations`,
    NIR: "matricule",
  },
  "DossierRsa.lignesDroit": { SOCIALE: "historique" },
  MembreFoyer: { SOCIALE: "role soumisDroitsDevoirs allocataire" },
  EtatDossier: { SOCIALE: "etat du au" },
  DecisionDossier: { SOCIALE: "nature motif du au libelle" },
  LigneDroit: { SOCIALE: "nature sousNature du au montantCentimes depuis jusque libelle" },
  MutationDossier: { SOCIALE: "sens organisme le" },
  Identifiant: { ORDINAIRE: "provenance", IDENTITE: "type masquee valideDu valideAu", NIR: "valeur" },
  SortieParcours: { ORDINAIRE: "id provenance", SOCIALE: "nature positive date preuve annuleeLe motifClotureCaf" },
  RepriseEmploi: { ORDINAIRE: "id provenance", SOCIALE: "debut fin typeContrat dureeMois quotite presentA6Mois suiviJusque termineeLe" },
  DonneesConnues: { ORDINAIRE: "formulaire version", SOCIALE: "connues aDemander libellesADemander taux" },
  DonneeConnue: { ORDINAIRE: "libelle provenance", SOCIALE: "code masquee perimee", NIR: "valeur" },
  ProvenanceDonnee: { ORDINAIRE: "champ provenance remplaceeLe", SOCIALE: "masquee", NIR: "valeur" },
  EcheanceDepasseeConnection: { ORDINAIRE: "pageInfo", SOCIALE: "edges nodes parCode" },
  EcheanceDepasseeEdge: { ORDINAIRE: "cursor", SOCIALE: "node" },
  EcheanceDepassee: { ORDINAIRE: "allocataire", SOCIALE: "echeance" },
  EffectifEcheance: { SOCIALE: "code libelle nombre" },
  IdentifiantInput: { IDENTITE: "type dateNaissance", NIR: "valeur" },
  AllocataireConnection: { ORDINAIRE: "edges nodes pageInfo totalCount" },
  AllocataireEdge: { ORDINAIRE: "cursor node" },
  FiltreAllocataires: {
    ORDINAIRE: "departement",
    IDENTITE: "communes recherche",
    SOCIALE: "categorie parcours organisme referent sansOrientation echeanceDepassee ouvertureDroitsDepuis ouvertureDroitsJusque",
  },
  Moi: { PUBLIQUE: "client departement organisme scopes finalite", ORDINAIRE: "referent" },
  Rapprochement: { ORDINAIRE: "id statut source creeLe decideLe decidePar", IDENTITE: "resultat recu scores candidats allocataire" },
  IdentiteRecue: { IDENTITE: "nom prenoms dateNaissance commune raisons" },
  ScoreCandidat: { IDENTITE: "allocataire score raisons" },
  Mutation: {
    ORDINAIRE: "deleguerSanction finirDelegationSanction declarerDepart definirCapacite",
    IDENTITE: `
      effacerAllocataire enregistrerIdentifiant fusionnerAllocataires separerAllocataires enregistrerNumeroFranceTravail
      trancherRapprochement declarerDonnees`,
    SOCIALE: `
      proposerContrat modulerContrat suspendreContrat ajouterAction realiserAction signerContrat refuserContrat constaterSanction
      deciderSanction leverSanction annulerSanction transmettreSanction examinerManquement instruireSanction notifierSanction
      recueillirObservations enregistrerAvisEquipe proposerSanction signalerManquement enregistrerInscription deciderOrientation
      demanderOrientation proposerReorientation statuerReorientation affecterReferent terminerIntervention remplacerReferent
      transfererPortefeuille declarerSortie declarerRepriseEmploi annulerSortie confirmerPresence6Mois terminerRepriseEmploi`,
    SANTE: "enregistrerDiagnostic",
  },
  "Mutation.proposerContrat": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "allocataire", SOCIALE: "nature proposeLe" },
  "Mutation.modulerContrat": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "contrat", SOCIALE: "exempte heures du au", SANTE: "motif" },
  "Mutation.suspendreContrat": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "contrat", SOCIALE: "le motif" },
  "Mutation.ajouterAction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "contrat prescription", SOCIALE: "libelle echeance" },
  "Mutation.realiserAction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "contrat", SOCIALE: "rang le" },
  "Mutation.signerContrat": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "allocataire",
    SOCIALE: "nature dateSignature dureeMois heuresHebdomadaires exempte",
    SANTE: "motifModulation",
  },
  "Mutation.refuserContrat": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "allocataire", SOCIALE: "dateRefus motif" },
  "Mutation.enregistrerDiagnostic": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "allocataire referentiel conformeNormeNationale",
    SOCIALE: "etabliLe niveauQualification situationEmploi projetProfessionnel metiersRecherches",
    SANTE: "contraintes procheAidant",
  },
  "Mutation.constaterSanction": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "sanction",
    SOCIALE: "decideeLe motif quotitePourcent dureeMois debut",
  },
  "Mutation.deciderSanction": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "sanction",
    SOCIALE: "accepter motif decideeLe quotitePourcent dureeMois debut",
  },
  "Mutation.leverSanction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "sanction", SOCIALE: "remobilisationLe motif" },
  "Mutation.annulerSanction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "sanction", SOCIALE: "motif cause" },
  "Mutation.transmettreSanction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "sanction le" },
  "Mutation.deleguerSanction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "organisme du au reference" },
  "Mutation.finirDelegationSanction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "delegation au" },
  "Mutation.examinerManquement": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "manquement", SOCIALE: "motifLegitime" },
  "Mutation.instruireSanction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "sanction", SOCIALE: "le" },
  "Mutation.notifierSanction": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "sanction", SOCIALE: "le" },
  "Mutation.recueillirObservations": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "sanction", SOCIALE: "recuesLe assistee motifLegitime" },
  "Mutation.enregistrerAvisEquipe": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "sanction", SOCIALE: "le favorable" },
  "Mutation.proposerSanction": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "manquement identifiantPartenaire",
    SOCIALE: "nature motif quotitePourcent dureeMois instructionLimite",
  },
  "Mutation.signalerManquement": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "allocataire rendezVous contrat identifiantPartenaire",
    SOCIALE: "nature constateLe remiseAttesteeLe",
  },
  "Mutation.effacerAllocataire": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "motif allocataire" },
  "Mutation.enregistrerIdentifiant": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "allocataire", IDENTITE: "valeur" },
  "Mutation.fusionnerAllocataires": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "allocataire fusionnee", IDENTITE: "motif" },
  "Mutation.separerAllocataires": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "fusion", IDENTITE: "motif" },
  "Mutation.enregistrerInscription": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "allocataire",
    SOCIALE: "statut dateEffet dateInscription categorie",
  },
  "Mutation.enregistrerNumeroFranceTravail": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "allocataire certifiee", IDENTITE: "numero" },
  "Mutation.deciderOrientation": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "allocataire",
    SOCIALE: "parcours organisme referent motif decideeLe intensite",
  },
  "Mutation.demanderOrientation": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "allocataire", SOCIALE: "origine demandeeLe" },
  "Mutation.proposerReorientation": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "allocataire", SOCIALE: "parcours motif organisme" },
  "Mutation.statuerReorientation": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "orientation",
    SOCIALE: "accepter le motif organisme referent",
  },
  "Mutation.trancherRapprochement": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "rapprochement allocataire" },
  "Mutation.affecterReferent": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "orientation", SOCIALE: "referent role du au" },
  "Mutation.terminerIntervention": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "orientation", SOCIALE: "referent role au" },
  "Mutation.declarerDepart": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "referent au" },
  "Mutation.definirCapacite": { PUBLIQUE: "parcours cleIdempotence", ORDINAIRE: "referent maximum" },
  "Mutation.remplacerReferent": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "referent remplacant du au motif" },
  "Mutation.transfererPortefeuille": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "deOrganisme versOrganisme motif referents annule" },
  "Mutation.declarerDonnees": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "parAllocataire allocataire", IDENTITE: "donnees" },
  "Mutation.declarerSortie": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "allocataire", SOCIALE: "nature date preuve" },
  "Mutation.declarerRepriseEmploi": {
    PUBLIQUE: "cleIdempotence",
    ORDINAIRE: "allocataire",
    SOCIALE: "debut typeContrat dureeMois quotite",
  },
  "Mutation.annulerSortie": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "sortie", SOCIALE: "motif" },
  "Mutation.confirmerPresence6Mois": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "reprise", SOCIALE: "present le" },
  "Mutation.terminerRepriseEmploi": { PUBLIQUE: "cleIdempotence", ORDINAIRE: "reprise", SOCIALE: "fin" },
  ContrainteInput: { SANTE: "frein impact prioritaire" },
  EffacementAllocataire: { ORDINAIRE: "id motif effaceLe lignes" },
  Remplacement: { ORDINAIRE: "id du au nombre referent remplacant" },
  Transfert: { ORDINAIRE: "id nombre le deOrganisme versOrganisme" },
  CorrespondanceReferentInput: { ORDINAIRE: "de vers" },
  DeclarationDonnees: { ORDINAIRE: "id retenues ecartees allocataire" },
  DonneeEcartee: { ORDINAIRE: "champ source motif" },
  DonneesDeclareesInput: { ORDINAIRE: "retirer", IDENTITE: "telephone courriel adresse nomUsage", SOCIALE: "sansDomicileFixe" },
  AdresseInput: { IDENTITE: "voie codePostal codeInsee commune" },
};
