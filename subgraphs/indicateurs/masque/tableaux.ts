import {
  anneeDe,
  anneesDe,
  coupures,
  joursDuMois,
  moisDe,
  moisDuTrimestre,
  niveauDe,
  pointsDe,
  trimestreDe,
  trimestresDe,
} from "./calendrier";
import { type Dimension, decider } from "./decider";
import type { Cote, Effectif } from "./effectifs.repository";
import { facteurDeCles } from "./facteur";
import { indice, taille } from "./fermer";
import { petit } from "./petit";
import type { Lecture } from "./plan";
import { type Ensemble, Territoires } from "./territoires";

/** Decides, for one indicator and its cuts, which cells are hidden: in each year, and at each place where a period cuts a year.
 * A cell of a period is shown when it is in every year that the period touches and at both its ends. */
export class Tableaux {
  readonly territoires: Territoires | null;
  /** Rows of counts that it holds. */
  readonly lignes: number;
  private readonly dimensions: Dimension[];
  private readonly rangs: Map<string, number>[];
  private readonly parBloc = new Map<string, Effectif[]>();
  private readonly decidees = new Map<string, Uint8Array>();

  /** @param lieu whether the table has the places. @param coupes number of its cuts by key. */
  constructor(
    effectifs: readonly Effectif[],
    ensembles: readonly Ensemble[],
    forme: { lieu: boolean; coupes: number },
    private readonly seuil: number,
  ) {
    this.lignes = effectifs.length;
    const lieux = [...new Set(effectifs.filter(({ parLieu }) => parLieu).map(({ lieu }) => lieu))].sort();
    this.territoires = forme.lieu ? new Territoires(lieux, ensembles) : null;
    this.rangs = Array.from({ length: forme.coupes }, (_, rang) => {
      const cles = new Set(effectifs.map(({ cles }) => cles[rang]!).filter((cle) => cle !== null));
      return new Map([...cles].sort().map((cle, i) => [cle, i + 1]));
    });
    this.dimensions = [
      ...(this.territoires ? [{ facteur: this.territoires.facteur, coupe: false }] : []),
      ...this.rangs.map((cles) => ({ facteur: facteurDeCles(cles.size), coupe: true })),
    ];
    for (const ligne of effectifs) {
      const nom = nomDuBloc(ligne.releve, ligne.niveau, ligne.bloc);
      const bloc = this.parBloc.get(nom);
      if (bloc) bloc.push(ligne);
      else this.parBloc.set(nom, [ligne]);
    }
  }

  /** Rank of a cell; null when nobody is counted there. @param membre of the places, 0 for the whole. */
  cellule(membre: number, cles: readonly (string | null)[]): number | null {
    const membres = this.territoires ? [membre] : [];
    for (const [rang, cle] of cles.entries()) {
      const sien = cle === null ? 0 : this.rangs[rang]!.get(cle);
      if (sien === undefined) return null;
      membres.push(sien);
    }
    return indice(this.facteurs, membres);
  }

  /** True when the cell is hidden where an answer is read. What adds up is told when each of its years is and its ends are; what does not,
   * when its period is and its ends are. */
  cacheeA({ annees, periode, debut, fin }: Lecture, cote: Cote, cellule: number): boolean {
    if (periode !== null && this.entiere(periode, cote)[cellule]) return true;
    if (annees === null || fin < debut) return false;
    if (periode === null && anneesDe(debut, fin).some((annee) => this.annee(annees, annee, cote)[cellule])) return true;
    return pointsDe(debut, fin).some((point) => this.cacheeAuPoint(annees, point, cote, cellule));
  }

  private cacheeAuPoint(releve: number, point: string, cote: Cote, cellule: number): boolean {
    if (this.point(releve, point, cote)[cellule] === 1) return true;
    return cellule === ENSEMBLE && niveauDe(point) === "J" && this.horsCoupures(releve, point, cote);
  }

  private entiere(releve: number, cote: Cote): Uint8Array {
    return this.decider(`${releve} entier ${cote}`, this.somme(releve, "A", null, cote), []);
  }

  private get facteurs() {
    return this.dimensions.map(({ facteur }) => facteur);
  }

  private annee(releve: number, annee: string, cote: Cote): Uint8Array {
    return this.decider(`${releve} ${annee} ${cote}`, this.somme(releve, "A", annee, cote), []);
  }

  /** The cells that are hidden where a period cuts a year on this day. The same cells for all the quarters of a year, for all the months of a
   * quarter and for all the days of a month; what is hidden at one level is at the levels under it. */
  private point(releve: number, point: string, cote: Cote): Uint8Array {
    const niveau = niveauDe(point);
    if (niveau === "T")
      return this.parPart(releve, "A", anneeDe(point), cote, "T", trimestresDe(point), this.annee(releve, anneeDe(point), cote));
    const trimestre = trimestreDe(point);
    if (niveau === "M")
      return this.parPart(releve, "T", trimestre, cote, "M", moisDuTrimestre(trimestre), this.point(releve, TRIMESTRE(point), cote));
    const mois = moisDe(point);
    return this.parPart(releve, "M", mois, cote, "J", joursDuMois(mois), this.point(releve, MOIS(point), cote));
  }

  /** The cells of a block that are hidden when it is cut in parts: where a part is too small, and where the block above is hidden already. */
  private parPart(
    releve: number,
    niveau: Effectif["niveau"],
    bloc: string,
    cote: Cote,
    dessous: Effectif["niveau"],
    parts: readonly string[],
    dessus: Uint8Array,
  ): Uint8Array {
    const nom = `${releve} ${niveau} ${bloc} ${cote} par ${dessous}`;
    const connue = this.decidees.get(nom);
    if (connue) return connue;
    const petites = new Uint8Array(taille(this.facteurs));
    for (const part of parts)
      for (const [c, n] of this.somme(releve, dessous, part, cote).entries()) if (petit(n, this.seuil)) petites[c] = 1;
    // By day, the whole département is cut by itself (`coupures`): for the others, it is as if it were always told.
    if (dessous === "J") petites[ENSEMBLE] = 0;
    return this.decider(nom, this.somme(releve, niveau, bloc, cote), [dessus, petites]);
  }

  /** Decides of one table. @param empechements cells that must be hidden beside the small ones. */
  private decider(nom: string, personnes: Float64Array, empechements: readonly Uint8Array[]): Uint8Array {
    let decidee = this.decidees.get(nom);
    if (!decidee) {
      const primaire = personnes.map((n, c) => (petit(n, this.seuil) || empechements.some((cachees) => cachees[c]) ? 1 : 0));
      decidee = decider(this.dimensions, personnes, Uint8Array.from(primaire), this.seuil);
      this.decidees.set(nom, decidee);
    }
    return decidee;
  }

  /** True when the whole département is not cut on that day: a block of days would be too small. */
  private horsCoupures(releve: number, point: string, cote: Cote): boolean {
    const jours = joursDuMois(moisDe(point)).map((jour) => ({
      presents: this.somme(releve, "J", jour, cote)[ENSEMBLE]!,
      premiers: this.somme(releve, "J", jour, cote, "premiers")[ENSEMBLE]!,
    }));
    return !coupures(jours, this.seuil).has(Number(point.slice(8)) - 1);
  }

  /** People behind every cell in a block of time; a set of communes has those of its communes. */
  private somme(
    releve: number,
    niveau: Effectif["niveau"],
    bloc: string | null,
    cote: Cote,
    quoi: "personnes" | "premiers" = "personnes",
  ): Float64Array {
    const { facteurs, territoires } = this;
    const personnes = new Float64Array(taille(facteurs));
    for (const ligne of this.parBloc.get(nomDuBloc(releve, niveau, bloc)) ?? []) {
      const cles = ligne.cles.map((cle, rang) => (cle === null ? 0 : this.rangs[rang]!.get(cle)!));
      const lieux = !territoires ? [[]] : ligne.parLieu ? territoires.ailleursQuePartout(ligne.lieu).map((m) => [m]) : [[0]];
      for (const lieu of lieux) personnes[indice(facteurs, [...lieu, ...cles])]! += ligne[quoi][cote]!;
    }
    return personnes;
  }
}

/** Rank of the figure of the whole département under no cut. */
const ENSEMBLE = 0;
/** A point of the level above, in the same block. */
const TRIMESTRE = (point: string) => `${point.slice(0, 4)}-04-01`;
const MOIS = (point: string) => {
  const premier = trimestreDe(point);
  return `${premier.slice(0, 5)}${String(Number(premier.slice(5, 7)) + 1).padStart(2, "0")}-01`;
};

const nomDuBloc = (releve: number, niveau: string, bloc: string | null) => `${releve} ${niveau} ${bloc}`;
