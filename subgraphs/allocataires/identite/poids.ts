/** What each agreement or disagreement is worth, in bits: +1 makes « the same person » twice as likely, −1 twice less (Fellegi and Sunter, 1969).
 * Orders of magnitude of a département: some 16 000 birth dates among adults, a common name borne by one in 500, a common first name by one in 100.
 * `raison` is what a professional reads; it never carries a value of the person. */
export const POIDS = {
  NIR_IDENTIQUE: { bits: 30, raison: "Même NIR." },
  NIR_FAUTE: { bits: 8, raison: "Les NIR ne diffèrent que d’une faute de frappe." },
  NIR_ATTENTE: { bits: 0, raison: "L’un des deux numéros est provisoire (numéro d’attente)." },
  NIR_DIFFERENT: { bits: -12, raison: "Les NIR sont différents." },
  NUMERO_FRANCE_TRAVAIL: { bits: 24, raison: "Même numéro France Travail." },
  IDENTIFIANT_DEPARTEMENT: { bits: 24, raison: "Même identifiant du Département." },
  RENDEZ_VOUS: { bits: 24, raison: "Même identifiant dans l’outil de rendez-vous." },
  // A foyer has two adults, sometimes three: being one of them leaves little choice.
  FOYER_MEME_ROLE: { bits: 16, raison: "Même dossier RSA, même rôle au foyer." },
  FOYER: { bits: 14, raison: "Même dossier RSA, ou dossier qui le précède." },
  FOYER_MATRICULE: { bits: 10, raison: "Même matricule chez l’organisme payeur." },

  NOM_IDENTIQUE: { bits: 9, raison: "Même nom de naissance." },
  NOM_USAGE: { bits: 7, raison: "Le nom de naissance de l’un est le nom d’usage de l’autre." },
  NOM_PARTIE: { bits: 6, raison: "Le nom de l’un est une partie du nom composé de l’autre." },
  NOM_PROCHE: { bits: 5, raison: "Noms à une faute de frappe près." },
  NOM_DIFFERENT: { bits: -8, raison: "Noms différents." },
  USAGE_IDENTIQUE: { bits: 5, raison: "Même nom d’usage." },
  PRENOM_IDENTIQUE: { bits: 7, raison: "Même prénom." },
  PRENOM_SECOND: { bits: 4, raison: "Le prénom de l’un est un autre prénom de l’autre." },
  PRENOM_PARTIE: { bits: 4, raison: "Le prénom de l’un est une partie du prénom composé de l’autre." },
  PRENOM_PROCHE: { bits: 3, raison: "Prénoms à une faute de frappe près." },
  PRENOM_DIFFERENT: { bits: -22, raison: "Prénoms différents." },
  INVERSION_NOM_PRENOM: { bits: 15, raison: "Nom et prénom sont inversés." },
  AUTRES_PRENOMS: { bits: 5, raison: "Un autre prénom en commun." },
  AUTRES_PRENOMS_DIFFERENTS: { bits: -3, raison: "Les autres prénoms sont différents." },

  DATE_EXACTE: { bits: 14, raison: "Même date de naissance." },
  // One person in ten of some files is « born » on a 1 January: the year alone says something.
  DATE_FAIBLE: { bits: 9, raison: "Même date de naissance, mais le jour n’en est pas sûr." },
  DATE_PARTIELLE: { bits: 5, raison: "Même année de naissance, l’un des jours n’est pas connu." },
  DATE_INVERSION: { bits: 9, raison: "Jour et mois de naissance inversés." },
  DATE_FAUTE_JOUR: { bits: 7, raison: "Dates de naissance à un chiffre près." },
  DATE_FAUTE_ANNEE: { bits: 2, raison: "Même jour de naissance, année à un chiffre près." },
  DATE_DIFFERENTE: { bits: -22, raison: "Dates de naissance différentes." },

  RANG_DIFFERENT: { bits: -10, raison: "Rangs de naissance différents : des jumeaux." },
  SEXE_DIFFERENT: { bits: -6, raison: "Sexes différents." },
  COMMUNE_NAISSANCE: { bits: 5, raison: "Même commune de naissance." },
  COMMUNE_NAISSANCE_DIFFERENTE: { bits: -3, raison: "Communes de naissance différentes." },
  COMMUNE: { bits: 3, raison: "Même commune de résidence." },
  TELEPHONE: { bits: 6, raison: "Même téléphone." },
  COURRIEL: { bits: 6, raison: "Même courriel." },
} as const satisfies Record<string, { bits: number; raison: string }>;
export type Critere = keyof typeof POIDS;

/** From here a person is attached alone. Chances before looking: one in 50 000 (16 bits); one wrong in ten million wanted (24 bits).
 * Name, first name and full date are worth 30: homonyms born the same day exist, so civil status alone never attaches. */
export const SEUIL_UNIQUE = 40;
/** From here she is shown as a candidate. Same date and same name with another first name stays below: a twin is not proposed. */
export const SEUIL_CANDIDAT = 21;
/** Candidates shown to a professional. */
export const CANDIDATS_MAX = 5;

/** What forbids attaching alone whatever the score, numbers aside: each is how two different people look alike. */
export const OBSTACLES: Partial<Record<Critere, string>> = {
  NIR_DIFFERENT: "Deux personnes ont deux NIR.",
  DATE_FAUTE_ANNEE: "Un père et son fils du même nom peuvent être nés le même jour.",
  DATE_DIFFERENTE: "Deux homonymes.",
  DATE_PARTIELLE: "Deux homonymes nés la même année.",
  PRENOM_SECOND: "Une fratrie partage ses prénoms.",
  PRENOM_PARTIE: "Jean et Jean-Pierre peuvent être frères.",
  PRENOM_DIFFERENT: "Des jumeaux.",
  RANG_DIFFERENT: "Des jumeaux.",
  SEXE_DIFFERENT: "Des jumeaux.",
};

/** Differences that a typing error or a marriage explains. Without a number, one at most, and in the same foyer. */
export const IMPERFECTIONS: ReadonlySet<Critere> = new Set([
  "NOM_PARTIE",
  "NOM_PROCHE",
  "NOM_DIFFERENT",
  "PRENOM_PROCHE",
  "INVERSION_NOM_PRENOM",
  "DATE_FAIBLE",
  "DATE_INVERSION",
  "DATE_FAUTE_JOUR",
  "NIR_FAUTE",
]);

/** A number says that she is this person, and this says that she is not: CONFLIT. */
export const CONTRADICTIONS: ReadonlySet<Critere> = new Set([
  "PRENOM_DIFFERENT",
  "DATE_DIFFERENTE",
  "DATE_FAUTE_ANNEE",
  "RANG_DIFFERENT",
  "SEXE_DIFFERENT",
]);

export const NUMEROS_PROBANTS: ReadonlySet<Critere> = new Set([
  "NIR_IDENTIQUE",
  "NUMERO_FRANCE_TRAVAIL",
  "IDENTIFIANT_DEPARTEMENT",
  "RENDEZ_VOUS",
]);
export const MEME_FOYER: ReadonlySet<Critere> = new Set(["FOYER_MEME_ROLE", "FOYER"]);
