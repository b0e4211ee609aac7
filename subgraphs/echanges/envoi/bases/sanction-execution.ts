import type { TexteLegal } from "../base-legale";

/** A line of the file of a payer (CAF, MSA): which file of its own, what to take and until when. No reason, no breach, no name. */
export const SANCTION_EXECUTION = {
  ligne: "L262_37",
  etape: "L262_37",
  sanction: "L262_37",
  organismePayeur: "R262_102",
  numeroDemande: "R262_102",
  role: "R262_102",
  matricule: "R262_102",
  nature: "L262_37",
  quotitePourcent: "L262_37",
  montantCentimes: "L262_37",
  decideeLe: "L262_37",
  decideePar: "L262_37",
  debut: "L262_37",
  fin: "L262_37",
  effetLe: "L262_37",
  annule: "L262_37",
} as const satisfies Record<string, TexteLegal>;
