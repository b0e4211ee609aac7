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
import { systemClock } from "../subgraphs/shared/clock";
import { followErasures } from "../subgraphs/shared/erasure";
import type { Log } from "../subgraphs/shared/log";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import type { JournalSettings } from "../subgraphs/shared/reglages-journal";
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
  /** How the journal is sealed, anchored and kept. */
  journal?: TenueDuJournal;
}

/** With `partners`, the worker also delivers to subscribers and replays what is asked for; with the address of the SI Plateforme, it sends to it and
 * reads it. */
export async function startWorker(databaseUrl: string, log: Log, partners?: WithPartners): Promise<Worker> {
  const { settings, nirKey, metrics, depots } = partners ?? {};
  const client = { onAppel: metrics?.appel };
  const onEchange = metrics?.echange;
  const indicateurs = { consolidationJours: partners?.consolidationJours, seuilIndicateurs: partners?.seuilIndicateurs };
  if (nirKey) await scellerLesOriginaux(databaseUrl, nirKey);
  const lien = settings?.url && nirKey ? await ouvrirFranceTravail({ settings, nirKey, databaseUrl, log, client, onEchange }) : null;
  const abonnements = partners ? await startAbonnements(databaseUrl, log, partners) : null;
  const running: { stop(): Promise<void> }[] = [
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
    suivreRejetsRendezVous({ databaseUrl, clock: systemClock, log, cleNir: nirKey ? new NirCipher(nirKey) : undefined }),
    followErasures(databaseUrl, log, "offre_insertion"),
    suivreScores(databaseUrl, systemClock, log),
    suivrePdie(databaseUrl, log, systemClock),
    suivreComptesPerimes(databaseUrl, systemClock, log),
    ...(nirKey ? [await suivreExports({ databaseUrl, nirKey, log, clock: systemClock, ...indicateurs })] : []),
    ...(nirKey
      ? [suivreDemandesDeDroits({ url: databaseUrl, nirKey, clock: systemClock, log, joursDeGarde: partners?.exportPersonneJours ?? 30 })]
      : []),
    ...(nirKey ? [startRejeux({ databaseUrl, nirKey, clock: systemClock, log })] : []),
  ];
  if (depots && settings && nirKey) {
    const { departement = null, depuis = null } = settings;
    running.push(suivreDepots({ ...depots, databaseUrl, nirKey, departement, depuis, clock: systemClock, log }));
    running.push(suivreSanctions({ ...depots, databaseUrl, nirKey, departement, clock: systemClock, log }));
  }
  lien?.demarrer();
  return {
    stop: async () => {
      await Promise.all([...running.map((one) => one.stop()), lien?.arreter(), abonnements?.stop()]);
    },
  };
}

async function startAbonnements(databaseUrl: string, log: Log, partners: WithPartners): Promise<Worker> {
  const { nirKey, metrics, webhooksAdressesPrivees: adressesPrivees = false } = partners;
  const onLivraison = metrics?.livraison;
  const abonnements = await ouvrirAbonnements({ databaseUrl, nirKey, log, clock: systemClock, adressesPrivees, onLivraison });
  abonnements.start();
  return abonnements;
}
