import { civilDateOf } from "../../shared/civil-date";
import { Refus } from "../../shared/contrat/refus";
import type { DeclarantActivite, StatutActivite } from "./activite";
import { refusDeLaJournee } from "./refus-activite";

export interface PresenceRecue {
  allocataire: string;
  presente: boolean;
  /** Null: the planned minutes of that day. */
  minutes: number | null;
}

/** What the hub knows of a person of the session on that day. */
export interface Attendue {
  /** As it was asked, in lower case. */
  demandee: string;
  departement: string;
  canonique: string;
  prescription: string | null;
  activite: string | null;
  statut: StatutActivite | null;
  minutesPrevues: number | null;
  /** Minutes already done that day, this activity left out. */
  dejaFaites: number;
}

/** What is to be written for a person: a planned activity changes, or one is made. */
export interface PresenceAEcrire {
  attendue: Attendue;
  statut: StatutActivite;
  minutes: number;
}

const PRESENCES_MAX = 200;

/** The state that a presence gives: the structure declares what it saw, for the référent to confirm; who decides confirms at once. */
export const statutDePresence = (presente: boolean, declarant: DeclarantActivite): StatutActivite =>
  presente ? (declarant === "REFERENT" ? "CONFIRMEE" : "DECLAREE") : "NON_REALISEE";

/** Why the presences of a session cannot be written, whoever is in it, or null. `date`: civil date.
 * Refus : PRESENCES_INVALIDES, HORS_SESSION, DATE_FUTURE. */
export function refusDesPresences(
  session: { debut: Date; fin: Date | null },
  date: string,
  presences: readonly PresenceRecue[],
  aujourdhui: string,
): Refus | null {
  const [premier, dernier] = [civilDateOf(session.debut), civilDateOf(session.fin ?? session.debut)];
  if (date < premier || date > dernier) {
    const jours = premier === dernier ? `le ${premier}` : `du ${premier} au ${dernier}`;
    return Refus.de("HORS_SESSION", `Cette session a lieu ${jours}.`, { champ: "date" });
  }
  if (date > aujourdhui) return Refus.de("DATE_FUTURE", `La journée du ${date} n’a pas encore eu lieu.`, { champ: "date" });
  const personnes = new Set(presences.map((p) => p.allocataire.toLowerCase()));
  if (presences.length === 0 || presences.length > PRESENCES_MAX || personnes.size < presences.length) {
    const message = `Donnez de 1 à ${PRESENCES_MAX} présences, chaque personne une fois.`;
    return Refus.de("PRESENCES_INVALIDES", message, { champ: "presences" });
  }
  return null;
}

/** What each presence writes, in order, or the first refusal: nothing is written by halves. A presence already told the same way writes nothing.
 * Refus : PRESCRIPTION_INTROUVABLE, TRANSITION_IMPOSSIBLE, MINUTES_INVALIDES, JOURNEE_DEPASSEE. */
export function presencesAEcrire(
  presences: readonly PresenceRecue[],
  attendues: readonly Attendue[],
  declarant: DeclarantActivite,
): PresenceAEcrire[] | Refus {
  const parPersonne = new Map(attendues.map((a) => [a.demandee, a]));
  const aEcrire: PresenceAEcrire[] = [];
  for (const [rang, presence] of presences.entries()) {
    const attendue = parPersonne.get(presence.allocataire.toLowerCase());
    const ecriture = presenceAEcrire(presence, attendue ?? null, declarant, `presences[${rang}]`);
    if (ecriture instanceof Refus) return ecriture;
    if (ecriture) aEcrire.push(ecriture);
  }
  return aEcrire;
}

function presenceAEcrire(
  { presente, minutes: dites }: PresenceRecue,
  attendue: Attendue | null,
  declarant: DeclarantActivite,
  champ: string,
): PresenceAEcrire | Refus | null {
  if (!attendue?.prescription) {
    const message = "Cette personne n’a pas de prescription validée pour cette session, ou n’est pas de votre périmètre.";
    return Refus.de("PRESCRIPTION_INTROUVABLE", message, { champ: `${champ}.allocataire` });
  }
  const statut = statutDePresence(presente, declarant);
  const minutes = dites ?? attendue.minutesPrevues;
  if (attendue.statut !== null && attendue.statut !== "PREVUE") {
    if (attendue.statut === statut && (!presente || minutes === attendue.minutesPrevues)) return null;
    const message = "La présence de cette personne est déjà dite autrement : confirmez ou contestez son activité.";
    return Refus.de("TRANSITION_IMPOSSIBLE", message, { champ });
  }
  if (!presente) return attendue.activite === null ? null : { attendue, statut, minutes: attendue.minutesPrevues! };
  if (minutes === null || minutes < 1 || minutes > 1_440) {
    const message = "Dites la durée de présence, de 1 à 1440 minutes : la session ne la donne pas.";
    return Refus.de("MINUTES_INVALIDES", message, { champ: `${champ}.minutes` });
  }
  return refusDeLaJournee(attendue.dejaFaites, minutes) ?? { attendue, statut, minutes };
}
