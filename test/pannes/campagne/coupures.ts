import pg from "pg";
import type { PostgresTuable } from "../postgres-tuable";
import type { Alea } from "./alea";
import type { Charge } from "./clients";
import type { HubTuable } from "./hub-tuable";

const GENRES = ["hub tué (-9)", "PostgreSQL tué (-9)", "une connexion de PostgreSQL tuée (-9)"] as const;
type Genre = (typeof GENRES)[number];

export interface Coupure {
  genre: Genre;
  /** Acts acknowledged when it fell. */
  apres: number;
  /** Until an act was acknowledged again, in milliseconds. */
  repriseMs: number;
}

const attendre = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Cuts at random moments of the load, spread over it. */
export async function couper(
  { hub, base, charge, tirage }: { hub: HubTuable; base: PostgresTuable; charge: Charge; tirage: Alea },
  { coupures, mutations, dire }: { coupures: number; mutations: number; dire: (ligne: string) => void },
): Promise<Coupure[]> {
  const faites: Coupure[] = [];
  for (let rang = 0; rang < coupures; rang++) {
    const seuil = Math.floor((mutations * (rang + tirage.reel())) / (coupures + 1));
    const genre = tirage.parmi(GENRES);
    const pause = tirage.entier(40);
    while (charge.acquittes.size < seuil && !charge.fini) await attendre(5);
    await attendre(pause);
    const apres = charge.acquittes.size;
    const debut = performance.now();
    await CHACUNE[genre](hub, base, tirage);
    while (charge.acquittes.size <= apres && !charge.fini) await attendre(5);
    faites.push({ genre, apres, repriseMs: performance.now() - debut });
    if ((rang + 1) % 10 === 0) dire(`${rang + 1} coupures, ${charge.acquittes.size} modifications acquittées`);
  }
  return faites;
}

const CHACUNE: Record<Genre, (hub: HubTuable, base: PostgresTuable, tirage: Alea) => Promise<void>> = {
  "hub tué (-9)": async (hub) => {
    await hub.tuer();
    await hub.relancer();
  },
  "PostgreSQL tué (-9)": async (_hub, base, tirage) => {
    base.tuer();
    await attendre(tirage.entier(200));
    await base.relancer();
  },
  "une connexion de PostgreSQL tuée (-9)": async (_hub, base, tirage) => {
    const clients = base.clients();
    if (clients.length > 0) process.kill(tirage.parmi(clients), "SIGKILL");
    // The postmaster starts every other process again by itself.
    while (!(await repond(base.url))) await attendre(20);
  },
};

async function repond(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** One line a kind of cut: how many, and how long until the next act was acknowledged. */
export function resumeDes(coupures: readonly Coupure[]): { genre: string; fois: number; medianeMs: number; pireMs: number }[] {
  return GENRES.map((genre) => {
    const durees = coupures.filter((une) => une.genre === genre).map((une) => une.repriseMs);
    durees.sort((a, b) => a - b);
    return {
      genre,
      fois: durees.length,
      medianeMs: Math.round(durees[Math.floor(durees.length / 2)] ?? 0),
      pireMs: Math.round(durees.at(-1) ?? 0),
    };
  });
}
