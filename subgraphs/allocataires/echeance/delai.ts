import { addDays, addMonths } from "../../shared/civil-date";
import { addWorkingDays, nextWorkingDay } from "../../shared/working-days";

export const UNITES_DELAI = ["JOURS", "JOURS_OUVRES", "JOURS_OUVRABLES", "SEMAINES", "MOIS"] as const;
export type UniteDelai = (typeof UNITES_DELAI)[number];

export const REGLES_REPORT = ["AUCUNE", "JOUR_OUVRE_SUIVANT"] as const;
export type RegleReport = (typeof REGLES_REPORT)[number];

/** A delay. Months are calendar months: from 31 January, one month ends on the last day of February. */
export interface Delai {
  valeur: number;
  unite: UniteDelai;
  /** What becomes of a limit that falls on a Saturday, a Sunday or a public holiday. */
  report: RegleReport;
}

/** The last day on which an act is in time. Civil dates; the day of departure does not count.
 * Never before `depart`, and never goes back when `depart` goes on. */
export function limite(depart: string, { valeur, unite, report }: Delai, departement: string): string {
  const brute = sansReport(depart, valeur, unite, departement);
  return report === "JOUR_OUVRE_SUIVANT" ? nextWorkingDay(brute, "OUVRES", departement) : brute;
}

function sansReport(depart: string, valeur: number, unite: UniteDelai, departement: string): string {
  switch (unite) {
    case "JOURS":
      return addDays(depart, valeur);
    case "SEMAINES":
      return addDays(depart, 7 * valeur);
    case "MOIS":
      return addMonths(depart, valeur);
    case "JOURS_OUVRES":
      return addWorkingDays(depart, valeur, "OUVRES", departement);
    case "JOURS_OUVRABLES":
      return addWorkingDays(depart, valeur, "OUVRABLES", departement);
  }
}

/** The first departure that is still in time on `jour`: a clock is late exactly when it started before.
 * `limite` never goes back, so storage compares dates of departure with this one and counts no day itself. */
export function premierDepartDansLeDelai(jour: string, delai: Delai, departement: string): string {
  let [tropTot, bon] = [avant(jour, delai), jour];
  while (addDays(tropTot, 1) < bon) {
    const milieu = addDays(tropTot, Math.floor(joursEntre(tropTot, bon) / 2));
    if (limite(milieu, delai, departement) < jour) tropTot = milieu;
    else bon = milieu;
  }
  return bon;
}

const joursEntre = (du: string, au: string) => Math.round((Date.parse(au) - Date.parse(du)) / 86_400_000);

/** A departure whose limit is behind `jour` for sure: twice the delay and thirty days before. */
function avant(jour: string, { valeur, unite }: Delai): string {
  const jours = { JOURS: 1, JOURS_OUVRES: 2, JOURS_OUVRABLES: 2, SEMAINES: 7, MOIS: 31 }[unite];
  return addDays(jour, -(valeur * jours + 30));
}

/** Last day on which the Département alone may orient; then the opérateur France Travail may. Source: D. 262-65-2 CASF, six weeks. */
export const sixSemaines = (notification: string): string => addDays(notification, 42);
