import type { FranceTravail } from "../subgraphs/echanges/france-travail/api";
import { LECTURE_CONTRAT, lireContrat } from "../subgraphs/echanges/reception/contrat/lire-contrats";
import { LECTURE_DIAGNOSTIC, lireDiagnostic } from "../subgraphs/echanges/reception/diagnostic/lire-diagnostics";
import { Divergences } from "../subgraphs/echanges/reception/divergence.repository";
import { envoisDe } from "../subgraphs/echanges/reception/envois-en-cours.repository";
import type { FaitsDuHub } from "../subgraphs/echanges/reception/fait-recu";
import { organismeUnique } from "../subgraphs/echanges/reception/organisme-unique.repository";
import { LECTURE_ORIENTATION, lireOrientations } from "../subgraphs/echanges/reception/orientation/lire-orientations";
import type { LirePersonne, OutilsPersonne } from "../subgraphs/echanges/reception/outils-personne";
import { type LectureDUnePersonne, lireParPersonne, type PersonnesALire } from "../subgraphs/echanges/reception/personne/lire-par-personne";
import { SuiviParPersonne } from "../subgraphs/echanges/reception/personne/suivi.repository";
import type { Reception } from "../subgraphs/echanges/reception/recevoir";
import { LECTURE_RENDEZ_VOUS, lireRendezVous } from "../subgraphs/echanges/reception/rendez-vous/lire-rendez-vous";
import type { Clock } from "../subgraphs/shared/clock";
import type { Database } from "../subgraphs/shared/database";

const MINUTE_MS = 60_000;

/** What these readings use of those of `lectures.ts`. */
interface Outils {
  api: FranceTravail;
  hub: FaitsDuHub;
  reception: Reception;
  personnes: PersonnesALire;
  base: Database;
  clock: Clock;
}

function outilsPersonne({ hub, reception, base, clock }: Outils): OutilsPersonne {
  return {
    hub,
    reception,
    clock,
    divergences: new Divergences(base),
    envois: (departement, allocataire, objets, le) => envoisDe(base, departement, allocataire, objets, le),
    organisme: (departement, type, le) => organismeUnique(base, departement, type, le),
  };
}

/** People a round. 500 take less than a minute at ten calls a second: what is more urgent waits no longer. */
const PAR_RONDE = 500;

const parPersonne =
  (nom: string, toutesLesMs: number, lire: (outils: OutilsPersonne, api: FranceTravail) => LirePersonne) =>
  (outils: Outils): LectureDUnePersonne => {
    const lireUne = lire(outilsPersonne(outils), outils.api);
    return lireParPersonne(
      {
        nom,
        toutesLesMs,
        parRonde: PAR_RONDE,
        population: "CONNUES",
        lire: ({ departement, allocataire, usager }) => lireUne(departement, { allocataire }, usager),
      },
      { ...outils, suivi: new SuiviParPersonne(outils.base) },
    );
  };

/** The readings that go from person to person, those read longest ago first. */
export const lectureOrientation = parPersonne(LECTURE_ORIENTATION, 15 * MINUTE_MS, lireOrientations);
export const lectureRendezVous = parPersonne(LECTURE_RENDEZ_VOUS, 5 * MINUTE_MS, lireRendezVous);
export const lectureDiagnostic = parPersonne(LECTURE_DIAGNOSTIC, 15 * MINUTE_MS, lireDiagnostic);
export const lectureContrat = parPersonne(LECTURE_CONTRAT, 15 * MINUTE_MS, lireContrat);
