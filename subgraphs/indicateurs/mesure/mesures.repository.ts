import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import type { Indicateur } from "./calcul";
import { type Comptage, compter, type Periode } from "./mesure.repository";
import { type Chiffres, clesAttendues, mesurer } from "./mesurer";
import type { Territoire } from "./territoire";

/** What is asked of the engine: an indicator of the catalogue, its cuts, where, when, and as known on which day. */
export interface DemandeMesure extends Periode {
  indicateur: Indicateur;
  /** Names of its cuts: none, one, or two crossed. */
  coupes: readonly string[];
  territoire: Territoire;
  /** Facts as they were known at the end of that day; null: as they are known now. */
  connuLe: string | null;
}

/** What the engine answers. */
export interface Mesure extends Chiffres {
  cible: number | null;
}

/** The figures of all that a request asks, gathered: see `mesurerTout`. Null when the territory is not known. */
export const mesures = defineLoader<DemandeMesure, Mesure | null>(
  (demandes, tx) => mesurerTout(tx, demandes),
  (demande) => cleDe(demande) as never,
);

const nom = ({ indicateur: { definition }, coupes }: DemandeMesure) => `${definition.code}/${definition.version}/${coupes.join(",")}`;
const periode = ({ debut, fin, connuLe }: DemandeMesure) => `${debut}/${fin}/${connuLe ?? ""}`;
const cleDe = (demande: DemandeMesure) => `${nom(demande)} ${demande.territoire.code} ${periode(demande)}`;

/** The one way to a figure: every answer, series, follow-up, cohort and export takes what this returns.
 * One statement for all that is asked of a territory on the same periods. Returns an answer a demand, null when the territory is not known. */
export async function mesurerTout(tx: Transaction, demandes: readonly DemandeMesure[]): Promise<(Mesure | null)[]> {
  const reponses = new Map<string, Mesure | null>();
  for (const lot of lots(demandes)) {
    const [premiere] = lot[0]!;
    const connuLe = premiere!.connuLe === null ? null : lot[0]!.map((demande) => demande.connuLe!);
    const sujets = lot.map(([demande]) => demande!);
    const comptages = await compter(tx, sujets, premiere!.territoire, lot[0]!, connuLe);
    lot.forEach((periodes, i) => {
      periodes.forEach((demande, n) => {
        reponses.set(cleDe(demande), comptages && mesureDe(demande, comptages[i]![n]!));
      });
    });
  }
  return demandes.map((demande) => reponses.get(cleDe(demande))!);
}

function mesureDe({ indicateur, coupes }: DemandeMesure, { lignes, parcours, cible }: Comptage): Mesure {
  return { ...mesurer(indicateur, lignes, clesAttendues(indicateur, coupes, parcours)), cible };
}

/** What one statement answers: a list a subject (indicator and cuts), each with the same periods in the same order. */
type Lot = DemandeMesure[][];

function lots(demandes: readonly DemandeMesure[]): Lot[] {
  const uniques = [...new Map(demandes.map((demande) => [cleDe(demande), demande])).values()];
  const sujets = grouper(uniques, (d) => `${nom(d)} ${d.territoire.code} ${d.connuLe === null}`);
  return grouper(sujets, ([d, ...reste]) => [d!.territoire.code, d!.connuLe === null, ...[d!, ...reste].map(periode)].join(" "));
}

function grouper<T>(elements: readonly T[], cle: (element: T) => string): T[][] {
  const groupes = new Map<string, T[]>();
  for (const element of elements) groupes.set(cle(element), [...(groupes.get(cle(element)) ?? []), element]);
  return [...groupes.values()];
}
