import type { Avancement } from "../subgraphs/shared/import";

const WIDTH = 24;

/** A progress bar on a terminal, silence elsewhere. Redrawn at most ten times a second. */
export function progressBar(stream: NodeJS.WriteStream = process.stderr): { avancement: Avancement; end(): void } {
  let last = 0;
  let shown = false;
  return {
    avancement: (etape, fait, total) => {
      const now = Date.now();
      const complete = total !== null && fait >= total;
      if (!stream.isTTY || (now - last < 100 && !complete)) return;
      last = now;
      shown = true;
      const share = total ? Math.min(1, fait / total) : null;
      const bar = share === null ? `${fait}` : `${"█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░")} ${Math.round(share * 100)} %`;
      stream.write(`\r\x1b[K  ${etape} ${bar}`);
    },
    end: () => {
      if (shown) stream.write("\r\x1b[K");
      shown = false;
    },
  };
}
