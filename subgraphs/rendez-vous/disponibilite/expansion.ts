import { addDays, daysBetween, isCivilDate } from "../../shared/civil-date";
import { isZone, wallInstant } from "../../shared/time-zone";
import type { HeuresRepetees } from "./plage";
import { joursDeRegle, LIMITES_REGLE, lireRegle, RegleIllisible } from "./recurrence";

/** From an instant, included, to another, excluded. */
export interface Intervalle {
  debut: Date;
  fin: Date;
}

/** Days, both included: civil dates. */
export interface Fenetre {
  du: string;
  au: string;
}

const HEURE = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const EXCEPTIONS_MAXIMUM = 1_000;
/** An absence of more days than this is written wrong. */
const JOURS_MAXIMUM = 1_100;

export type DefautHeures = RegleIllisible["code"] | "HEURES_INVALIDES" | "FUSEAU_INCONNU" | "TROP_DE_CRENEAUX";

/** Why hours cannot be expanded, or `null`: nothing is guessed from hours that cannot be read. @param dernierJour end of an absence over several days. */
export function defautHeures(heures: HeuresRepetees, dernierJour: string | null = null): DefautHeures | null {
  const { premierJour, debut, fin, rrule, fuseau, exclus = [], ajoutes = [] } = heures;
  if (!isZone(fuseau)) return "FUSEAU_INCONNU";
  const dernier = dernierJour ?? premierJour;
  const dates = [premierJour, dernier, ...exclus, ...ajoutes];
  if (!dates.every(isCivilDate) || !HEURE.test(debut) || !HEURE.test(fin)) return "HEURES_INVALIDES";
  if (premierJour < LIMITES_REGLE.premierJour || daysBetween(premierJour, dernier) > JOURS_MAXIMUM) return "HEURES_INVALIDES";
  if (`${dernier} ${fin}` <= `${premierJour} ${debut}` || exclus.length + ajoutes.length > EXCEPTIONS_MAXIMUM) return "HEURES_INVALIDES";
  try {
    if (rrule !== null) lireRegle(rrule);
    return null;
  } catch (error) {
    if (error instanceof RegleIllisible) return error.code;
    throw error;
  }
}

/** The days on which hours that `defautHeures` finds right begin, in order.
 * @param fenetre days wanted. */
export function joursOuverts(heures: HeuresRepetees, { du, au }: Fenetre): string[] {
  const { premierJour, rrule, exclus = [], ajoutes = [] } = heures;
  const jours = new Set(rrule === null ? [premierJour] : selonRegle(heures, rrule, au));
  for (const jour of ajoutes) jours.add(jour);
  for (const jour of exclus) jours.delete(jour);
  return [...jours].filter((jour) => jour >= du && jour <= au).sort();
}

function selonRegle({ premierJour, debut, fuseau }: HeuresRepetees, rrule: string, au: string): string[] {
  const regle = lireRegle(rrule);
  const jours = joursDeRegle(regle, premierJour, au);
  const { until } = regle;
  if (!until?.heure) return jours;
  // On the wall where it is written so, else in UTC: the last one begins at that moment at the latest.
  if (!until.utc) return jours.filter((jour) => `${jour} ${debut}` <= `${until.jour} ${until.heure}`);
  const limite = Date.parse(`${until.jour}T${until.heure}:00Z`);
  return jours.filter((jour) => wallInstant(jour, debut, fuseau).getTime() <= limite);
}

/** What hours that repeat give in some days, as instants, empty ones left out: 09:00 stays 09:00 on the wall when the offset changes, and an opening over a
 * change of hour lasts an hour less, or more. */
export function etendre(heures: HeuresRepetees, fenetre: Fenetre, dernierJour: string | null = null): Intervalle[] {
  const duree = daysBetween(heures.premierJour, dernierJour ?? heures.premierJour);
  return joursOuverts(heures, { du: addDays(fenetre.du, -duree), au: fenetre.au })
    .map((jour) => ({
      debut: wallInstant(jour, heures.debut, heures.fuseau),
      fin: wallInstant(addDays(jour, duree), heures.fin, heures.fuseau),
    }))
    .filter(({ debut, fin }) => debut < fin);
}
