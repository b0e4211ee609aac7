import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "../../subgraphs/shared/clock";
import type { Acte } from "./acte";
import { agir } from "./actes";
import { APIS } from "./apis";
import type { ClientSimule, EffetApplique, EtatUsager, UsagerSimule } from "./modele";
import type { Panne } from "./pannes";
import { Plateforme } from "./plateforme";
import { repondre } from "./repondre";
import { routeurDe } from "./routeur";

export type { Acte } from "./acte";
export type { ClientSimule, EffetApplique, EtatUsager, UsagerSimule } from "./modele";
export type { Panne } from "./pannes";

export interface OptionsSimulateur {
  /** 0: any free one. */
  port?: number;
  /** Default 127.0.0.1. */
  hote?: string;
  horloge?: Clock;
  /** Default: `simulateur`, secret `simulateur-secret`, every scope. */
  clients?: ClientSimule[];
  usagers?: Iterable<UsagerSimule>;
}

/** A simulated SI Plateforme that listens. */
export interface Simulateur {
  /** Base of the APIs: `FRANCE_TRAVAIL_URL`. */
  url: string;
  /** Without its realm: `FRANCE_TRAVAIL_TOKEN_URL`. */
  tokenUrl: string;
  ajouterUsager(usager: UsagerSimule): void;
  panne(panne: Panne): void;
  leverPannes(api?: string): void;
  /** Calls that the faults still wait for, in all; infinite when one lasts until it is lifted. */
  readonly pannesAVenir: number;
  /** What a conseiller of France Travail does. @throws Error when it cannot be done. */
  agir(acte: Acte): unknown;
  /** Effects of calls, in order. */
  readonly appliques: EffetApplique[];
  /** Calls received by API, whatever came of them. */
  readonly appels: Readonly<Record<string, number>>;
  /** A copy of the person's state; null when she is not known. */
  etat(numeroFranceTravail: string): EtatUsager | null;
  fusionner(perdu: string, garde: string): void;
  /** Clock of the platform minus ours, in milliseconds. */
  decaler(ms: number): void;
  /** Every token given so far is refused. */
  oublierJetons(): void;
  quota(parSeconde: number | null): void;
  remettreAZero(): void;
  arreter(): Promise<void>;
}

export const CLIENT_PAR_DEFAUT: ClientSimule = { id: "simulateur", secret: "simulateur-secret" };

/** Starts the simulator: a real HTTP server, with state, that speaks the API family of the loi plein emploi. */
export async function demarrerSimulateur(options: OptionsSimulateur = {}): Promise<Simulateur> {
  const plateforme = new Plateforme(options.horloge ?? systemClock, options.clients ?? [CLIENT_PAR_DEFAUT]);
  for (const usager of options.usagers ?? []) plateforme.ajouterUsager(usager);
  const router = routeurDe(APIS);
  const serveur = http.createServer((requete, reponse) => void repondre(plateforme, router, requete, reponse));
  const hote = options.hote ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    serveur.once("error", reject);
    serveur.listen(options.port ?? 0, hote, resolve);
  });
  const url = `http://${hote.includes(":") ? `[${hote}]` : hote}:${(serveur.address() as AddressInfo).port}`;
  return {
    url,
    tokenUrl: `${url}/connexion/oauth2/access_token`,
    ajouterUsager: (usager) => plateforme.ajouterUsager(usager),
    panne: (panne) => plateforme.pannes.ajouter(panne),
    leverPannes: (api) => plateforme.pannes.lever(api),
    get pannesAVenir() {
      return plateforme.pannes.enCours().reduce((somme, { reste }) => somme + (reste ?? Number.POSITIVE_INFINITY), 0);
    },
    agir: (acte) => agir(plateforme, acte),
    get appliques() {
      return plateforme.appliques;
    },
    get appels() {
      return plateforme.appels;
    },
    etat: (numero) => plateforme.etat(numero),
    fusionner: (perdu, garde) => plateforme.fusionner(perdu, garde),
    decaler: (ms) => {
      plateforme.decalageMs = ms;
    },
    oublierJetons: () => plateforme.jetons.vider(),
    quota: (parSeconde) => {
      plateforme.quotaParSeconde = parSeconde;
    },
    remettreAZero: () => plateforme.remettreAZero(),
    arreter: async () => {
      const ferme = new Promise<void>((resolve) => serveur.close(() => resolve()));
      serveur.closeAllConnections();
      await ferme;
    },
  };
}
