import { addDays } from "../../shared/civil-date";
import { consolideLe, estConsolide } from "../projection/consolidation";
import type { Periode } from "./mesure.repository";

/** As known on which day a figure is given. A civil date; MAINTENANT: as it is known now; null: as the rule of consolidation says. */
export type ConnuLe = string | null;
export const MAINTENANT = "maintenant";

export const STATUTS_MESURE = ["PROVISOIRE", "CONSOLIDE"] as const;
export type StatutMesure = (typeof STATUTS_MESURE)[number];

export interface ReglesDeConnaissance {
  /** Civil date, Paris. */
  aujourdhui: string;
  /** INDICATEURS_CONSOLIDATION_JOURS. */
  consolidationJours: number;
}

/** What an answer says of when it was known. */
export interface Connaissance {
  /** CONSOLIDE: the figure of the day of consolidation, which no longer changes. PROVISOIRE: any other. */
  statut: StatutMesure;
  /** Day on which the figure of this period is consolidated. */
  consolideLe: string;
  /** The facts counted are those known at the end of that day. */
  connuLe: string;
  /** False: the hub knew nothing of the département on that day. */
  connu: boolean;
}

/** True when only the first day of knowledge can tell whether the period is consolidated: without it, it is surely not. */
export const peutEtreConsolidee = ({ fin }: Periode, { aujourdhui, consolidationJours }: ReglesDeConnaissance): boolean =>
  estConsolide(addDays(fin, consolidationJours), aujourdhui);

/** The day as of which facts are read, or null for now.
 * @param premier first day when the hub knew anything of the département; not read when the period cannot be consolidated. */
export function jourDeLecture(connuLe: ConnuLe, periode: Periode, premier: string | null, regles: ReglesDeConnaissance): string | null {
  if (connuLe === MAINTENANT) return null;
  if (connuLe !== null) return connuLe < regles.aujourdhui ? connuLe : null;
  if (!peutEtreConsolidee(periode, regles)) return null;
  const jour = consolideLe(periode.fin, premier, regles.consolidationJours);
  return estConsolide(jour, regles.aujourdhui) ? jour : null;
}

/** What is told of a figure read as of `jour` (null: now). */
export function connaissanceDe(jour: string | null, periode: Periode, premier: string | null, regles: ReglesDeConnaissance): Connaissance {
  const consolide = consolideLe(periode.fin, premier, regles.consolidationJours);
  return {
    statut: jour === consolide ? "CONSOLIDE" : "PROVISOIRE",
    consolideLe: consolide,
    connuLe: jour ?? regles.aujourdhui,
    connu: jour === null || premier === null || premier <= jour,
  };
}
