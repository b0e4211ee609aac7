import type { Clock } from "../../../shared/clock";
import type { FranceTravail, Usager } from "../../france-travail/api";
import { type CodeFranceTravail, ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import type { FaitsDuHub, PersonneSuivie } from "../fait-recu";
import type { Lecture, MessageARejouer } from "../lecture";

/** Reads one person at France Travail, and takes in what is new. */
export type LirePersonne = (departement: string, personne: PersonneSuivie, usager: Usager) => Promise<void>;

export interface LectureParPersonne {
  nom: string;
  toutesLesMs: number;
  api: FranceTravail;
  hub: FaitsDuHub;
  clock: Clock;
  curseurs: {
    lire(departement: string, nom: string, le: Date): Promise<string | null>;
    avancer(departement: string, nom: string, curseur: string | null, le: Date): Promise<void>;
  };
  lire: LirePersonne;
  /** People a round. 500 take less than a minute at ten calls a second: what is more urgent waits no longer. */
  parRonde?: number;
}

/** People read at once: the limits of the client hold the rest back. */
const ENSEMBLE = 10;

/** What concerns one person only: the others are read all the same. */
const D_UNE_PERSONNE: readonly CodeFranceTravail[] = [
  "USAGER_INTROUVABLE",
  "USAGERS_MULTIPLES",
  "NON_RATTACHE",
  "ACCES_REFUSE",
  "DONNEE_INVALIDE",
  "ADRESSE_MANQUANTE",
  "ID_NON_RECONNU",
  "REPONSE_ILLISIBLE",
];

/** A reading that goes through the people known at France Travail, some each round, and starts again after the last one.
 * Whoever cannot be read is left out of the round; a partner away stops it where it is. */
export function lectureParPersonne(options: LectureParPersonne): Lecture {
  const { nom, toutesLesMs, hub, clock, curseurs, parRonde = 500 } = options;
  return {
    nom,
    toutesLesMs,
    async executer(departement) {
      const apres = await curseurs.lire(departement, nom, clock.now());
      const personnes = await hub.personnesSuivies(departement, apres, parRonde);
      const bilan = { lues: 0, erreur: null as ErreurFranceTravail | null };
      for (let i = 0; i < personnes.length; i += ENSEMBLE) {
        const lot = personnes.slice(i, i + ENSEMBLE);
        await lireLot(options, departement, lot, bilan);
        await curseurs.avancer(departement, nom, lot.at(-1)!.allocataire, clock.now());
      }
      if (personnes.length < parRonde) await curseurs.avancer(departement, nom, null, clock.now());
      if (bilan.lues === 0 && bilan.erreur !== null) throw bilan.erreur;
    },
    async rejouer(departement, { allocataire }: MessageARejouer) {
      const personne = allocataire === null ? null : await hub.personneSuivie(departement, allocataire);
      if (personne) await lireUne(options, departement, personne);
    },
  };
}

/** All of them end before an error is thrown: nobody is left in the middle. */
async function lireLot(
  options: LectureParPersonne,
  departement: string,
  lot: readonly PersonneSuivie[],
  bilan: { lues: number; erreur: ErreurFranceTravail | null },
): Promise<void> {
  const issues = await Promise.allSettled(lot.map((personne) => lireUne(options, departement, personne)));
  for (const issue of issues) {
    if (issue.status === "fulfilled") bilan.lues++;
    else if (issue.reason instanceof ErreurFranceTravail && D_UNE_PERSONNE.includes(issue.reason.code)) bilan.erreur = issue.reason;
    else throw issue.reason;
  }
}

async function lireUne({ api, lire }: LectureParPersonne, departement: string, personne: PersonneSuivie): Promise<void> {
  await lire(departement, personne, await api.usagers.rechercher({ numeroFranceTravail: personne.numeroFranceTravail }));
}
