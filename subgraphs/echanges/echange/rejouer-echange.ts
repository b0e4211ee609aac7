import { Refus } from "../../shared/contrat/refus";
import type { Sens, Statut } from "./echange";

interface EchangeARejouer {
  sens: Sens;
  statut: Statut;
  rejet: string | null;
}

/** Why an exchange is not replayed by the API. Refus : ECHANGE_INCONNU, ECHANGE_NON_REJETE, NON_DISPONIBLE. */
export function refusRejeu(echange: EchangeARejouer | null): Refus {
  if (echange === null)
    return Refus.de("ECHANGE_INCONNU", "Cet échange n’existe pas ou n’est pas dans votre périmètre.", { champ: "echange" });
  if (echange.statut !== "REJETE") return Refus.de("ECHANGE_NON_REJETE", "Seul un échange rejeté se rejoue.", { champ: "echange" });
  if (echange.sens === "ENTRANT" && echange.rejet !== null) {
    return Refus.de(
      "NON_DISPONIBLE",
      `Le rejeu d’un enregistrement reçu n’est pas encore ouvert dans l’API. L’exploitant du hub le rejoue par la commande : unefois rejets --rejouer ${echange.rejet}`,
    );
  }
  return Refus.de("NON_DISPONIBLE", "L’envoi aux partenaires n’est pas encore ouvert dans ce hub : l’échange reste dans la file.");
}
