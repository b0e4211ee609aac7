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

/** Who writes, as a record says it: the organisme and the client system, never a person. */
export async function auteur(ctx: RequestContext, tx: Transaction): Promise<Auteur> {
  const { organisme } = await ctx.rights();
  const found = organisme && (await tx.row<{ type: string }>("select type from publie.organisme where id = $1", [organisme]));
  return { source: (found && SOURCES[found.type]) || "ORGANISME_REFERENT", organisme, client: ctx.requireCaller().client };
}
