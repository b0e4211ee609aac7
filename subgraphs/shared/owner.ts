import pg from "pg";

/** A connection of the owner of the database, open. When it is lost, the statement under way fails, and the next one: the event alone must not end
 * the process. `application`: how PostgreSQL names it. */
export async function ownerClient(ownerUrl: string, application = "unefois"): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: application });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** A pool whose connections may be lost in the middle of a work or idle: whoever uses one is told by its statement. */
export function lastingPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}

/** Runs work on a connection of the owner, closed afterwards. */
export async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>, application = "unefois"): Promise<T> {
  const client = await ownerClient(ownerUrl, application);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Commits what the work did, or nothing of it. */
export async function allOrNothing<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    // A connection that is lost has nothing left to roll back: what stopped the work is told.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}
