import { Refus } from "../../shared/contrat/refus";
import { phraseTypeInconnu, typeInconnu } from "../evenement/types-evenement";
import { raisonUrlRefusee } from "./url-abonnement";

/** Subscriptions in force that one client may have. */
export const ABONNEMENTS_MAX = 50;

/** Why a subscription is refused, or `null`. Refus : URL_REFUSEE, TYPE_INCONNU. */
export function refusAbonnement(url: string, types: readonly string[]): Refus | null {
  const raison = raisonUrlRefusee(url);
  if (raison !== null) return Refus.de("URL_REFUSEE", `Cette adresse ne peut pas recevoir d’événements : ${raison}.`, { champ: "url" });
  if (types.length === 0) return Refus.de("TYPE_INCONNU", "Donnez au moins un type d’événement.", { champ: "types" });
  const inconnu = typeInconnu(types);
  return inconnu === null ? null : Refus.de("TYPE_INCONNU", phraseTypeInconnu(inconnu), { champ: "types" });
}
