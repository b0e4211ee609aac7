import { civilDateOf } from "../../shared/civil-date";

/** Instants as France Travail writes them: the hour of Paris, with its offset. */

const PARTS = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const DECALAGE = new Intl.DateTimeFormat("en-US", { timeZone: "Europe/Paris", timeZoneName: "longOffset" });

/** 2026-11-22T09:30:00 of Paris, without offset. */
export const heureLocale = (instant: Date): string => PARTS.format(instant).replace(" ", "T");

/** 2026-11-22T09:30:00+01:00. */
export function instantDeParis(instant: Date): string {
  const nom = DECALAGE.formatToParts(instant).find((part) => part.type === "timeZoneName")!.value;
  return `${heureLocale(instant)}${nom.replace("GMT", "")}`;
}

/** The first instant of a civil date in Paris: never after a fact of that day. */
export function debutDuJour(jour: string): string {
  const hiver = new Date(`${jour}T00:00:00+01:00`);
  const ete = new Date(`${jour}T00:00:00+02:00`);
  return instantDeParis(civilDateOf(ete) === jour ? ete : hiver);
}

/** Civil date in Paris of what the partner wrote: an instant, or an hour of Paris, or a civil date. */
export const jourLu = (ecrit: string): string =>
  /T.*(Z|[+-]\d{2}:?\d{2})$/.test(ecrit) ? civilDateOf(new Date(ecrit.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"))) : ecrit.slice(0, 10);

/** The instant of an hour of Paris written without offset (2026-11-22T09:30:00); as it is when an offset is there. */
export function instantDeLHeure(ecrite: string): Date {
  if (/(Z|[+-]\d{2}:?\d{2})$/.test(ecrite)) return new Date(ecrite.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  const ete = new Date(`${ecrite}+02:00`);
  return heureLocale(ete) === ecrite.slice(0, 19) ? ete : new Date(`${ecrite}+01:00`);
}
