import type { Formule, Indicateur } from "./calcul";
import { CROIX } from "./coupe";

/** Days. */
export interface Delais {
  effectif: number;
  moyenne: number | null;
  p10: number | null;
  p25: number | null;
  mediane: number | null;
  p75: number | null;
  p90: number | null;
}

/** Distinct people behind a figure. */
export interface Effectifs {
  personnes: number;
  auNumerateur: number;
  auDenominateur: number;
  /** In the denominator, and nothing in the numerator. */
  horsNumerateur: number;
}

/** Rows of the main fact table that were counted. */
export interface FaitsComptes {
  auNumerateur: number;
  auDenominateur: number;
}

/** Counts that the database gave. `cles`: null for a cut that it sums over. */
export interface LigneComptee extends Effectifs {
  cles: readonly (string | null)[];
  numerateur: number | null;
  denominateur: number | null;
  delais: Delais | null;
  faits: FaitsComptes;
}

/** A figure, and the number of people behind it. */
export interface Chiffre {
  numerateur: number | null;
  denominateur: number | null;
  valeur: number | null;
  masquee: boolean;
  /** True when too few people are behind one of its sides, even where no figure is made of it (lines told by parcours only). */
  tue: boolean;
  delais: Delais | null;
  effectifs: Effectifs;
  faits: FaitsComptes;
}

export interface ChiffrePart extends Chiffre {
  /** Keys joined by CROIX. */
  cle: string;
}

/** The figures of an indicator: the whole, and its parts. */
export interface Chiffres {
  total: Chiffre;
  parts: ChiffrePart[];
}

const PERSONNE: Effectifs = { personnes: 0, auNumerateur: 0, auDenominateur: 0, horsNumerateur: 0 };
const AUCUN: FaitsComptes = { auNumerateur: 0, auDenominateur: 0 };

/** The figures of an indicator, from what was counted.
 * @param attendues keys that have a part even when nobody counts there (local parcours, legal categories).
 * A figure that cannot be made (nobody in the denominator) is null, never 0. */
export function mesurer(indicateur: Indicateur, lignes: readonly LigneComptee[], attendues: readonly string[]): Chiffres {
  const { valeur, arrondi } = indicateur.calcul;
  const compte = (ligne: LigneComptee | undefined) => completer(indicateur, ligne);
  const ensemble = compte(lignes.find(({ cles }) => cles.every((cle) => cle === null)));
  const comptees = new Map(
    lignes.filter(({ cles }) => cles.length > 0 && !cles.includes(null)).map((ligne) => [ligne.cles.join(CROIX), ligne]),
  );
  const cles = [...attendues, ...[...comptees.keys()].filter((cle) => !attendues.includes(cle)).sort()];
  const total: Chiffre = { ...ensemble, valeur: arrondir(appliquer(valeur, ensemble.numerateur, ensemble.denominateur), arrondi) };
  if (valeur === "aucune") {
    total.numerateur = null;
    if (indicateur.calcul.parts === "nombre") total.denominateur = null;
  }
  return { total, parts: cles.map((cle) => ({ cle, ...part(indicateur, compte(comptees.get(cle)), ensemble.denominateur) })) };
}

/** A rate whose own cut shares out the people counted (registered, known, neither…) is still a rate in each commune, age or organisme:
 * there, a part is the indicator itself. */
export function pourLesCoupes(indicateur: Indicateur, coupes: readonly string[]): Indicateur {
  const { parts, valeur, coupes: propres = {} } = indicateur.calcul;
  const taux = parts === "part-du-total" && valeur === "pourcentage" && coupes.every((coupe) => !Object.hasOwn(propres, coupe));
  return taux ? { ...indicateur, calcul: { ...indicateur.calcul, parts: valeur } } : indicateur;
}

/** The figures of a day when the hub knew nothing: null, never 0. */
export const inconnus = (): Chiffres => ({
  total: {
    numerateur: null,
    denominateur: null,
    valeur: null,
    masquee: false,
    tue: false,
    delais: null,
    effectifs: PERSONNE,
    faits: AUCUN,
  },
  parts: [],
});

/** What is counted and found nobody is 0; what is known for the département only has no figure elsewhere. */
function completer({ definition, calcul }: Indicateur, ligne: LigneComptee | undefined): Chiffre {
  const zero = calcul.inconnu || (calcul.sansLieu && !ligne) ? null : 0;
  const { personnes, auNumerateur, auDenominateur, horsNumerateur } = ligne ?? PERSONNE;
  return {
    numerateur: ligne?.numerateur ?? zero,
    denominateur: definition.denominateur === null ? null : (ligne?.denominateur ?? (calcul.sansLieu ? null : 0)),
    valeur: null,
    masquee: false,
    tue: false,
    delais: ligne?.delais ?? null,
    effectifs: { personnes, auNumerateur, auDenominateur, horsNumerateur },
    faits: ligne?.faits ?? AUCUN,
  };
}

function part({ calcul }: Indicateur, chiffre: Chiffre, ensemble: number | null): Chiffre {
  if (calcul.parts !== "part-du-total") {
    return { ...chiffre, valeur: arrondir(appliquer(calcul.parts, chiffre.numerateur, chiffre.denominateur), calcul.arrondi) };
  }
  const numerateur = chiffre.denominateur;
  return { ...chiffre, numerateur, denominateur: ensemble, valeur: appliquer("pourcentage", numerateur, ensemble) };
}

const arrondir = (valeur: number | null, decimales?: number): number | null =>
  valeur === null || decimales === undefined ? valeur : Math.round(valeur * 10 ** decimales) / 10 ** decimales;

/** The value that a rule makes of two counts; null when it cannot be made. */
export function appliquer(formule: Formule, numerateur: number | null, denominateur: number | null): number | null {
  if (formule === "aucune" || numerateur === null) return null;
  if (formule === "nombre") return numerateur;
  if (formule === "unites") return denominateur;
  if (denominateur === null || denominateur === 0) return null;
  if (formule === "moyenne") return numerateur / denominateur;
  return (100 * (formule === "evolution" ? numerateur - denominateur : numerateur)) / denominateur;
}

const CATEGORIES = ["EMPLOI", "EQUILIBRE", "REMOBILISATION"];

/** Keys that a share has a part for even when nobody is there: « one part a local parcours ». */
export function clesAttendues({ calcul }: Indicateur, coupes: readonly string[], parcours: readonly string[]): readonly string[] {
  if (calcul.valeur !== "aucune" || coupes.length !== 1) return [];
  if (coupes[0] === "parcours") return parcours;
  return coupes[0] === "categorie" ? CATEGORIES : [];
}
