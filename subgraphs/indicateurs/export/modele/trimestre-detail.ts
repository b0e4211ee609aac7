import { type DefinitionLue, formatDe, type MesureLue, mesurer, valeur } from "../mesures";
import { absence, type Cellule, nombre } from "../tableur/classeur";
import { NOMMER, nommer, part } from "./commun";
import type { Comparaison } from "./comparaison";
import type { TableauNu, Travail } from "./modele";

const PERCENTILES = {
  effectif: "Délais mesurés",
  moyenne: "Moyenne",
  mediane: "Médiane",
  p10: "10 % plus courts que",
  p25: "25 % plus courts que",
  p75: "75 % plus courts que",
  p90: "90 % plus courts que",
} as const;

/** Delays in days, of every indicator that measures one: how they are spread, and the median of the quarter before. */
export function feuilleDesDelais(comparaisons: readonly Comparaison[]): TableauNu {
  const mesurees = comparaisons.filter(({ definition, trimestre }) => definition.origineDelai !== null || trimestre?.delais);
  return {
    cle: "DELAIS",
    nom: "Délais",
    titre: "Délais du trimestre, en jours",
    colonnes: [
      ...NOMMER.filter(({ cle }) => cle !== "unite"),
      { cle: "origine", titre: "Départ du délai" },
      ...Object.entries(PERCENTILES).map(([cle, titre]) => ({ cle, titre })),
      { cle: "mediane_avant", titre: "Médiane du trimestre d’avant" },
    ],
    lignes: mesurees.map(({ definition, trimestre, avant }) => [
      ...nommer(definition).slice(0, 3),
      definition.origineDelai === null ? absence("SANS_OBJET") : { texte: definition.origineDelai },
      ...Object.keys(PERCENTILES).map((cle) => delai(trimestre, cle as keyof typeof PERCENTILES)),
      delai(avant, "mediane"),
    ]),
  };
}

function delai(mesure: MesureLue | null, cle: keyof typeof PERCENTILES): Cellule {
  if (mesure?.masquee) return absence("MASQUE");
  return nombre(mesure?.delais?.[cle] ?? null, cle === "effectif" ? "entier" : "nombre");
}

/** Each indicator that has them, by local parcours. */
export async function feuilleDuParcours(
  { demande, periode, poser }: Travail,
  lignes: readonly DefinitionLue[],
): Promise<{ tableau: TableauNu; mesures: (MesureLue | null)[] }> {
  const ventilees = lignes.filter(({ ventilations }) => ventilations.includes("parcours"));
  const demandes = ventilees.map(({ code }) => ({ ...periode, code, territoire: demande.territoire, ventilation: "parcours" }));
  const mesures = await mesurer(poser, demandes, demande.connuLe);
  const parcours = [...new Set(mesures.flatMap((mesure) => mesure?.ventilation.map(({ cle }) => cle) ?? []))].sort(inconnuEnDernier);
  const tableau: TableauNu = {
    cle: "PARCOURS",
    nom: "Parcours locaux",
    titre: "Indicateurs du trimestre par parcours local",
    colonnes: [
      ...NOMMER,
      { cle: "ensemble", titre: "Ensemble" },
      ...parcours.map((code) => ({ cle: code, titre: code === "INCONNU" ? "Parcours non connu" : code.replaceAll("_", " ") })),
    ],
    lignes: ventilees.map((definition, rang) => {
      const mesure = mesures[rang]!;
      // An indicator that is only a distribution has no whole.
      const sansEnsemble = mesure !== null && mesure.valeur === null && !mesure.masquee && formatDe(definition.unite) === "pourcentage";
      return [
        ...nommer(definition),
        sansEnsemble ? absence("SANS_OBJET") : valeur(mesure),
        ...parcours.map((code) => part(mesure, definition, code)),
      ];
    }),
  };
  return { tableau, mesures };
}

const inconnuEnDernier = (a: string, b: string): number => (a === "INCONNU" ? 1 : b === "INCONNU" ? -1 : a < b ? -1 : 1);
