import type { TexteLegal } from "../base-legale";

/** Appointments placed, moved, cancelled, kept or missed: the same fields. */
export const RENDEZ_VOUS = {
  date: "L5311_8",
  duree: "L5311_8",
  modaliteContact: "L5311_8",
  motif: "L5311_8",
  "organisme.code": "L5311_8",
  "organisme.idStructure": "ARRETE_2024_07_03",
  statut: "L262_34",
  typeReception: "L5311_8",
  initiateur: "L262_34",
} as const satisfies Record<string, TexteLegal>;
