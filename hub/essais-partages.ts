import pg from "pg";
import { ESSAIS_MAX, type EssaisPartages, essayer } from "../gateway/verrou-secrets";
import { allOrNothing } from "../subgraphs/shared/owner";

interface Ligne {
  echecs: number;
  depuis: Date;
  verrous: number;
  verrou_jusquau: Date;
}

const TENIR = `insert into hub.essai_secret (client) values ($1)
  on conflict (client) do update set client = excluded.client returning echecs, depuis, verrous, verrou_jusquau`;
const NOTER = "update hub.essai_secret set echecs = $2, depuis = $3, verrous = $4, verrou_jusquau = $5 where client = $1";
/** Each lock is told: never hushed by the one before it. The client is of the register of the issuer, which knows of no département. */
const ALERTER = "select journal.lever_alerte('SECRET_VERROUILLE', 'GRAVE', null, $1, null, null, $2, $3, interval '0')";
const VOIR = `with passees as (delete from hub.assertion_vue where expire_le < $3)
  insert into hub.assertion_vue (assertion, expire_le) values ($1, $2) on conflict (assertion) do nothing returning 1`;

/** Tries of secrets in PostgreSQL: whichever process is asked, the tenth bad secret locks, and raises its alert in the same transaction.
 * The row of the client is held while it is counted. */
export class EssaisDansLaBase implements EssaisPartages {
  private readonly pool: pg.Pool;

  /** @param auVerrou told each time a client is locked. */
  constructor(
    databaseUrl: string,
    private readonly now: () => Date = () => new Date(),
    private readonly auVerrou: (client: string, jusquau: Date) => void = () => undefined,
  ) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 4, connectionTimeoutMillis: 5_000, application_name: "unefois-essais" });
    this.pool.on("error", () => undefined);
  }

  async essayer(client: string, juste: boolean): Promise<boolean> {
    const connexion = await this.pool.connect();
    try {
      return await allOrNothing(connexion, async () => {
        const { rows } = await connexion.query<Ligne>(TENIR, [client]);
        const { echecs, depuis, verrous, verrou_jusquau } = rows[0]!;
        const avant = { echecs, depuis: depuis.getTime(), verrous, verrouJusquau: verrou_jusquau.getTime() };
        const maintenant = this.now();
        const { passe, verrouille, etat } = essayer(avant, juste, maintenant.getTime());
        const jusquau = new Date(etat.verrouJusquau);
        await connexion.query(NOTER, [client, etat.echecs, new Date(etat.depuis), etat.verrous, jusquau]);
        if (!verrouille) return passe;
        const details = {
          mauvaisSecrets: ESSAIS_MAX,
          verrous: etat.verrous,
          minutes: Math.round((etat.verrouJusquau - maintenant.getTime()) / 60_000),
        };
        await connexion.query(ALERTER, [client, maintenant, JSON.stringify(details)]);
        this.auVerrou(client, jusquau);
        return passe;
      });
    } finally {
      connexion.release();
    }
  }

  async premiereFois(assertion: string, expire: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(VOIR, [assertion, new Date(expire), this.now()]);
    return rowCount === 1;
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
