import type { GraphQLError } from "graphql";
import { Refusal } from "./refusal";

/** A subgraph stopped the client at its quota of people: nothing of the answer leaves, whatever the other subgraphs said.
 * @param told called before it is refused. Errors: Refusal 429. */
export function refuseOverQuota(errors: readonly unknown[] | undefined, told: (code: string) => void): void {
  const stopped = (errors as readonly GraphQLError[] | undefined)?.find((error) => error.extensions?.code === "QUOTA_PERSONNES");
  if (!stopped) return;
  told("QUOTA_PERSONNES");
  const seconds = Number(stopped.extensions.reessayerDans);
  throw new Refusal("QUOTA_PERSONNES", stopped.message, {
    status: 429,
    headers: { "retry-after": String(Number.isFinite(seconds) ? seconds : 3_600) },
    extensions: { reessayerDans: seconds },
  });
}
