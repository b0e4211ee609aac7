import path from "node:path";
import { z } from "zod";
import { NATURES, type Nature } from "./nature";

/** How the journal is sealed, anchored and kept: docs/journal.md. */
export interface JournalSettings {
  /** Longest time, in seconds, that a row waits for its seal. */
  scellementSecondes: number;
  /** Folder outside the database where the worker writes the head of the chain; absent: nowhere. */
  ancres?: string;
  /** Days that a row is kept, by nature. */
  conservation: Record<Nature, number>;
}

/** CNIL, recommendation on logging (deliberation 2021-122): 6 months to 1 year, to 3 years where the risk for people asks for it. */
export const CONSERVATION: Record<Nature, number> = {
  LECTURE: 365,
  ECRITURE: 1_095,
  EXPORT: 1_095,
  TRANSMISSION: 1_095,
  IMPORT: 1_095,
  REFUS: 365,
};
const JOURS = { min: 180, max: 1_095 };

const REGLE = `doit s’écrire NATURE=jours, séparés par des virgules, de ${JOURS.min} à ${JOURS.max} jours ; natures : ${NATURES.join(", ")}`;

function lireConservation(texte: string): Record<Nature, number> | null {
  const dites = texte
    .split(",")
    .map((regle) => regle.trim())
    .filter(Boolean)
    .map((regle) => /^([A-Z]+)=(\d{1,5})$/.exec(regle));
  const valables = dites.every(
    (dite) =>
      dite !== null && (NATURES as readonly string[]).includes(dite[1]!) && Number(dite[2]) >= JOURS.min && Number(dite[2]) <= JOURS.max,
  );
  if (!valables || new Set(dites.map((dite) => dite![1])).size < dites.length) return null;
  return { ...CONSERVATION, ...Object.fromEntries(dites.map((dite) => [dite![1], Number(dite![2])])) };
}

const secondes = "doit être un nombre entier de secondes, de 1 à 3600";

/** The variables of the journal, for the schema of the settings. */
export const VARIABLES_DU_JOURNAL = {
  JOURNAL_SCELLEMENT_SECONDES: z.coerce.number({ error: secondes }).int(secondes).min(1, secondes).max(3_600, secondes).default(30),
  JOURNAL_ANCRES: z.string().optional(),
  JOURNAL_CONSERVATION: z
    .string()
    .refine((texte) => lireConservation(texte) !== null, REGLE)
    .default(""),
};

export const reglagesDuJournal = (e: {
  JOURNAL_SCELLEMENT_SECONDES: number;
  JOURNAL_ANCRES?: string;
  JOURNAL_CONSERVATION: string;
}): JournalSettings => ({
  scellementSecondes: e.JOURNAL_SCELLEMENT_SECONDES,
  ancres: e.JOURNAL_ANCRES === undefined ? undefined : path.resolve(e.JOURNAL_ANCRES),
  conservation: lireConservation(e.JOURNAL_CONSERVATION)!,
});
