import type { FranceTravail } from "../subgraphs/echanges/france-travail/api";
import { FAMILLES_ACTIVITE, type FamilleActivite } from "../subgraphs/echanges/reception/activite/activite";
import { Activites } from "../subgraphs/echanges/reception/activite/activite.repository";
import { lireActivites } from "../subgraphs/echanges/reception/activite/lire-activites";
import { TraiterActivite } from "../subgraphs/echanges/reception/activite/traiter-activite";
import { EtatsDesLectures } from "../subgraphs/echanges/reception/etat-lectures.repository";
import { Lecteur } from "../subgraphs/echanges/reception/executer-lectures";
import type { FaitsDuHub } from "../subgraphs/echanges/reception/fait-recu";
import type { Lecture } from "../subgraphs/echanges/reception/lecture";
import { MessagesRecus } from "../subgraphs/echanges/reception/message-recu.repository";
import { lireParPersonne, type PersonnesALire } from "../subgraphs/echanges/reception/personne/lire-par-personne";
import { lireStatut } from "../subgraphs/echanges/reception/personne/lire-statut";
import { SuiviParPersonne } from "../subgraphs/echanges/reception/personne/suivi.repository";
import { Reception } from "../subgraphs/echanges/reception/recevoir";
import { LectureDesSanctions } from "../subgraphs/echanges/reception/sanction/lire-sanctions";
import { SuitesDeSanction } from "../subgraphs/echanges/reception/sanction/suite.repository";
import { unSeulLecteur } from "../subgraphs/echanges/reception/un-seul-lecteur";
import type { Clock } from "../subgraphs/shared/clock";
import type { Database } from "../subgraphs/shared/database";
import type { Log } from "../subgraphs/shared/log";
import { faitsDuHub } from "./faits-du-hub";
import { lectureAgences, lectureEvenements } from "./lectures-du-catalogue";
import { lectureContrat, lectureDiagnostic, lectureOrientation, lectureRendezVous } from "./lectures-par-personne";
import { personnesALire } from "./personnes-a-lire";
import { closeSubgraphs, openSubgraphs } from "./subgraphs";

/** What a reading works with: the partner, the use cases of the hub, and the base of the exchanges. */
export interface OutilsDesLectures {
  api: FranceTravail;
  hub: FaitsDuHub;
  reception: Reception;
  personnes: PersonnesALire;
  /** Base of the echanges subgraph, under its role. */
  base: Database;
  /** Of the owner, for the readings that import into a catalogue. */
  databaseUrl: string;
  clock: Clock;
  log: Log;
}

/** The readings of France Travail, one line each: what comes first is read first. */
const LECTURES: readonly ((outils: OutilsDesLectures) => Lecture)[] = [
  ...FAMILLES_ACTIVITE.map((famille) => (outils: OutilsDesLectures) => lectureDesActivites(famille, outils)),
  lectureStatuts,
  lectureOrientation,
  lectureRendezVous,
  lectureContrat,
  lectureDiagnostic,
  ({ base, ...outils }) => new LectureDesSanctions({ ...outils, activites: new Activites(base), suites: new SuitesDeSanction(base) }),
  lectureEvenements,
  lectureAgences,
];

/** ACT395 says that a diagnostic changed: it is read with the activities, without waiting for the turn of its person. */
export function lectureDesActivites(famille: FamilleActivite, outils: OutilsDesLectures): Lecture {
  const { api, hub, reception, base, clock } = outils;
  const activites = new Activites(base);
  const traiter = new TraiterActivite({ hub, reception, activites, clock });
  const annonce = famille === "ACC100" ? { activite: "ACT395", lirePersonne: lectureDiagnostic(outils).lirePersonne } : undefined;
  return lireActivites(famille, { api, hub, activites, clock, traiter, annonce });
}

/** Of who has no number yet too: her NIR designates her, and the number comes back. */
function lectureStatuts(outils: OutilsDesLectures): Lecture {
  return lireParPersonne(lireStatut(outils), { ...outils, suivi: new SuiviParPersonne(outils.base) });
}

export interface LecturesOuvertes {
  hub: FaitsDuHub;
  reception: Reception;
  /** Every reading once, in order. */
  lireTout(): Promise<void>;
  /** Reads what is due until `arreter`. */
  demarrer(): void;
  arreter(): Promise<void>;
}

export interface OptionsDesLectures {
  databaseUrl: string;
  nirKey: string;
  departement: string;
  api: FranceTravail;
  clock: Clock;
  log: Log;
  /** The readings to run; all of them by default. */
  lectures?: readonly ((outils: OutilsDesLectures) => Lecture)[];
  onRecu?: (objet: string, statut: string) => void;
}

/** Opens what reads France Travail for a département. The caller stops it. */
export async function ouvrirLectures({
  departement,
  api,
  clock,
  log,
  lectures = LECTURES,
  ...o
}: OptionsDesLectures): Promise<LecturesOuvertes> {
  const subgraphs = await openSubgraphs({ databaseUrl: o.databaseUrl, nirKey: o.nirKey, log, poolSize: 2 });
  const base = subgraphs.find(({ name }) => name === "echanges")!.database;
  const hub = faitsDuHub({ subgraphs, clock });
  const reception = new Reception(new MessagesRecus(base), o.onRecu);
  const personnes = personnesALire(subgraphs.find(({ name }) => name === "allocataires")!, o.nirKey, clock);
  const outils: OutilsDesLectures = { api, hub, reception, personnes, base, databaseUrl: o.databaseUrl, clock, log };
  const lecteur = new Lecteur({
    departement,
    lectures: lectures.map((lecture) => lecture(outils)),
    etats: new EtatsDesLectures(base),
    clock,
    log,
    seul: unSeulLecteur(o.databaseUrl, departement),
  });
  const arret = new AbortController();
  let suivi: Promise<void> = Promise.resolve();
  return {
    hub,
    reception,
    lireTout: () => lecteur.lireTout(),
    demarrer: () => {
      suivi = lecteur.suivre(arret.signal);
    },
    arreter: async () => {
      arret.abort();
      await suivi;
      await closeSubgraphs(subgraphs);
    },
  };
}
