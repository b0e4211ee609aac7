import { registerEnumType } from "type-graphql";
import { enumOf } from "../shared/contrat/enums";
import { ISSUES } from "./campagne/repartir";
import { POPULATIONS } from "./campagne/selection";
import { CANAUX, ECHECS_REMISE } from "./convocation/regles-convocation";
import { FAMILLES, MODALITES } from "./correspondances-rdv";
import { CAUSES_CLOTURE, STATUTS_EXAMEN } from "./examen/cycle-examen";
import { DECISIONS_EXAMEN, FONDEMENTS } from "./examen/examiner-absence";
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

export const CanalConvocationEnum = enumOf(CANAUX);
registerEnumType(CanalConvocationEnum, {
  name: "CanalConvocation",
  description: "Comment part une convocation. NON_RENSEIGNE : l’outil ne le dit pas, elle compte comme une lettre.",
});

export const EchecRemiseEnum = enumOf(ECHECS_REMISE);
registerEnumType(EchecRemiseEnum, {
  name: "EchecRemise",
  description: "Pourquoi une convocation n’a pas pu être remise. NPAI : la lettre est revenue, « n’habite pas à l’adresse indiquée ».",
});

export const StatutExamenEnum = enumOf(STATUTS_EXAMEN);
registerEnumType(StatutExamenEnum, {
  name: "StatutExamen",
  description: "Où en est l’examen d’une absence à la deuxième convocation. OUVERTE : un agent l’a décidé, jamais une règle.",
});

export const CauseClotureExamenEnum = enumOf(CAUSES_CLOTURE);
registerEnumType(CauseClotureExamenEnum, {
  name: "CauseClotureExamen",
  description: "Pourquoi un examen est clos : DECISION_AGENT, ou ce qui est arrivé aux absences.",
});

export const DecisionExamenEnum = enumOf(DECISIONS_EXAMEN);
registerEnumType(DecisionExamenEnum, { name: "DecisionExamen", description: "Ce qu’un agent décide d’une absence à examiner." });

export const FondementManquementEnum = enumOf(FONDEMENTS);
registerEnumType(FondementManquementEnum, {
  name: "FondementManquement",
  description:
    "Ce sur quoi un manquement peut reposer (CASF L. 262-37) : un contrat refusé, un contrat non respecté ou un contrôle refusé. Une absence seule n’en est pas un.",
});

export const CauseReconvocationEnum = enumOf(["REUNION_ANNULEE", "RENDEZ_VOUS_DEPLACE"] as const);
registerEnumType(CauseReconvocationEnum, { name: "CauseReconvocation", description: "Pourquoi une convocation ne dit plus vrai." });

export const PopulationCampagneEnum = enumOf(POPULATIONS);
registerEnumType(PopulationCampagneEnum, {
  name: "PopulationCampagne",
  description: "FLUX : nouveaux entrants. STOCK : personnes déjà là au premier chargement.",
});

export const StatutCampagneEnum = enumOf(["EN_COURS", "TERMINEE"] as const);
registerEnumType(StatutCampagneEnum, { name: "StatutCampagne", description: "Où en est une campagne." });

export const IssueCampagneEnum = enumOf(ISSUES);
registerEnumType(IssueCampagneEnum, {
  name: "IssueCampagne",
  description:
    "Convoquée, ou pourquoi non : déjà convoquée, déjà orientée, sortie, deux absences à examiner, commune inconnue, aucun lieu proche, délai ou préavis trop court, aucune place, un autre rendez-vous à cette heure.",
});
