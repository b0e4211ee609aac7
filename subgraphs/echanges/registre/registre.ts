import type pg from "pg";
import type { Log } from "../../shared/log";
import { type RunningWork, startPeriodicWork } from "../../shared/periodic-work";
import { deplacerFusionnees, suivreFusions } from "./registre-fusions";

/** Held while the register is kept: one keeper at a time, however many workers there are. */
export const REGISTER_LOCK = 4_219_007;
/** Rows of the journal inscribed at a time. */
const BATCH = 1_000;
/** Pause between two rounds, in milliseconds: the tail that readers scan is what was read meanwhile. */
const EVERY_MS = 50;
/** Merges and separations are looked for once in so many rounds: within a second. */
const ROUNDS_BETWEEN_MERGES = 10;

const PENDING = "select exists (select from journal.consultation where position is null) as pending";

// A consultation names many people; the register has a row a person and operation, with the ranks of the journal rows that say the rest.
// A client of the whole territory wrote '*': the person's own département is taken. A refusal gave no datum: no register shows it.
// A row gets its place in the chain of its nature (docs/journal.md) when it is inscribed: it is committed then, and none can appear behind it.
const INSCRIRE = `with attente as materialized (
    select rang, nature from journal.consultation where position is null order by rang limit $1
  ), tete as materialized (
    select n.nature, greatest((select max(c.position) from journal.consultation c where c.nature = n.nature),
      (select max(l.au) from journal.lot l where l.registre = 'consultation' and l.nature = n.nature and l.genre = 'LIGNES'), 0) as position
    from (select distinct nature from attente) n
  ), numerotee as (
    select a.rang, t.position + row_number() over (partition by a.nature order by a.rang) as position from attente a join tete t using (nature)
  ), lot as materialized (
    update journal.consultation c set position = n.position from numerotee n where c.rang = n.rang
    returning c.rang, c.operation, c.le, c.departement, c.allocataires, c.nature
  ), vue as (
    select l.rang, l.operation, l.le, l.departement, a.allocataire from lot l cross join lateral unnest(l.allocataires) as a (allocataire)
    where l.nature <> 'REFUS'
  ), personne as materialized (
    select v.departement as origine, v.allocataire, coalesce(p.departement, v.departement) as departement, coalesce(p.canonique, v.allocataire) as canonique
    from (select distinct departement, allocataire from vue) v
    left join lateral (
      select p.departement, p.canonique from publie.perimetre p
      where p.departement = any (case v.departement when '*' then (select array_agg(distinct o.departement) from publie.organisme o) else array[v.departement] end)
        and p.allocataire = v.allocataire
      limit 1) p on true
  ), inscrite as (
    insert into echanges.registre as r (departement, allocataire, operation, le, rangs)
    select p.departement, p.canonique, v.operation, min(v.le), array_agg(distinct v.rang order by v.rang)
    from vue v join personne p on p.origine = v.departement and p.allocataire = v.allocataire
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (departement, allocataire, operation) do update set rangs = r.rangs || excluded.rangs
    returning r.departement, r.allocataire, (r.xmax = 0) as nouvelle
  ), compte as (
    insert into echanges.registre_compteur as k (departement, allocataire, nombre)
    select departement, allocataire, count(*) from inscrite where nouvelle group by 1, 2 order by 1, 2
    on conflict (departement, allocataire) do update set nombre = k.nombre + excluded.nombre
  )
  select count(*)::int as lues from lot`;

/** Writes in the register what the journal has and the register has not. Returns how many rows of the journal were read.
 * @param client a connection of the owner that is in no transaction. */
export async function tenirRegistre(client: pg.ClientBase): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await client.query({ name: "registre_attente", text: PENDING });
    if (!rows[0].pending) return total;
    const lues = await underLock(
      client,
      async () => (await client.query({ name: "registre", text: INSCRIRE, values: [BATCH] })).rows[0].lues as number,
    );
    if (lues === null) return total;
    total += lues;
    await rafraichirStatistiques(client);
  }
}

/** Tables of the register that have doubled since PostgreSQL last looked at them: plans kept from when they were small would read them whole. */
const A_REGARDER = `select 'echanges.' || c.relname as nom from pg_class c
  where c.relnamespace = 'echanges'::regnamespace and c.relname in ('registre', 'registre_compteur')
    and pg_relation_size(c.oid) / current_setting('block_size')::int > 2 * greatest(c.relpages, 2)`;

async function rafraichirStatistiques(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ nom: string }>({ name: "registre_a_regarder", text: A_REGARDER });
  if (rows.length > 0) await client.query(`analyze ${rows.map(({ nom }) => nom).join(", ")}`);
}

/** Moves the register and the exchanges of people who were merged to the person who stays. */
export async function reprendreFusions(client: pg.ClientBase): Promise<void> {
  await underLock(client, () => deplacerFusionnees(client));
}

/** Follows what the journal tells of merges and separations: the register and the exchanges of each go where they belong. */
export async function reprendreReunions(client: pg.ClientBase): Promise<void> {
  await underLock(client, () => suivreFusions(client));
}

/** Runs in a transaction under the register's lock; null, and nothing done, when another worker holds it. */
async function underLock<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T | null> {
  await client.query("begin");
  try {
    const { rows } = await client.query("select pg_try_advisory_xact_lock($1) as taken", [REGISTER_LOCK]);
    const result = rows[0].taken ? await work() : null;
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** Keeps the register until it is stopped. */
export function suivreRegistre(url: string, log: Log): RunningWork {
  let round = 0;
  const work = async (client: pg.ClientBase) => {
    const inscribed = await tenirRegistre(client);
    if (round++ % ROUNDS_BETWEEN_MERGES === 0) await reprendreReunions(client);
    return inscribed;
  };
  return startPeriodicWork({ url, name: "registre", log, everyMs: EVERY_MS, work });
}
