import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import net from "node:net";
import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { BoundedCache } from "./bounded-cache";
import { Refusal } from "./refusal";
import type { SharedWatch } from "./watch";

/** Refused tokens of one origin in the window: from the first, each waits longer; from the second, an alert; from the third, 429 instead of 401. */
export const REFUSED_TOKENS = {
  slowFrom: 10,
  alertFrom: 20,
  stopFrom: 200,
  windowMinutes: 10,
  slowestMs: 3_000,
  silenceMinutes: 10,
} as const;
/** How often an origin that goes on is told to the other gateways. */
const SHARE_MS = 1_000;
const ORIGINS = 10_000;

interface Origin {
  /** Of all the gateways, as last heard, and of this one since. */
  total: number;
  unshared: number;
  sharedAt: number;
}

/** Watches the tokens that do not verify, by the address that they come from. A token that verifies is never slowed: an address may be a proxy's.
 * The address is only kept as a keyed hash; the alert names its network. */
export class RefusedTokens {
  private readonly origins = new BoundedCache<string, Origin>(ORIGINS);

  constructor(
    private readonly watch: SharedWatch,
    private readonly secret: string,
    private readonly clock: Clock,
    private readonly log: Pick<Log, "warn">,
  ) {}

  /** Waits as long as this origin deserves. Errors: Refusal 429 beyond the last step. */
  async refused(request: IncomingMessage, gone?: () => AbortSignal): Promise<void> {
    const address = request.socket.remoteAddress ?? "inconnue";
    const name = createHmac("sha256", this.secret).update(address).digest("base64url");
    const origin = this.origins.get(name) ?? { total: 0, unshared: 0, sharedAt: Number.NEGATIVE_INFINITY };
    this.origins.set(name, origin);
    origin.unshared++;
    const now = this.clock.now();
    if (now.getTime() - origin.sharedAt >= SHARE_MS) await this.share(name, origin, now);
    const count = origin.total + origin.unshared;
    if (count >= REFUSED_TOKENS.alertFrom) await this.alert(address, count, now);
    if (count >= REFUSED_TOKENS.stopFrom) throw tooMany();
    await this.clock.wait(delayOf(count), gone?.());
  }

  private async share(name: string, origin: Origin, now: Date): Promise<void> {
    const told = origin.unshared;
    origin.sharedAt = now.getTime();
    origin.unshared = 0;
    try {
      origin.total = await this.watch.failed(name, told, now, REFUSED_TOKENS.windowMinutes);
    } catch (error) {
      origin.unshared += told;
      this.log.warn({ err: error }, "veille hors d’atteinte : cette passerelle compte seule les jetons refusés");
    }
  }

  private async alert(address: string, count: number, now: Date): Promise<void> {
    const gravite = count >= REFUSED_TOKENS.stopFrom ? "GRAVE" : "ATTENTION";
    const details = { reseau: networkOf(address), jetonsRefuses: count, minutes: REFUSED_TOKENS.windowMinutes };
    const who = { client: null, departement: null, organisme: null, agent: null };
    await this.watch
      .alert({ nature: "AUTHENTIFICATION", gravite, ...who, details }, now, REFUSED_TOKENS.silenceMinutes)
      .catch((error) => this.log.warn({ err: error, ...details }, "alerte non enregistrée : jetons refusés"));
  }
}

/** Milliseconds: nothing for who made a mistake or two, then twice as long each time. */
export const delayOf = (count: number): number =>
  count < REFUSED_TOKENS.slowFrom ? 0 : Math.min(REFUSED_TOKENS.slowestMs, 100 * 2 ** (count - REFUSED_TOKENS.slowFrom));

/** The network of an address, /24 or /48: enough for who looks for it, too little to name a person. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, "");
  if (net.isIPv4(plain)) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  if (net.isIPv6(plain)) return `${plain.split(":").slice(0, 3).join(":")}::/48`;
  return "inconnu";
}

function tooMany(): Refusal {
  const message = `Trop de jetons refusés depuis cette adresse en ${REFUSED_TOKENS.windowMinutes} minutes : vérifiez l’émetteur et l’horloge du client, puis réessayez. Une alerte a été levée.`;
  return new Refusal("TROP_DE_JETONS_REFUSES", message, {
    status: 429,
    headers: { "retry-after": String(REFUSED_TOKENS.windowMinutes * 60) },
  });
}
