import { ownerClient } from "../subgraphs/shared/owner";

/** Events that no follower has read yet, numbered or not. Subscribers are served by a follower of their own, which a first loading does without. */
const BEHIND = `select (select count(*) from journal.evenement where position is null)::int
  + greatest(0, coalesce((select max(position) from journal.evenement), 0)
      - least((select coalesce(min(position), 0) from indicateurs.curseur), (select coalesce(min(position), 0) from echanges.curseur where nom <> 'abonnements')))::int as behind`;

/** Waits until indicators and exchanges have read the whole log. @param tell told how many events are left. */
export async function waitUntilCaughtUp(url: string, tell: (left: number) => void, timeoutMs = 60_000): Promise<void> {
  const client = await ownerClient(url);
  try {
    for (const until = Date.now() + timeoutMs; Date.now() < until; ) {
      const { rows } = await client.query(BEHIND);
      if (rows[0].behind === 0) return;
      tell(rows[0].behind);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await client.end();
  }
}
