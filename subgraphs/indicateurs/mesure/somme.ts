import type { Calcul, Indicateur, Somme } from "./calcul";
import { CROIX } from "./coupe";
import { appliquer, type Chiffre, type ChiffrePart, type Chiffres, type Effectifs, type FaitsComptes } from "./mesurer";

/** Lines of a table that add up to one another are read in one indicator, by one cut: they are masked together, and a sum of lines is told
 * only when what is told gives it already. */

/** What must be measured of the base, for a line: by class, and when the line is cut, crossed and cut. */
export const coupesDeLaBase = ({ coupe }: Somme, coupes: readonly string[]): string[][] =>
  coupes.length === 0 ? [[coupe]] : [[coupe], [coupe, ...coupes], [...coupes]];

/** A line, from the measures of its base in the order of `coupesDeLaBase`. */
export function sommer({ calcul }: Indicateur, somme: Somme, [parClasse, croisee, parCoupe]: readonly Chiffres[]): Chiffres {
  const parts = new Map((croisee?.parts ?? []).map((part) => [part.cle, part]));
  const classes = new Map(parClasse!.parts.map((part) => [part.cle, part]));
  return {
    total: ligne(calcul, somme, (classe) => classes.get(classe), parClasse!.total),
    parts: (parCoupe?.parts ?? []).map((tout) => ({
      cle: tout.cle,
      ...ligne(calcul, somme, (classe) => parts.get(`${classe}${CROIX}${tout.cle}`), tout),
    })),
  };
}

type Lire = (classe: string) => ChiffrePart | undefined;

function ligne(calcul: Pick<Calcul, "valeur" | "arrondi">, somme: Somme, lire: Lire, tout: Chiffre): Chiffre {
  const [seule, ...autres] = somme.cles;
  const part = autres.length === 0 && somme.sur === null && lire(seule!);
  // One class: the line is that part, shares and delays included.
  if (part) return sansCle(part);
  return ajouter(calcul, somme, lire, tout);
}

const sansCle = ({ cle: _, ...chiffre }: ChiffrePart): Chiffre => chiffre;

function ajouter({ valeur, arrondi }: Pick<Calcul, "valeur" | "arrondi">, somme: Somme, lire: Lire, tout: Chiffre): Chiffre {
  const numerateur = compte(somme, somme.cles, lire, tout);
  // Without a denominator of its own, a share of which nobody is in the class has nobody on either side.
  const denominateur = somme.sur !== null ? compte(somme, somme.sur, lire, tout) : tout.denominateur === null ? null : 0;
  const masquee = numerateur === "MASQUE" || denominateur === "MASQUE";
  const dit = (cote: number | "MASQUE" | null) => (cote === "MASQUE" ? null : cote);
  const brute = masquee ? null : appliquer(valeur, dit(numerateur), dit(denominateur));
  return {
    numerateur: dit(numerateur),
    denominateur: dit(denominateur),
    valeur: brute === null || arrondi === undefined ? brute : Math.round(brute * 10 ** arrondi) / 10 ** arrondi,
    masquee,
    tue: masquee,
    delais: null,
    effectifs: effectifs(somme, lire),
    faits: faitsComptes(somme, lire),
  };
}

/** The people of some classes: their sum when all are told, what the other classes leave of the whole when those are; otherwise masked. */
function compte({ classes }: Somme, cles: readonly string[], lire: Lire, tout: Chiffre): number | "MASQUE" | null {
  if (tout.numerateur === null && !tout.masquee) return null;
  const dites = (voulues: readonly string[]) => voulues.every((classe) => !lire(classe)?.masquee);
  const total = (voulues: readonly string[]) => voulues.reduce((somme, classe) => somme + (lire(classe)?.numerateur ?? 0), 0);
  const autres = classes.filter((classe) => !cles.includes(classe));
  if (autres.length > 0 && dites(cles)) return total(cles);
  return !tout.masquee && dites(autres) ? tout.numerateur! - total(autres) : "MASQUE";
}

function effectifs({ cles, sur, classes }: Somme, lire: Lire): Effectifs {
  const gens = (voulues: readonly string[]) => voulues.reduce((somme, classe) => somme + (lire(classe)?.effectifs.auNumerateur ?? 0), 0);
  const [auNumerateur, auDenominateur] = [gens(cles), sur === null ? 0 : gens(sur)];
  return {
    personnes: Math.max(auNumerateur, sur === null ? gens(cles) : gens(classes.filter((c) => cles.includes(c) || sur.includes(c)))),
    auNumerateur,
    auDenominateur,
    horsNumerateur: Math.max(0, auDenominateur - auNumerateur),
  };
}

function faitsComptes({ cles, sur }: Somme, lire: Lire): FaitsComptes {
  const lignes = (voulues: readonly string[]) => voulues.reduce((somme, classe) => somme + (lire(classe)?.faits.auNumerateur ?? 0), 0);
  return { auNumerateur: lignes(cles), auDenominateur: sur === null ? 0 : lignes(sur) };
}
