import { creerDestinataire } from "../subgraphs/echanges/livraison/destinataire.client";
import { fileDesLivraisons } from "../subgraphs/echanges/livraison/livraison.repository";
import { livrerCeQuiEstDu, type OutilsDeLivraison } from "../subgraphs/echanges/livraison/livrer";
import { etiquetteSecret } from "../subgraphs/echanges/livraison/signature";
import { distribuer, suivreAbonnements } from "../subgraphs/echanges/livraison/suivre-abonnements";
import type { Clock } from "../subgraphs/shared/clock";
import { Database } from "../subgraphs/shared/database";
import type { FollowerOptions } from "../subgraphs/shared/event-follower";
import type { Log } from "../subgraphs/shared/log";
import { roleOf } from "../subgraphs/shared/migrations";
import { NirCipher } from "../subgraphs/shared/nir-cipher";

export interface AbonnementsOptions {
  databaseUrl: string;
  nirKey: string;
  log: Log;
  clock: Clock;
  /** WEBHOOKS_ADRESSES_PRIVEES. */
  adressesPrivees: boolean;
  /** Milliseconds for a whole exchange with a subscriber; ten seconds by default. */
  delaiMs?: number;
  onLivraison?: OutilsDeLivraison["onLivraison"];
}

export interface Abonnements {
  /** Follows the log and delivers, until `stop`. */
  start(): void;
  /** One round of deliveries; tests and benches play time with it. */
  livrer(): Promise<number>;
  /** The follower that makes deliveries out of events; tests apply it once. */
  suivi: Omit<FollowerOptions, "url" | "log">;
  stop(): Promise<void>;
}

const PAUSE_MS = 1_000;

/** Signed webhooks to those who subscribed: a follower makes the deliveries, a loop sends them. */
export async function ouvrirAbonnements(options: AbonnementsOptions): Promise<Abonnements> {
  const { databaseUrl, clock, log } = options;
  const database = await Database.open(databaseUrl, { role: roleOf("echanges"), poolSize: 4 });
  const destinataire = creerDestinataire({ privees: options.adressesPrivees, delaiMs: options.delaiMs });
  const cipher = new NirCipher(options.nirKey);
  const suivi = { clock, droits: database.rightsOf.bind(database) };
  const arret = new AbortController();
  const outils: OutilsDeLivraison = {
    file: fileDesLivraisons(database),
    clock,
    poster: destinataire.poster,
    secrets: (abonnement, version) => cipher.sharedSecrets(etiquetteSecret(abonnement, version)),
    onLivraison: options.onLivraison,
  };
  const livrer = () => livrerCeQuiEstDu(outils, arret.signal);
  const running: Promise<unknown>[] = [];
  let follower: { stop(): Promise<void> } | null = null;
  return {
    livrer,
    suivi: { schema: "echanges", name: "abonnements", apply: distribuer(suivi) },
    start: () => {
      follower = suivreAbonnements(databaseUrl, log, suivi);
      running.push(enBoucle(livrer, clock, log, arret.signal));
    },
    stop: async () => {
      arret.abort();
      await Promise.all([follower?.stop(), ...running]);
      destinataire.fermer();
      await database.close();
    },
  };
}

/** A round that did something is followed by another at once; PostgreSQL away is waited for. */
async function enBoucle(livrer: () => Promise<number>, clock: Clock, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const faits = await livrer().catch((error) => {
      log.warn({ err: error as Error, travail: "livraisons" }, "travail interrompu, reprise dans une seconde");
      return 0;
    });
    if (faits === 0) await clock.wait(PAUSE_MS, signal);
  }
}
