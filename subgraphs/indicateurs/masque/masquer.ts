import { CROIX } from "../mesure/coupe";
import { type Chiffre, type ChiffrePart, type Chiffres, pourLesCoupes } from "../mesure/mesurer";
import type { Cote } from "./effectifs.repository";
import { petit } from "./petit";
import { type AMasquer, dansLeMois, type Lecture, lirePart, sorteDeCoupe } from "./plan";
import type { Tableaux } from "./tableaux";

/** Where an answer is read in the tables that decide. */
export interface Reperes {
  tableaux: Tableaux;
  lectures: readonly Lecture[];
}

/** The answer without the figures that are about too few people, or that would give them. */
export function masquerReponse(demandee: AMasquer, chiffres: Chiffres, reperes: Reperes, seuil: number): Chiffres {
  const demande = { ...demandee, indicateur: pourLesCoupes(demandee.indicateur, demandee.coupes) };
  const cache = (cle: string | null, cote: Cote) => estCachee(demande, cle === null ? ENSEMBLE : lirePart(demande, cle), cote, reperes);
  const tauxCache = (cle: string) => estCachee(demande, sansLesSiennes(demande, cle), 0, reperes);
  const partDuTotal = demande.indicateur.calcul.parts === "part-du-total";
  const total = taire(chiffres.total, [cache(null, 0), cache(null, 1), cache(null, 2)], seuil);
  const ensembleCache = cache(null, 1) || petit(chiffres.total.effectifs.auDenominateur, seuil);
  const parts = chiffres.parts.map((part) => {
    const [num, den, delais] = [cache(part.cle, 0), cache(part.cle, 1), cache(part.cle, 2)];
    if (!partDuTotal) return { ...part, ...taire(part, [num, den, delais], seuil) };
    // The share of a part: its people over all of them.
    const { auDenominateur } = part.effectifs;
    const sienne = { ...part, effectifs: { ...part.effectifs, auNumerateur: auDenominateur, auDenominateur: 0 } };
    return { ...part, ...taire(sienne, [den, ensembleCache, delais], seuil), effectifs: part.effectifs };
  });
  return { ...chiffres, total, parts: taireAvecLeursVoisines(demande, parts, tauxCache) };
}

/** The rate of the whole tells the people of the parts that make it (with a contract), and of those that do not: where one part is hidden, the
 * others of its side are too, and where the rate is hidden, all are. A swap between two parts of one side changes neither the numerator nor the
 * denominator of the whole, and the places and periods that separate its ends are hidden already (docs/petits-nombres.md). */
function taireAvecLeursVoisines(
  { indicateur, coupes }: AMasquer,
  parts: readonly ChiffrePart[],
  tauxCache: (cle: string) => boolean,
): ChiffrePart[] {
  const { parts: formule, valeur, coupes: propres = {} } = indicateur.calcul;
  if (formule !== "part-du-total" || valeur === "aucune") return [...parts];
  const cote = ({ cle, effectifs }: ChiffrePart) =>
    [effectifs.auNumerateur > 0, ...cle.split(CROIX).filter((_, i) => !Object.hasOwn(propres, coupes[i]!))].join(CROIX);
  const tus = new Set(parts.filter(({ cle, masquee }) => masquee || tauxCache(cle)).map(cote));
  return parts.map((part) =>
    tus.has(cote(part)) ? { ...part, numerateur: null, valeur: null, delais: null, masquee: true, tue: true } : part,
  );
}

/** A figure that is not told is null, never 0; a value is not told when one of its two sides is not. */
function taire(chiffre: Chiffre, [cacheNum, cacheDen, cacheDelais]: readonly [boolean, boolean, boolean], seuil: number): Chiffre {
  const { numerateur, denominateur, valeur, delais, effectifs } = chiffre;
  const num = numerateur !== null && (cacheNum || petit(effectifs.auNumerateur, seuil));
  const den = denominateur !== null && (cacheDen || petit(effectifs.auDenominateur, seuil));
  const sansDelais = num || den || cacheDelais || (delais !== null && petit(delais.effectif, seuil));
  return {
    ...chiffre,
    numerateur: num ? null : numerateur,
    denominateur: den ? null : denominateur,
    valeur: num || den ? null : valeur,
    delais: sansDelais ? null : delais,
    masquee: num || den,
    tue: cacheNum || cacheDen || petit(effectifs.auNumerateur, seuil) || petit(effectifs.auDenominateur, seuil),
  };
}

type Part = ReturnType<typeof lirePart>;
const ENSEMBLE: Part = { lieux: [], mois: null, cles: [] };

/** The cell that a part is in, without the cuts of the indicator's own. */
function sansLesSiennes(demande: AMasquer, cle: string) {
  const { coupes = {} } = demande.indicateur.calcul;
  const parCle = demande.coupes.filter((coupe) => sorteDeCoupe(demande.indicateur, coupe) === "cle");
  const part = lirePart(demande, cle);
  return { ...part, cles: part.cles.map((valeur, i) => (Object.hasOwn(coupes, parCle[i]!) ? null : valeur)) };
}

type Cellule = Omit<Part, "cles"> & { cles: readonly (string | null)[] };

function estCachee(demande: AMasquer, part: Cellule, cote: Cote, { tableaux, lectures }: Reperes): boolean {
  const membre = tableaux.territoires ? tableaux.territoires.membre(demande.territoire, part.lieux) : 0;
  if (membre === undefined) return true;
  if (membre === null) return false;
  // Where the whole is hidden, nobody under a key is not told either.
  const cellule =
    tableaux.cellule(membre, part.cles.length > 0 ? part.cles : clesVides(demande)) ?? tableaux.cellule(membre, clesVides(demande))!;
  return lectures.some((lecture) => tableaux.cacheeA(dansLaPart(lecture, part.mois), cote, cellule));
}

/** A reading, in the month of a part. */
const dansLaPart = (lecture: Lecture, mois: string | null): Lecture =>
  mois === null || !/^\d{4}-\d{2}$/.test(mois) ? lecture : { ...lecture, ...dansLeMois(mois, lecture) };

const clesVides = ({ indicateur, coupes }: AMasquer): null[] =>
  coupes.filter((coupe) => sorteDeCoupe(indicateur, coupe) === "cle").map(() => null);
