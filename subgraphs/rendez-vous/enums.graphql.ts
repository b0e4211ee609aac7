import { registerEnumType } from "type-graphql";
import { enumOf } from "../shared/contrat/enums";
import { FAMILLES, MODALITES } from "./correspondances-rdv";
import { STATUTS } from "./statut-participation";

export const StatutParticipationEnum = enumOf(STATUTS);
registerEnumType(StatutParticipationEnum, {
  name: "StatutParticipation",
  description: "Où en est un participant. A_RENSEIGNER se déduit : le rendez-vous était prévu et son heure est passée.",
});

export const FamilleMotifEnum = enumOf(FAMILLES);
registerEnumType(FamilleMotifEnum, { name: "FamilleMotif", description: "À quoi sert le rendez-vous dans le parcours." });

export const ModaliteEnum = enumOf(MODALITES);
registerEnumType(ModaliteEnum, { name: "Modalite", description: "Sur place, par téléphone ou en visioconférence." });
