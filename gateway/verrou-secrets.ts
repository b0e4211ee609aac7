/** Bad secrets of a client within a quarter of an hour, from which it is locked. */
export const ESSAIS_MAX = 10;
const FENETRE_MS = 15 * 60_000;
/** The first lock; each one after it, within a day, is twice as long. */
const VERROU_MS = 15 * 60_000;
const VERROU_MAX_MS = 24 * 3_600_000;
const OUBLI_MS = 24 * 3_600_000;

/** What is known of the secrets that were tried for a client. Instants in milliseconds. */
export interface EtatDesEssais {
  /** Bad secrets since `depuis`. */
  echecs: number;
  depuis: number;
  /** Locks in a row. */
  verrous: number;
  verrouJusquau: number;
}

export const SANS_ESSAI: EtatDesEssais = { echecs: 0, depuis: 0, verrous: 0, verrouJusquau: 0 };

export interface Essai {
  /** False during a lock, whatever the secret. */
  passe: boolean;
  /** True: this try locks the client. */
  verrouille: boolean;
  etat: EtatDesEssais;
}

/** One try. The right secret does not clear the bad ones: whoever tries between two honest calls would never be locked. */
export function essayer(etat: EtatDesEssais, juste: boolean, now: number): Essai {
  if (etat.verrouJusquau > now) return { passe: false, verrouille: false, etat };
  if (juste) return { passe: true, verrouille: false, etat };
  const fraiche = etat.echecs > 0 && now - etat.depuis < FENETRE_MS;
  const echecs = fraiche ? etat.echecs + 1 : 1;
  const depuis = fraiche ? etat.depuis : now;
  if (echecs < ESSAIS_MAX) return { passe: false, verrouille: false, etat: { ...etat, echecs, depuis } };
  const verrous = now - etat.verrouJusquau < OUBLI_MS ? etat.verrous + 1 : 1;
  const duree = Math.min(VERROU_MS * 2 ** (verrous - 1), VERROU_MAX_MS);
  return { passe: false, verrouille: true, etat: { echecs: 0, depuis: now, verrous, verrouJusquau: now + duree } };
}

/** What the issuers of several processes share. */
export interface EssaisPartages {
  /** Counts one try of a secret. True: it may pass. */
  essayer(client: string, juste: boolean): Promise<boolean>;
  /** True the first time that an assertion (private_key_jwt) is seen. @param expire milliseconds. */
  premiereFois(assertion: string, expire: number): Promise<boolean>;
}

/** For an issuer that runs alone, without a database. */
export class EssaisDuProcessus implements EssaisPartages {
  private readonly etats = new Map<string, EtatDesEssais>();
  private readonly vues = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  async essayer(client: string, juste: boolean): Promise<boolean> {
    const { passe, etat } = essayer(this.etats.get(client) ?? SANS_ESSAI, juste, this.now());
    this.etats.set(client, etat);
    return passe;
  }

  async premiereFois(assertion: string, expire: number): Promise<boolean> {
    for (const [vue, fin] of this.vues) if (fin < this.now()) this.vues.delete(vue);
    if (this.vues.has(assertion)) return false;
    this.vues.set(assertion, expire);
    return true;
  }
}
