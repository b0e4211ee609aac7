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

/** First wait of a reading that failed, in milliseconds; doubled at each failure, and never longer than its period. */
const REPRISE_MS = 60_000;

/** How long after its last end a reading is done again, in milliseconds: a partner that was away an instant is not left a day. */
const attente = (toutesLesMs: number, echecs: number): number =>
  echecs === 0 ? toutesLesMs : Math.min(toutesLesMs, REPRISE_MS * 2 ** (echecs - 1));

/** The readings whose period has passed, or whose failure may be tried again. Pure. */
export function lecturesDues<L extends Pick<Lecture, "nom" | "toutesLesMs">>(
  lectures: readonly L[],
  etats: readonly Pick<EtatLecture, "nom" | "derniereLe" | "echecs">[],
  maintenant: Date,
): L[] {
  const connus = new Map(etats.map((etat) => [etat.nom, etat]));
  return lectures.filter(({ nom, toutesLesMs }) => {
    const etat = connus.get(nom);
    const le = etat?.derniereLe ?? null;
    return le === null || le.getTime() + attente(toutesLesMs, etat!.echecs) <= maintenant.getTime();
  });
}
