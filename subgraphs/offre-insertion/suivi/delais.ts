/** Delays of a prescription, in days of 24 hours. Source: DORA (a reminder every 10 days, EXPIREE at 30), settings of the hub. */
export interface Delais {
  relanceJours: number;
  expirationJours: number;
}

export const DELAIS: Delais = { relanceJours: 10, expirationJours: 30 };

/** What runs in each state where somebody is awaited. The delays start again at each step.
 * VALIDEE is reminded of and never expires: the structure waits for the person, and nobody loses a promised place in silence. */
export const ATTENTES = {
  OUVERTE: { attend: "la réponse de la structure", expire: true },
  A_L_ETUDE: { attend: "la réponse de la structure", expire: true },
  VALIDEE: { attend: "le début de l’action", expire: false },
} as const;
