import type { ClassesDesTypes } from "../droits/coordonnees";

/** The class of each field of the value types, once for the subgraphs that use them. */
export const classesPartagees: ClassesDesTypes = {
  PageInfo: { PUBLIQUE: "hasNextPage hasPreviousPage", ORDINAIRE: "startCursor endCursor" },
  ParcoursLocal: {
    PUBLIQUE: `
      code libelle categorie dureeMoisMin dureeMoisMax renouvellements contenu mode volumeHoraire publicCible coutUnitaireCentimes
      placesFinancees intensif`,
  },
  Provenance: { ORDINAIRE: "source organisme collecteeLe recueLe certifiee baseLegale reference" },
  Commune: { PUBLIQUE: "codeInsee nom departement" },
  CriteresOffre: { IDENTITE: "codeInsee age", SOCIALE: "parcours", SANTE: "freins contraintes" },
  CritereFrein: { SANTE: "frein impact prioritaire" },
  ExemptionActivite: { SOCIALE: "du au", SANTE: "motif" },
  Refus: { PUBLIQUE: "code message source champ" },
};
