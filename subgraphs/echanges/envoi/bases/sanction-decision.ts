import type { TexteLegal } from "../base-legale";

/** A decision and what follows it. The free texts of the partner's payload (commentaireEvenement, justificationDecisionSanction) have no line: they do not leave. */
export const SANCTION_DECISION = {
  "traitement.identifiantConsequenceSanction": "L262_37",
  "traitement.evenement.typeEvenement": "L262_37",
  "traitement.evenement.dateEvenement": "L262_37",
  "traitement.evenement.motifEvenement": "L262_37",
  "traitement.typeConsequenceSanctionValide": "L262_37",
  "traitement.modaliteDecisionValidee": "L262_37",
  "traitement.montantValide": "L262_37",
  "traitement.dureeValidee": "L262_37",
  "decision.dateNotificationDecisionSanction": "L262_37",
  "decision.natureManquement": "L262_37",
  "decision.rangManquement": "L262_37",
  "decision.dateManquement": "L262_37",
  "decision.typeSanctionValide": "L262_37",
  "decision.modaliteDecisionValidee": "L262_37",
  "decision.montantValide": "L262_37",
  "decision.dureeValidee": "L262_37",
} as const satisfies Record<string, TexteLegal>;
