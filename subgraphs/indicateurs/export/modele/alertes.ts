import { cellule, formatDe, type MesureLue } from "../mesures";
import { nombre, texte } from "../tableur/classeur";
import type { Comparaison } from "./comparaison";
import type { TableauNu } from "./modele";

/** A change that somebody should look at. */
export interface Alerte {
  nature: "FORTE_VARIATION" | "CIBLE_NON_ATTEINTE" | "SANS_MESURE";
  comparaison: Comparaison;
  message: string;
}

/** Under this number of people a rate moves by itself: no alert is made of it. */
export const EFFECTIF_MINIMAL = 30;
/** Percent for a number, points for a rate. */
export const SEUIL = { nombre: 25, taux: 10 };

const assez = (mesure: MesureLue | null): boolean => (mesure?.denominateur ?? mesure?.numerateur ?? 0) >= EFFECTIF_MINIMAL;

/** What the quarter asks to look at. The hub says a difference, never whether it is good: for a delay, less is better. */
export function alertesDe(comparaisons: readonly Comparaison[]): Alerte[] {
  return comparaisons.flatMap((comparaison) => [...variation(comparaison), ...cible(comparaison), ...absente(comparaison)]);
}

function variation(comparaison: Comparaison): Alerte[] {
  const { definition, trimestre, avant } = comparaison;
  if (!trimestre || !avant || trimestre.valeur === null || avant.valeur === null || !assez(trimestre) || !assez(avant)) return [];
  const taux = formatDe(definition.unite) === "pourcentage";
  const de = taux ? trimestre.valeur - avant.valeur : avant.valeur === 0 ? 0 : (100 * (trimestre.valeur - avant.valeur)) / avant.valeur;
  if (Math.abs(de) < (taux ? SEUIL.taux : SEUIL.nombre)) return [];
  const combien = `${de > 0 ? "+" : "−"}${Math.abs(de).toFixed(1).replace(".", ",")} ${taux ? "points" : "%"}`;
  return [{ nature: "FORTE_VARIATION", comparaison, message: `${combien} par rapport au trimestre d’avant.` }];
}

/** A number grows with the year, and nobody wrote how: it is only compared to its target in the last quarter; a rate or a delay always is. */
function cible(comparaison: Comparaison): Alerte[] {
  const { definition, cumul } = comparaison;
  if (!cumul || cumul.cible === null || cumul.valeur === null || cumul.valeur === cumul.cible) return [];
  const seAdditionne = formatDe(definition.unite) !== "pourcentage" && definition.unite !== "jours";
  if (seAdditionne && !cumul.fin.endsWith("-12-31")) return [];
  const sens = cumul.valeur < cumul.cible ? "sous" : "au-dessus de";
  return [{ nature: "CIBLE_NON_ATTEINTE", comparaison, message: `Le cumul de l’année est ${sens} la cible écrite au contrat.` }];
}

function absente(comparaison: Comparaison): Alerte[] {
  const { trimestre, definition } = comparaison;
  const repartition = trimestre !== null && trimestre.ventilation.length > 0;
  if (!trimestre || trimestre.masquee || trimestre.valeur !== null || repartition) return [];
  return [{ nature: "SANS_MESURE", comparaison, message: `Aucun fait du trimestre ne permet de faire ce chiffre (${definition.unite}).` }];
}

const NATURES: Record<Alerte["nature"], string> = {
  FORTE_VARIATION: "Forte variation",
  CIBLE_NON_ATTEINTE: "Écart à la cible",
  SANS_MESURE: "Sans mesure",
};

export function feuilleDesAlertes(comparaisons: readonly Comparaison[]): TableauNu {
  return {
    cle: "ALERTES",
    nom: "À regarder",
    titre: `À regarder : variations d’au moins ${SEUIL.nombre} % (${SEUIL.taux} points pour un taux) sur ${EFFECTIF_MINIMAL} personnes ou plus, écarts aux cibles, chiffres absents`,
    colonnes: [
      { cle: "nature", titre: "Nature" },
      { cle: "code", titre: "Code" },
      { cle: "indicateur", titre: "Indicateur" },
      { cle: "valeur", titre: "Trimestre" },
      { cle: "avant", titre: "Trimestre d’avant" },
      { cle: "cumul", titre: "Depuis le 1er janvier" },
      { cle: "cible", titre: "Cible" },
      { cle: "constat", titre: "Constat" },
    ],
    lignes: alertesDe(comparaisons).map(({ nature, comparaison: { definition, trimestre, avant, cumul }, message }) => {
      const format = formatDe(definition.unite);
      return [
        texte(NATURES[nature]),
        texte(definition.code),
        texte(definition.libelle),
        cellule(trimestre, "valeur", format),
        cellule(avant, "valeur", format),
        cellule(cumul, "valeur", format),
        nombre(cumul?.cible, format),
        texte(message),
      ];
    }),
  };
}
