import { Refus } from "../../shared/contrat/refus";
import type { Canal } from "./a-dire";
import type { Sens, Statut } from "./echange";

interface EchangeARejouer {
  sens: Sens;
  statut: Statut;
  canal: Canal;
  prochain_essai: Date | null;
  /** The original that its owner keeps, or the reading that received it: what a replay starts from. */
  rejet: string | null;
  lecture: string | null;
}

/** Why an exchange is not replayed, or null. `livre`: false when its subscription does not deliver.
 * Refus : ECHANGE_INCONNU, ECHANGE_NON_REJETE, ORIGINAL_ABSENT, ABONNEMENT_INACTIF. */
export function refusRejeu(echange: EchangeARejouer | null, livre: boolean): Refus | null {
  if (echange === null)
    return Refus.de("ECHANGE_INCONNU", "Cet échange n’existe pas ou n’est pas dans votre périmètre.", { champ: "echange" });
  if (!rejouable(echange))
    return Refus.de("ECHANGE_NON_REJETE", "Seul un échange rejeté, abandonné ou qui attend un prochain essai se rejoue.", {
      champ: "echange",
    });
  if (echange.sens === "ENTRANT" && echange.rejet === null && echange.lecture === null)
    return Refus.de("ORIGINAL_ABSENT", "Rien n’est gardé de ce message : demandez à l’émetteur de l’envoyer de nouveau.", {
      champ: "echange",
    });
  if (echange.canal === "ABONNEMENT" && !livre)
    return Refus.de("ABONNEMENT_INACTIF", "L’abonnement de cet échange ne livre pas : l’abonné le réactive d’abord.", { champ: "echange" });
  return null;
}

function rejouable({ sens, statut, canal, prochain_essai }: EchangeARejouer): boolean {
  if (sens === "ENTRANT") return statut === "REJETE";
  if (canal === "HUB") return false;
  // ENVOYE does not: a slow partner may still apply it. A_CONFIRMER is only read again.
  const attend = statut === "A_ENVOYER" || (statut === "A_CONFIRMER" && canal === "API");
  return statut === "REJETE" || statut === "ABANDONNE" || (attend && prochain_essai !== null);
}
