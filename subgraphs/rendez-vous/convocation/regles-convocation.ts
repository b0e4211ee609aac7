import { addDays, civilDateOf, daysBetween } from "../../shared/civil-date";
import { addWorkingDays } from "../../shared/working-days";

/** How a convocation leaves. NON_RENSEIGNE: the tool does not say. */
export const CANAUX = ["SMS", "EMAIL", "POSTAL", "REMISE_EN_MAIN", "NON_RENSEIGNE"] as const;
export type CanalConvocation = (typeof CANAUX)[number];

/** Why a convocation could not be handed over. NPAI: the letter came back, « n’habite pas à l’adresse indiquée ». */
export const ECHECS_REMISE = ["NPAI", "ADRESSE_INCOMPLETE", "NUMERO_INVALIDE", "COURRIEL_REJETE", "AUTRE"] as const;
export type EchecRemise = (typeof ECHECS_REMISE)[number];

/** Settings CONVOCATION_DELAI_POSTAL_JOURS (working days, Monday to Friday) and CONVOCATION_PREAVIS_JOURS (calendar days). */
export interface ReglesConvocation {
  delaiPostalJours: number;
  preavisJours: number;
}

/** No text fixes either: « à confirmer » by each département. The post gives itself three days for a green letter. */
export const REGLES_PAR_DEFAUT: ReglesConvocation = { delaiPostalJours: 3, preavisJours: 7 };

/** Channels that arrive the day they leave. An unknown channel is counted as a letter: the longest. */
const IMMEDIATS: readonly string[] = ["SMS", "EMAIL", "REMISE_EN_MAIN"] satisfies CanalConvocation[];

/** Day on which a convocation is presumed to have arrived: a civil date, Paris. A presumption, never a proof of delivery. */
export function presumeeRecueLe(canal: string, envoyeeLe: Date, departement: string, { delaiPostalJours }: ReglesConvocation): string {
  const jour = civilDateOf(envoyeeLe);
  return IMMEDIATS.includes(canal) ? jour : addWorkingDays(jour, delaiPostalJours, "OUVRES", departement);
}

/** True when as many days as the notice stand between the arrival and the day of the appointment.
 * @param recueLe, jour civil dates, Paris. */
export const preavisRespecte = (recueLe: string, jour: string, { preavisJours }: ReglesConvocation): boolean =>
  daysBetween(recueLe, jour) >= preavisJours;

/** First day of an appointment to which a convocation sent at that instant leaves the notice. */
export const premierJourPossible = (canal: string, envoyeeLe: Date, departement: string, regles: ReglesConvocation): string =>
  addDays(presumeeRecueLe(canal, envoyeeLe, departement, regles), regles.preavisJours);
