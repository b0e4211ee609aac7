import { registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { NATURES_ACTION_OARSA, NATURES_MARCHE, TYPES_FINANCEUR } from "./pdie";

export const NatureMarche = enumOf(NATURES_MARCHE);
registerEnumType(NatureMarche, {
  name: "NatureMarche",
  description: "Acte qui porte une offre : marché public, appel à projets ou convention.",
});

export const TypeFinanceur = enumOf(TYPES_FINANCEUR);
registerEnumType(TypeFinanceur, {
  name: "TypeFinanceur",
  description: "Qui finance : État, Département, FSE+, Région, France Travail, autre.",
});

export const NatureActionOarsa = enumOf(NATURES_ACTION_OARSA);
registerEnumType(NatureActionOarsa, {
  name: "NatureActionOarsa",
  description: "Type d’action du tableau 4 de l’enquête OARSA (DREES) : seconde nomenclature des activités.",
});
