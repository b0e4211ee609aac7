import type { Clock } from "../../../shared/clock";
import type { FranceTravail } from "../../france-travail/api";
import type { DesignationUsager, Usager } from "../../france-travail/api-usager";
import { type CodeFranceTravail, ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import type { Lecture, MessageARejouer } from "../lecture";

/** Whom the hub follows at France Travail, and how they are designated there. */
export interface PersonnesALire {
  /** Canonical ids of who has a number of France Travail, or should be registered there. */
  population(departement: string): Promise<string[]>;
  /** Who has neither number nor NIR is absent. */
  designer(departement: string, allocataires: readonly string[]): Promise<Map<string, DesignationUsager>>;
}

export interface SuiviDesLectures {
  /** The people to read, those read longest ago first; who left the population is forgotten. */
  prochaines(departement: string, sujet: string, population: readonly string[], lot: number, le: Date): Promise<string[]>;
  noter(departement: string, sujet: string, allocataire: string, erreur: string | null, le: Date): Promise<void>;
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
  lire(personne: PersonneLue): Promise<void>;
}

/** People in flight; the client of the partner bounds its calls itself. */
const VOIES = 4;
/** People a period, so that a reading ends before the next one. */
const LOT = 2_000;

/** What concerns the partner, not the person: the others would meet it too, and the reading stops. */
const ARRETENT: readonly CodeFranceTravail[] = ["QUOTA", "INDISPONIBLE", "CONFIGURATION", "ACCES_REFUSE"];
const arrete = (error: unknown): boolean => !(error instanceof ErreurFranceTravail) || ARRETENT.includes(error.code);

/** Reads one subject for people, by lots, the longest unread first. One who cannot be read is noted, and does not hold the others. */
export function lireParPersonne({ nom, toutesLesMs, lire }: LectureParPersonne, outils: OutilsParPersonne): Lecture {
  const { personnes, suivi, clock } = outils;
  const lireLesPersonnes = async (departement: string, ids: readonly string[]): Promise<void> => {
    const designations = await personnes.designer(departement, ids);
    const file = [...ids];
    const voie = async () => {
      for (let id = file.shift(); id !== undefined; id = file.shift()) {
        const erreur = await lireUne(outils, { departement, allocataire: id, designation: designations.get(id) }, lire);
        await suivi.noter(departement, nom, id, erreur, clock.now());
      }
    };
    const voies = await Promise.allSettled(Array.from({ length: VOIES }, voie));
    const echec = voies.find((issue) => issue.status === "rejected");
    if (echec) throw (echec as PromiseRejectedResult).reason;
  };
  return {
    nom,
    toutesLesMs,
    executer: async (departement) => {
      const population = await personnes.population(departement);
      await lireLesPersonnes(departement, await suivi.prochaines(departement, nom, population, LOT, clock.now()));
    },
    rejouer: async (departement: string, { allocataire }: MessageARejouer) => {
      if (allocataire !== null) await lireLesPersonnes(departement, [allocataire]);
    },
  };
}

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
