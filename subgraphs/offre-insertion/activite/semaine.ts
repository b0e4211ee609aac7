import { addDays, isoWeek } from "../../shared/civil-date";
import type { MotifModulation } from "../../shared/contrat/enums";

/** A stretch of days with one weekly objective, both ends included: a contract, or a modulation of it. */
export interface PeriodeObjectif {
  modulation: boolean;
  minutes: number | null;
  exempte: boolean;
  du: string;
  au: string | null;
}

/** Minutes of a week by what they are worth. Those of an offer said not to count are in `horsObjectif` only. */
export interface MinutesDeLaSemaine {
  prevues: number;
  declarees: number;
  confirmees: number;
  contestees: number;
  horsObjectif: number;
}

/** A week of activity, in minutes. `realisees`: declared or confirmed. `ecart`: done less the objective; null without objective, exempt, or before the week begins. */
export interface Heures {
  semaine: string;
  objectifMinutes: number | null;
  realiseesMinutes: number;
  declareesMinutes: number;
  confirmeesMinutes: number;
  contesteesMinutes: number;
  prevuesMinutes: number;
  horsObjectifMinutes: number;
  ecartMinutes: number | null;
  exempte: boolean;
  motifExemption: MotifModulation | null;
}

const couvre = (p: { du: string; au: string | null }, jour: string): boolean => p.du <= jour && (p.au === null || p.au >= jour);

/** What is in force on a day: the modulation, else the contract; the one that began last. */
function enVigueur(periodes: readonly PeriodeObjectif[], jour: string): PeriodeObjectif | null {
  return periodes
    .filter((p) => couvre(p, jour))
    .reduce<PeriodeObjectif | null>((meilleure, p) => {
      if (meilleure === null) return p;
      if (p.modulation !== meilleure.modulation) return p.modulation ? p : meilleure;
      return p.du >= meilleure.du ? p : meilleure;
    }, null);
}

/** Objective of a week, in minutes. The law gives hours a week and no prorata, so none is made up: the objective is the lowest of those in force on
 * its seven days, and null when a day has none (a contract begins or ends that week, or does not say). A day of exemption exempts the week. */
export function objectifDeLaSemaine(periodes: readonly PeriodeObjectif[], lundi: string): { minutes: number | null; exempte: boolean } {
  const jours = Array.from({ length: 7 }, (_, n) => enVigueur(periodes, addDays(lundi, n)));
  if (jours.some((p) => p?.exempte)) return { minutes: 0, exempte: true };
  if (jours.some((p) => p === null || p.minutes === null)) return { minutes: null, exempte: false };
  return { minutes: Math.min(...jours.map((p) => p!.minutes!)), exempte: false };
}

/** `aujourdhui`: civil date, Paris. */
export function heuresDeLaSemaine(
  { semaine, lundi, aujourdhui }: { semaine: string; lundi: string; aujourdhui: string },
  periodes: readonly PeriodeObjectif[],
  m: MinutesDeLaSemaine,
): Heures {
  const { minutes, exempte } = objectifDeLaSemaine(periodes, lundi);
  const realiseesMinutes = m.declarees + m.confirmees;
  return {
    semaine,
    objectifMinutes: minutes,
    realiseesMinutes,
    declareesMinutes: m.declarees,
    confirmeesMinutes: m.confirmees,
    contesteesMinutes: m.contestees,
    prevuesMinutes: m.prevues,
    horsObjectifMinutes: m.horsObjectif,
    ecartMinutes: minutes === null || exempte || lundi > aujourdhui ? null : realiseesMinutes - minutes,
    exempte,
    motifExemption: null,
  };
}

/** An exemption as allocataires gives it: `motif` is null when the purpose of the caller does not open it. */
export interface Exemption {
  du: string;
  au: string | null;
  motif: MotifModulation | null;
}

/** Motive of the exemption of a week: of the last one to begin among those that touch it. */
export function motifDExemption(exemptions: readonly Exemption[], lundi: string): MotifModulation | null {
  const dimanche = addDays(lundi, 6);
  const touche = exemptions.filter((e) => e.du <= dimanche && (e.au === null || e.au >= lundi));
  return touche.reduce<Exemption | null>((a, b) => (a === null || b.du >= a.du ? b : a), null)?.motif ?? null;
}

/** At most a year of weeks at once. */
export const SEMAINES_MAX = 53;

/** ISO week of a civil date: 2027-01-01 is of 2026-W53. */
export function semaineDe(jour: string): string {
  const rang = (new Date(`${jour}T00:00:00Z`).getUTCDay() + 6) % 7;
  const jeudi = addDays(jour, 3 - rang);
  const annee = jeudi.slice(0, 4);
  const premierJanvier = Date.parse(`${annee}-01-01T00:00:00Z`);
  const numero = Math.floor((Date.parse(`${jeudi}T00:00:00Z`) - premierJanvier) / (7 * 86_400_000)) + 1;
  return `${annee}-W${String(numero).padStart(2, "0")}`;
}

/** The ISO weeks from one to another, both included; null when one does not exist, when they are upside down, or more than a year. */
export function semainesEntre(depuis: string, jusque: string): { semaine: string; debut: string; fin: string }[] | null {
  const [premiere, derniere] = [isoWeek(depuis), isoWeek(jusque)];
  if (!premiere || !derniere || premiere.debut > derniere.debut) return null;
  const semaines: { semaine: string; debut: string; fin: string }[] = [];
  for (let lundi = premiere.debut; lundi <= derniere.debut; lundi = addDays(lundi, 7)) {
    if (semaines.length === SEMAINES_MAX) return null;
    semaines.push({ semaine: semaineDe(lundi), debut: lundi, fin: addDays(lundi, 6) });
  }
  return semaines;
}
