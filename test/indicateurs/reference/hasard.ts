import { addDays, addMonths } from "../../../subgraphs/shared/civil-date";
import type { Jour, Profil } from "./histoire";

/** First and last day of the two years, and the day on which the test asks. */
export const [PREMIER, DERNIER, AUJOURDHUI]: [Jour, Jour, Jour] = ["2026-03-01", "2028-02-29", "2028-03-15"];

/** Month ends are where months differ in length. */
const FINS_DE_MOIS = [
  "2026-03-31",
  "2026-05-31",
  "2026-12-31",
  "2027-01-29",
  "2027-01-31",
  "2027-08-31",
  "2027-12-31",
  "2028-01-29",
  "2028-01-31",
];
/** Days around each limit that a definition draws from a first date: 15 days, 30 and 31, six weeks. */
const LIMITES = [14, 15, 16, 30, 31, 32, 41, 42, 43] as const;

/** A small generator of its own for each life: a failing case keeps its lives, and shrinks to the few that it needs. */
export class Hasard {
  constructor(private etat: number) {}
  private suivant(): number {
    this.etat = (this.etat + 0x6d2b79f5) | 0;
    let t = Math.imul(this.etat ^ (this.etat >>> 15), 1 | this.etat);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  entier = (min: number, max: number): number => min + Math.floor(this.suivant() * (max - min + 1));
  un = <T>(...parmi: readonly T[]): T => parmi[this.entier(0, parmi.length - 1)]!;
  parfois = (sur: number): boolean => this.entier(1, sur) === 1;
  dans = (depuis: Jour, max: number, min = 0): Jour => addDays(depuis, this.entier(min, max));
  uuid = (): string => {
    const hexa = Array.from({ length: 8 }, () => this.entier(0, 0xffff).toString(16).padStart(4, "0")).join("");
    return `${hexa.slice(0, 8)}-${hexa.slice(8, 12)}-4${hexa.slice(13, 16)}-8${hexa.slice(17, 20)}-${hexa.slice(20)}`;
  };
  ouverture = (): Jour => (this.parfois(4) ? this.un(...FINS_DE_MOIS) : this.dans(PREMIER, 640));
  /** Days after a first date, often around a limit. */
  apres = (depuis: Jour): Jour => {
    const sorte = this.entier(1, 5);
    if (sorte <= 3) return this.dans(depuis, 75);
    return sorte === 4 ? addDays(depuis, this.un(...LIMITES)) : addDays(addMonths(depuis, this.un(1, 2)), this.entier(-1, 1));
  };
  /** Days between a fact and its being told: mostly at once, sometimes after the month's end, now and then after the consolidation. */
  retard = (): number => {
    const sorte = this.entier(1, 10);
    if (sorte <= 6) return this.entier(0, 3);
    return sorte <= 9 ? this.entier(4, 40) : this.entier(60, 260);
  };
  profil = (): Profil => ({
    naissance: this.parfois(9) ? null : `${this.entier(1958, 2006)}-${String(this.entier(1, 12)).padStart(2, "0")}-01`,
    sexe: this.un("FEMME", "HOMME", null),
    situationFamiliale: this.un("ISOLE_SANS_ENFANT", "ISOLE_AVEC_ENFANT", "COUPLE_SANS_ENFANT", "COUPLE_AVEC_ENFANT", null),
    niveauEtude: this.un("NIVEAU_3", "NIVEAU_4", null),
  });
}
