import type { TexteLegal } from "../base-legale";

/** Nothing leaves by itself: a breach has a legal basis to be told only with the decision that it founds (CASF L. 262-37), which carries it. */
export const SANCTION_MANQUEMENT = {} as const satisfies Record<string, TexteLegal>;
