import {
  IMPACTS,
  INTENSITES,
  MOTIFS_MODULATION,
  NATURES_CONTRAT,
  NATURES_SORTIE,
  ROLES_INTERVENANT,
  TYPES_CONTRAT_TRAVAIL,
} from "../vocabulaire";

/** Version of the format: a record of another one is rejected. docs/fichier-departement.md is its page. */
export const VERSION = 1;

/** Kinds of records, in the order in which they depend on one another. */
export const TYPES = [
  "referent",
  "identifiant",
  "coordonnees",
  "orientation",
  "reorientation",
  "affectation",
  "diagnostic",
  "contrat",
  "reprise",
  "sortie",
] as const;
export type TypeEnregistrement = (typeof TYPES)[number];

/** How a value is written: the same in both encodings but for what a CSV cell can hold. */
export type Nature = "texte" | "code" | "date" | "instant" | "entier" | "nombre" | "booleen" | "choix" | "liste" | "contraintes";

export interface Champ {
  nature: Nature;
  description: string;
  requis?: true;
  valeurs?: readonly string[];
  maximum?: number;
}

/** A record, once read: what is absent is not a key. */
export interface Enregistrement {
  type: TypeEnregistrement;
  version: number;
  /** Key of the record in the software that gives it: the same key again is the same record. */
  cle: string;
  /** Civil date or RFC 3339 instant at which the software collected it. */
  collecteLe: string;
  [champ: string]: unknown;
}

/** Who may have decided an orientation that the software tells. */
export const DECIDEURS = ["DEPARTEMENT", "FRANCE_TRAVAIL"] as const;
export type Decideur = (typeof DECIDEURS)[number];

export const IDENTIFIANTS_DE_PERSONNE = [
  "IDENTIFIANT_DEPARTEMENT",
  "NUMERO_DEMANDE_RSA",
  "MATRICULE_CAF",
  "NUMERO_FRANCE_TRAVAIL",
  "HUB",
] as const;
const FREINS = [
  "SANTE",
  "LOGEMENT",
  "MOBILITE",
  "FAMILLE",
  "FINANCES",
  "NUMERIQUE",
  "ADMINISTRATIF_JURIDIQUE",
  "LANGUE_SAVOIRS_DE_BASE",
] as const;
export const CONTRAINTE = { frein: FREINS, impact: IMPACTS } as const;

const texte = (description: string, maximum = 2_000): Champ => ({ nature: "texte", description, maximum });
const code = (description: string): Champ => ({ nature: "code", description });
const date = (description: string): Champ => ({ nature: "date", description });
const choix = (description: string, valeurs: readonly string[]): Champ => ({ nature: "choix", description, valeurs });
const requis = (champ: Champ): Champ => ({ ...champ, requis: true });

const COMMUNS: Record<string, Champ> = {
  version: requis({ nature: "entier", description: `Version du format : ${VERSION}.` }),
  cle: requis({
    nature: "texte",
    maximum: 120,
    description: "Clé de l’enregistrement dans le logiciel : la même clé est le même enregistrement.",
  }),
  collecteLe: requis({ nature: "instant", description: "Jour ou instant où le logiciel a recueilli le fait." }),
};
/** Whom the record is about: any identifier that names one person of the département. */
const PERSONNE: Record<string, Champ> = {
  personneType: requis(choix("Nature de l’identifiant qui désigne la personne.", IDENTIFIANTS_DE_PERSONNE)),
  personneValeur: requis(texte("Valeur de l’identifiant.", 80)),
  personneRole: choix("Rôle dans le dossier, avec NUMERO_DEMANDE_RSA.", ["DEM", "CJT", "ENF", "AUT"]),
  personneNaissance: date("Date de naissance, avec MATRICULE_CAF."),
  personneOrganisme: texte("Code de la caisse (NUMORG), avec MATRICULE_CAF, s’il est connu.", 20),
};
const QUI_SUIT: Record<string, Champ> = {
  organisme: requis(code("Code de l’organisme dans le département.")),
  referent: code("Code du référent dans son organisme."),
};

export const CHAMPS: Record<TypeEnregistrement, Record<string, Champ>> = {
  referent: {
    ...COMMUNS,
    organisme: requis(code("Code de l’organisme dans le département.")),
    code: requis(code("Code du référent dans son organisme.")),
    nom: requis(texte("Nom.", 100)),
    prenom: texte("Prénom.", 100),
    fonction: texte("Fonction.", 100),
  },
  identifiant: { ...COMMUNS, ...PERSONNE, valeur: requis(texte("Identifiant de la personne dans le logiciel du Département.", 80)) },
  coordonnees: {
    ...COMMUNS,
    ...PERSONNE,
    telephone: texte("Téléphone.", 30),
    courriel: texte("Courriel.", 254),
    voie: texte("Numéro et voie ; l’adresse se donne en entier.", 200),
    codePostal: texte("Code postal.", 5),
    codeInsee: texte("Code INSEE de la commune.", 5),
    commune: texte("Nom de la commune.", 100),
  },
  orientation: {
    ...COMMUNS,
    ...PERSONNE,
    ...QUI_SUIT,
    parcours: requis(code("Code du parcours local.")),
    decideeLe: requis(date("Jour de la décision.")),
    motif: requis(texte("Motif de la décision.")),
    intensite: choix("Intensité de l’accompagnement.", INTENSITES),
    decideePar: choix("Qui a décidé ; le Département à défaut.", DECIDEURS),
  },
  reorientation: {
    ...COMMUNS,
    ...PERSONNE,
    organisme: code("Code de l’organisme ; celui de l’orientation en cours à défaut, s’il suit déjà ce parcours."),
    referent: code("Code du référent, avec l’organisme."),
    parcours: requis(code("Code du nouveau parcours local.")),
    decideeLe: requis(date("Jour de la décision, après l’instance.")),
    motif: requis(texte("Motif de la décision.")),
  },
  affectation: {
    ...COMMUNS,
    ...PERSONNE,
    ...QUI_SUIT,
    referent: requis(code("Code du référent dans son organisme.")),
    role: requis(choix("Rôle auprès de la personne.", ROLES_INTERVENANT)),
    du: requis(date("Premier jour.")),
    au: date("Dernier jour, inclus."),
  },
  diagnostic: {
    ...COMMUNS,
    ...PERSONNE,
    etabliLe: requis(date("Jour du diagnostic.")),
    contraintes: requis({ nature: "contraintes", description: "Freins repérés, leur poids, et ceux à lever d’abord ; peut être vide." }),
    niveauQualification: texte("Niveau de qualification.", 200),
    situationEmploi: texte("Situation au regard de l’emploi.", 200),
    projetProfessionnel: texte("Projet professionnel."),
    metiersRecherches: { nature: "liste", description: "Métiers recherchés.", maximum: 200 },
    procheAidant: { nature: "booleen", description: "Vrai pour un proche aidant." },
  },
  contrat: {
    ...COMMUNS,
    ...PERSONNE,
    nature: choix("Nature du contrat.", NATURES_CONTRAT),
    dateSignature: date("Jour de la signature ; exclusif de dateRefus."),
    dureeMois: { nature: "entier", description: "Durée en mois, avec dateSignature." },
    heuresHebdomadaires: { nature: "nombre", description: "Heures d’activité par semaine." },
    exempte: { nature: "booleen", description: "Vrai si la personne est exemptée d’heures." },
    motifModulation: choix("Motif d’exemption ou de réduction d’heures. Donnée sensible.", MOTIFS_MODULATION),
    dateRefus: date("Jour du refus ; exclusif de dateSignature."),
    motifRefus: texte("Motif du refus, avec dateRefus."),
  },
  reprise: {
    ...COMMUNS,
    ...PERSONNE,
    debut: requis(date("Premier jour de l’emploi.")),
    typeContrat: requis(choix("Type du contrat de travail.", TYPES_CONTRAT_TRAVAIL)),
    dureeMois: { nature: "entier", description: "Durée prévue, en mois." },
    quotite: { nature: "nombre", description: "Part d’un temps plein, de 0 à 1." },
  },
  sortie: {
    ...COMMUNS,
    ...PERSONNE,
    nature: requis(choix("Raison de la sortie.", NATURES_SORTIE)),
    date: requis(date("Jour de la sortie.")),
  },
};

/** Name of the CSV file of each kind. */
export const FICHIERS: Record<TypeEnregistrement, string> = {
  referent: "referents.csv",
  identifiant: "identifiants.csv",
  coordonnees: "coordonnees.csv",
  orientation: "orientations.csv",
  reorientation: "reorientations.csv",
  affectation: "affectations.csv",
  diagnostic: "diagnostics.csv",
  contrat: "contrats.csv",
  reprise: "reprises.csv",
  sortie: "sorties.csv",
};
export const MANIFESTE = "manifeste.json";
