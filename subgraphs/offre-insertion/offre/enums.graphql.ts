import { registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { DISPOSITIFS, ORIGINES } from "./offre";

export const OrigineOffre = enumOf(ORIGINES);
registerEnumType(OrigineOffre, { name: "OrigineOffre", description: "D’où vient l’offre." });

export const DispositifEmploi = enumOf(DISPOSITIFS);
registerEnumType(DispositifEmploi, { name: "DispositifEmploi", description: "Dispositif d’accès à l’emploi dont relève l’offre." });
