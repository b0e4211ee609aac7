import { addDays, civilDateOf } from "../../shared/civil-date";
import type { Provenance } from "../../shared/contrat/provenance";
import type { Formulaire } from "../vocabulaire";
import type { VersionDeFormulaire } from "./formulaire";

/** A datum that the hub holds. `valeur` is null when it is masked. */
export interface DonneeConnue {
  code: string;
  libelle: string;
  valeur: string | null;
  masquee: boolean;
  provenance: Provenance;
  perimee: boolean;
  /** The person contests it, the Département agrees, its source has not corrected it. */
  contestee: boolean;
  /** The person had it limited: it exists, and is not served. */
  limitee: boolean;
}

export interface DonneesConnues {
  formulaire: Formulaire;
  /** Day from which this list of questions is used; null when the form has none. */
  version: string | null;
  connues: DonneeConnue[];
  aDemander: string[];
  libellesADemander: string[];
  /** connues / (connues + aDemander), 0 to 1. */
  taux: number;
}

/** A datum as stored. `confirmeeLe`: the last time that its source said it again. */
export interface Fait {
  valeur: string | null;
  masquee?: boolean;
  contestee?: boolean;
  limitee?: boolean;
  provenance: Provenance;
  confirmeeLe?: Date | null;
}

/** What is stored of a person under a code of the forms. */
export type Faits = Partial<Record<string, Fait>>;

/** True from the day after the last day on which a datum may be used without asking: `fraicheurJours` after it was collected or said again. */
export function estPerimee({ provenance, confirmeeLe }: Fait, fraicheurJours: number | null, aujourdhui: string): boolean {
  const { collecteeLe } = provenance;
  const dite = confirmeeLe && confirmeeLe > collecteeLe ? confirmeeLe : collecteeLe;
  return fraicheurJours !== null && addDays(civilDateOf(dite), fraicheurJours) < aujourdhui;
}

/** What a form need not ask again. A stale datum is known and flagged: it is to be confirmed, not asked from nothing.
 * @param aujourdhui civil date. */
export function donneesConnues(
  formulaire: Formulaire,
  version: VersionDeFormulaire | null,
  faits: Faits,
  aujourdhui: string,
): DonneesConnues {
  const donnees = version?.donnees ?? [];
  const connues = donnees.flatMap(({ code, libelle, fraicheurJours }): DonneeConnue[] => {
    const fait = faits[code];
    if (!fait) return [];
    const { valeur, provenance, masquee = false, contestee = false, limitee = false } = fait;
    const perimee = estPerimee(fait, fraicheurJours, aujourdhui);
    return [{ code, libelle, valeur: masquee ? null : valeur, masquee, provenance, perimee, contestee, limitee }];
  });
  const sues = new Set(connues.map((c) => c.code));
  const manquantes = donnees.filter(({ code }) => !sues.has(code));
  return {
    formulaire,
    version: version?.du ?? null,
    connues,
    aDemander: manquantes.map((d) => d.code),
    libellesADemander: manquantes.map((d) => d.libelle),
    taux: donnees.length === 0 ? 1 : connues.length / donnees.length,
  };
}

/** What a form counts in the once-only rate: a masked datum is known, but the caller cannot use it. */
export function compte({ connues, aDemander }: DonneesConnues) {
  const lisibles = connues.filter((donnee) => !donnee.masquee);
  return {
    demandees: connues.length + aDemander.length,
    servies: lisibles.length,
    perimees: lisibles.filter((donnee) => donnee.perimee).length,
    masquees: connues.length - lisibles.length,
  };
}
