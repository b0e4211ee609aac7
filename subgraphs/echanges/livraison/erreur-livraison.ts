import type { Erreur } from "../echange/erreur-echange";

/** What can go wrong with the delivery of an event to a subscriber. */
export const CODES_LIVRAISON = [
  "ADRESSE_INTERDITE",
  "NOM_INTROUVABLE",
  "ABONNE_INJOIGNABLE",
  "DELAI_DEPASSE",
  "REDIRECTION",
  "REPONSE_HTML",
  "REPONSE_EN_ERREUR",
  "ABONNE_PARTI",
  "ABONNEMENT_DESACTIVE",
] as const;
export type CodeLivraison = (typeof CODES_LIVRAISON)[number];

const ATTENDRE = "Rien à faire : le hub réessaie pendant 72 heures. Si cela dure, prévenez l’abonné.";

const PHRASES: Readonly<Record<CodeLivraison, Omit<Erreur, "code">>> = {
  ADRESSE_INTERDITE: {
    message: "Le nom de l’abonné désigne une machine ou un réseau privé : rien ne lui est envoyé.",
    reessayable: true,
    actionAgent: "Prévenez l’abonné : qu’il corrige son nom de domaine, ou s’abonne à une autre adresse.",
  },
  NOM_INTROUVABLE: { message: "Le nom de l’abonné n’est connu d’aucun serveur de noms.", reessayable: true, actionAgent: ATTENDRE },
  ABONNE_INJOIGNABLE: {
    message: "La connexion à l’abonné n’aboutit pas, ou son certificat n’est pas reconnu.",
    reessayable: true,
    actionAgent: ATTENDRE,
  },
  DELAI_DEPASSE: { message: "L’abonné n’a pas répondu en dix secondes.", reessayable: true, actionAgent: ATTENDRE },
  REDIRECTION: {
    message: "L’abonné renvoie vers une autre adresse : le hub ne suit pas.",
    reessayable: true,
    actionAgent: "Prévenez l’abonné : qu’il s’abonne à l’adresse définitive.",
  },
  REPONSE_HTML: {
    message: "Une page HTML répond à la place de l’abonné : un pare-feu ou un portail l’arrête.",
    reessayable: true,
    actionAgent: "Prévenez l’abonné : qu’il laisse passer les envois du hub.",
  },
  REPONSE_EN_ERREUR: { message: "L’abonné répond par une erreur.", reessayable: true, actionAgent: ATTENDRE },
  ABONNE_PARTI: {
    message: "L’abonné dit que son adresse n’existe plus (410).",
    reessayable: false,
    actionAgent: "L’abonné se réabonne à sa nouvelle adresse, ou réactive l’abonnement puis le rejoue.",
  },
  ABONNEMENT_DESACTIVE: {
    message: "L’abonnement est désactivé : cet événement n’est pas parti.",
    reessayable: false,
    actionAgent: "L’abonné réactive l’abonnement (reactiverAbonnement), puis le rejoue (rejouerLivraisons).",
  },
};

/** The error that an exchange shows for a failed delivery. */
export const erreurDeLivraison = (code: CodeLivraison): Erreur => ({ code, ...PHRASES[code] });

/** Why a subscription is disabled, for its subscriber. */
export const RAISONS = {
  essais: (code: CodeLivraison) => `72 heures d’échecs de suite. Le dernier : ${PHRASES[code].message}`,
  parti: PHRASES.ABONNE_PARTI.message,
  file: (maximum: number) => `Plus de ${maximum} événements attendent : lisez « evenements » pour reprendre, puis réactivez l’abonnement.`,
} as const;
