/** Counters of an import. `lus` = `appliques` + `inchanges` + `rejetes`. */
export interface Compteurs {
  /** What the file says it holds; null when the format does not say. */
  annonces: number | null;
  lus: number;
  appliques: number;
  inchanges: number;
  rejetes: number;
}

export const compteurs = (): Compteurs => ({ annonces: null, lus: 0, appliques: 0, inchanges: 0, rejetes: 0 });

/** One reported defect of a file: a rejected record, or a record applied with a reservation (`applique`). */
export interface Signalement {
  /** Where: NUMDEMRSA, id, or line. */
  cle: string;
  code: string;
  message: string;
  champ?: string;
  /** Line of the file where the record begins, when the format has lines. */
  ligne?: number;
  /** What was received, shortened; never for a personal datum. */
  valeur?: string;
  applique: boolean;
}

export interface ResultatImport {
  fichier: string;
  compteurs: Compteurs;
  signalements: Signalement[];
  /** Records on which this file and those before it do not agree, by kind: listed elsewhere, nothing of them is left out. */
  ecarts?: Readonly<Record<string, number>>;
  /** Means of contact to which the person did not agree: counted, never kept. */
  contactsSansAccord?: number;
}

/** The file is refused as a whole and nothing of it was applied (exit code 1). */
export class ImportRefuse extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** 0: all applied or unchanged; 3: some records rejected or reported. A refused file throws ImportRefuse: 1. */
export const exitCode = (resultats: ResultatImport[]): 0 | 3 =>
  resultats.some((r) => r.compteurs.rejetes > 0 || r.signalements.length > 0) ? 3 : 0;

/** Told while an import goes on. `fait` and `total` are in the same unit (bytes or records); `total` is null when unknown. */
export type Avancement = (etape: string, fait: number, total: number | null) => void;

/** What every import is given. The clock is injected; the owner's URL is the greppable bypass of row level security. */
export interface ContexteImport {
  ownerUrl: string;
  now: () => Date;
  avancement?: Avancement;
}
