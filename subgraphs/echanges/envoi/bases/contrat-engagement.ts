import type { TexteLegal } from "../base-legale";

export const CONTRAT_ENGAGEMENT = { dateSignature: "L262_34", dateRefus: "L262_34" } as const satisfies Record<string, TexteLegal>;
