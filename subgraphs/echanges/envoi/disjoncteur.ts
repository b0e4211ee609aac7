import type { Clock } from "../../shared/clock";
import type { FranceTravail } from "../france-travail/api";
import { ErreurFranceTravail } from "../france-travail/erreur-france-travail";
import { CircuitOuvert } from "./erreur-envoi";

export type NomApi = keyof FranceTravail;

/** API that each object mainly calls: while it is away, its exchanges are not even taken from the queue. */
const API_DE: Readonly<Record<string, NomApi>> = {
  ORIENTATION_RESULTAT: "orientation",
  ORIENTATION_DEMANDE: "orientation",
  RDV_POSITIONNE: "rendezVous",
  RDV_PRESENCE: "rendezVous",
  RDV_A_POSITIONNER: "activites",
  DIAGNOSTIC: "diagnostic",
  CONTRAT_ENGAGEMENT: "contratEngagement",
  SANCTION_DECISION: "sanctions",
  SANCTION_MANQUEMENT: "sanctions",
};

const ECHECS_DE_SUITE = 5;
const PREMIERE_PAUSE_MS = 5_000;
const PLUS_LONGUE_PAUSE_MS = 300_000;
/** A 429 that does not say how long. */
const PAUSE_DE_QUOTA_MS = 1_000;
/** A setting that the partner refuses (401, 302) stops everyone: probing it is enough, and what waits leaves once it is corrected. */
const MANQUES: ReadonlySet<string> = new Set(["INDISPONIBLE", "REPONSE_ILLISIBLE", "CONFIGURATION"]);

interface EtatApi {
  echecs: number;
  pauses: number;
  /** Not called before. */
  jusque: number | null;
  sonde: boolean;
}

/** One circuit breaker an API: after five failures in a row, one probe after a pause that grows to five minutes, and nothing else. */
export class Disjoncteur {
  private readonly etats = new Map<NomApi, EtatApi>();
  constructor(private readonly clock: Clock) {}

  /** Until when the exchanges of an object are not worth taking; null when they are. */
  pause(objet: string): Date | null {
    const jusque = (["usagers", API_DE[objet]] as const).flatMap((api) => (api ? (this.pauseDe(api) ?? []) : []));
    return jusque.length === 0 ? null : new Date(Math.max(...jusque));
  }

  /** True when the next call for an object is a probe: one exchange is enough to make it. */
  aSonder(objet: string): boolean {
    return (["usagers", API_DE[objet]] as const).some((api) => api && (this.etats.get(api)?.jusque ?? null) !== null);
  }

  private pauseDe(api: NomApi): number | null {
    const etat = this.etats.get(api);
    if (!etat || etat.jusque === null) return null;
    const maintenant = this.clock.now().getTime();
    if (etat.sonde) return Math.max(etat.jusque, maintenant + PREMIERE_PAUSE_MS);
    return etat.jusque > maintenant ? etat.jusque : null;
  }

  /** Calls, unless the API is away. Errors: CircuitOuvert, and nothing was sent. */
  async appeler<T>(api: NomApi, appel: () => Promise<T>): Promise<T> {
    const attente = this.pauseDe(api);
    if (attente !== null) throw new CircuitOuvert(new Date(attente));
    const etat = this.etat(api);
    const sonde = etat.jusque !== null;
    if (sonde) etat.sonde = true;
    try {
      const resultat = await appel();
      this.repond(etat);
      return resultat;
    } catch (error) {
      this.compter(etat, sonde, error);
      throw error;
    } finally {
      if (sonde) etat.sonde = false;
    }
  }

  private etat(api: NomApi): EtatApi {
    let etat = this.etats.get(api);
    if (!etat) {
      etat = { echecs: 0, pauses: 0, jusque: null, sonde: false };
      this.etats.set(api, etat);
    }
    return etat;
  }

  private repond(etat: EtatApi): void {
    Object.assign(etat, { echecs: 0, pauses: 0, jusque: null });
  }

  private compter(etat: EtatApi, sonde: boolean, error: unknown): void {
    if (!(error instanceof ErreurFranceTravail)) return;
    const maintenant = this.clock.now().getTime();
    if (error.code === "QUOTA") {
      etat.jusque = Math.max(etat.jusque ?? 0, maintenant + (error.attendreSecondes ?? 0) * 1_000 || maintenant + PAUSE_DE_QUOTA_MS);
      return;
    }
    // Any other refusal is an answer: the partner is there.
    if (!MANQUES.has(error.code)) {
      this.repond(etat);
      return;
    }
    etat.echecs++;
    if (!sonde && etat.echecs < ECHECS_DE_SUITE) return;
    const pause = Math.min(PLUS_LONGUE_PAUSE_MS, PREMIERE_PAUSE_MS * 2 ** Math.min(10, etat.pauses));
    etat.pauses++;
    etat.jusque = maintenant + Math.max(pause, (error.attendreSecondes ?? 0) * 1_000);
  }
}

/** The same family of APIs, each call through the breaker of its API. Forgetting a token calls nobody. */
export function proteger(api: FranceTravail, disjoncteur: Disjoncteur): FranceTravail {
  const protegee = (nom: NomApi) =>
    new Proxy(api[nom] as object, {
      get(cible, methode) {
        const membre = Reflect.get(cible, methode, cible);
        if (typeof membre !== "function") return membre;
        if (methode === "oublier") return membre.bind(cible);
        return (...valeurs: unknown[]) => disjoncteur.appeler(nom, () => membre.apply(cible, valeurs));
      },
    });
  return new Proxy(api, { get: (cible, nom) => (nom in cible ? protegee(nom as NomApi) : undefined) });
}
