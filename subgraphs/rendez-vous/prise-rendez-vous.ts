import { Refus } from "../shared/contrat/refus";

/** Length of an appointment, in minutes. */
export const DUREE = { minimum: 5, maximum: 480 } as const;
/** An appointment is taken at most this long ahead, in days. */
const AVANCE_MAXIMUM_JOURS = 730;

/** A span of time. */
export interface Plage {
  debut: Date;
  dureeMinutes: number;
}

const fin = ({ debut, dureeMinutes }: Plage): number => debut.getTime() + dureeMinutes * 60_000;

/** True when two spans share more than an instant. */
export const seChevauchent = (a: Plage, b: Plage): boolean => a.debut.getTime() < fin(b) && b.debut.getTime() < fin(a);

/** Why an appointment cannot be set at that time, or `null`. Refus: DEBUT_PASSE, DEBUT_TROP_LOIN, DUREE_INVALIDE. */
export function refusPlage({ debut, dureeMinutes }: Plage, maintenant: Date): Refus | null {
  if (debut <= maintenant)
    return Refus.de("DEBUT_PASSE", "L’heure du rendez-vous est passée : donnez une heure à venir.", { champ: "debut" });
  if (debut.getTime() > maintenant.getTime() + AVANCE_MAXIMUM_JOURS * 86_400_000) {
    return Refus.de("DEBUT_TROP_LOIN", "Un rendez-vous se prend au plus deux ans à l’avance : vérifiez l’année.", { champ: "debut" });
  }
  if (!Number.isInteger(dureeMinutes) || dureeMinutes < DUREE.minimum || dureeMinutes > DUREE.maximum) {
    return Refus.de("DUREE_INVALIDE", `Un rendez-vous dure de ${DUREE.minimum} à ${DUREE.maximum} minutes.`, { champ: "dureeMinutes" });
  }
  return null;
}

/** Why a person cannot come at that time, or `null`. Refus: RENDEZ_VOUS_SIMULTANE.
 * @param autres the appointments at which she is still expected. */
export function refusSimultane(plage: Plage, autres: readonly Plage[]): Refus | null {
  if (!autres.some((autre) => seChevauchent(plage, autre))) return null;
  return Refus.de("RENDEZ_VOUS_SIMULTANE", "La personne a déjà un rendez-vous à cette heure : choisissez-en une autre.", {
    champ: "debut",
  });
}
