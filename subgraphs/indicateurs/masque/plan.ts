import type { Indicateur } from "../mesure/calcul";
import { CROIX } from "../mesure/coupe";
import type { Territoire } from "../mesure/territoire";
import { anneesDe, moisDe, type Niveau, niveauDe, pointsDe } from "./calendrier";
import type { Releve, Sujet } from "./effectifs.repository";
import { COUPES_DE_LIEU } from "./territoires";

/** An answer to mask: what was asked. */
export interface AMasquer {
  indicateur: Indicateur;
  coupes: readonly string[];
  territoire: Territoire;
  debut: string;
  fin: string;
  connuLe: string | null;
}

type SorteDeCoupe = "lieu" | "mois" | "cle";
/** Whether a cut is of place, of time or by key; a cut of the indicator's own is by key whatever its name. */
export function sorteDeCoupe({ calcul }: Indicateur, coupe: string): SorteDeCoupe {
  if (calcul.coupes && Object.hasOwn(calcul.coupes, coupe)) return "cle";
  return COUPES_DE_LIEU.has(coupe) ? "lieu" : coupe === "mois" ? "mois" : "cle";
}

/** What must be counted to decide of an answer. */
export function sujetDe({ indicateur, coupes, territoire }: AMasquer): Sujet {
  const sortes = coupes.map((coupe) => sorteDeCoupe(indicateur, coupe));
  const lieu =
    !indicateur.calcul.sansLieu &&
    ((territoire.sorte !== "departement" && territoire.sorte !== "cohorte") ||
      coupes.some((c, i) => sortes[i] === "lieu" && c !== "departement"));
  const cohorte = territoire.sorte === "cohorte" ? territoire.code : null;
  return { indicateur, lieu, cles: coupes.filter((_, i) => sortes[i] === "cle"), cohorte };
}

/** The cell of a part: the keys of its places, its month, and its other keys in the order of `Sujet.cles`. */
export function lirePart({ indicateur, coupes }: AMasquer, cle: string) {
  const cles = cle.split(CROIX).map((valeur, i) => ({ coupe: coupes[i]!, cle: valeur, sorte: sorteDeCoupe(indicateur, coupes[i]!) }));
  return {
    lieux: cles.filter(({ sorte }) => sorte === "lieu"),
    mois: cles.find(({ sorte }) => sorte === "mois")?.cle ?? null,
    cles: cles.filter(({ sorte }) => sorte === "cle").map((c) => c.cle),
  };
}

/** The part of a period that is in a month (`2026-03`). */
export function dansLeMois(mois: string, { debut, fin }: { debut: string; fin: string }): { debut: string; fin: string } {
  const [annee, rang] = mois.split("-").map(Number) as [number, number];
  const dernier = new Date(Date.UTC(annee, rang, 0)).toISOString().slice(0, 10);
  return { debut: debut > `${mois}-01` ? debut : `${mois}-01`, fin: fin < dernier ? fin : dernier };
}

/** Days after which an answer knows nothing, beside those where its period is cut: it was asked as known before its end. */
export const pointConnu = ({ debut, fin, connuLe }: AMasquer): string | null =>
  connuLe !== null && connuLe >= debut && connuLe < fin ? lendemain(connuLe) : null;
const lendemain = (jour: string) => new Date(Date.parse(jour) + 86_400_000).toISOString().slice(0, 10);

/** Every point at which an answer depends on where its years are cut. */
export function pointsDemandes(demande: AMasquer): string[] {
  const connu = pointConnu(demande);
  const mois = demande.coupes.some((coupe) => sorteDeCoupe(demande.indicateur, coupe) === "mois");
  const debutsDeMois = mois ? premiersDuMois(demande.debut, demande.fin) : [];
  return [...pointsDe(demande.debut, demande.fin), ...debutsDeMois, ...(connu && niveauDe(connu) !== "A" ? [connu] : [])];
}

function premiersDuMois(debut: string, fin: string): string[] {
  const tous = anneesDe(debut, fin).flatMap((annee) =>
    Array.from({ length: 12 }, (_, i) => `${annee.slice(0, 4)}-${String(i + 1).padStart(2, "0")}-01`),
  );
  return tous.filter((mois) => mois > debut && mois <= fin && niveauDe(mois) !== "A");
}

/** True when the counts of the answer itself decide: the whole département as it is known now, over one year or over a period that is not cut. */
export function seSuffit(demande: AMasquer): boolean {
  if (demande.connuLe !== null || sujetDe(demande).lieu || pointsDemandes(demande).length > 0) return false;
  return !demande.indicateur.calcul.additif || anneesDe(demande.debut, demande.fin).length === 1;
}

/** Where an answer is read: its years, and its period when it does not add up. */
export interface Lecture {
  annees: number | null;
  periode: number | null;
  debut: string;
  fin: string;
}

/** The readings that answers need: the years around each, and the period itself for what does not add up. */
export class Releves {
  readonly liste: Releve[] = [];
  readonly niveaux: Niveau[] = ["A"];
  readonly mois: string[];
  private readonly rangs = new Map<string, number>();

  constructor(demandes: readonly AMasquer[]) {
    const points = demandes.flatMap(pointsDemandes);
    if (points.length > 0) this.niveaux.push("T", "M");
    this.mois = [...new Set(points.filter((point) => niveauDe(point) === "J").map(moisDe))];
    for (const demande of demandes) this.de(demande);
  }

  /** The readings of an answer: as of its day of knowledge, and as of now. What was hidden then or is now is not told: the tables of two
   * days do not choose the same protections, and both can be asked. */
  de(demande: AMasquer): Lecture[] {
    const { indicateur, debut, fin, connuLe } = demande;
    const { additif } = indicateur.calcul;
    const alors = { annees: this.rang(this.annees(demande)), periode: additif ? null : this.rang(this.periode(demande)), debut, fin };
    if (connuLe === null) return [alors];
    const maintenant = { ...demande, connuLe: "infinity", fin: pointConnu(demande) === null ? fin : connuLe };
    return [
      alors,
      {
        annees: this.rang(this.annees(maintenant)),
        periode: additif ? null : this.rang(this.periode({ ...maintenant, fin })),
        debut,
        fin: maintenant.fin,
      },
    ];
  }

  private annees = ({ debut, fin, connuLe }: AMasquer): Releve => ({
    debut: `${debut.slice(0, 4)}-01-01`,
    fin: `${fin.slice(0, 4)}-12-31`,
    connuLe,
    annees: true,
  });
  private periode = ({ debut, fin, connuLe }: AMasquer): Releve => ({ debut, fin, connuLe, annees: false });

  private rang(releve: Releve): number {
    const nom = Object.values(releve).join(" ");
    let rang = this.rangs.get(nom);
    if (rang === undefined) {
      rang = this.liste.push(releve) - 1;
      this.rangs.set(nom, rang);
    }
    return rang;
  }
}
