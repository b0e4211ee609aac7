import type { SubgraphCall } from "./subgraph-executor";

/** How long a call outlives its operation, which answers first: the subgraph stops by itself. */
const AFTER_MS = 250;

/** A call to a subgraph, given no longer than its operation has left: the subgraph, and PostgreSQL behind it, stop at that instant.
 * @param longest milliseconds that this subgraph gets. */
export function within<C extends Omit<SubgraphCall, "signal">>(call: C, longest: number): { call: C; delay: number } {
  const { operation } = call.context;
  const now = performance.now();
  const until = Math.min(now + longest, operation.until ?? Number.POSITIVE_INFINITY);
  return {
    call: { ...call, context: { ...call.context, operation: { ...operation, until } } },
    delay: Math.min(longest, Math.max(0, until - now) + AFTER_MS),
  };
}
