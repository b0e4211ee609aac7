/** Refusals of diagnostics. docs/refus.md lists them. */
export const REFUS_DIAGNOSTIC = {
  CONTRAINTE_EN_DOUBLE: { message: "Le même frein est donné deux fois : gardez une ligne par frein." },
  FINALITE_INADAPTEE: {
    message:
      "La finalité du jeton ne permet pas d’enregistrer un diagnostic ni un motif de modulation : demandez un jeton pour l’accompagnement ou l’orientation.",
  },
} as const;
