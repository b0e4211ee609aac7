import type { TexteLegal } from "../base-legale";

/** Nothing leaves: the decision of orientation opens the activity at France Travail. */
export const RDV_A_POSITIONNER = {} as const satisfies Record<string, TexteLegal>;
