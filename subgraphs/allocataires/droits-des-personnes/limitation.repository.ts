/** Condition: the datum of a person, whose row is `a`, is served to the caller. A limited one only is to who answers her (RGPD, article 18). */
export const servie = (a: string, champ: string): string =>
  `(not '${champ}' = any (${a}.limitees) or (select current_setting('unefois.finalite', true)) = 'EXERCICE_DES_DROITS')`;

/** The column of a datum, null where it is limited. */
export const servi = (champ: string, colonne: string): string => `case when ${servie("a", champ)} then ${colonne} end`;

/** The same, for a datum whose name is in a column. */
export const servieSelon = (a: string, colonne: string): string =>
  `(not ${colonne} = any (${a}.limitees) or (select current_setting('unefois.finalite', true)) = 'EXERCICE_DES_DROITS')`;
