import type { RequestContext } from "../../shared/context";

/** True when the token may read a département: another one reads like one that does not exist. */
export const duRessort = (ctx: RequestContext, departement: string): boolean =>
  ["*", departement].includes(ctx.requireCaller().departement);
