/** Why a file could not be left, and what to do. The code is kept; the sentence names no person. */
export const ERREURS_DEPOT = {
  DEPOT_INJOIGNABLE: "L’adresse ou le dossier de dépôt ne répond pas. Le hub réessaie seul.",
  DEPOT_PLEIN: "Il n’y a plus de place dans le dossier de dépôt. Le hub réessaie seul.",
  DEPOT_REFUSE: "L’adresse de dépôt refuse le fichier. Le hub réessaie seul.",
  DEPOT_DIFFERENT: "Un autre fichier porte déjà ce nom à l’endroit du dépôt.",
} as const;
export type CodeErreurDepot = keyof typeof ERREURS_DEPOT;

export const ACTIONS_DEPOT: Record<CodeErreurDepot, string> = {
  DEPOT_INJOIGNABLE: "Vérifiez DEPOT_DOSSIER ou FRANCE_TRAVAIL_DEPOT_URL et le réseau ; rien n’est perdu.",
  DEPOT_PLEIN: "Libérez de la place dans DEPOT_DOSSIER ; aucun fichier n’y est écrit à moitié, rien n’est perdu.",
  DEPOT_REFUSE: "Demandez au partenaire pourquoi il refuse le dépôt ; le fichier repart à chaque essai, identique.",
  DEPOT_DIFFERENT: "Écartez le fichier déjà présent, ou demandez au partenaire de le faire : le hub n’écrase jamais un dépôt.",
};

export class ErreurDepot extends Error {
  constructor(
    readonly code: CodeErreurDepot,
    cause?: unknown,
  ) {
    super(ERREURS_DEPOT[code], { cause });
    this.name = "ErreurDepot";
  }
}

const MINUTE = 60_000;

/** Instant of the next try: 1, 2, 4… minutes, an hour at most. `tentatives`: those already made. */
export const prochainEssaiDepot = (tentatives: number, le: Date): Date =>
  new Date(le.getTime() + Math.min(60, 2 ** Math.min(tentatives, 6)) * MINUTE);
