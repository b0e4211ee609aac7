import type pg from "pg";
import type { PublishedEvent } from "../../shared/event-follower";
import type { Avancement } from "../../shared/import";
import { ownerClient } from "../../shared/owner";
import { adopter, comparer, type Difference } from "./differences.repository";
import { CURSEUR, projeter } from "./projeter.repository";
import { TABLES_ECRITES } from "./table";

/** Events read in one transaction. */
const LOT = 5_000;

export interface Reconstruction {
  /** Events read. */
  lus: number;
  /** What was not as the journal says, and is now, unless it was only to be verified. */
  differences: Difference[];
}

export interface Demande {
  /** True: tells the differences and changes nothing. */
  verifier?: boolean;
  avancement?: Avancement;
}

/** Builds the projection again from the journal, in temporary tables beside the one that is read, then writes what differs in one short
 * transaction. Readers keep the old figures until it ends; the follower goes on, and waits only during that last transaction.
 * A crash leaves nothing: the tables beside are those of the session. Through the owner's connection. */
export async function reconstruire(ownerUrl: string, { verifier = false, avancement }: Demande = {}): Promise<Reconstruction> {
  const client = await ownerClient(ownerUrl, "unefois-reconstruire");
  try {
    await preparer(client);
    const lecture = new Lecture(client, avancement);
    await lecture.jusque(await fin(client, verifier));
    await client.query("begin");
    // The follower waits on this row: no event is applied in between.
    await client.query("select position from indicateurs.curseur where nom = $1 for update", [CURSEUR]);
    await lecture.jusque(await fin(client, verifier), true);
    const differences = await comparer(client);
    if (!verifier) {
      await adopter(client, differences);
      await client.query(AVANCER, [CURSEUR, lecture.position]);
    }
    await client.query("commit");
    return { lus: lecture.lus, differences };
  } finally {
    await client.end();
  }
}

/** Temporary tables are the session's own: they cost no write-ahead log, and no index is shared with anybody. */
async function preparer(client: pg.Client): Promise<void> {
  await client.query("set temp_buffers = '64MB'");
  await client.query("insert into indicateurs.curseur (nom, position) values ($1, 0) on conflict do nothing", [CURSEUR]);
  for (const table of [...TABLES_ECRITES, "curseur"])
    await client.query(`create temporary table ${table} (like indicateurs.${table} including all)`);
  const { rows } = await client.query<{ texte: string }>(DECLENCHEURS);
  for (const { texte } of rows) await client.query(texte.replace(" ON indicateurs.", " ON pg_temp."));
  await client.query("insert into pg_temp.curseur (nom, position) values ($1, 0)", [CURSEUR]);
}

const DECLENCHEURS = `select pg_get_triggerdef(t.oid) as texte from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'indicateurs'::regnamespace and t.tgname like 'histoire\\_%' order by c.relname, t.tgname`;
const AVANCER = `update indicateurs.curseur c set position = greatest(c.position, $2), connu_le = n.connu_le from pg_temp.curseur n
  where c.nom = $1 and n.nom = c.nom`;

/** Where to stop: where the projection stands, since the follower reads what comes after; at the end of the journal when it has read nothing. */
const FIN = `select case when c.position > 0 or $2 then c.position else coalesce((select max(e.position) from journal.evenement e), 0) end as position
  from indicateurs.curseur c where c.nom = $1`;

async function fin(client: pg.Client, verifier: boolean): Promise<number> {
  const { rows } = await client.query(FIN, [CURSEUR, verifier]);
  return Number(rows[0].position);
}

const LIRE = `select id, position, type, departement, allocataire, donnees, survenu_le as "survenuLe"
  from journal.evenement where position > $1 and position <= $2 order by position limit ${LOT}`;

class Lecture {
  position = 0;
  lus = 0;
  private debut = Date.now();
  constructor(
    private client: pg.Client,
    private avancement?: Avancement,
  ) {}

  /** Reads and applies up to a position. @param dedans true in a transaction that is already open. */
  async jusque(fin: number, dedans = false): Promise<void> {
    while (this.position < fin) {
      const { rows } = await this.client.query<PublishedEvent>(LIRE, [this.position, fin]);
      if (rows.length === 0) return;
      if (!dedans) await this.client.query("begin");
      await projeter(this.client, rows, "pg_temp");
      if (!dedans) await this.client.query("commit");
      this.position = Number(rows.at(-1)!.position);
      this.lus += rows.length;
      const parSeconde = Math.round((this.lus * 1_000) / Math.max(1, Date.now() - this.debut));
      this.avancement?.(`événements relus (${this.lus} sur ${fin}, ${parSeconde} par seconde)`, this.position, fin);
    }
  }
}
