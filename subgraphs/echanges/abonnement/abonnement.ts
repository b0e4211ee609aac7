import { Refus } from "../../shared/contrat/refus";
import { phraseTypeInconnu, TYPES_DE_LA_VEILLE, typeInconnu } from "../evenement/types-evenement";
import { type AdressesAdmises, raisonUrlRefusee } from "./url-abonnement";

/** Subscriptions in force that one client may have. */
export const ABONNEMENTS_MAX = 50;

/** Events that one replay may send again: beyond, the subscriber reads `evenements`. */
export const REJEU_MAX = 10_000;

/** What a subscription is doing, for its client. */
export const ETATS_ABONNEMENT = ["ACTIF", "EN_ATTENTE", "DESACTIVE", "RESILIE"] as const;
export type EtatAbonnement = (typeof ETATS_ABONNEMENT)[number];

interface Etapes {
  version_secret: number;
  desactive_le: Date | null;
  resilie_le: Date | null;
}

export function etatAbonnement({ version_secret, desactive_le, resilie_le }: Etapes): EtatAbonnement {
  if (resilie_le !== null) return "RESILIE";
  if (version_secret === 0) return "EN_ATTENTE";
  return desactive_le === null ? "ACTIF" : "DESACTIVE";
}

/** Why what the watch tells is not for this client, or `null`: asked at each act on a subscription, since a right may be taken away. Refus : TYPE_INCONNU. */
export function refusReserve(types: readonly string[], veille: boolean): Refus | null {
  const reserve = veille ? undefined : types.find((type) => (TYPES_DE_LA_VEILLE as readonly string[]).includes(type));
  return reserve ? Refus.de("TYPE_INCONNU", `« ${reserve} » se livre à qui a le droit journal.lire.`, { champ: "types" }) : null;
}

/** Why a subscription is refused, or `null`. Refus : URL_REFUSEE, TYPE_INCONNU. @param veille whether the client may read what the watch tells. */
export function refusAbonnement(url: string, types: readonly string[], admises: AdressesAdmises, veille: boolean): Refus | null {
  const raison = raisonUrlRefusee(url, admises);
  if (raison !== null) return Refus.de("URL_REFUSEE", `Cette adresse ne peut pas recevoir d’événements : ${raison}.`, { champ: "url" });
  if (types.length === 0) return Refus.de("TYPE_INCONNU", "Donnez au moins un type d’événement.", { champ: "types" });
  const reserve = refusReserve(types, veille);
  if (reserve) return reserve;
  const inconnu = typeInconnu(types);
  return inconnu === null ? null : Refus.de("TYPE_INCONNU", phraseTypeInconnu(inconnu), { champ: "types" });
}

export const abonnementInconnu = (): Refus =>
  Refus.de("ABONNEMENT_INCONNU", "Cet abonnement n’existe pas, ou n’est pas celui de votre client.", { champ: "abonnement" });

/** Why a subscription cannot be worked with, or `null`. Refus : ABONNEMENT_INCONNU, ABONNEMENT_RESILIE. */
export function refusEnCours(abonnement: Etapes | null): Refus | null {
  if (abonnement === null) return abonnementInconnu();
  if (abonnement.resilie_le === null) return null;
  return Refus.de("ABONNEMENT_RESILIE", "Cet abonnement est terminé : abonnez-vous de nouveau.", { champ: "abonnement" });
}

/** Why deliveries are not replayed, or `null`. Refus : ABONNEMENT_INCONNU, ABONNEMENT_RESILIE, ABONNEMENT_INACTIF, POSITION_INVALIDE. */
export function refusRejeuLivraisons(abonnement: Etapes | null, depuis: string): Refus | null {
  const refus = refusEnCours(abonnement);
  if (refus) return refus;
  if (etatAbonnement(abonnement!) !== "ACTIF")
    return Refus.de("ABONNEMENT_INACTIF", "Cet abonnement ne livre pas : réactivez-le d’abord, ou demandez son secret.", {
      champ: "abonnement",
    });
  if (/^\d{1,15}$/.test(depuis)) return null;
  return Refus.de("POSITION_INVALIDE", "La position est celle d’un événement : un nombre entier, sans signe.", { champ: "depuis" });
}

export const tropDEvenements = (): Refus =>
  Refus.de(
    "REJEU_TROP_LONG",
    `Plus de ${REJEU_MAX} événements suivent cette position : lisez-les par « evenements », ou donnez une position plus récente.`,
    { champ: "depuis" },
  );
