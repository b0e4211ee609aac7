import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";

/** The keys of the issuer do not answer: HTTP 503, it is not the caller's fault. `cause`: why, for who operates the hub, never for the caller. */
export class IssuerAwayError extends Error {}

const AWAY = "L’émetteur de jetons ne répond pas : réessayez dans un instant.";

/** The keys that sign tokens, as the issuer publishes them now. */
export interface ClesEmetteur {
  /** The key that the header of a token names. Errors: IssuerAwayError, JWKSNoMatchingKey. */
  cle: JWTVerifyGetKey;
  /** Changes each time the keys do: what was verified with the former ones is verified again. Errors: IssuerAwayError. */
  edition(): Promise<number>;
}

export interface DelaisDesCles {
  /** Keys older than that are read again before they serve: a key that the issuer removed stops being valid within it. */
  fraicheurMs: number;
  /** Pause between two readings that an unknown key or a failure asks for: no caller can flood the issuer. */
  repriseMs: number;
  /** How long known keys go on when the issuer no longer answers. */
  sursisMs: number;
}

export const DELAIS_DES_CLES: DelaisDesCles = { fraicheurMs: 300_000, repriseMs: 10_000, sursisMs: 3_600_000 };
/** Before any key is known, the issuer may be starting: asked again each second. */
const PREMIERE_REPRISE_MS = 1_000;
const APPEL_MS = 3_000;
const PLUS_LONG_JEU = 256 * 1024;

interface Lues {
  jeu: JWTVerifyGetKey;
  texte: string;
  a: number;
}

/** The keys of an issuer reached over the network, found by OpenID discovery.
 * A new key is taken as soon as a token names it, a removed one stops within `fraicheurMs`; the issuer may be away for `sursisMs`. */
export class ClesDistantes implements ClesEmetteur {
  private lues: Lues | null = null;
  private numero = 0;
  private essai = Number.NEGATIVE_INFINITY;
  private enPanne = false;
  private raison: unknown;
  private enCours: Promise<void> | null = null;

  constructor(
    private readonly issuer: string,
    private readonly now: () => number = Date.now,
    private readonly delais: DelaisDesCles = DELAIS_DES_CLES,
  ) {}

  async edition(): Promise<number> {
    await this.courantes();
    return this.numero;
  }

  cle: JWTVerifyGetKey = async (header, token) => {
    const { jeu } = await this.courantes();
    try {
      return await jeu(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.relire();
      // An issuer that is away may have published that key: nobody can tell.
      if (this.enPanne) throw new IssuerAwayError(AWAY, { cause: this.raison });
      return this.lues!.jeu(header, token);
    }
  };

  /** Keys read by a clock that was set back since are as old as it moved. */
  private age(lues: Lues): number {
    return Math.abs(this.now() - lues.a);
  }

  private async courantes(): Promise<Lues> {
    if (this.lues === null || this.age(this.lues) >= this.delais.fraicheurMs) await this.relire();
    if (this.lues === null || this.age(this.lues) >= this.delais.sursisMs) throw new IssuerAwayError(AWAY, { cause: this.raison });
    return this.lues;
  }

  /** Reads the keys again, unless it was tried a moment ago; whoever asks meanwhile waits for the same reading. */
  private relire(): Promise<void> {
    const pause = this.lues === null ? PREMIERE_REPRISE_MS : this.delais.repriseMs;
    if (this.enCours) return this.enCours;
    if (Math.abs(this.now() - this.essai) < pause) return Promise.resolve();
    this.essai = this.now();
    this.enCours = this.lire().finally(() => {
      this.enCours = null;
    });
    return this.enCours;
  }

  private async lire(): Promise<void> {
    try {
      const cles = await clesPubliees(this.issuer);
      const texte = JSON.stringify(cles);
      if (texte !== this.lues?.texte) this.numero++;
      this.lues = { jeu: texte === this.lues?.texte ? this.lues.jeu : createLocalJWKSet(cles), texte, a: this.now() };
      this.enPanne = false;
    } catch (error) {
      this.raison = error;
      // What is known goes on for `sursisMs`; after that, and for who names an unknown key, IssuerAwayError says it.
      this.enPanne = true;
    }
  }
}

async function clesPubliees(issuer: string): Promise<JSONWebKeySet> {
  const decouverte = (await lireJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`)) as Record<string, unknown>;
  if (decouverte.issuer !== issuer) throw new Error("La découverte OpenID nomme un autre émetteur.");
  return (await lireJson(String(decouverte.jwks_uri))) as JSONWebKeySet;
}

async function lireJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(APPEL_MS), redirect: "error", headers: { accept: "application/json" } });
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
  const morceaux: Uint8Array[] = [];
  let taille = 0;
  for await (const morceau of response.body) {
    taille += morceau.length;
    if (taille > PLUS_LONG_JEU) throw new Error("Jeu de clés trop long.");
    morceaux.push(morceau);
  }
  return JSON.parse(Buffer.concat(morceaux).toString("utf8"));
}
