import { addDays, daysInMonth } from "../../shared/civil-date";

/** Where a period may be cut. A point is the first day after a cut; each year is decided on its own. */

/** A: first of January · T: first of a quarter · M: first of a month · J: any other day. */
export type Niveau = "A" | "T" | "M" | "J";

export const niveauDe = (point: string): Niveau =>
  point.endsWith("-01-01") ? "A" : /-(04|07|10)-01$/.test(point) ? "T" : point.endsWith("-01") ? "M" : "J";

export const anneeDe = (jour: string): string => `${jour.slice(0, 4)}-01-01`;
export const moisDe = (jour: string): string => `${jour.slice(0, 7)}-01`;
export function trimestreDe(jour: string): string {
  const mois = Math.floor((Number(jour.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${jour.slice(0, 4)}-${String(mois).padStart(2, "0")}-01`;
}

/** First of January of each year that a period touches. */
export function anneesDe(debut: string, fin: string): string[] {
  const premiere = Number(debut.slice(0, 4));
  return Array.from({ length: Number(fin.slice(0, 4)) - premiere + 1 }, (_, i) => `${String(premiere + i).padStart(4, "0")}-01-01`);
}

/** The cuts that a period makes inside years. */
export const pointsDe = (debut: string, fin: string): string[] => [debut, addDays(fin, 1)].filter((point) => niveauDe(point) !== "A");

export const trimestresDe = (annee: string): string[] => ["01", "04", "07", "10"].map((mois) => `${annee.slice(0, 4)}-${mois}-01`);
export function moisDuTrimestre(trimestre: string): string[] {
  const mois = Number(trimestre.slice(5, 7));
  return [0, 1, 2].map((i) => `${trimestre.slice(0, 4)}-${String(mois + i).padStart(2, "0")}-01`);
}
/** Every day of a month, from its first day. */
export const joursDuMois = (mois: string): string[] =>
  Array.from(
    { length: daysInMonth(Number(mois.slice(0, 4)), Number(mois.slice(5, 7))) },
    (_, i) => `${mois.slice(0, 8)}${String(i + 1).padStart(2, "0")}`,
  );

/** What was counted on one day. */
export interface JourCompte {
  /** People counted that day. */
  presents: number;
  /** Those of them whom no earlier day of the month counts: what a block of days adds at least. */
  premiers: number;
}

/** The days of a month that may begin a block: from the first, days are gathered until the block has nobody or at least `seuil` people;
 * what is left at the end joins the block before. Rank 0 (the first of the month) is always one. */
export function coupures(jours: readonly JourCompte[], seuil: number): Set<number> {
  const debuts = [0];
  const blocs: JourCompte[] = [{ presents: 0, premiers: 0 }];
  for (const [rang, jour] of jours.entries()) {
    const bloc = blocs.at(-1)!;
    if (rang > 0 && tient(bloc, seuil)) {
      debuts.push(rang);
      blocs.push({ ...jour });
    } else {
      bloc.presents += jour.presents;
      bloc.premiers += jour.premiers;
    }
  }
  while (blocs.length > 1 && !tient(blocs.at(-1)!, seuil)) {
    const dernier = blocs.pop()!;
    debuts.pop();
    blocs.at(-1)!.presents += dernier.presents;
    blocs.at(-1)!.premiers += dernier.premiers;
  }
  return new Set(debuts);
}

const tient = ({ presents, premiers }: JourCompte, seuil: number) => presents === 0 || premiers >= seuil;
