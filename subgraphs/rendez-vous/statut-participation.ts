import { Refus } from "../shared/contrat/refus";
import { civilDateIn } from "../shared/time-zone";

/** States of a participant. A_RENSEIGNER is derived (PREVU, the hour passed), never stored. */
export const STATUTS = ["PREVU", "A_RENSEIGNER", "HONORE", "ABSENT", "ABSENT_JUSTIFIE", "ANNULE_USAGER", "ANNULE_SERVICE"] as const;
export type StatutParticipation = (typeof STATUTS)[number];
export type StatutEnregistre = Exclude<StatutParticipation, "A_RENSEIGNER">;

/** What is shown: an appointment whose hour has come waits for its presence.
 * @param debut start of the appointment.  @param maintenant the injected clock. */
export const statutAffiche = (statut: StatutEnregistre, debut: Date, maintenant: Date): StatutParticipation =>
  statut === "PREVU" && debut <= maintenant ? "A_RENSEIGNER" : statut;

/** What a professional may enter from each stored state. A cancelled appointment never becomes an absence:
 * a breach cannot be built on it (reference §7). */
export const TRANSITIONS = {
  PREVU: ["HONORE", "ABSENT", "ABSENT_JUSTIFIE", "ANNULE_USAGER", "ANNULE_SERVICE"],
  HONORE: ["ABSENT", "ABSENT_JUSTIFIE"],
  ABSENT: ["HONORE", "ABSENT_JUSTIFIE", "ANNULE_USAGER", "ANNULE_SERVICE"],
  ABSENT_JUSTIFIE: ["HONORE", "ABSENT"],
  ANNULE_USAGER: ["HONORE", "ANNULE_SERVICE"],
  ANNULE_SERVICE: ["HONORE", "ANNULE_USAGER"],
} as const satisfies Record<StatutEnregistre, readonly StatutEnregistre[]>;

const SAISISSABLES: readonly string[] = ["HONORE", "ABSENT", "ABSENT_JUSTIFIE", "ANNULE_USAGER", "ANNULE_SERVICE"];
const PRESENCES: readonly string[] = ["HONORE", "ABSENT", "ABSENT_JUSTIFIE"];
const LIBELLES: Record<StatutEnregistre, string> = {
  PREVU: "prévu",
  HONORE: "honoré",
  ABSENT: "absent",
  ABSENT_JUSTIFIE: "absent, excusé",
  ANNULE_USAGER: "annulé par l’usager",
  ANNULE_SERVICE: "annulé par le service",
};

/** True when the status says whether the person came. */
export const estPresence = (statut: string): boolean => PRESENCES.includes(statut);
/** True when a presence was said before the civil day of the appointment: nobody can know it.
 * @param zone of the département (IANA). */
export const presenceAnticipee = (statut: string, debut: Date, ditLe: Date, zone: string): boolean =>
  estPresence(statut) && debut > ditLe && civilDateIn(debut, zone) > civilDateIn(ditLe, zone);
export const estAnnulation = (statut: string): boolean => statut === "ANNULE_USAGER" || statut === "ANNULE_SERVICE";

/** Why this status cannot be entered at all, or `null`. Refus: STATUT_NON_SAISISSABLE. */
export function refusStatut(statut: StatutParticipation): Refus | null {
  if (SAISISSABLES.includes(statut)) return null;
  return Refus.de(
    "STATUT_NON_SAISISSABLE",
    "« Prévu » et « à renseigner » se déduisent de l’heure du rendez-vous : saisissez une présence, une absence ou une annulation.",
    {
      champ: "statut",
    },
  );
}

/** Why a participant cannot go from a stored status to another, or `null`.
 * Refus: RENDEZ_VOUS_A_VENIR, TRANSITION_INTERDITE. The same status again is no refusal. */
export function refusPresence(avant: StatutEnregistre, apres: StatutEnregistre, debut: Date, maintenant: Date): Refus | null {
  if (debut > maintenant && estPresence(apres)) {
    return Refus.de("RENDEZ_VOUS_A_VENIR", "Ce rendez-vous n’a pas encore eu lieu : la présence se renseigne à partir de son heure.", {
      champ: "statut",
    });
  }
  if (avant === apres || (TRANSITIONS[avant] as readonly string[]).includes(apres)) return null;
  return Refus.de("TRANSITION_INTERDITE", `Ce rendez-vous est ${LIBELLES[avant]} : il ne peut pas devenir « ${LIBELLES[apres]} ».`, {
    champ: "statut",
  });
}
