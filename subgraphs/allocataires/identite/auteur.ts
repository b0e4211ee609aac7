import type { RequestContext } from "../../shared/context";

/** Who decides: the agent when the token names one, otherwise the system. */
export function auteur(ctx: RequestContext): string {
  const { client, agent } = ctx.requireCaller();
  return agent ?? client;
}
