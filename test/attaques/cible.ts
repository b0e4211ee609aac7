import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Reply, type SmallHub, type SmallHubOptions, smallHub } from "../gateway/small-hub";

/** Milliseconds, on a machine busy with other tests: alone, a refusal takes 1 to 5, and what it stops 18 000 and more. */
export const AUSSITOT = 500;

/** A hub under attack, and what is looked at while it is. */
export interface Cible {
  readonly hub: SmallHub;
  /** Calls that reached a subgraph since the test began. */
  appels(): number;
  /** The honest request that follows: it answers. */
  honnete(): Promise<void>;
  /** The answer, and how long it took. */
  chrono(poser: () => Promise<Reply>): Promise<{ reply: Reply; ms: number }>;
}

/** Opens a hub for the tests of an attack. */
export function cible(options: () => SmallHubOptions = () => ({})): Cible {
  let hub: SmallHub;
  beforeAll(async () => {
    hub = await smallHub(options());
    // The first request pays for what the engine builds lazily.
    await hub.ask("{ moi personnes(first: 1) { nodes { voisin { nom } offres { nom } rendezVous { motif } } } }");
  });
  afterAll(() => hub.close());
  beforeEach(() => {
    for (const subgraph of hub.all) subgraph.seen.length = 0;
  });
  return {
    get hub() {
      return hub;
    },
    appels: () => hub.all.reduce((sum, subgraph) => sum + subgraph.seen.length, 0),
    honnete: async () => expect((await hub.ask("{ moi }")).data).toEqual({ moi: "tout" }),
    chrono: async (poser) => {
      const depart = performance.now();
      const reply = await poser();
      return { reply, ms: performance.now() - depart };
    },
  };
}

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
/** Megabytes that this process holds once the garbage is collected. */
export function memoire(): number {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
export const arrondi = (valeur: number): number => Math.round(valeur * 10) / 10;

export const repeter = (fois: number, un: (rang: number) => string): string =>
  Array.from({ length: fois }, (_, rang) => un(rang)).join(" ");
