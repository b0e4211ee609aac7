/** What became of the refusals of this process: written; counted in a row that stands for many; a try that failed; lost for good. */
export const ISSUES_DES_REFUS = ["inscrit", "en_nombre", "echec", "perdu"] as const;
export type IssueDuRefus = (typeof ISSUES_DES_REFUS)[number];

const compte: Record<IssueDuRefus, number> = { inscrit: 0, en_nombre: 0, echec: 0, perdu: 0 };

export const compterRefus = (issue: IssueDuRefus, nombre: number): void => {
  compte[issue] += nombre;
};

/** Since the process began, for `/metrics`. */
export const refusComptes = (): Readonly<Record<IssueDuRefus, number>> => ({ ...compte });
