import type { Clock } from "../../shared/clock";
import type { Log } from "../../shared/log";
import { ErreurFranceTravail } from "../france-travail/erreur-france-travail";
import type { EtatsDesLectures } from "./etat-lectures.repository";
import { type Lecture, lecturesDues } from "./lecture";

export interface LecteurOptions {
  departement: string;
  lectures: readonly Lecture[];
  etats: EtatsDesLectures;
  clock: Clock;
  log: Log;
  /** Runs the work when no other process reads this département at that moment; says whether it did. */
  seul(work: () => Promise<void>): Promise<boolean>;
}

/** Between two looks at what is due, in milliseconds. */
const PAUSE_MS = 30_000;
/** A round ends even when readings last longer than their periods. */
const TOURS = 4;

/** Code that a failed reading leaves: never a text, which could name somebody. */
const codeDe = (error: unknown): string =>
  error instanceof ErreurFranceTravail ? error.code : String((error as { code?: unknown }).code ?? "ERREUR_INTERNE");

/** Reads France Travail for one département, one process at a time. A reading that fails is noted, and the others go on. */
export class Lecteur {
  constructor(private readonly options: LecteurOptions) {}

  /** Every reading once, whatever its period. */
  async lireTout(): Promise<void> {
    await this.options.seul(async () => {
      for (const lecture of this.options.lectures) await this.executer(lecture);
      await this.rejouer();
    });
  }

  /** What is due now, and what somebody asked to replay. False: another process reads. After each reading, the first of the list that is due comes
   * next: hundreds of people to read do not keep the activities and their deadlines waiting. */
  lireCeQuiEstDu(signal?: AbortSignal): Promise<boolean> {
    const { departement, lectures, etats, clock } = this.options;
    return this.options.seul(async () => {
      await this.rejouer();
      for (let tours = TOURS * lectures.length; tours > 0 && !signal?.aborted; tours--) {
        const [lecture] = lecturesDues(lectures, await etats.lire(departement, clock.now()), clock.now());
        if (!lecture) return;
        await this.executer(lecture);
        await this.rejouer();
      }
    });
  }

  /** Reads until the signal is aborted. Nothing stops it: what fails is told, and tried again. */
  async suivre(signal: AbortSignal): Promise<void> {
    const { clock, log, departement } = this.options;
    while (!signal.aborted) {
      await this.lireCeQuiEstDu(signal).catch((err: Error) =>
        log.warn({ err, departement }, "lectures interrompues, reprise à la prochaine ronde"),
      );
      await clock.wait(PAUSE_MS, signal);
    }
  }

  private async executer(lecture: Lecture): Promise<void> {
    const { departement, etats, clock } = this.options;
    const erreur = await this.essayer(lecture.nom, () => lecture.executer(departement));
    await etats.noter(departement, lecture.nom, erreur, clock.now());
  }

  private async rejouer(): Promise<void> {
    const { departement, lectures, etats, clock } = this.options;
    for (const { lecture: nom, ...message } of await etats.aRejouer(departement, clock.now())) {
      const lecture = lectures.find((l) => l.nom === nom);
      if (lecture?.rejouer) await this.essayer(nom, () => lecture.rejouer!(departement, message));
    }
  }

  /** Null when it went well; otherwise the code of what went wrong, also told in the log. */
  private async essayer(nom: string, work: () => Promise<void>): Promise<string | null> {
    try {
      await work();
      return null;
    } catch (error) {
      const code = codeDe(error);
      const { log, departement } = this.options;
      if (error instanceof ErreurFranceTravail)
        log.warn({ code, departement, lecture: nom }, "lecture chez France Travail sans réponse utile");
      else log.error({ err: error as Error, departement, lecture: nom }, "lecture chez France Travail interrompue");
      return code;
    }
  }
}
