import type { Transaction } from "../../shared/database";

/** Puts who touches the places of these offers in line, until the end of the transaction. Comes before any lock on a prescription. */
export const verrouillerPlaces = (tx: Transaction, offres: string[]): Promise<number> =>
  tx.execute("select offre_insertion.verrouiller_places($1::text[])", [offres]);

/** Takes one funded place and one seat of the session, or nothing (false). An offer or a session without a number of places always has one. */
export async function prendreUnePlace(tx: Transaction, offre: string, session: string | null): Promise<boolean> {
  const row = await tx.row<{ prise: boolean }>("select offre_insertion.prendre_place($1, $2) as prise", [offre, session]);
  return row!.prise;
}

/** Gives the place, and the seat when there is a session, back; it goes at once to the first of the line.
 * @param le instant, for the step and the event of who gets it. */
export async function rendreLaPlace(tx: Transaction, offre: string, session: string | null, le: Date): Promise<void> {
  await tx.execute("select offre_insertion.rendre_place($1, $2)", [offre, session]);
  await attribuerPlaces(tx, [offre], le);
}

/** Gives the free places of these offers to the first of their lines: after whatever frees or adds places. Returns how many. */
export async function attribuerPlaces(tx: Transaction, offres: string[], le: Date): Promise<number> {
  const row = await tx.row<{ donnees: number }>("select offre_insertion.attribuer_places($1::text[], $2) as donnees", [offres, le]);
  return row!.donnees;
}
