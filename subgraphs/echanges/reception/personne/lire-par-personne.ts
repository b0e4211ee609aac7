import type { Clock } from "../../../shared/clock";
import type { FranceTravail } from "../../france-travail/api";
import type { DesignationUsager, Usager } from "../../france-travail/api-usager";
import { type CodeFranceTravail, ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import type { Lecture, MessageARejouer } from "../lecture";

/** Whom the hub follows at France Travail, and how they are designated there. */
export interface PersonnesALire {
  /** Canonical ids of who has a number of France Travail, or should be registered there. */
  population(departement: string): Promise<string[]>;
  /** Canonical ids of who has a number of France Travail in force. */
  connues(departement: string): Promise<string[]>;
  /** Who has neither number nor NIR is absent. */
  designer(departement: string, allocataires: readonly string[]): Promise<Map<string, DesignationUsager>>;
}

/** `erreur` null: she was read. */
export interface PersonneSuivie {
  allocataire: string;
  erreur: string | null;
}

export interface SuiviDesLectures {
  /** The people to read, those read longest ago first; who left the population is forgotten. */
  prochaines(departement: string, sujet: string, population: readonly string[], lot: number, le: Date): Promise<string[]>;
  noter(departement: string, sujet: string, personnes: readonly PersonneSuivie[], le: Date): Promise<void>;
}

export interface OutilsParPersonne {
  api: FranceTravail;
  personnes: PersonnesALire;
  suivi: SuiviDesLectures;
  clock: Clock;
}

export interface PersonneLue {
  departement: string;
  allocataire: string;
  designation: DesignationUsager;
  usager: Usager;
}

export interface LectureParPersonne {
  nom: string;
  toutesLesMs: number;
  /** People a round: it must end before the next one, and let what is more urgent pass. */
  parRonde: number;
  /** `TOUTES`: those that should be registered too. `CONNUES`: those who have a number. */
  population: "TOUTES" | "CONNUES";
  lire(personne: PersonneLue): Promise<void>;
}

/** A reading of which one person may be asked for at once: null when she was read, otherwise the code of what prevented it. */
export type LectureDUnePersonne = Lecture & { lirePersonne(departement: string, allocataire: string): Promise<string | null> };

/** People read at once: the limits of the client hold the rest back. */
const ENSEMBLE = 10;

/** What concerns the partner, not the person: the others would meet it too, and the reading stops. */
const ARRETENT: readonly CodeFranceTravail[] = ["QUOTA", "INDISPONIBLE", "CONFIGURATION"];
/** Of one person, or of everybody: of everybody when nobody can be read. */
const COLLECTIVES: readonly string[] = ["ACCES_REFUSE", "REPONSE_ILLISIBLE"] satisfies CodeFranceTravail[];
const arrete = (error: unknown): boolean => !(error instanceof ErreurFranceTravail) || ARRETENT.includes(error.code);

/** Reads one subject for people, by lots, the longest unread first. One who cannot be read is noted, and does not hold the others;
 * a partner away stops the round, and the next one goes on with who is left. */
export function lireParPersonne(lecture: LectureParPersonne, outils: OutilsParPersonne): LectureDUnePersonne {
  const { nom, toutesLesMs, parRonde } = lecture;
  const { personnes, suivi, clock } = outils;
  const lirePersonne = async (departement: string, allocataire: string): Promise<string | null> =>
    (await lireLesPersonnes(lecture, outils, departement, [allocataire]))[0]?.erreur ?? null;
  return {
    nom,
    toutesLesMs,
    executer: async (departement) => {
      const population = await (lecture.population === "TOUTES" ? personnes.population(departement) : personnes.connues(departement));
      const ids = await suivi.prochaines(departement, nom, population, parRonde, clock.now());
      refusDeTous(await lireLesPersonnes(lecture, outils, departement, ids));
    },
    rejouer: async (departement: string, { allocataire }: MessageARejouer) => {
      if (allocataire !== null) await lirePersonne(departement, allocataire);
    },
    lirePersonne,
  };
}

async function lireLesPersonnes(
  lecture: LectureParPersonne,
  outils: OutilsParPersonne,
  departement: string,
  ids: readonly string[],
): Promise<PersonneSuivie[]> {
  const designations = await outils.personnes.designer(departement, ids);
  const toutes: PersonneSuivie[] = [];
  for (let i = 0; i < ids.length; i += ENSEMBLE) {
    const lot = ids.slice(i, i + ENSEMBLE);
    const lues = (id: string) => lireUne(outils, { departement, allocataire: id, designation: designations.get(id) }, lecture.lire);
    // All of them end before an error is thrown: nobody is left in the middle, and who was read is noted.
    const issues = await Promise.allSettled(lot.map(lues));
    const notees = issues.flatMap((issue, rang) => {
      const erreur = issue.status === "fulfilled" ? issue.value : deCettePersonneSeule(issue.reason);
      return erreur === undefined ? [] : [{ allocataire: lot[rang]!, erreur }];
    });
    await outils.suivi.noter(departement, lecture.nom, notees, outils.clock.now());
    toutes.push(...notees);
    const echec = issues.find((issue) => issue.status === "rejected");
    if (echec) throw echec.reason;
    // A whole lot refused and nobody read: asking five hundred times more would change nothing.
    if (lot.length === ENSEMBLE) refusDeTous(toutes);
  }
  return toutes;
}

/** Throws what everybody met, when nobody could be read. */
function refusDeTous(lues: readonly PersonneSuivie[]): void {
  const collective = lues.find(({ erreur }) => erreur !== null && COLLECTIVES.includes(erreur))?.erreur;
  if (collective && lues.every(({ erreur }) => erreur !== null)) throw new ErreurFranceTravail(collective as CodeFranceTravail);
}

/** A partner away may be away for one person only: she is noted, and the next round begins with somebody else. */
const deCettePersonneSeule = (error: unknown): string | undefined =>
  error instanceof ErreurFranceTravail && error.code === "INDISPONIBLE" ? error.code : undefined;

/** Null when she was read; otherwise the code of what prevented it. Throws what concerns everybody. */
async function lireUne(
  { api }: OutilsParPersonne,
  { departement, allocataire, designation }: { departement: string; allocataire: string; designation: DesignationUsager | undefined },
  lire: LectureParPersonne["lire"],
): Promise<string | null> {
  if (!designation) return "IDENTIFIANT_MANQUANT";
  try {
    const usager = await api.usagers.rechercher(designation);
    await lire({ departement, allocataire, designation, usager });
    return null;
  } catch (error) {
    if (arrete(error)) throw error;
    return (error as ErreurFranceTravail).code;
  }
}
