import { DateTime } from "luxon";
import { zoneOf } from "../time-zone";
import { isHoliday } from "../working-days";
import type { HeuresOuverture } from "./client-enregistre";

/** Whether a client may work at an instant, on the wall clock of its département; a client of the whole territory follows Paris. */
export function estOuvert(heures: HeuresOuverture | null, le: Date, departement: string | null): boolean {
  if (heures === null) return true;
  const lieu = departement === null || departement === "*" ? "75" : departement;
  const ici = DateTime.fromJSDate(le, { zone: zoneOf(lieu) });
  if (!heures.jours.includes(ici.weekday)) return false;
  if (!heures.feries && isHoliday(ici.toISODate()!, lieu)) return false;
  const maintenant = ici.toFormat("HH:mm");
  return heures.debut <= maintenant && maintenant < heures.fin;
}
