/** Where one service answers: one address, or several copies of it that are asked in turn. */
export interface Addresses {
  /** All of them, those that are ready first; each call begins with another one. */
  inOrder(): URL[];
  /** That one did not take a call: it comes last until it says that it is ready. */
  away(address: URL): void;
  close(): void;
}

/** Time between two looks at /readyz; half of the shortest grace of a process that leaves (docs/pannes.md). */
const LOOK_MS = 500;
const LOOK_TIMEOUT_MS = 1_000;

/** `http://a:4001/graphql,http://b:4001/graphql`, as SUBGRAPH_<NAME>_URL writes it. */
export const addressesOf = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

/** Follows the copies of a service: one that leaves says so on /readyz before it stops listening. A single address is not looked at: there is no other. */
export function followAddresses(urls: readonly string[], lookMs = LOOK_MS): Addresses {
  const copies = urls.map((url) => ({ url: new URL(url), ready: true }));
  let turn = 0;
  const look = async (copy: (typeof copies)[number]): Promise<void> => {
    copy.ready = await fetch(new URL("/readyz", copy.url), { signal: AbortSignal.timeout(LOOK_TIMEOUT_MS) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
  };
  const timer = copies.length > 1 ? setInterval(() => copies.map(look), lookMs) : undefined;
  timer?.unref();
  return {
    inOrder: () => {
      turn = (turn + 1) % copies.length;
      const rotated = [...copies.slice(turn), ...copies.slice(0, turn)];
      return [...rotated.filter(({ ready }) => ready), ...rotated.filter(({ ready }) => !ready)].map(({ url }) => url);
    },
    away: (address) => {
      if (copies.length === 1) return;
      for (const copy of copies) if (copy.url === address) copy.ready = false;
    },
    close: () => clearInterval(timer),
  };
}
