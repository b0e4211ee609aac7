import { randomBytes } from "node:crypto";
import { JOUR_MS } from "./dates";
import type { ClientSimule } from "./modele";

/** Seconds that an access token is worth, as the platform says it. */
export const DUREE_JETON_S = 1499;
const GARDES_MAX = 50_000;

interface JetonAcces {
  client: ClientSimule;
  scopes: Set<string>;
  realm: string;
  expire: number;
}

/** Access tokens (25 minutes) and tokens of a person (24 hours), by the clock of the platform. */
export class Jetons {
  private acces = new Map<string, JetonAcces>();
  private usagers = new Map<string, { numero: string; expire: number }>();

  constructor(private readonly maintenant: () => Date) {}

  donnerAcces(client: ClientSimule, scopes: string[], realm: string): string {
    const jeton = randomBytes(24).toString("base64url");
    this.purger(this.acces);
    this.acces.set(jeton, { client, scopes: new Set(scopes), realm, expire: this.maintenant().getTime() + DUREE_JETON_S * 1000 });
    return jeton;
  }

  lireAcces(jeton: string): JetonAcces | null {
    const lu = this.acces.get(jeton);
    return lu && lu.expire > this.maintenant().getTime() ? lu : null;
  }

  donnerUsager(numero: string): string {
    const jeton = randomBytes(32).toString("base64url");
    this.purger(this.usagers);
    this.usagers.set(jeton, { numero, expire: this.maintenant().getTime() + JOUR_MS });
    return jeton;
  }

  /** The number that the token was given for. */
  lireUsager(jeton: string): string | null {
    const lu = this.usagers.get(jeton);
    return lu && lu.expire > this.maintenant().getTime() ? lu.numero : null;
  }

  /** Every token is refused from now on, as after a restart of the partner. */
  vider(): void {
    this.acces.clear();
    this.usagers.clear();
  }

  private purger(jetons: Map<string, { expire: number }>): void {
    if (jetons.size < GARDES_MAX) return;
    for (const [jeton, { expire }] of jetons) if (expire <= this.maintenant().getTime()) jetons.delete(jeton);
  }
}
