import pg from "pg";

/** Runs work on a connection of the owner of the database, closed afterwards. `application`: how PostgreSQL names it. */
export async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>, application = "unefois"): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: application });
  await client.connect();
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
