import type { Clock } from "../../shared/clock";
import type { Quota } from "./profils";

/** A limit of calls in flight and of calls begun a second, first come first served; it waits on the Clock.
 * Calls are spaced rather than let through in bursts: no second, wherever it begins, holds more than the limit. */
export class Limite {
  private libres: number;
  private readonly file: (() => void)[] = [];
  private prochain = 0;

  constructor(
    private readonly quota: Quota,
    private readonly clock: Clock,
  ) {
    this.libres = quota.enVol;
  }

  async passer<T>(travail: () => Promise<T>): Promise<T> {
    await this.place();
    try {
      await this.cadence();
      return await travail();
    } finally {
      this.rendre();
    }
  }

  private place(): Promise<void> | undefined {
    if (this.libres > 0) {
      this.libres--;
      return undefined;
    }
    return new Promise((suivant) => this.file.push(suivant));
  }

  private rendre(): void {
    const suivant = this.file.shift();
    if (suivant) suivant();
    else this.libres++;
  }

  private async cadence(): Promise<void> {
    const maintenant = this.clock.now().getTime();
    const intervalle = 1000 / this.quota.parSeconde;
    // Nobody waits for more turns than there are calls in flight, unless the clock was set back.
    const attendu = this.prochain <= maintenant + intervalle * this.quota.enVol ? this.prochain : maintenant;
    const tour = Math.max(maintenant, attendu);
    this.prochain = tour + intervalle;
    if (tour > maintenant) await this.clock.wait(tour - maintenant);
  }
}
