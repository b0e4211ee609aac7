import type { Transaction } from "../../shared/database";

/** Cancels a session to come that the caller manages, and tells each prescription. Returns how many were told; null: not such a session. */
export async function annulerSession(tx: Transaction, session: string, motif: string, par: string, le: Date): Promise<number | null> {
  const row = await tx.row<{ dites: number | null }>("select offre_insertion.annuler_session($1, $2, $3, 'STRUCTURE', $4) as dites", [
    session,
    motif,
    par,
    le,
  ]);
  return row!.dites;
}

/** Says how many seats a session has; the line is served. False: fewer than are held; null: not a session that the caller manages. */
export async function definirCapacite(tx: Transaction, session: string, capacite: number | null, le: Date): Promise<boolean | null> {
  const row = await tx.row<{ faite: boolean | null }>("select offre_insertion.definir_capacite($1, $2, $3) as faite", [
    session,
    capacite,
    le,
  ]);
  return row!.faite;
}
