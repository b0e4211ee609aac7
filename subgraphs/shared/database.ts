import "reflect-metadata";
import pg from "pg";
import { DataSource, type EntityManager, type EntitySchema, type QueryRunner } from "typeorm";
import { CallerOrganismes } from "./caller-organismes";
import { translate } from "./database-errors";
import { Canceller, Deadline, leftMs } from "./deadline";
import type { Caller, Portee } from "./identity";
import { portee, SYSTEME } from "./identity";
import { statementName, together } from "./statement-sending";
import { traced } from "./telemetry";

// A civil date stays the string AAAA-MM-JJ; bigint and numeric of the hub fit a JavaScript number (centimes, positions).
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);
pg.types.setTypeParser(1182 as never, (value: string) => (value === "{}" ? [] : value.slice(1, -1).split(",")) as never);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** Statements that open, close or journal a transaction: tests that count SQL leave them out (conventions). */
const HOUSEKEEPING =
  /^(begin|commit|rollback|savepoint|release|start transaction|set |select set_config|insert into journal\.consultation)/i;

export interface StatementEvent {
  role: string;
  text: string;
  housekeeping: boolean;
}

const everyStatement = new Set<(event: StatementEvent) => void>();

/** Told of each statement of every subgraph of this process. Returns the way to stop. */
export function observeStatements(observer: (event: StatementEvent) => void): () => void {
  everyStatement.add(observer);
  return () => everyStatement.delete(observer);
}

const ignored = () => undefined;
const ABORTED = "25P02";
/** Longest wait for a connection, in milliseconds: more than any operation may last. */
const CONNECTION_MS = 30_000;

/** What the repositories see of a transaction: rows by SQL, or entities by TypeORM. */
export class Transaction {
  /** What aborted it: PostgreSQL refuses every statement that follows, the trace too. */
  private broken: unknown = null;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly role: string,
    private readonly database: Database,
    private readonly runner: QueryRunner | null,
    private readonly deadline: Deadline,
  ) {}

  /** Runs one prepared statement. The text must be a constant of the code, its values always parameters. */
  async rows<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    const result = await this.run(text, values);
    return result.rows as T[];
  }

  /** Runs a statement composed, for this request, of constants of the code: many shapes, so none is kept on the connection. */
  async composed<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    const result = await this.run(text, values, false);
    return result.rows as T[];
  }

  /** The first row, or null. */
  async row<T extends object>(text: string, values: unknown[] = []): Promise<T | null> {
    return (await this.rows<T>(text, values))[0] ?? null;
  }

  /** Number of rows that a statement changed. */
  async execute(text: string, values: unknown[] = []): Promise<number> {
    return (await this.run(text, values)).rowCount ?? 0;
  }

  /** TypeORM on the same connection; only in a writing transaction. */
  get manager(): EntityManager {
    if (!this.runner) throw new Error("Une lecture n’a pas d’EntityManager : passez par inTransaction().");
    return this.runner.manager;
  }

  private async run(text: string, values: unknown[], kept = true): Promise<pg.QueryResult> {
    this.deadline.check();
    together(this.client);
    this.database.notify({ role: this.role, text, housekeeping: HOUSEKEEPING.test(text) });
    return traced("sql", { "db.system": "postgresql", "db.statement": text.slice(0, 500) }, () =>
      this.client.query({ name: kept ? statementName(text) : undefined, text, values }).catch((error) => this.fails(error)),
    );
  }

  /** A statement of an aborted transaction fails for the reason that aborted it, which the caller may act on. */
  private fails(error: { code?: string }): never {
    if (error.code === ABORTED && this.broken) throw this.broken;
    try {
      return translate(error);
    } catch (told) {
      this.broken ??= told;
      throw told;
    }
  }
}

/** The caller's rights, as PostgreSQL reads them in its policies. All values are parameters. */
export interface RightsSettings {
  departements: string[];
  portee: Portee;
  organisme: string | null;
  referent: string | null;
  finalite: string | null;
  aujourdhui: string;
  /** `client|agent` of who may open an emergency access, and the instant at which hers are looked at; absent: she has no use for one. */
  urgences?: { appelant: string; le: Date };
  /** System whose file is read; absent: the organisme itself speaks. */
  source?: string | null;
}

const RIGHTS = `set_config('role', $1, true), set_config('unefois.departements', $2, true), set_config('unefois.portee', $3, true),
  set_config('unefois.organisme', $4, true), set_config('unefois.referent', $5, true), set_config('unefois.finalite', $6, true),
  set_config('unefois.aujourdhui', $7, true), set_config('unefois.source', $8, true), set_config('statement_timeout', $9, true),
  set_config('unefois.appelant', $10, true), set_config('unefois.instant', $11, true)`;
// A statement with arrays keeps the plan made once. PostgreSQL guesses ten elements for `any($1)`, finds that plan dear, and would otherwise
// plan the same statement again at each call (14 ms for what the decision aid reads).
const SET_RIGHTS = `select ${RIGHTS}, set_config('plan_cache_mode', 'force_generic_plan', true)`;
// What counts over whole tables is planned for its own dates: the plan that holds for any period reads person by person.
const SET_RIGHTS_TO_COUNT = `select ${RIGHTS}`;

export interface DatabaseOptions {
  /** PostgreSQL role that every transaction takes. */
  role: string;
  poolSize?: number;
  entities?: EntitySchema<any>[];
  /** True: its reads count over whole tables. */
  counts?: boolean;
}

/** The PostgreSQL of one subgraph: every transaction runs under its role and the caller's rights. */
export class Database {
  private observers = new Set<(event: StatementEvent) => void>();
  private organismes = new CallerOrganismes((text, values) => this.pool.query(text, values));

  private constructor(
    private readonly dataSource: DataSource,
    readonly role: string,
    private readonly counts: boolean,
    private readonly canceller: Canceller,
  ) {}

  static async open(url: string, options: DatabaseOptions): Promise<Database> {
    const dataSource = new DataSource({
      type: "postgres",
      url,
      entities: options.entities ?? [],
      synchronize: false,
      poolSize: options.poolSize ?? 8,
      applicationName: options.role,
      // Nothing waits for a connection without end: an outage that is said can be sent again.
      connectTimeoutMS: CONNECTION_MS,
      extra: { pipeline: true },
      logging: false,
    });
    await dataSource.initialize();
    const database = new Database(dataSource, options.role, options.counts ?? false, new Canceller(url));
    // A connection lost while idle is replaced at the next use; without a listener it would end the process.
    database.pool.on("error", ignored);
    // A connection lost in use says so by an event too, which would end the process: the next statement tells it.
    database.pool.on("acquire", (client) => client.listeners("error").includes(ignored) || client.on("error", ignored));
    return database;
  }

  private get pool(): pg.Pool {
    return (this.dataSource.driver as unknown as { master: pg.Pool }).master;
  }

  async close(): Promise<void> {
    await this.canceller.close();
    await this.dataSource.destroy();
  }

  /** Told of each statement; tests count with it. Returns the way to stop. */
  observe(observer: (event: StatementEvent) => void): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  notify(event: StatementEvent): void {
    for (const observer of this.observers) observer(event);
    for (const observer of everyStatement) observer(event);
  }

  /** Opens a reading transaction: the caller of this method must end it. With `oneInstant`, all its statements see the base as the first one did. */
  async begin(
    rights: RightsSettings,
    { oneInstant = false, until }: { oneInstant?: boolean; until?: number } = {},
  ): Promise<{ tx: Transaction; end: (commit: boolean) => Promise<void> }> {
    const client = await this.pool.connect().catch((error) => translate(error));
    const deadline = new Deadline(until, this.canceller, client);
    together(client);
    const ready = Promise.all([
      client.query(oneInstant ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN"),
      client.query(this.setRights(rights, until)),
    ]);
    ready.catch(() => undefined);
    const tx = new Transaction(client, this.role, this, null, deadline);
    return {
      tx,
      end: async (commit) => {
        try {
          await ready;
          await client.query(commit ? "COMMIT" : "ROLLBACK");
          await deadline.end();
          client.release();
        } catch (error) {
          await deadline.end();
          client.release(true);
          translate(error);
        }
      },
    };
  }

  /** Runs a writing transaction under the caller's rights: all or nothing. */
  async write<T>(rights: RightsSettings, work: (tx: Transaction) => Promise<T>, until?: number): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    let deadline: Deadline | null = null;
    let committing = false;
    try {
      const client = (await runner.connect()) as pg.PoolClient;
      deadline = new Deadline(until, this.canceller, client);
      await runner.startTransaction();
      await client.query(this.setRights(rights, until));
      const result = await work(new Transaction(client, this.role, this, runner, deadline));
      deadline.check();
      committing = true;
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      // Once the commit has left, only the same idempotency key tells whether it was made.
      return translate(error, committing ? "AVEC_LA_MEME_CLE" : "TEL_QUEL");
    } finally {
      await deadline?.end();
      await runner.release();
    }
  }

  /** Département-wide rights of the system itself (imports, projections), still under the role of the subgraph. */
  systemRights(departements: string[], aujourdhui: string): RightsSettings {
    return { departements, portee: "departement", organisme: null, referent: null, finalite: SYSTEME, aujourdhui };
  }

  /** The rights of a caller: what she may see depends on the kind of her organisme. */
  async rightsOf(caller: Caller, aujourdhui: string, le?: Date): Promise<RightsSettings> {
    const organisme = await this.organismes.of(caller);
    const loin = portee(caller, organisme.type);
    return {
      departements: caller.departement === "*" ? organisme.departements : [caller.departement],
      portee: loin,
      organisme: organisme.id,
      referent: caller.agent && organisme.id ? referentId(organisme.id, caller.agent) : null,
      finalite: caller.finalite,
      aujourdhui,
      source: caller.source ?? null,
      urgences: le && loin !== "departement" ? { appelant: `${caller.client}|${caller.agent ?? ""}`, le } : undefined,
    };
  }

  private setRights(r: RightsSettings, until?: number): pg.QueryConfig {
    const { departements, portee: loin, organisme, referent, finalite, aujourdhui, source, urgences } = r;
    const values = [this.role, departements.join(","), loin, organisme ?? "", referent ?? "", finalite ?? "", aujourdhui, source ?? ""];
    values.push(String(leftMs(until) ?? 0), urgences?.appelant ?? "", urgences?.le.toISOString() ?? "");
    return { name: "droits", text: this.counts ? SET_RIGHTS_TO_COUNT : SET_RIGHTS, values };
  }
}

/** Ids of organismes and référents are made of their codes: a token names them without a look-up. */
export const organismeId = (departement: string, code: string): string => `${departement}-${code}`;
export const referentId = (organisme: string, code: string): string => `${organisme}-${code}`;

/** True when a constraint of that name refused a row. Never the message, which changes with the language of the server. */
export const violates = (error: unknown, constraint: string): boolean =>
  (error as { constraint?: string; driverError?: { constraint?: string } }).constraint === constraint ||
  (error as { driverError?: { constraint?: string } }).driverError?.constraint === constraint;
