import type { Clock } from "../../shared/clock";
import { ErreurFranceTravail } from "./erreur-france-travail";
import { Limite } from "./limite";
import type { ProfilApi } from "./profils";

export interface ReglagesJeton {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  clock: Clock;
}
/** Sends the form, gives the answer read to its end. Errors: ErreurFranceTravail, INDISPONIBLE. */
export type EnvoyerFormulaire = (url: string, corps: URLSearchParams) => Promise<{ statut: number; json: unknown }>;

/** A token lives 25 minutes; it is renewed a minute before, or sooner when the issuer says that it lives less. */
const VIE_SECONDES = 25 * 60;
const MARGE_SECONDES = 60;

interface Jeton {
  valeur: string;
  expireLe: number;
}

/** What a token is for. */
export type PourApi = Pick<ProfilApi, "scopes" | "realm">;
const cleDe = ({ realm, scopes }: PourApi): string => `${realm} ${scopes}`;

/** Tokens of the hub (OAuth2 client credentials), one for each realm and set of scopes: an API that the Département may not use yet does not block the others.
 * One fetch in flight: whoever asks meanwhile waits for it. */
export class JetonsAcces {
  private readonly jetons = new Map<string, Jeton>();
  private readonly enCours = new Map<string, Promise<string>>();
  private readonly limite: Limite;

  constructor(
    private readonly reglages: ReglagesJeton,
    private readonly envoyer: EnvoyerFormulaire,
  ) {
    this.limite = new Limite({ enVol: 1, parSeconde: 1000 }, reglages.clock);
  }

  /** Errors: CONFIGURATION (invalid_client, invalid_scope…), INDISPONIBLE, QUOTA, REPONSE_ILLISIBLE; nothing was sent of the call itself. */
  async pour(api: PourApi): Promise<string> {
    const cle = cleDe(api);
    const jeton = this.jetons.get(cle);
    if (jeton && jeton.expireLe > this.reglages.clock.now().getTime()) return jeton.valeur;
    const attendu = this.enCours.get(cle);
    if (attendu) return attendu;
    const demande = this.limite.passer(() => this.demander(api)).finally(() => this.enCours.delete(cle));
    this.enCours.set(cle, demande);
    return demande;
  }

  /** A call refused it. Another may have been fetched since: that one stays. */
  oublier(api: PourApi, valeur: string): void {
    const cle = cleDe(api);
    if (this.jetons.get(cle)?.valeur === valeur) this.jetons.delete(cle);
  }

  /** The realm is that of the API, whatever the address of the settings carries. */
  private async demander(api: PourApi): Promise<string> {
    const { tokenUrl, clientId, clientSecret, clock } = this.reglages;
    const url = new URL(tokenUrl);
    url.searchParams.set("realm", api.realm);
    const demandeLe = clock.now().getTime();
    const corps = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: api.scopes,
    });
    const { statut, json } = await this.envoyer(url.href.replace("realm=%2F", "realm=/"), corps);
    const { access_token: valeur, expires_in: vie, error } = (json ?? {}) as Record<string, unknown>;
    if (statut >= 400 && statut < 500)
      throw new ErreurFranceTravail("CONFIGURATION", { statut, codePartenaire: typeof error === "string" ? codeOAuth(error) : null });
    if (typeof valeur !== "string" || valeur === "") throw new ErreurFranceTravail("REPONSE_ILLISIBLE", { statut });
    const secondes = Math.min(Number(vie) > 0 ? Number(vie) : VIE_SECONDES, VIE_SECONDES);
    const marge = Math.min(MARGE_SECONDES, secondes / 10);
    this.jetons.set(cleDe(api), { valeur, expireLe: demandeLe + (secondes - marge) * 1000 });
    return valeur;
  }
}

const codeOAuth = (error: string): string | null => (/^[a-z_]{1,40}$/.test(error) ? error : null);
