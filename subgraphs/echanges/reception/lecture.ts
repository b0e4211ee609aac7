/** One kind of thing read at France Travail, again and again. A reading throws what went wrong: its runner notes it and comes back at the next period. */
export interface Lecture {
  /** Stable name, shown in `lecturesPartenaires`. */
  nom: string;
  /** Period, in milliseconds of the Clock. */
  toutesLesMs: number;
  executer(departement: string): Promise<void>;
  /** Reads again what a rejected message was about, when somebody asks for it. */
  rejouer?(departement: string, message: MessageARejouer): Promise<void>;
}

/** A rejected message that somebody asked to replay. */
export interface MessageARejouer {
  echange: string;
  objet: string;
  /** Canonical id. */
  allocataire: string | null;
  cle: string;
  identifiantPartenaire: string | null;
}

/** How a reading goes, in one département. */
export interface EtatLecture {
  nom: string;
  derniereLe: Date | null;
  derniereReussiteLe: Date | null;
  /** Code of the last error; null when the last reading went well. */
  derniereErreur: string | null;
  /** Failures in a row. */
  echecs: number;
}

/** The readings whose period has passed. Pure. */
export function lecturesDues<L extends Pick<Lecture, "nom" | "toutesLesMs">>(
  lectures: readonly L[],
  etats: readonly Pick<EtatLecture, "nom" | "derniereLe">[],
  maintenant: Date,
): L[] {
  const derniere = new Map(etats.map(({ nom, derniereLe }) => [nom, derniereLe]));
  return lectures.filter(({ nom, toutesLesMs }) => {
    const le = derniere.get(nom) ?? null;
    return le === null || le.getTime() + toutesLesMs <= maintenant.getTime();
  });
}
