/** Words whose accents a name in ASCII lost; the others are written as they are. */
const ACCENTS = `acceptee=acceptée accepte=accepte activite=activité activites=activités annulee=annulée annule=annulé apres=après
assistee=assistée categorie=catégorie certifiee=certifiée cloture=clôture collectee=collectée competence=compétence confirmee=confirmée
constate=constaté constatee=constatée cree=créé creee=créée debut=début decide=décidé decidee=décidée decision=décision declarant=déclarant
declaree=déclarée declare=déclaré delai=délai demandee=demandée demarree=démarrée departement=département deplacee=déplacée deplace=déplacé
duree=durée ecartee=écartée echeance=échéance echec=échec efface=effacé entree=entrée envoye=envoyé envoyee=envoyée equipe=équipe
etabli=établi etat=état evenement=événement evenements=événements evaluation=évaluation examinee=examinée examine=examiné exempte=exempté expiree=expirée
finalite=finalité fusionnee=fusionnée inscrite=inscrite instruite=instruite levee=levée lue=lue maj=mis à jour metiers=métiers modalite=modalité
motif=motif notifiee=notifiée numero=numéro observations=observations operation=opération ouverte=ouverte periode=période planifie=planifié
premiere=première premier=premier prenoms=prénoms prescrite=prescrite presente=présente present=présent preuve=preuve programmee=programmée
propose=proposé proposee=proposée protection=protection qualite=qualité quotite=quotité realisee=réalisée recu=reçu recue=reçue reference=référence
referent=référent referentiel=référentiel refusee=refusée refus=refus rejoue=rejoué relancee=relancée reperee=repérée reponses=réponses repris=repris
resolue=résolue resolution=résolution resultat=résultat retire=retiré revoque=révoqué role=rôle saisi=saisi saisie=saisie separee=séparée
separation=séparation statuee=statuée suivi=suivi suspendu=suspendu systeme=système telephone=téléphone terminee=terminée traite=traité traitee=traitée
validee=validée attestee=attestée pluridisciplinaire=pluridisciplinaire conforme=conforme preconisation=préconisation preferences=préférences conditions=conditions
legitime=légitime civilite=civilité ouverture=ouverture a=à identite=identité sante=santé numerique=numérique juridique=juridique
deja=déjà ecarte=écarté etape=étape etapes=étapes depose=déposé deposee=déposée recours=recours donnee=donnée donnees=données emploi=emploi regle=règle
insertion=insertion solidarites=solidarités orientee=orientée orientation=orientation reorientation=réorientation reouverture=réouverture engagement=engagement
honore=honoré excuse=excusé absence=absence presence=présence absent=absent delegataire=délégataire mixte=mixte individuel=individuel equilibre=équilibre
remobilisation=remobilisation reprise=reprise legal=légal legale=légale mise=mise apprentissage=apprentissage determinee=déterminée indeterminee=indéterminée
termine=terminé termines=terminés ecoulee=écoulée echeances=échéances etude=étude celibataire=célibataire marie=marié veuf=veuf
rejete=rejeté abandonne=abandonné ignore=ignoré confirme=confirmé envoyer=envoyer accompagnement=accompagnement pret=prêt prete=prête
transferee=transférée transfert=transfert declaration=déclaration region=région commune=commune francais=français francaise=française`;

const ACCENTUES = new Map(ACCENTS.split(/\s+/).map((paire) => paire.split("=") as [string, string]));

/** Columns whose name says little to someone who did not write it. */
const PHRASES: Readonly<Record<string, string>> = {
  id: "numéro interne",
  allocataire: "vous (numéro interne)",
  allocataires: "personnes",
  canonique: "fiche qui remplace celle-ci",
  maj_le: "mis à jour le",
  du: "à partir du",
  au: "jusqu’au",
  le: "le",
  par: "par",
  code_insee: "code de la commune",
  codeInsee: "code de la commune",
  commune_nom: "commune",
  communeNom: "commune",
  nomUsage: "nom d’usage",
  dateNaissance: "date de naissance",
  date_naissance: "date de naissance",
  rangNaissance: "rang de naissance (jumeaux)",
  rang_naissance: "rang de naissance (jumeaux)",
  champs: "données concernées (noms)",
  soumis: "soumis aux droits et devoirs",
  soumis_droits_devoirs: "soumis aux droits et devoirs",
  fonorg: "organisme payeur (nature)",
  numorg: "organisme payeur (numéro)",
  numero_ft: "numéro France Travail",
  montant_centimes: "montant, en centimes d’euro",
  nir: "numéro de sécurité sociale (NIR)",
  valeur_protegee: "numéro de sécurité sociale, ou matricule MSA",
  recue_le: "reçue par le hub le",
  collectee_le: "recueillie par la source le",
  source_organisme: "organisme qui l’a recueillie",
  source: "source",
  certifiee: "certifiée par la source",
  frein: "frein (contrainte)",
  client: "système qui a lu ou écrit",
  operation_nom: "opération",
  operation: "numéro de l’opération",
  sous_graphe: "partie du hub",
  requete: "numéro de la requête",
  survenu_le: "survenu le",
  quotite: "part du temps plein",
  quotite_pourcent: "part supprimée, en pour cent",
  connu_depuis: "connu du hub depuis le",
  connu_avant: "remplacé dans le hub le",
  avant: "avant",
  apres: "après",
  minutes_hebdomadaires: "minutes par semaine",
  heures_hebdomadaires: "heures par semaine",
  attente: "rang dans la file d’attente (brut)",
  place_dans_la_file: "votre place dans la file d’attente",
  offre_nom: "nom de l’offre",
  cohorte_libelle: "groupe suivi",
  destinataire: "destinataire ou expéditeur",
  objet: "objet",
  recu: "identité reçue",
  prenoms: "prénoms",
  motif_legitime: "motif légitime reconnu",
  etat_anterieur: "ce qui était vrai avant",
};

/** Codes that a word by word reading would not make clear. */
const CODES: Readonly<Record<string, string>> = {
  CAF: "la CAF",
  MSA: "la MSA",
  DEPARTEMENT: "le Département",
  FRANCE_TRAVAIL: "France Travail",
  ORGANISME_REFERENT: "l’organisme qui vous suit",
  MISSION_LOCALE: "la mission locale",
  CAP_EMPLOI: "Cap emploi",
  RENDEZ_VOUS_INSERTION: "l’outil RDV-Insertion",
  RENDEZ_VOUS_SOLIDARITES: "l’outil RDV Service Public",
  ALLOCATAIRE: "vous-même",
  ORIAS: "le logiciel du Département",
  ACCOMPAGNEMENT: "vous accompagner",
  ORIENTATION: "vous orienter",
  DROITS_ET_DEVOIRS: "appliquer les droits et devoirs",
  GESTION_DU_DROIT: "gérer votre droit au RSA",
  PILOTAGE_STATISTIQUE: "compter, sans nommer",
  EVALUATION: "évaluer, sans nommer",
  EXERCICE_DES_DROITS: "répondre à vos demandes sur vos données",
  SUPPORT: "réparer une panne",
  M: "Monsieur",
  MME: "Madame",
};

const mots = (nom: string): string =>
  nom
    .split(/_+/)
    .map((mot) => ACCENTUES.get(mot) ?? mot)
    .join(" ");

/** The name of a column, or of a key of a document kept as JSON, for someone who knows no computing. */
export function libelleDe(colonne: string): string {
  const phrase = PHRASES[colonne];
  if (phrase !== undefined) return phrase;
  return mots(colonne.replace(/[A-Z]/g, (lettre) => `_${lettre.toLowerCase()}`));
}

const CODE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Z]{4,}$/;

/** A code of the hub in words: « OUVERT_VERSABLE » is « ouvert versable ». Another text is given as it is. */
export const enMots = (texte: string): string => CODES[texte] ?? (CODE.test(texte) ? mots(texte.toLowerCase()) : texte);

const JOUR = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
const PARIS = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" });

/** A value as a person reads it: dates in French and in Paris, yes or no, codes in words, lists with commas. */
export function valeurEnMots(valeur: unknown): string {
  if (valeur === true) return "oui";
  if (valeur === false) return "non";
  if (Array.isArray(valeur)) return valeur.map(valeurEnMots).join(", ");
  if (valeur !== null && typeof valeur === "object")
    return Object.entries(valeur)
      .filter(([, v]) => v !== null)
      .map(([nom, v]) => `${libelleDe(nom)} : ${valeurEnMots(v)}`)
      .join(" ; ");
  const texte = String(valeur);
  const jour = JOUR.exec(texte);
  if (jour) return `${jour[3]}/${jour[2]}/${jour[1]}`;
  if (INSTANT.test(texte) && !Number.isNaN(Date.parse(texte))) return PARIS.format(new Date(texte));
  return enMots(texte);
}
