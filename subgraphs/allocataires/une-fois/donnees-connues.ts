import { addDays, civilDateOf } from "../../shared/civil-date";
import type { Provenance } from "../../shared/contrat/provenance";
import type { Formulaire } from "../vocabulaire";
import { FORMULAIRES_ET_DONNEES } from "./formulaires";

/** A datum that the hub holds. `valeur` is null when it is masked. */
export interface DonneeConnue {
  code: string;
  valeur: string | null;
  masquee: boolean;
  provenance: Provenance;
  perimee: boolean;
}

export interface DonneesConnues {
  formulaire: Formulaire;
  connues: DonneeConnue[];
  aDemander: string[];
  /** connues / (connues + aDemander), 0 to 1. */
  taux: number;
}

/** What is stored of a person under a code of the forms. */
export type Faits = Partial<Record<string, { valeur: string | null; masquee?: boolean; provenance: Provenance }>>;

/** What a form need not ask again. A stale datum is known and flagged: it is to be confirmed, not asked from nothing.
 * @param aujourdhui civil date. */
export function donneesConnues(formulaire: Formulaire, faits: Faits, aujourdhui: string): DonneesConnues {
  const donnees = FORMULAIRES_ET_DONNEES[formulaire];
  const connues = donnees.flatMap(({ code, fraicheurJours }): DonneeConnue[] => {
    const fait = faits[code];
    if (!fait) return [];
    const perimee = fraicheurJours !== null && addDays(civilDateOf(fait.provenance.collecteeLe), fraicheurJours) < aujourdhui;
    return [{ code, valeur: fait.masquee ? null : fait.valeur, masquee: fait.masquee ?? false, provenance: fait.provenance, perimee }];
  });
  const sues = new Set(connues.map((c) => c.code));
  const aDemander = donnees.map((d) => d.code).filter((code) => !sues.has(code));
  return { formulaire, connues, aDemander, taux: connues.length / donnees.length };
}
