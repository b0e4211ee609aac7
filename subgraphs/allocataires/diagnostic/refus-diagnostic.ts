/** Refusals of diagnostics. docs/refus.md lists them. */
export const REFUS_DIAGNOSTIC = {
  CONTRAINTE_EN_DOUBLE: { message: "Le même frein est donné deux fois : gardez une ligne par frein." },
} as const;
