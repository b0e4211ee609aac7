/** The organismes that the histories orient to, and the type of each one in the référentiel. One that has none there is named by events only. */
export const TYPES_ORGANISME: Readonly<Record<string, string>> = {
  "94-CD94": "DEPARTEMENT",
  "94-ESE94": "DEPARTEMENT",
  "94-FT94": "FRANCE_TRAVAIL",
  "94-JEUNES-1": "MISSION_LOCALE",
  "94-CAP94": "CAP_EMPLOI",
  "94-DELEG-1": "DELEGATAIRE",
  "94-CCAS-1": "CCAS",
  "94-CAF94": "CAF",
  "94-MSA94": "MSA",
};
