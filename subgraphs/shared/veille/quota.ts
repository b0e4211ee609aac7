/** What an operation showed of people, or tried to: what the quota weighs. */
export interface ALaVeille {
  /** People whose data the answer carries. */
  vues: string[];
  /** People whom the operation named by their id, and whose data it does not carry. */
  demandees: string[];
  /** People found by a NIR or a MSA number: two each, followed or not. */
  cherchees: string[];
  /** Look-ups by a number that found nobody: two each. */
  inconnues: number;
}

/** Minutes during which a person who was counted stays counted: the sliding hour, and the minute during which a process remembers what it knows. */
export const FENETRE_MINUTES = 61;
/** Milliseconds during which a process does not ask again about a person. */
export const MEMOIRE_MS = 60_000;
/** Between two alerts of the same nature on the same client. */
export const SILENCE_MINUTES = 10;

/** Share of its quota from which a client is slowed down. */
const DEBUT_RALENTI = 0.8;
/** Milliseconds of the slowest answer before the stop: a browser, a gateway and a subgraph all wait longer than that. */
const RALENTI_MAX = 2_000;

/** Milliseconds to wait before an answer that counted people: nothing below 80 % of the quota, then more and more. */
export function ralenti(comptees: number, quota: number): number {
  if (quota <= 0) return 0;
  const part = Math.min(1, Math.max(0, (comptees / quota - DEBUT_RALENTI) / (1 - DEBUT_RALENTI)));
  return Math.round(RALENTI_MAX * part ** 2);
}

export const phraseQuota = (quota: number, parAgent: boolean, minutes: number | null): string =>
  minutes === null
    ? `Cette réponse montrerait plus de personnes hors de votre portefeuille que les ${quota} permises par heure : demandez-en moins.`
    : `${parAgent ? "Cet agent" : "Ce client"} a atteint les ${quota} personnes par heure qu’il peut lire hors de son portefeuille et de son agenda. Réessayez dans ${minutes} min. Une alerte a été levée.`;
