import type { ClassesDesTypes } from "../shared/droits/coordonnees";

/** The class of every field, argument and input field of the subgraph: a new one is written here, or it is not built. */
export const classes: ClassesDesTypes = {
  Allocataire: { ORDINAIRE: "id" },
  Query: {
    PUBLIQUE: `
      cohortes cohorte definitionsIndicateurs comparerCohortes devenirCohorte controlesContrat donneesAFournir echangesDuContrat
      feuilleDeRoute resultatsAttendus historiqueResultats suiviContrat exportIndicateurs suiviFinancier bilanFinancier indicateur
      indicateurs serieIndicateur territoires`,
  },
  "Query.cohortes": { PUBLIQUE: "departement" },
  "Query.cohorte": { PUBLIQUE: "code departement" },
  "Query.definitionsIndicateurs": { PUBLIQUE: "toutesVersions cadre" },
  "Query.comparerCohortes": { PUBLIQUE: "departement a b codes mois" },
  "Query.devenirCohorte": { PUBLIQUE: "mois evenement code departement" },
  "Query.controlesContrat": { PUBLIQUE: "annee departement" },
  "Query.donneesAFournir": { PUBLIQUE: "departement" },
  "Query.echangesDuContrat": { PUBLIQUE: "departement" },
  "Query.feuilleDeRoute": { PUBLIQUE: "departement" },
  "Query.resultatsAttendus": { PUBLIQUE: "annee departement" },
  "Query.historiqueResultats": { PUBLIQUE: "territoire annee code departement" },
  "Query.suiviContrat": { PUBLIQUE: "territoire annee departement" },
  "Query.exportIndicateurs": { PUBLIQUE: "id" },
  "Query.suiviFinancier": { PUBLIQUE: "connuLe annee departement" },
  "Query.bilanFinancier": { PUBLIQUE: "connuLe annee departement" },
  "Query.indicateur": { PUBLIQUE: "territoire debut fin connuLe code version ventilation" },
  "Query.indicateurs": { PUBLIQUE: "territoire debut fin connuLe codes" },
  "Query.serieIndicateur": { PUBLIQUE: "pas territoire debut fin connuLe code version ventilation" },
  "Query.territoires": { PUBLIQUE: "departement" },
  Cohorte: { PUBLIQUE: "code territoire libelle fixeeLe critere effectif temoinDe exclues creeeLe closeLe", ORDINAIRE: "par" },
  CritereCohorte: { PUBLIQUE: "communes parcours categories organismes action entreeDu entreeAu flux" },
  DefinitionIndicateur: {
    PUBLIQUE: `
      code version libelle cadre tableau producteur unite numerateur denominateur regleCohorte regleSuspendus regleLieu origineDelai
      differences calcule pourquoi ventilations source`,
  },
  ComparaisonCohortes: { PUBLIQUE: "definition avertissement points" },
  PointCompare: { PUBLIQUE: "mois a b difference bas haut tailleEffet dissociee" },
  MesureIndicateur: {
    PUBLIQUE: `
      definition territoire debut fin numerateur denominateur valeur cible masquee delais statut consolideLe connuLe ventilation
      officiel lignage actuelle`,
  },
  Delais: { PUBLIQUE: "effectif moyenne p10 p25 mediane p75 p90" },
  Part: { PUBLIQUE: "cle numerateur denominateur valeur masquee delais" },
  ResultatOfficiel: { PUBLIQUE: "version valeur texte source recuLe ecart parts precedents" },
  EcartContrat: { PUBLIQUE: "valeur pourcentage sens texte" },
  PartOfficielle: { PUBLIQUE: "cle valeur texte" },
  VersionOfficielle: { PUBLIQUE: "version valeur texte source recuLe" },
  Lignage: { PUBLIQUE: "regle source faitsJusquA comptes sansPersonnes", SOCIALE: "personnes" },
  "Lignage.personnes": { PUBLIQUE: "first", ORDINAIRE: "after", SOCIALE: "part cote" },
  CompteFaits: { PUBLIQUE: "table numerateur denominateur" },
  PersonneCompteeConnection: { ORDINAIRE: "pageInfo", SOCIALE: "edges nodes total visibles" },
  PersonneCompteeEdge: { ORDINAIRE: "cursor", SOCIALE: "node" },
  ValeurActuelle: { PUBLIQUE: "numerateur denominateur valeur" },
  PalierCohorte: { PUBLIQUE: "mois exposees survenus perdues part bas haut masquee" },
  ControleContrat: { PUBLIQUE: "code lignes quoi ecrit attendu message" },
  DonneeAFournir: { PUBLIQUE: "code donnee champ fait personnes masquee renseignees part" },
  EchangeDuContrat: { PUBLIQUE: "code domaine echange sens origine" },
  CibleFeuilleDeRoute: {
    PUBLIQUE: "rang axe cible indicateurs pilotes echeanceEcrite echeances echeance avancement avancements ecartJours ecart",
  },
  EcheanceEcrite: { PUBLIQUE: "texte objet debut fin" },
  AvancementSaisi: { PUBLIQUE: "id etat le preuve commentaire saisiLe", ORDINAIRE: "par" },
  ResultatAttendu: { PUBLIQUE: "code indicateur fiche producteur origineAttendue cause echeance ecartJours resultat" },
  ResultatSaisi: { PUBLIQUE: "id code territoire annee valeur texte preuve le statut motif statueLe retenu", ORDINAIRE: "par statuePar" },
  LigneContrat: {
    PUBLIQUE: `
      territoire code fiche indicateur producteur portee bloc thematique situation2023 situation situationDebut situationFin cibles
      mesure origineAttendue origine saisie officiel ecart evolution`,
  },
  ValeurEcrite: { PUBLIQUE: "sorte valeur texte fiche reprise" },
  CibleAnnuelle: { PUBLIQUE: "annee cible resultat resultatTexte lue saisie" },
  ExportIndicateurs: { PUBLIQUE: "id etat format lien nom empreinte sha256 taille arreteAu expireLe" },
  LigneFinanciere: {
    PUBLIQUE: `
      fiche intitule axe programme volet partEtatCentimes partDepartementCentimes autresCentimes totalCentimes tauxEtat
      plafondEtatCentimes regleEtat creditsEtatVersesCentimes realiseEtatCentimes realiseDepartementCentimes reportEtatCentimes
      reportDepartementCentimes imputation montants`,
  },
  RegleFinanciere: { PUBLIQUE: "code texte" },
  MontantsFinanciers: {
    PUBLIQUE: `
      partEtatCentimes exigibleCentimes verseCentimes resteAVerserCentimes realiseEtatCentimes realiseDepartementCentimes
      realiseAutresCentimes reportPrecedentCentimes reportEtatCentimes reportDepartementCentimes restitueCentimes aRestituerCentimes
      tauxExecution regles`,
  },
  BilanFinancier: { PUBLIQUE: "departement annee signeLe lignes programmes echeances controles saisies" },
  BilanProgramme: { PUBLIQUE: "programme totalCentimes partDepartementCentimes autresCentimes montants lignesSansRealise" },
  EcheanceContrat: { PUBLIQUE: "code programme libelle date jourOuvre montantCentimes faiteLe etat ecartJours regle" },
  ControleFinancier: { PUBLIQUE: "code objet alerte message ecritCentimes attenduCentimes" },
  SaisieFinanciere: { PUBLIQUE: "id nature objet montantCentimes le preuve imputation saisiLe remplace remplacee", ORDINAIRE: "par" },
  TerritoireIndicateur: { PUBLIQUE: "code libelle nature siren communes" },
  Mutation: { PUBLIQUE: "creerCohorte cloreCohorte saisirAvancement validerResultat saisirResultat exporterIndicateurs saisirFinance" },
  "Mutation.creerCohorte": { PUBLIQUE: "departement code cleIdempotence libelle fixeeLe critere temoinDe" },
  "Mutation.cloreCohorte": { PUBLIQUE: "departement code cleIdempotence" },
  "Mutation.saisirAvancement": { PUBLIQUE: "departement cible etat le preuve commentaire cleIdempotence" },
  "Mutation.validerResultat": { PUBLIQUE: "resultat accepter motif cleIdempotence" },
  "Mutation.saisirResultat": { PUBLIQUE: "code territoire annee valeur texte preuve cleIdempotence" },
  "Mutation.exporterIndicateurs": { PUBLIQUE: "modele format departement annee trimestre territoire connuLe tableau cleIdempotence" },
  "Mutation.saisirFinance": { PUBLIQUE: "departement annee nature objet montantCentimes le preuve imputation remplace cleIdempotence" },
  CritereCohorteInput: { PUBLIQUE: "communes parcours categories organismes action entreeDu entreeAu flux" },
};
