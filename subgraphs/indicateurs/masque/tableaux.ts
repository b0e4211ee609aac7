import { anneeDe, anneesDe, coupures, joursDuMois, moisDe, moisDuTrimestre, niveauDe, pointsDe, trimestreDe, trimestresDe } from "./calendrier";
import { type Dimension, decider } from "./decider";
import type { Cote, Effectif } from "./effectifs.repository";
import { facteurDeCles } from "./facteur";
import { indice, taille } from "./fermer";
import { type Ensemble, Territoires } from "./territoires";

/** Decides, for one indicator and its cuts, which cells are hidden: in each year, and at each place where a period cuts a year.
 * A cell of a period is shown when it is in every year that the period touches and at both its ends. */
export class Tableaux {
  readonly territoires: Territoires | null;
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

  /** True when the cell is hidden over a period that the years of a reading hold. */
  cachee(releve: number, debut: string, fin: string, cote: Cote, cellule: number): boolean {
    return (
      anneesDe(debut, fin).some((annee) => this.annee(releve, annee, cote)[cellule]) ||
      pointsDe(debut, fin).some((point) => this.point(releve, point, cote)[cellule])
    );
  }

  /** True when the cell is hidden at the places where a period cuts its years. */
  cacheeAuxBouts(releve: number, debut: string, fin: string, cote: Cote, cellule: number): boolean {
    return pointsDe(debut, fin).some((point) => this.point(releve, point, cote)[cellule]);
  }

  /** True when the cell is hidden at a place where a year is cut. */
  cacheeAuPoint(releve: number, point: string, cote: Cote, cellule: number): boolean {
    return this.point(releve, point, cote)[cellule] === 1;
  }

  /** True when the cell is hidden over a whole reading. */
  cacheeEnEntier(releve: number, cote: Cote, cellule: number): boolean {
    return this.decider(`${releve} entier ${cote}`, this.somme(releve, "A", null, cote), [])[cellule] === 1;
  }

  private get facteurs() {
    return this.dimensions.map(({ facteur }) => facteur);
  }

  private annee(releve: number, annee: string, cote: Cote): Uint8Array {
    return this.decider(`${releve} ${annee} ${cote}`, this.somme(releve, "A", annee, cote), []);
  }

  /** The cells that a cut on this day would leave too small, on one side or the other. What a year hides is hidden at each of its days. */
  private point(releve: number, point: string, cote: Cote): Uint8Array {
    const nom = `${releve} ${point} ${cote} point`;
    const connue = this.decidees.get(nom);
    if (connue) return connue;
    const annee = anneeDe(point);
    const trimestres = trimestresDe(annee).map((trimestre) => this.petites(releve, "T", trimestre, cote));
    const empechements = [this.annee(releve, annee, cote), ...trimestres];
    const niveau = niveauDe(point);
    let personnes = this.somme(releve, "A", annee, cote);
    if (niveau !== "T") {
      const trimestre = trimestreDe(point);
      empechements.push(...moisDuTrimestre(trimestre).map((mois) => this.petites(releve, "M", mois, cote)));
      personnes = this.somme(releve, "T", trimestre, cote);
    }
    if (niveau === "J") {
      empechements.push(this.horsCoupures(releve, point, cote));
      personnes = this.somme(releve, "M", moisDe(point), cote);
    }
    return this.decider(nom, personnes, empechements);
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

  private petites(releve: number, niveau: "T" | "M", bloc: string, cote: Cote): Uint8Array {
    return Uint8Array.from(this.somme(releve, niveau, bloc, cote), (n) => (petit(n, this.seuil) ? 1 : 0));
  }

  /** Cells whose month is not cut on that day. */
  private horsCoupures(releve: number, point: string, cote: Cote): Uint8Array {
    const jours = joursDuMois(moisDe(point));
    const presents = jours.map((jour) => this.somme(releve, "J", jour, cote));
    const premiers = jours.map((jour) => this.somme(releve, "J", jour, cote, "premiers"));
    const rang = jours.indexOf(point);
    return Uint8Array.from({ length: taille(this.facteurs) }, (_, c) => {
      const siens = jours.map((_jour, j) => ({ presents: presents[j]![c]!, premiers: premiers[j]![c]! }));
      return coupures(siens, this.seuil).has(rang) ? 0 : 1;
    });
  }

  /** People behind every cell in a block of time; a set of communes has those of its communes. */
  private somme(releve: number, niveau: Effectif["niveau"], bloc: string | null, cote: Cote, quoi: "personnes" | "premiers" = "personnes"): Float64Array {
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

/** Too few people to be told of, but some. */
export const petit = (personnes: number, seuil: number): boolean => personnes > 0 && personnes < seuil;

const nomDuBloc = (releve: number, niveau: string, bloc: string | null) => `${releve} ${niveau} ${bloc}`;
