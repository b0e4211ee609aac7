import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus } from "../refus";

/** Days on which a person is subject to « droits et devoirs »: `du` included (null: since before the hub), `au` left out (null: until now). Civil dates. */
export interface PeriodeSoumise {
  du: string | null;
  au: string | null;
}

const soumise = (periodes: readonly PeriodeSoumise[], le: string): boolean =>
  periodes.some(({ du, au }) => (du === null || du <= le) && (au === null || le < au));

/** Nobody owes « droits et devoirs » before her entry, after her exit or once her rights are closed: no breach then, no sanction.
 * `jours`: day of the fact, then day of the act. Refus : NON_SOUMISE. Source : CASF L. 262-28. */
export const refusNonSoumise = (periodes: readonly PeriodeSoumise[], champ: string, ...jours: string[]): Refus | null =>
  premierRefus(...jours.map((le) => () => (soumise(periodes, le) ? null : refus("NON_SOUMISE", champ))));
