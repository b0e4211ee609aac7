import type { Transaction } from "../../shared/database";

/** Takes one funded place and one seat of the session, or nothing (false). The lock of the row puts concurrent takers in line.
 * An offer or a session without a number of places always has one. */
export async function prendreUnePlace(tx: Transaction, offre: string, session: string | null): Promise<boolean> {
  const prises = await tx.execute(
    `update offre_insertion.pdie set places_occupees = places_occupees + 1
     where offre = $1 and (places_financees is null or places_occupees < places_financees)`,
    [offre],
  );
  if (prises === 0 && (await tx.row("select 1 as un from offre_insertion.pdie where offre = $1", [offre]))) return false;
  if (session === null) return true;
  const inscrits = await tx.execute(
    "update offre_insertion.session set inscrits = inscrits + 1 where id = $1 and (capacite is null or inscrits < capacite)",
    [session],
  );
  if (inscrits === 0) await rendreLaPlace(tx, offre, null);
  return inscrits === 1;
}

/** Gives the place, and the seat when there is a session, back. */
export async function rendreLaPlace(tx: Transaction, offre: string, session: string | null): Promise<void> {
  await tx.execute("update offre_insertion.pdie set places_occupees = places_occupees - 1 where offre = $1 and places_occupees > 0", [
    offre,
  ]);
  if (session) await tx.execute("update offre_insertion.session set inscrits = inscrits - 1 where id = $1 and inscrits > 0", [session]);
}
