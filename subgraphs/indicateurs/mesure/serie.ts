import { addDays, addMonths } from "../../shared/civil-date";
import { invalide } from "./demande";
import type { Periode } from "./mesure.repository";

/** Months of each step of a series. */
export const PAS = { MOIS: 1, TRIMESTRE: 3, ANNEE: 12 } as const;
export type Pas = keyof typeof PAS;
/** Points that one series may have: five years of months. */
export const POINTS_MAX = 60;

/** The whole civil periods from the one that holds `debut` to the one that holds `fin`. Errors: ARGUMENT_INVALIDE beyond POINTS_MAX. */
export function periodesDe({ debut, fin }: Periode, pas: Pas): Periode[] {
  const mois = PAS[pas];
  const rang = (date: string) => Math.floor((Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1) / mois);
  const nombre = rang(fin) - rang(debut) + 1;
  if (nombre > POINTS_MAX) throw invalide("pas", `La série aurait ${nombre} points : ${POINTS_MAX} au plus. Prenez un pas plus long.`);
  const premier = rang(debut) * mois;
  const origine = `${String(Math.floor(premier / 12)).padStart(4, "0")}-${String((premier % 12) + 1).padStart(2, "0")}-01`;
  return Array.from({ length: nombre }, (_, i) => ({
    debut: addMonths(origine, i * mois),
    fin: addDays(addMonths(origine, (i + 1) * mois), -1),
  }));
}
