import { Refus } from "../shared/contrat/refus";

/** Every refusal of this subgraph, with its sentence and, when a text founds it, its source. docs/refus.md lists them. */
export const REFUS = {
  ALLOCATAIRE_INTROUVABLE: { message: "Aucune personne à lire ne porte cet identifiant : vérifiez-le, et votre périmètre." },
  CONTRAINTE_EN_DOUBLE: { message: "Le même frein est donné deux fois : gardez une ligne par frein." },
  CONTRAT_EN_COURS: {
    message:
      "Un contrat est déjà en cours : il doit être arrivé à son terme avant d’en signer un autre. Seul un contrat d’orientation de trois mois cède la place.",
  },
  CONTRAT_INTROUVABLE: { message: "Ce contrat n’est pas un contrat de cette personne." },
  DATE_ANTERIEURE: {
    message: "La date est antérieure au fait qu’elle doit suivre (notification, décision ou début), ou à l’an 2000 : corrigez-la.",
  },
  DATE_FUTURE: { message: "La date est dans le futur : un acte s’enregistre quand il a eu lieu." },
  DEJA_INTERVENANT: { message: "Ce professionnel intervient déjà avec ce rôle pour cette orientation." },
  DELEGATION_ABSENTE: {
    message:
      "France Travail n’oriente ici que par délégation du Département, et aucune délégation n’est enregistrée : transmettez au Département.",
    source: "CASF L. 262-29, D. 262-65-2",
  },
  DUREE_INVALIDE: {
    message:
      "La durée est un nombre entier de mois, de 1 à 24 pour un contrat, de 1 à 3 pour un contrat d’orientation, au moins 1 pour un emploi.",
  },
  FINALITE_INADAPTEE: {
    message: "La finalité du jeton ne permet pas d’enregistrer un diagnostic : demandez un jeton pour l’accompagnement ou l’orientation.",
  },
  HEURES_INVALIDES: { message: "Les heures d’activité vont de 0 à 35 par semaine." },
  MEME_ORGANISME: { message: "L’organisme d’arrivée est celui de départ." },
  MOTIF_MANQUANT: { message: "Un motif est attendu, en quelques mots (2 000 caractères au plus)." },
  MOTIF_MODULATION_ABSENT: {
    message: "Une exemption, ou moins de quinze heures par semaine, demande un motif de modulation.",
    source: "Code du travail L. 5411-6",
  },
  NON_DISPONIBLE: { message: "Cet acte n’est pas encore ouvert dans cette version du hub : rien n’a été enregistré." },
  NON_HABILITE: { message: "Votre organisme n’est pas habilité à cet acte : il revient au Département.", source: "CASF L. 262-29" },
  ORGANISME_INADAPTE: {
    message: "Un organisme payeur ne peut pas être l’organisme référent : choisissez un organisme du réseau pour l’emploi.",
  },
  ORGANISME_INCONNU: { message: "Cet organisme n’est pas connu dans le département de la personne." },
  ORIENTATION_CLOSE: { message: "Cette orientation est close : elle ne se modifie plus." },
  ORIENTATION_DEJA_DECIDEE: {
    message: "Une orientation est déjà décidée pour cette personne : proposez une réorientation.",
    source: "CASF L. 262-31",
  },
  ORIENTATION_INTROUVABLE: { message: "Aucune orientation à lire ne porte cet identifiant." },
  PARCOURS_INCONNU: { message: "Ce parcours n’est pas un parcours local du département de la personne." },
  QUOTITE_INVALIDE: { message: "La quotité est une part d’un temps plein, au-dessus de 0 et jusqu’à 1." },
  REFERENT_HORS_ORGANISME: { message: "Ce référent ne travaille pas pour l’organisme de l’orientation." },
  REFERENT_INCONNU: { message: "Ce référent n’est pas connu dans le département de la personne." },
  RENDEZ_VOUS_INTROUVABLE: { message: "Ce rendez-vous n’est pas un rendez-vous de cette personne." },
  RENDEZ_VOUS_SANS_ABSENCE: { message: "Ce rendez-vous n’a pas été manqué : seule une absence sans excuse peut fonder un manquement." },
  SANS_CONTRAT: { message: "Aucun contrat n’existe : le non-respect d’un contrat ne peut pas être constaté.", source: "CASF L. 262-37" },
  SANS_ORIENTATION: { message: "La personne n’a pas d’orientation en cours : décidez d’abord l’orientation." },
  SORTIE_DEJA_DECLAREE: { message: "La sortie de cette entrée est déjà déclarée." },
  TEXTE_INVALIDE: {
    message: "Un texte est trop long (2 000 caractères au plus, 200 par élément de liste) ou contient un caractère de contrôle.",
  },
} as const satisfies Record<string, { message: string; source?: string }>;
export type CodeRefus = keyof typeof REFUS;

export function refus(code: CodeRefus, champ?: string): Refus {
  const { message, source } = REFUS[code] as { message: string; source?: string };
  return Refus.de(code, message, { source, champ });
}

/** A first refusal among rules that are evaluated in order, or null. */
export function premierRefus(...regles: (() => Refus | null)[]): Refus | null {
  for (const regle of regles) {
    const trouve = regle();
    if (trouve) return trouve;
  }
  return null;
}

/** No act of the hub is older: an earlier date is a typing error. */
const PLUS_ANCIEN_ACTE = "2000-01-01";

/** A civil date that is neither after `aujourdhui` nor before any of `apres`, nor absurdly old. */
export function refusDeDate(date: string, champ: string, aujourdhui: string, ...apres: (string | null)[]): Refus | null {
  if (date > aujourdhui) return refus("DATE_FUTURE", champ);
  return [PLUS_ANCIEN_ACTE, ...apres].some((borne) => borne !== null && date < borne) ? refus("DATE_ANTERIEURE", champ) : null;
}

const MAXIMUM = 2_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused; tab and line feed are kept.
const CONTROLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** A text that must be there. */
export const refusDeMotif = (motif: string, champ = "motif"): Refus | null =>
  motif.trim() === "" ? refus("MOTIF_MANQUANT", champ) : refusDeTexte(motif, champ);

export const refusDeTexte = (texte: string | null | undefined, champ: string, maximum = MAXIMUM): Refus | null =>
  texte && (texte.length > maximum || CONTROLE.test(texte)) ? refus("TEXTE_INVALIDE", champ) : null;
