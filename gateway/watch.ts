import type { DemandeRefusee, RegistreDesRefus } from "../subgraphs/shared/veille/refus";

/** What the gateway tells the watch, which all the gateways share. */
export interface SharedWatch {
  /** Where refused demands are written. */
  readonly refus: RegistreDesRefus;
  /** Raises an alert, unless the same one was raised less than `silenceMinutes` ago. */
  alert(alert: AlertToRaise, at: Date, silenceMinutes: number): Promise<void>;
  /** Adds refused tokens of an origin. Returns how many it had in the last `windowMinutes`, all gateways together. */
  failed(origin: string, count: number, at: Date, windowMinutes: number): Promise<number>;
}

export interface AlertToRaise {
  nature: "HORS_HEURES" | "AUTHENTIFICATION" | "CLIENT_SUSPENDU";
  gravite: "INFORMATION" | "ATTENTION" | "GRAVE";
  client: string | null;
  departement: string | null;
  organisme: string | null;
  agent: string | null;
  /** Figures and codes; never a value of a person. */
  details: Record<string, string | number>;
}

/** A watch of this process alone, for who has no database: it remembers for the time that it runs. */
export class MemoryWatch implements SharedWatch {
  readonly alerts: (AlertToRaise & { at: Date })[] = [];
  readonly refuses: DemandeRefusee[] = [];
  readonly refus: RegistreDesRefus = {
    noter: (refus) => {
      this.refuses.push(refus);
      if (this.refuses.length > 1_000) this.refuses.shift();
    },
  };
  private readonly failures = new Map<string, { at: number; count: number }[]>();

  async alert(alert: AlertToRaise, at: Date, silenceMinutes: number): Promise<void> {
    const since = at.getTime() - silenceMinutes * 60_000;
    const same = (one: AlertToRaise & { at: Date }) =>
      one.nature === alert.nature && one.client === alert.client && one.details.reseau === alert.details.reseau && one.at.getTime() > since;
    if (!this.alerts.some(same)) this.alerts.push({ ...alert, at });
    if (this.alerts.length > 1_000) this.alerts.shift();
  }

  async failed(origin: string, count: number, at: Date, windowMinutes: number): Promise<number> {
    const recent = (this.failures.get(origin) ?? []).filter((one) => one.at > at.getTime() - windowMinutes * 60_000);
    recent.push({ at: at.getTime(), count });
    if (this.failures.size > 10_000) this.failures.clear();
    this.failures.set(origin, recent);
    return recent.reduce((sum, one) => sum + one.count, 0);
  }
}
