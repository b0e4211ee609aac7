import DataLoader from "dataloader";
import { civilDateOf } from "./civil-date";
import type { RegistreClients } from "./clients/registre-clients";
import { CodedError } from "./coded-error";
import { Refus } from "./contrat/refus";
import type { Database, RightsSettings, Transaction } from "./database";
import { type Caller, hasScope } from "./identity";
import { type ConsultationToWrite, type EventToPublish, insertConsultation, insertEvents } from "./journal";
import { type Nature, natureOfWriting } from "./nature";
import type { Operation } from "./operation";
import { tracedWriting } from "./traced-writing";
import { PersonnesVues } from "./veille/personnes-vues";
import { refuseDeDroits } from "./veille/refus";
import type { Veille } from "./veille/veille";

/** A writing transaction: facts, events and traces together. */
export interface WritingTransaction {
  readonly tx: Transaction;
  /** Adds events to the log, without a position: the sequencer numbers them after the commit. */
  publish(...events: Omit<EventToPublish, "survenuLe" | "source">[]): Promise<void>;
  /** Writes in the register of these people what was written of them; with a nature, what else was done; with an organisme, in whose name. */
  trace(allocataires: string[], champs: string[], nature?: Nature, organisme?: string): Promise<void>;
}

export interface ContextOptions {
  caller: Caller | null;
  operation: Operation;
  database: Database;
  subgraph: string;
  /** Who may ask, and how far. */
  clients?: RegistreClients;
  /** Counts the people whom the operation shows; absent where the operator himself works (imports, commands). */
  veille?: Veille;
  /** The clock: facts never use the clock of the database. */
  now?: () => Date;
  /** Told when an idempotency key gives an earlier result again. */
  onReplay?: () => void;
  /** Coordinates that the subgraph operation reads (`Allocataire.nom`), for the register. */
  fields?: readonly string[];
  /** What the data that it reads are read for: LECTURE unless told. */
  nature?: Nature;
}

type BatchLoad<K, V> = (keys: readonly K[], tx: Transaction, context: RequestContext) => Promise<(V | Error)[]>;

/** A loader, declared once beside its repository: one statement for all the keys of a request. */
export interface LoaderDefinition<K, V> {
  load: BatchLoad<K, V>;
  cacheKey?: (key: K) => string;
}
export const defineLoader = <K, V>(load: BatchLoad<K, V>, cacheKey?: (key: K) => string): LoaderDefinition<K, V> => ({ load, cacheKey });

/** All that lives as long as one operation in one subgraph: the caller, its rights, its transaction, its loaders, its traces. */
export class RequestContext {
  readonly caller: Caller | null;
  readonly operation: Operation;
  readonly now: () => Date;
  readonly onReplay: () => void;
  /** Absent: a context that no subgraph opened (an import). */
  readonly clients: RegistreClients | undefined;
  private readonly database: Database;
  private readonly subgraph: string;
  private readonly fields: readonly string[];
  private readonly nature: Nature;
  private readonly loaders = new Map<LoaderDefinition<any, any>, DataLoader<any, any, any>>();
  private readonly seen = new Set<string>();
  /** What the quota of people weighs. */
  readonly personnes = new PersonnesVues();
  private readonly veille: Veille | undefined;
  /** Milliseconds that the gateway makes the answer wait. */
  attente = 0;
  private committed = false;
  /** Code of a rule that refused the caller her right. */
  refusDeDroits: string | null = null;
  /** What the caller reaches, once something was read or written. */
  reach: RightsSettings | null = null;
  /** True: something was written since it was read. */
  private reachMoved = false;
  /** True once the register says, or will say before the answer leaves, whose data were read or written. */
  noted = false;
  private reading: Promise<{ tx: Transaction; end: (commit: boolean) => Promise<void> }> | null = null;

  constructor(options: ContextOptions) {
    this.caller = options.caller;
    this.operation = options.operation;
    this.database = options.database;
    this.subgraph = options.subgraph;
    this.fields = options.fields ?? [];
    this.clients = options.clients;
    this.nature = options.nature ?? "LECTURE";
    this.veille = options.veille;
    this.now = options.now ?? (() => new Date());
    this.onReplay = options.onReplay ?? (() => undefined);
  }

  /** Today, civil date in Paris. */
  today(): string {
    return civilDateOf(this.now());
  }

  /** The caller, or UNAUTHENTICATED. */
  requireCaller(): Caller {
    if (!this.caller) throw new CodedError("UNAUTHENTICATED", "Présentez un jeton d’accès : en-tête « Authorization: Bearer … ».");
    return this.caller;
  }

  hasScope(scope: string): boolean {
    return hasScope(this.caller, scope);
  }

  async rights(): Promise<RightsSettings> {
    // Read before a connection is held, never after: enough operations that hold one and wait for another would wait for one another for ever.
    if (this.reach === null || this.reachMoved) this.reach = await this.database.rightsOf(this.requireCaller(), this.today(), this.now());
    this.reachMoved = false;
    return this.reach;
  }

  /** The reading transaction of the operation, opened at its first use. */
  async read(): Promise<Transaction> {
    this.reading ??= this.rights().then((rights) => this.database.begin(rights, { until: this.operation.until }));
    return (await this.reading).tx;
  }

  /** Reads what follows as it is at one instant, while others write: a document of many statements says one thing. Ends what was being read. */
  async readOneInstant(): Promise<void> {
    await this.end();
    this.reading = this.rights().then((rights) => this.database.begin(rights, { oneInstant: true, until: this.operation.until }));
    await this.reading;
  }

  /** True once something was written and kept: an outage afterwards must not be told as « nothing was done ». */
  get wrote(): boolean {
    return this.committed;
  }

  /** Runs facts, events and traces in one transaction. */
  async inTransaction<T>(work: (writing: WritingTransaction) => Promise<T>): Promise<T> {
    const rights = await this.rights();
    // An operation never holds two connections: enough of them at once would wait for one another.
    await this.end();
    const result = await this.database.write(
      rights,
      async (tx) => {
        const at = this.now();
        const { writing, finish } = tracedWriting({
          tx,
          publish: (...events) =>
            insertEvents(
              tx,
              events.map((event) => ({ ...event, survenuLe: at, source: this.caller?.source ?? null })),
            ),
          trace: async (allocataires, champs, nature = natureOfWriting(this.caller), organisme?) => {
            this.personnes.vue(allocataires);
            await this.count();
            const told = this.consultation(nature, allocataires, champs, at);
            await insertConsultation(tx, organisme === undefined ? told : { ...told, caller: { ...told.caller, organisme } });
          },
        });
        const result = await work(writing);
        if (result instanceof Refus && refuseDeDroits(result.code)) this.refusDeDroits = result.code;
        await finish();
        return result;
      },
      this.operation.until,
    );
    this.committed = true;
    // What was written may have moved what she reaches.
    this.reachMoved = true;
    return result;
  }

  /** The request's DataLoader of a definition. */
  loader<K, V>(definition: LoaderDefinition<K, V>): DataLoader<K, V, any> {
    let loader = this.loaders.get(definition);
    if (!loader) {
      loader = new DataLoader<K, V, any>(async (keys) => definition.load(keys, await this.read(), this), {
        cacheKeyFn: definition.cacheKey as never,
      });
      this.loaders.set(definition, loader);
    }
    return loader;
  }

  /** Forgets what was loaded: after a mutation, the answer is read again. */
  forget(): void {
    for (const loader of this.loaders.values()) loader.clearAll();
  }

  /** Notes that the answer carries data of these people: the register is written before the answer leaves. */
  saw(allocataires: Iterable<string>): void {
    for (const id of allocataires) {
      this.seen.add(id);
      this.personnes.vue([id]);
    }
    this.noted ||= this.seen.size > 0;
  }

  /** Writes the register, then ends the reading transaction. No register, no answer. */
  async end(): Promise<void> {
    await this.count();
    if (!this.reading && this.seen.size === 0) return;
    const tx = await this.read();
    const open = await this.reading!;
    const seen = [...this.seen];
    const trace = seen.length > 0 ? this.consultation(this.nature, seen, [...this.fields], this.now()) : null;
    this.reading = null;
    this.seen.clear();
    // Sent together: when the INSERT fails, PostgreSQL turns the COMMIT into a ROLLBACK, and the failure withholds the answer.
    await Promise.all([trace && insertConsultation(tx, trace), open.end(true)]);
  }

  /** Gives the connection back after a failure. */
  async abandon(): Promise<void> {
    const open = await this.reading?.catch(() => null);
    this.reading = null;
    await open?.end(false).catch(() => undefined);
  }

  /** Whether the caller has spent its quota of people: what shows anyone more would be refused. */
  async quotaAtteint(): Promise<boolean> {
    return (await this.veille?.atteint(this.requireCaller(), this.now())) ?? false;
  }

  /** Asks the watch about the people shown since it was asked last. Errors: QUOTA_PERSONNES. */
  private async count(): Promise<void> {
    const vues = this.personnes.prendre();
    if (vues === null || !this.veille || !this.caller) return;
    this.attente += await this.veille.compter(this.caller, await this.rights(), vues, this.now());
  }

  private consultation(nature: Nature, allocataires: string[], champs: string[], le: Date): ConsultationToWrite {
    const caller = this.requireCaller();
    if (caller.finalite === null) {
      throw new CodedError(
        "FORBIDDEN",
        "Le jeton ne dit pas pour quelle finalité il a été délivré : aucune donnée d’une personne ne peut être lue ni écrite.",
      );
    }
    this.noted ||= allocataires.length > 0;
    return { nature, operation: this.operation, subgraph: this.subgraph, caller, allocataires, champs, le };
  }
}
