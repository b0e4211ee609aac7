/** People under which a figure is not told, unless INDICATEURS_SEUIL says otherwise. */
export const SEUIL = 5;

/** Too few people to be told of, but some. */
export const petit = (personnes: number, seuil: number): boolean => personnes > 0 && personnes < seuil;
