import { type CodeFranceTravail, SENS_DES_ERREURS } from "../france-travail/erreur-france-travail";

/** What an agent reads of a failed exchange. `reessayable`: the same record may pass at a later try, without being sent again. */
export interface Erreur {
  code: string;
  message: string;
  reessayable: boolean;
  actionAgent: string;
}

type Texte = Omit<Erreur, "code">;

const REJOUER = "Corrigez la cause, puis rejouez l’échange : rejouerEchange, ou unefois rejets --rejouer <id>.";
const DEMANDER_A_LA_SOURCE = "Demandez à l’émetteur un enregistrement corrigé : le prochain envoi remplacera celui-ci.";

const reessayable = (message: string, actionAgent: string = REJOUER): Texte => ({ message, reessayable: true, actionAgent });
const definitif = (message: string, actionAgent: string = DEMANDER_A_LA_SOURCE): Texte => ({ message, reessayable: false, actionAgent });

const puisRejouer = (action: string) => `${action}, puis rejouez l’échange : rejouerEchange, ou unefois rejets --rejouer <id>.`;

const SCHEMA = definitif("L’enregistrement ne respecte pas le schéma de son format : un champ manque ou sa valeur n’est pas admise.");

/** Sentences by code of reject, as the imports and the webhooks give them. A code that is not here is told as it is. */
const TEXTES: Record<string, Texte> = {
  // CAF and MSA flows
  DEPARTEMENT_INCONNU: reessayable(
    "Ni la commune de l’adresse ni le numéro de l’organisme payeur ne disent le département.",
    puisRejouer("Déclarez le numéro de l’organisme payeur pour ce département"),
  ),
  DOSSIER_INVALIDE: definitif("Le dossier reçu est incomplet ou contradictoire : il n’a pas été appliqué."),
  DOSSIER_EN_DOUBLE: definitif(
    "Le dossier figure plusieurs fois dans le fichier : la dernière occurrence a été appliquée.",
    "Rien à faire, sauf si les occurrences se contredisent.",
  ),
  IDENTITE_AMBIGUE: reessayable(
    "Plusieurs personnes connues répondent à une personne du dossier.",
    puisRejouer("Tranchez le rapprochement d’identités"),
  ),
  // data·inclusion
  STRUCTURE_INCONNUE: reessayable(
    "Le service désigne une structure que le hub n’a pas reçue.",
    puisRejouer("Importez le fichier des structures"),
  ),
  IDENTIFIANT_PRIS: definitif("L’identifiant de la fiche est celui d’une fiche du catalogue d’un département."),
  DOUBLON: definitif(
    "La fiche figure plusieurs fois dans le fichier : la dernière a été appliquée.",
    "Rien à faire, sauf si les fiches se contredisent.",
  ),
  CHAMP_MANQUANT: SCHEMA,
  TYPE_INVALIDE: SCHEMA,
  VALEUR_INCONNUE: SCHEMA,
  FORMAT_INVALIDE: SCHEMA,
  LONGUEUR_INVALIDE: SCHEMA,
  LISTE_INVALIDE: SCHEMA,
  HORS_BORNES: SCHEMA,
  DATE_HORS_BORNES: SCHEMA,
  SCHEMA_NON_RESPECTE: SCHEMA,
  CARACTERE_INVALIDE: SCHEMA,
  PAS_UN_OBJET: SCHEMA,
  // Files of the PDIE
  LIGNE_INVALIDE: definitif(
    "Une case de la ligne n’est pas admise : le message du rejet dit laquelle, et ce qui est attendu.",
    "Corrigez la ligne, puis importez de nouveau le dossier.",
  ),
  FICHE_INCONNUE: reessayable("La ligne désigne une fiche action que le hub ne connaît pas.", puisRejouer("Importez fiches.csv")),
  MARCHE_INCONNU: reessayable("L’offre désigne un marché que le hub ne connaît pas.", puisRejouer("Importez marches.csv")),
  PARCOURS_NON_LOCAL: reessayable(
    "L’offre désigne un parcours qui n’est pas un parcours local du département.",
    puisRejouer("Chargez les parcours du département"),
  ),
  OFFRE_INCONNUE: reessayable("La ligne désigne une offre que le hub ne connaît pas.", puisRejouer("Importez offres.csv")),
  PLACES_INSUFFISANTES: reessayable(
    "L’offre aurait moins de places que celles qui sont déjà prises.",
    puisRejouer("Annulez d’abord des prescriptions"),
  ),
  CAPACITE_INSUFFISANTE: reessayable(
    "La session aurait moins de places que celles qui sont déjà prises.",
    puisRejouer("Annulez d’abord des prescriptions"),
  ),
  SESSION_SANS_OBJET: reessayable(
    "La session est celle d’une aide ou d’un kit, qui n’en a pas.",
    "Retirez la ligne, ou changez le type de l’offre, puis importez de nouveau le dossier.",
  ),
  // Webhooks of appointments
  MESSAGE_ILLISIBLE: definitif("Le message ne suit pas la forme convenue."),
  HORODATAGE_FUTUR: definitif(
    "L’horodatage du message est en avance de plus de 24 heures sur l’horloge du hub.",
    "Faites vérifier l’horloge de l’émetteur.",
  ),
  HORODATAGE_ANCIEN: definitif(
    "Le message est plus ancien que ce que le hub accepte de recevoir.",
    "Vérifiez pourquoi l’émetteur l’envoie si tard, puis rejouez-le s’il est vrai.",
  ),
  MODELE_INCONNU: definitif("Le hub ne suit pas ce modèle d’objet : rien n’est perdu, le message est gardé."),
  EVENEMENT_INCONNU: definitif("L’événement reçu n’est pas dans la table : le message a été lu comme une modification."),
  CATEGORIE_INCONNUE: definitif("La catégorie de motif n’est pas dans la table : le rendez-vous est de la famille AUTRE."),
  CANAL_INCONNU: definitif("Le canal de l’invitation n’est pas dans la table : il est gardé tel quel."),
  REMISE_INCONNUE: definitif("L’état de remise de l’invitation n’est pas dans la table : il est gardé tel quel."),
  AGENT_INCONNU: reessayable(
    "L’organisation de l’agent absent n’est pas connue : son absence n’est pas appliquée.",
    "Attendez le message de son rôle : le hub rejoue l’absence de lui-même.",
  ),
  STATUT_INCONNU: reessayable(
    "Le statut reçu n’est dans aucune table : le dernier statut connu reste.",
    puisRejouer("Dites ce qu’il signifie par definirCorrespondanceStatut"),
  ),
  MODALITE_INCONNUE: reessayable(
    "Le type de lieu reçu n’est pas dans la table : le rendez-vous est montré sur place.",
    puisRejouer("Complétez la table de correspondance"),
  ),
  PRESENCE_ANTICIPEE: definitif("Une présence est donnée avant le jour du rendez-vous : la personne reste attendue."),
  AUTRE_DEPARTEMENT: definitif("L’organisation du rendez-vous est maintenant dans un autre département."),
  ORGANISATION_INCONNUE: reessayable(
    "Aucun organisme ne correspond à l’organisation reçue.",
    puisRejouer("Renseignez la table de correspondance des organisations"),
  ),
  ORGANISATION_AMBIGUE: reessayable(
    "Plusieurs organismes portent le nom de l’organisation reçue.",
    puisRejouer("Renseignez la table de correspondance des organisations"),
  ),
  PERSONNE_INCONNUE: reessayable("La personne désignée n’est pas connue du hub.", puisRejouer("Attendez le prochain flux CAF ou MSA")),
  PERSONNE_AMBIGUE: reessayable(
    "Plusieurs personnes connues répondent à celle qui est désignée.",
    puisRejouer("Tranchez le rapprochement d’identités"),
  ),
  // Files of the software of a Département
  TYPE_INCONNU: definitif("Le type de l’enregistrement n’est pas du format."),
  VERSION_INCONNUE: definitif("L’enregistrement est d’une version du format que le hub ne lit pas."),
  CHAMP_INCONNU: SCHEMA,
  CHAMP_INVALIDE: SCHEMA,
  CLE_EN_DOUBLE: definitif("La même clé est donnée deux fois avec deux contenus : le premier a été appliqué."),
  DATE_FUTURE: reessayable("Une date de l’enregistrement est dans le futur.", puisRejouer("Attendez ce jour, ou faites corriger la date")),
  ORGANISME_INCONNU: reessayable("L’organisme désigné n’est pas connu du hub.", puisRejouer("Importez l’organisme")),
  ORIENTATION_INTROUVABLE: reessayable("La personne n’a pas d’orientation en cours.", puisRejouer("Enregistrez l’orientation")),
  // What France Travail says
  PARCOURS_INCONNU: reessayable(
    "France Travail ne dit pas vers quel parcours, ou le département n’a pas de parcours de cette catégorie.",
    "Ajoutez au département un parcours local de cette catégorie, puis rejouez l’échange.",
  ),
  // Files of decisions
  LIGNE_ILLISIBLE: definitif("La ligne du fichier ne suit pas la forme convenue."),
  CLIENT_INCONNU: reessayable("La décision est donnée au nom d’un client qui n’est pas enregistré.", puisRejouer("Enregistrez le client")),
  MUTATION_INCONNUE: definitif("La décision demande une mutation qui n’existe pas."),
  DECISION_INCONNUE: definitif("La décision cite une ligne du fichier qui n’a pas été appliquée avant elle."),
  ARGUMENT_INCONNU: definitif("La décision donne un argument que sa mutation n’a pas."),
};

/** The error to show for a code. Shape: `Erreur`; the source of the sentence is the table above, or that of France Travail's errors. */
export function erreurDuCode(code: string): Erreur {
  const texte = TEXTES[code] ?? texteFranceTravail(code) ?? reessayable(`L’enregistrement a été rejeté avec le code ${code}.`);
  return { code, ...texte };
}

function texteFranceTravail(code: string): Texte | null {
  if (!Object.hasOwn(SENS_DES_ERREURS, code)) return null;
  const { message, reessayable, actionAgent } = SENS_DES_ERREURS[code as CodeFranceTravail];
  return { message, reessayable, actionAgent };
}
