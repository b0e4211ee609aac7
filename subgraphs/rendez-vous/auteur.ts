import type { RequestContext } from "../shared/context";
import type { SystemeSource } from "../shared/contrat/enums";
import type { Transaction } from "../shared/database";
import type { Auteur } from "./ecriture.repository";

/** The system that a kind of organisme speaks for. */
const SOURCES: Record<string, SystemeSource> = {
  DEPARTEMENT: "DEPARTEMENT",
  FRANCE_TRAVAIL: "FRANCE_TRAVAIL",
  MISSION_LOCALE: "MISSION_LOCALE",
  CAP_EMPLOI: "CAP_EMPLOI",
};

/** An organisme of any département: whoever reads it says what she may do with it. */
export const organismeParId = (tx: Transaction, id: string): Promise<{ id: string; type: string; departement: string } | null> =>
  tx.row("select id, type, departement from publie.organisme where id = $1", [id]);

/** An organisme of the départements of the caller, or null. */
export async function organismeDuPerimetre(ctx: RequestContext, tx: Transaction, id: string) {
  const found = await organismeParId(tx, id);
  return found && (await ctx.rights()).departements.includes(found.departement) ? found : null;
}

/** The organisme that the caller speaks for, and its kind. */
export async function appelant(ctx: RequestContext, tx: Transaction): Promise<{ organisme: string | null; type: string | null }> {
  const { organisme } = await ctx.rights();
  return { organisme, type: (organisme && (await organismeParId(tx, organisme))?.type) || null };
}

/** Who writes, as a record says it: the organisme and the client system, never a person. */
export async function auteur(ctx: RequestContext, tx: Transaction): Promise<Auteur> {
  const { organisme, type } = await appelant(ctx, tx);
  return { source: SOURCES[type ?? ""] ?? "ORGANISME_REFERENT", organisme, client: ctx.requireCaller().client };
}
