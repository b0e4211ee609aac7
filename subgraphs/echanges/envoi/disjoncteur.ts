import { Circuit, type CircuitSettings } from "../../shared/circuit";
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

const REGLAGES: CircuitSettings = { failures: 5, firstPauseMs: 5_000, longestPauseMs: 300_000 };
/** A 429 that does not say how long. */
const PAUSE_DE_QUOTA_MS = 1_000;
/** A setting that the partner refuses (401, 302) stops everyone: probing it is enough, and what waits leaves once it is corrected. */
const MANQUES: ReadonlySet<string> = new Set(["INDISPONIBLE", "REPONSE_ILLISIBLE", "CONFIGURATION"]);

/** One circuit an API: after five failures in a row, one probe after a pause that grows to five minutes, and nothing else. */
export class Disjoncteur {
  private readonly circuits = new Map<NomApi, Circuit>();
  constructor(private readonly clock: Clock) {}

  /** Until when the exchanges of an object are not worth taking; null when they are. */
  pause(objet: string): Date | null {
    const jusque = (["usagers", API_DE[objet]] as const).flatMap((api) => (api ? (this.pauseDe(api) ?? []) : []));
    return jusque.length === 0 ? null : new Date(Math.max(...jusque));
  }

  /** True when the next call for an object is a probe: one exchange is enough to make it. */
  aSonder(objet: string): boolean {
    return (["usagers", API_DE[objet]] as const).some((api) => api && this.circuits.get(api)?.open);
  }

  private pauseDe(api: NomApi): number | null {
    return this.circuits.get(api)?.pausedUntil(this.maintenant()) ?? null;
  }

  /** Calls, unless the API is away. Errors: CircuitOuvert, and nothing was sent. */
  async appeler<T>(api: NomApi, appel: () => Promise<T>): Promise<T> {
    const attente = this.pauseDe(api);
    if (attente !== null) throw new CircuitOuvert(new Date(attente));
    const circuit = this.circuit(api);
    const sonde = circuit.leave();
    try {
      const resultat = await appel();
      circuit.succeeded();
      return resultat;
    } catch (error) {
      this.compter(circuit, sonde, error);
      throw error;
    } finally {
      circuit.ended(sonde);
    }
  }

  private circuit(api: NomApi): Circuit {
    let circuit = this.circuits.get(api);
    if (!circuit) {
      circuit = new Circuit(REGLAGES);
      this.circuits.set(api, circuit);
    }
    return circuit;
  }

  private compter(circuit: Circuit, sonde: boolean, error: unknown): void {
    if (!(error instanceof ErreurFranceTravail)) return;
    const demande = (error.attendreSecondes ?? 0) * 1_000;
    if (error.code === "QUOTA") circuit.wait(demande || PAUSE_DE_QUOTA_MS, this.maintenant());
    else if (MANQUES.has(error.code)) circuit.failed(sonde, this.maintenant(), demande);
    // Any other refusal is an answer: the partner is there.
    else circuit.succeeded();
  }

  private maintenant(): number {
    return this.clock.now().getTime();
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
