import type { RequestContext } from "../shared/context";

/** Who writes, as a record says it: the organisme, else the client system. Never a person. */
export async function auteur(ctx: RequestContext): Promise<{ organisme: string | null; par: string }> {
  const { organisme } = await ctx.rights();
  return { organisme, par: organisme ?? ctx.requireCaller().client };
}
