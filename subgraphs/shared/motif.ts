/** A reason as it is kept, counted and shown: blanks and invisible characters say nothing, they do not make it longer. */
export const motifDit = (motif: string): string => motif.replace(/[\s\p{C}]+/gu, " ").trim();
