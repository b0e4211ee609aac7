import type { Calcul, Formule } from "./calcul";

/** A row that the database counted: the whole (`estPart` false), or one part of the cut. */
export interface LigneComptee {
  estPart: boolean;
  cle: string | null;
  numerateur: number | null;
  denominateur: number | null;
}

export interface PartMesuree {
  cle: string;
  numerateur: number | null;
  denominateur: number | null;
  valeur: number | null;
  masquee: boolean;
}

export interface ChiffresMesures {
  numerateur: number | null;
  denominateur: number | null;
  valeur: number | null;
  masquee: boolean;
  ventilation: PartMesuree[];
}

/** Part of the cut of rows whose key is not known. */
const INCONNU = "INCONNU";

/** The figures of an indicator, from what was counted.
 * @param attendues keys that have a part even when nobody counts there (local parcours, legal categories).
 * A figure that cannot be made (nobody in the denominator) is null, never 0. */
export function mesurer(calcul: Calcul, lignes: readonly LigneComptee[], attendues: readonly string[]): ChiffresMesures {
  const total = lignes.find((ligne) => !ligne.estPart) ?? { numerateur: null, denominateur: null };
  const comptees = new Map(lignes.filter((ligne) => ligne.estPart).map((ligne) => [ligne.cle ?? INCONNU, ligne]));
  const cles = [...attendues, ...[...comptees.keys()].filter((cle) => !attendues.includes(cle)).sort()];
  // What is known for the département only has no figure elsewhere; what is counted and found nobody is 0.
  const absente = calcul.lieu === null ? { numerateur: null, denominateur: null } : { numerateur: 0, denominateur: 0 };
  const ventilation = cles.map((cle) => part(calcul, cle, comptees.get(cle) ?? absente, total.denominateur));
  const sansEnsemble = calcul.valeur === "aucune";
  return {
    numerateur: sansEnsemble ? null : total.numerateur,
    denominateur: sansEnsemble && calcul.parts === "nombre" ? null : total.denominateur,
    valeur: appliquer(calcul.valeur, total.numerateur, total.denominateur),
    masquee: false,
    ventilation,
  };
}

type Compte = Pick<LigneComptee, "numerateur" | "denominateur">;

function part(calcul: Calcul, cle: string, ligne: Compte, ensemble: number | null): PartMesuree {
  if (calcul.parts === "part-du-total") {
    const numerateur = ligne.denominateur;
    return { cle, numerateur, denominateur: ensemble, valeur: appliquer("pourcentage", numerateur, ensemble), masquee: false };
  }
  const denominateur = calcul.denominateur === null ? null : ligne.denominateur;
  return {
    cle,
    numerateur: ligne.numerateur,
    denominateur,
    valeur: appliquer(calcul.parts, ligne.numerateur, denominateur),
    masquee: false,
  };
}

function appliquer(formule: Formule, numerateur: number | null, denominateur: number | null): number | null {
  if (formule === "aucune" || numerateur === null) return null;
  if (formule === "nombre") return numerateur;
  if (denominateur === null || denominateur === 0) return null;
  if (formule === "moyenne") return numerateur / denominateur;
  return (100 * (formule === "evolution" ? numerateur - denominateur : numerateur)) / denominateur;
}

const CATEGORIES = ["EMPLOI", "EQUILIBRE", "REMOBILISATION"];

/** Keys that a share has a part for even when nobody is there: « one part a local parcours ». */
export function clesAttendues(calcul: Calcul, coupe: string | null, parcours: readonly string[]): readonly string[] {
  if (calcul.valeur !== "aucune") return [];
  if (coupe === "parcours") return parcours;
  return coupe === "categorie" ? CATEGORIES : [];
}
