import { suivreContratsSuspendus } from "../subgraphs/allocataires/contrat/cloture.repository";
import { suivreEchanges } from "../subgraphs/echanges/echange/suivre-echanges";
import { suivreRegistre } from "../subgraphs/echanges/registre/registre";
import { suivreIndicateurs } from "../subgraphs/indicateurs/projection";
import { suivreScores } from "../subgraphs/offre-insertion/data-inclusion/suivi/scores.repository";
import { suivrePdie } from "../subgraphs/offre-insertion/pdie/executer-suivi";
import { DELAIS, type Delais } from "../subgraphs/offre-insertion/suivi/delais";
import { suivreDelais } from "../subgraphs/offre-insertion/suivi/delais.repository";
import { suivreCampagnes } from "../subgraphs/rendez-vous/campagne/executer-campagne";
import { suivreReunions } from "../subgraphs/rendez-vous/convocation/suivre-reunions.repository";
import { suivreHorizon } from "../subgraphs/rendez-vous/disponibilite/horizon.repository";
import { suivreReprise } from "../subgraphs/rendez-vous/examen/reprise.repository";
import { suivreRejetsRendezVous } from "../subgraphs/rendez-vous/suivre-rejets";
import type { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import { systemClock } from "../subgraphs/shared/clock";
import { followErasures } from "../subgraphs/shared/erasure";
import type { Log } from "../subgraphs/shared/log";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { acteDuTravailleur, auNomDe } from "../subgraphs/shared/operateur";
import { startSequencer } from "../subgraphs/shared/sequencer";
import type { FranceTravailSettings } from "../subgraphs/shared/settings";
import { ouvrirAbonnements } from "./abonnements";
import { suivreComptesPerimes } from "./comptes-perimes";
import type { Depots } from "./depots";
import { suivreExports } from "./exports-a-faire";
import { ouvrirFranceTravail } from "./france-travail";
import { suivreDepots } from "./inscriptions";
import { suivreJournal, type TenueDuJournal } from "./journal";
import type { MetriquesEchanges } from "./metriques";
import { suivreDemandesDeDroits } from "./personne/preparer-exports";
import { suivreRectificationsDemandees } from "./rectifications-a-la-source";
import { startRejeux } from "./rejeux";
import { suivreSanctions } from "./sanctions-a-executer";
import { scellerLesOriginaux } from "./tourner-nir";

/** The work that no request waits for: numbering events, indicators, exchanges, the register of consultations, erasures,
 * the contracts that a suspension of twelve months closes, the slots of the day that comes, the days of validity of the offers, the delays of
 * prescriptions, the exchanges with the SI Plateforme, the files left for partners. */
export interface Worker {
  stop(): Promise<void>;
}

export interface WithPartners {
  settings: FranceTravailSettings;
  nirKey: string;
  /** Where signed files are left; without, no list is made by itself. */
  depots?: Depots | null;
  /** WEBHOOKS_ADRESSES_PRIVEES. */
  webhooksAdressesPrivees?: boolean;
  /** PRESCRIPTION_RELANCE_JOURS, PRESCRIPTION_EXPIRATION_JOURS. */
  prescriptions?: Delais;
  metrics?: MetriquesEchanges;
  /** INDICATEURS_CONSOLIDATION_JOURS and INDICATEURS_SEUIL: the files of indicators say what the API says. */
  consolidationJours?: number;
  seuilIndicateurs?: number;
  /** EXPORT_PERSONNE_JOURS. */
  exportPersonneJours?: number;
  /** Names of the client systems, in what a person is handed. */
  clients?: Pick<RegistreClients, "all">;
  /** How the journal is sealed, anchored and kept. */
  journal?: TenueDuJournal;
}

/** With `partners`, the worker also delivers to subscribers and replays what is asked for; with the address of the SI Plateforme, it sends to it and
 * reads it. When one part cannot start, those that run are stopped: a worker that nobody holds would keep its process alive. */
export async function startWorker(databaseUrl: string, log: Log, partners?: WithPartners): Promise<Worker> {
  const running: Worker[] = [];
  const stop = async () => void (await Promise.all(running.map((one) => one.stop())));
  try {
    running.push(...startFollowers(databaseUrl, log, partners));
    if (partners) await startWithPartners(databaseUrl, log, partners, running);
  } catch (error) {
    // Why it failed matters more than a part that could not stop either.
    await stop().catch((cause) => log.warn({ cause: (cause as Error).message }, "un travail du worker ne s’est pas arrêté"));
    throw error;
  }
  return { stop };
}

/** What needs the database only. */
const startFollowers = (databaseUrl: string, log: Log, partners?: WithPartners): Worker[] => [
  startSequencer(databaseUrl, log),
  suivreIndicateurs(databaseUrl, log),
  suivreEchanges(databaseUrl, log),
  suivreRegistre(databaseUrl, log),
  ...suivreJournal({ databaseUrl, clock: systemClock, log, tenue: partners?.journal }),
  suivreContratsSuspendus(databaseUrl, log),
  suivreReunions(databaseUrl, log),
  suivreReprise(databaseUrl, systemClock, log),
  suivreCampagnes(databaseUrl, systemClock, log),
  suivreDelais(databaseUrl, log, systemClock, partners?.prescriptions ?? DELAIS),
  suivreHorizon(databaseUrl, systemClock, log),
  followErasures(databaseUrl, log, "rendez_vous"),
  suivreRejetsRendezVous({ databaseUrl, clock: systemClock, log, cleNir: partners && new NirCipher(partners.nirKey) }),
  followErasures(databaseUrl, log, "offre_insertion"),
  suivreScores(databaseUrl, systemClock, log),
  suivrePdie(databaseUrl, log, systemClock),
  suivreComptesPerimes(databaseUrl, systemClock, log),
];

/** What deals with partners, and with the keys of the hub; each is added to `running` as soon as it is there to be stopped. */
async function startWithPartners(databaseUrl: string, log: Log, partners: WithPartners, running: Worker[]): Promise<void> {
  const { settings, nirKey, metrics, depots, consolidationJours, seuilIndicateurs, exportPersonneJours = 30, clients } = partners;
  const clock = systemClock;
  await scellerLesOriginaux(databaseUrl, nirKey);
  running.push(await startAbonnements(databaseUrl, log, partners));
  running.push(await suivreExports({ databaseUrl, nirKey, log, clock, consolidationJours, seuilIndicateurs }));
  running.push(suivreDemandesDeDroits({ url: databaseUrl, nirKey, clock, log, joursDeGarde: exportPersonneJours, clients }));
  running.push(startRejeux({ databaseUrl, nirKey, clock, log }));
  if (depots) {
    const { departement = null, depuis = null } = settings;
    running.push(
      suivreDepots({
        ...depots,
        databaseUrl: auNomDe(databaseUrl, acteDuTravailleur("inscriptions")),
        nirKey,
        departement,
        depuis,
        clock,
        log,
      }),
    );
    running.push(suivreSanctions({ ...depots, databaseUrl, nirKey, departement, clock, log }));
    running.push(suivreRectificationsDemandees({ ...depots, databaseUrl, nirKey, departement, clock, log }));
  }
  if (!settings.url) return;
  const client = { onAppel: metrics?.appel };
  const lien = await ouvrirFranceTravail({ settings, nirKey, databaseUrl, log, client, onEchange: metrics?.echange });
  running.push({ stop: lien.arreter });
  lien.demarrer();
}

async function startAbonnements(databaseUrl: string, log: Log, partners: WithPartners): Promise<Worker> {
  const { nirKey, metrics, webhooksAdressesPrivees: adressesPrivees = false } = partners;
  const onLivraison = metrics?.livraison;
  const abonnements = await ouvrirAbonnements({ databaseUrl, nirKey, log, clock: systemClock, adressesPrivees, onLivraison });
  abonnements.start();
  return abonnements;
}
