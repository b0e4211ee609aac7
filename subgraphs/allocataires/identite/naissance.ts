import { fautes } from "./distance";

/** How two birth dates meet. FAIBLE: equal, but on a 1 January or a date that the source calls uncertain, as for many people born abroad. */
export type AccordDate = "EXACTE" | "FAIBLE" | "PARTIELLE" | "INVERSION" | "FAUTE_JOUR" | "FAUTE_ANNEE" | "DIFFERENTE" | "INCONNUE";

interface DateLue {
  annee: string;
  /** Month and day, four digits. */
  jour: string;
  /** The day is not known, or may stand for an unknown one. */
  vague: boolean;
}

function lire(date: string, certaine: boolean): DateLue {
  const [annee, mois, jour] = [date.slice(0, 4), date.slice(5, 7), date.slice(8, 10)];
  return { annee, jour: mois + jour, vague: !certaine || mois === "00" || jour === "00" || (mois === "01" && jour === "01") };
}

/** Unknown parts (00) agree with everything. */
const compatibles = (a: string, b: string) =>
  [0, 2].every((i) => [a, b].some((d) => d.slice(i, i + 2) === "00") || a.slice(i, i + 2) === b.slice(i, i + 2));

interface Naissance {
  dateNaissance: string | null;
  dateCertaine: boolean;
}

export function comparerDates(x: Naissance, y: Naissance): AccordDate {
  if (!x.dateNaissance || !y.dateNaissance) return "INCONNUE";
  const [a, b] = [lire(x.dateNaissance, x.dateCertaine), lire(y.dateNaissance, y.dateCertaine)];
  if (a.annee === b.annee) {
    if (a.jour === b.jour) return a.vague || b.vague ? "FAIBLE" : "EXACTE";
    if (compatibles(a.jour, b.jour) || a.vague || b.vague) return "PARTIELLE";
    if (a.jour === b.jour.slice(2) + b.jour.slice(0, 2)) return "INVERSION";
    return fautes(a.jour, b.jour, 1) === 1 ? "FAUTE_JOUR" : "DIFFERENTE";
  }
  return a.jour === b.jour && fautes(a.annee, b.annee, 1) === 1 ? "FAUTE_ANNEE" : "DIFFERENTE";
}

/** Unknown dates that a reader writes « 00 » are 1 January in a civil calendar: the form that is stored and blocked on. */
export const enDateCivile = (date: string): string => date.replace(/-00/g, "-01");
