import { faireUnExport } from "../subgraphs/indicateurs/export/depot/executer-exports";
import type { Clock } from "../subgraphs/shared/clock";
import { startPeriodicWork } from "../subgraphs/shared/periodic-work";
import { closeSubgraphs, type OpenSubgraphOptions, openSubgraphs } from "./subgraphs";

/** Makes the files of indicators that are asked for, one at a time, on a subgraph of its own: the same figures as the API, with its settings. */
export async function suivreExports({ clock, ...options }: OpenSubgraphOptions & { clock: Clock }): Promise<{ stop(): Promise<void> }> {
  const subgraphs = await openSubgraphs({ ...options, poolSize: 2 }, ["indicateurs"]);
  const [{ schema, database }] = subgraphs as [(typeof subgraphs)[number]];
  const work = startPeriodicWork({
    url: options.databaseUrl,
    name: "exports-indicateurs",
    log: options.log,
    everyMs: 60_000,
    wakeOn: "export_indicateurs",
    work: (client) => faireUnExport(client, { schema, database, now: () => clock.now() }, options.log),
  });
  return {
    stop: async () => {
      await work.stop();
      await closeSubgraphs(subgraphs);
    },
  };
}
