import type { Caller } from "./identity";

/** What was done with the data of people, for the register. `REFUS`: asked and refused, no datum was given.
 * `IMPORT`: a file or a message of a partner came in; `TRANSMISSION`: told to a partner; `EXPORT`: written in a file. */
export const NATURES = ["LECTURE", "ECRITURE", "EXPORT", "TRANSMISSION", "IMPORT", "REFUS"] as const;
export type Nature = (typeof NATURES)[number];

/** What a mutation does: a file that the hub reads in the name of the caller comes in, she did not type it. */
export const natureOfWriting = (caller: Caller | null): Nature => (caller?.source ? "IMPORT" : "ECRITURE");
