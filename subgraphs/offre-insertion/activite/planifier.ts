import { addDays, civilDateOf } from "../../shared/civil-date";
import { isWorkingDay } from "../../shared/working-days";
import type { TypeActivite } from "./activite";

/** What an offer and its session tell of the time they take. */
export interface APlanifier {
  departement: string;
  /** Instants. */
  session: { debut: Date; fin: Date | null } | null;
  volumeHoraireHebdomadaire: number | null;
  nombreSemaines: number | null;
}

export interface JourPrevu {
  date: string;
  minutes: number;
}

/** No plan is longer: beyond, the offer is badly described. */
const SEMAINES_MAX = 52;
const JOURS_OUVRES = 5;

const HEURE_PARIS = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** Minutes since midnight, Paris. */
function minuteDuJour(instant: Date): number {
  const [heure, minute] = HEURE_PARIS.format(instant).split(":").map(Number) as [number, number];
  return heure * 60 + minute;
}

function joursOuvres(du: string, au: string, departement: string): string[] {
  const jours: string[] = [];
  for (let jour = du; jour <= au; jour = addDays(jour, 1)) if (isWorkingDay(jour, "OUVRES", departement)) jours.push(jour);
  return jours;
}

/** Weekly minutes spread on five days, to the minute: the first days take what does not divide. A public holiday is lost, not moved. */
function partDuJour(minutesHebdomadaires: number, jour: string): number {
  const rang = (new Date(`${jour}T00:00:00Z`).getUTCDay() + 6) % 7;
  return Math.floor(minutesHebdomadaires / JOURS_OUVRES) + (rang < minutesHebdomadaires % JOURS_OUVRES ? 1 : 0);
}

/** The days of an activity and their minutes, from what is known and nothing else; empty when neither hours nor days are.
 * A session of one day lasts from its beginning to its end. One of several days takes its offer's weekly hours on working days, else the hours of the
 * clock between its beginning and its end each working day. Without session: weekly hours × weeks, from `du` (civil date) on. */
export function joursPrevus({ departement, session, volumeHoraireHebdomadaire, nombreSemaines }: APlanifier, du: string): JourPrevu[] {
  const hebdomadaires = volumeHoraireHebdomadaire === null ? null : Math.round(volumeHoraireHebdomadaire * 60);
  const parSemaine = (jours: string[], minutes: number) =>
    jours.map((date) => ({ date, minutes: partDuJour(minutes, date) })).filter((j) => j.minutes > 0);
  if (session === null) {
    if (!hebdomadaires || !nombreSemaines) return [];
    return parSemaine(joursOuvres(du, addDays(du, 7 * Math.min(nombreSemaines, SEMAINES_MAX) - 1), departement), hebdomadaires);
  }
  if (session.fin === null) return [];
  const [premier, dernier] = [civilDateOf(session.debut), civilDateOf(session.fin)];
  if (premier === dernier) return [{ date: premier, minutes: Math.round((session.fin.getTime() - session.debut.getTime()) / 60_000) }];
  const limite = addDays(premier, 7 * SEMAINES_MAX - 1);
  const jours = joursOuvres(premier, dernier < limite ? dernier : limite, departement);
  if (hebdomadaires) return parSemaine(jours, hebdomadaires);
  const minutes = minuteDuJour(session.fin) - minuteDuJour(session.debut);
  return minutes > 0 ? jours.map((date) => ({ date, minutes })) : [];
}

/** What an activity planned from an offer is. */
export function typePrevu(offre: { type: string | null; origine: string; dispositif: string | null }, session: boolean): TypeActivite {
  if (offre.dispositif === "IMMERSION" || offre.origine === "IMMERSION") return "IMMERSION";
  if (offre.type === "formation" || offre.origine === "FORMATION") return "FORMATION";
  if (offre.type === "atelier") return "ATELIER";
  return session ? "SESSION" : "AUTRE";
}

/** Hours of 1 to 1 440 minutes a day only: a session over midnight has no day of its own. */
export const planifiable = (jour: JourPrevu): boolean => jour.minutes >= 1 && jour.minutes <= 1_440;
