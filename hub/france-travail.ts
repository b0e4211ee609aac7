import { BASES_LEGALES } from "../subgraphs/echanges/envoi/bases-legales";
import { FileEnvoi } from "../subgraphs/echanges/envoi/file-envoi.repository";
import { Moteur } from "../subgraphs/echanges/envoi/moteur";
import type { ObjetSortant } from "../subgraphs/echanges/envoi/objet-sortant";
import type { FranceTravail } from "../subgraphs/echanges/france-travail/api";
import { creerFranceTravail } from "../subgraphs/echanges/france-travail/client";
import type { ReglagesFranceTravail } from "../subgraphs/echanges/france-travail/transport";
import { type Clock, systemClock } from "../subgraphs/shared/clock";
import { Database } from "../subgraphs/shared/database";
import type { Log } from "../subgraphs/shared/log";
import { roleOf } from "../subgraphs/shared/migrations";
import type { FranceTravailSettings } from "../subgraphs/shared/settings";
import { type LecturesOuvertes, ouvrirLectures } from "./lectures";
import { objetsSortants } from "./objets-sortants";
import { ouvrirSources, type SourcesDesFaits } from "./sources-des-faits";

export interface OuvrirFranceTravail {
  /** With url, tokenUrl, clientId, clientSecret and departement, which readSettings asks for together. */
  settings: FranceTravailSettings;
  databaseUrl: string;
  nirKey: string;
  log: Log;
  clock?: Clock;
  /** What differs from the settings in tests and benches: quotas, time-outs, how real input and output is awaited. */
  client?: Partial<ReglagesFranceTravail>;
  /** Objects to send instead of those of the hub. */
  objets?: (sources: SourcesDesFaits) => ObjetSortant[];
  /** Exchanges taken at a time. */
  lot?: number;
  hasard?: () => number;
  /** Told of what came of each exchange, for the metrics. */
  onEchange?: (sens: "ENTRANT" | "SORTANT", objet: string, statut: string) => void;
}

/** The link between the hub and the SI Plateforme: what is sent and what is read, for one département. */
export interface LienFranceTravail {
  api: FranceTravail;
  sources: SourcesDesFaits;
  moteur: Moteur;
  lectures: LecturesOuvertes;
  /** Sends and reads until `arreter`. */
  demarrer(): void;
  /** Waits for the calls in flight, within a bound, then closes everything. */
  arreter(): Promise<void>;
}

/** Opens the link; nothing leaves nor is read before `demarrer`, or before one asks `moteur` and `lectures` for a round. */
export async function ouvrirFranceTravail(options: OuvrirFranceTravail): Promise<LienFranceTravail> {
  const { settings, databaseUrl, nirKey, log, clock = systemClock } = options;
  const api = creerFranceTravail(reglagesDuClient(settings, clock, options.client));
  const departement = settings.departement!;
  const sources = await ouvrirSources({ databaseUrl, nirKey, clock });
  const base = await Database.open(databaseUrl, { role: roleOf("echanges"), poolSize: 3 });
  const lectures = await ouvrirLectures({
    databaseUrl,
    nirKey,
    departement,
    api,
    clock,
    log,
    onRecu: (objet, statut) => options.onEchange?.("ENTRANT", objet, statut),
  });
  const file = new FileEnvoi(base, departement);
  const moteur = new Moteur({
    departement,
    file,
    api,
    objets: (options.objets ?? objetsSortants)(sources),
    bases: BASES_LEGALES,
    designer: sources.designations,
    agent: { identifiant: settings.agent, nom: settings.agent, prenom: settings.agent },
    clock,
    depuis: settings.depuis ?? null,
    log,
    lot: options.lot,
    hasard: options.hasard,
    onIssue: (objet, statut) => options.onEchange?.("SORTANT", objet, statut),
  });
  return {
    api,
    sources,
    moteur,
    lectures,
    demarrer: () => {
      moteur.demarrer();
      lectures.demarrer();
    },
    arreter: async () => {
      await Promise.all([moteur.arreter(), lectures.arreter()]);
      await Promise.all([base.close(), sources.fermer()]);
    },
  };
}

const reglagesDuClient = (s: FranceTravailSettings, clock: Clock, autres: Partial<ReglagesFranceTravail> = {}): ReglagesFranceTravail => ({
  url: s.url!,
  tokenUrl: s.tokenUrl!,
  clientId: s.clientId!,
  clientSecret: s.clientSecret!,
  agent: s.agent,
  versionOrientation: s.versionOrientation,
  clock,
  ...autres,
});
