import { Refus } from "../../shared/contrat/refus";
import type { CanalConvocation, EchecRemise } from "./regles-convocation";

export interface Envoi {
  canal: CanalConvocation;
  envoyeeLe: Date;
  preuve: string | null;
}

export interface Remise {
  remiseLe: Date | null;
  echec: EchecRemise | null;
}

/** A reference: letters, digits and the signs of a file number. A sentence, a name or an address does not fit. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/#-]{0,99}$/;

/** Why a reference is no proof, or `null`. Refus: PREUVE_INVALIDE. */
export function refusPreuve(preuve: string | null): Refus | null {
  if (preuve === null || REFERENCE.test(preuve)) return null;
  return Refus.de(
    "PREUVE_INVALIDE",
    "La preuve est une référence (lettre, lot, bordereau) de 1 à 100 caractères sans espace, jamais un contenu.",
    { champ: "preuve" },
  );
}

/** Why a sending cannot be recorded, or `null`. Refus: PREUVE_INVALIDE, ENVOI_A_VENIR, ENVOI_TARDIF. */
export function refusEnvoi({ canal, envoyeeLe, preuve }: Envoi, debut: Date, maintenant: Date): Refus | null {
  const sansPreuve = refusPreuve(preuve);
  if (sansPreuve) return sansPreuve;
  if (envoyeeLe > maintenant)
    return Refus.de("ENVOI_A_VENIR", "L’envoi est dans le futur : enregistrez-le quand la convocation est partie.", { champ: "envoyeeLe" });
  if (envoyeeLe >= debut)
    return Refus.de(
      "ENVOI_TARDIF",
      canal === "REMISE_EN_MAIN"
        ? "La convocation est donnée après l’heure du rendez-vous : elle ne convoque personne."
        : "La convocation est partie après l’heure du rendez-vous : elle ne convoque personne.",
      { champ: "envoyeeLe" },
    );
  return null;
}

/** Why what became of a sending cannot be recorded, or `null`. Refus: REMISE_OU_ECHEC, NON_CONVOQUEE, REMISE_A_VENIR, REMISE_ANTERIEURE. */
export function refusRemise({ remiseLe, echec }: Remise, envoyeeLe: Date | null, maintenant: Date): Refus | null {
  if ((remiseLe === null) === (echec === null))
    return Refus.de("REMISE_OU_ECHEC", "Donnez la date de remise, ou l’échec : l’un des deux.", { champ: "remiseLe" });
  if (envoyeeLe === null)
    return Refus.de("NON_CONVOQUEE", "La personne n’est pas convoquée à ce rendez-vous : enregistrez d’abord l’envoi.", {
      champ: "rendezVous",
    });
  if (remiseLe !== null && remiseLe > maintenant)
    return Refus.de("REMISE_A_VENIR", "La remise est dans le futur : constatez-la quand elle a eu lieu.", { champ: "remiseLe" });
  if (remiseLe !== null && remiseLe < envoyeeLe)
    return Refus.de("REMISE_ANTERIEURE", "La remise vient avant l’envoi : vérifiez les deux dates.", { champ: "remiseLe" });
  return null;
}
