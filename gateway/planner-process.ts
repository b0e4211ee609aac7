// A process that plans documents and does nothing else: no secret in its environment, no socket but the pipe of its parent, which kills it at the deadline.
// Node runs this file as it is in the tests: types only are erased, so no `import` and no `export`.
{
  const { QueryPlanner } = require("@graphql-hive/router-query-planner") as typeof import("@graphql-hive/router-query-planner");
  type Planner = InstanceType<typeof QueryPlanner>;
  let planner: Planner | null = null;

  /** The first message is the supergraph, the next ones are documents. Each gets one answer. */
  process.on("message", (text: string) => {
    if (!planner) {
      planner = new QueryPlanner(text);
      process.send!({ ready: true });
      return;
    }
    try {
      // Alone in its process, it may block it.
      process.send!({ plan: JSON.stringify(planner.plan(text, undefined, new Set(), 0)) });
    } catch (error) {
      process.send!({ error: (error as Error).message });
    }
  });
  process.on("disconnect", () => process.exit(0));
}
