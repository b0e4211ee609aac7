import pg from "pg";
import type { PostgresTuable } from "../postgres-tuable";
import type { Alea } from "./alea";
import type { Charge } from "./clients";
import type { HubTuable } from "./hub-tuable";

const GENRES = ["un hub tué (-9)", "PostgreSQL tué (-9)", "une connexion de PostgreSQL tuée (-9)", "tous les hubs tués (-9)"] as const;
type Genre = (typeof GENRES)[number];
const [UN_HUB, POSTGRES, CONNEXION, TOUS] = GENRES;
/** In turn: each kind is there however few the cuts are. What is drawn is the moment, and who falls. */
const TOUR: readonly Genre[] = [UN_HUB, POSTGRES, CONNEXION, UN_HUB, POSTGRES, TOUS, UN_HUB, CONNEXION];

export interface Coupure {
  genre: Genre;
  /** Acts acknowledged when it fell. */
  apres: number;
  /** Until an act was acknowledged again, in milliseconds. */
  repriseMs: number;
  /** Until what was killed answered again, in milliseconds. */
  retourMs: number;
}

interface Cible {
  hubs: readonly HubTuable[];
  base: PostgresTuable;
  charge: Charge;
  tirage: Alea;
}

const attendre = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Cuts at random moments of the load, spread over it. The load goes on while a hub starts again: the next cut may fall meanwhile. */
export async function couper(
  cible: Cible,
  { coupures, mutations, dire }: { coupures: number; mutations: number; dire: (ligne: string) => void },
): Promise<Coupure[]> {
  const { charge, tirage } = cible;
  const faites: Coupure[] = [];
  const retours: Promise<void>[] = [];
  for (let rang = 0; rang < coupures; rang++) {
    await charge.jusque(Math.floor((mutations * (rang + tirage.reel())) / (coupures + 1)));
    await attendre(tirage.entier(40));
    const genre = TOUR[rang % TOUR.length]!;
    const retour = await CHACUNE[genre](cible);
    const faite: Coupure = { genre, apres: charge.acquittes.size, repriseMs: 0, retourMs: 0 };
    const debut = performance.now();
    faites.push(faite);
    retours.push(
      retour().then(() => {
        faite.retourMs = performance.now() - debut;
      }),
    );
    // When PostgreSQL does not come back, this throws instead of waiting for acts that never come.
    if (genre !== UN_HUB) await retours.at(-1);
    await charge.jusque(faite.apres + 1);
    faite.repriseMs = performance.now() - debut;
    if ((rang + 1) % 10 === 0) dire(`${rang + 1} coupures, ${charge.acquittes.size} modifications acquittées`);
  }
  await Promise.all(retours);
  return faites;
}

type Relance = () => Promise<unknown>;

/** Kills; returns what starts it again. */
const CHACUNE: Record<Genre, (cible: Cible) => Promise<Relance>> = {
  [UN_HUB]: async ({ hubs, tirage }) => {
    const tire = tirage.entier(hubs.length);
    const ordre = hubs.map((_, rang) => hubs[(tire + rang) % hubs.length]!);
    let hub = ordre.find((un) => un.debout);
    for (; !hub; hub = ordre.find((un) => un.debout)) await attendre(20);
    await hub.tuer();
    return hub.relancer;
  },
  [TOUS]: async ({ hubs }) => {
    while (!hubs.every((hub) => hub.debout)) await attendre(20);
    await Promise.all(hubs.map((hub) => hub.tuer()));
    return () => Promise.all(hubs.map((hub) => hub.relancer()));
  },
  [POSTGRES]: async ({ base, tirage }) => {
    base.tuer();
    const absence = tirage.entier(200);
    return () => attendre(absence).then(() => base.relancer());
  },
  [CONNEXION]: async ({ base, tirage }) => {
    let clients = base.clients();
    for (; clients.length === 0; clients = base.clients()) await attendre(20);
    process.kill(tirage.parmi(clients), "SIGKILL");
    // The postmaster starts every other process again by itself.
    return async () => {
      while (!(await repond(base.url))) await attendre(20);
    };
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

export interface Resume {
  genre: string;
  fois: number;
  repriseMs: { mediane: number; pire: number };
  retourMs: { mediane: number; pire: number };
}

const medianeEtPire = (durees: number[]) => {
  durees.sort((a, b) => a - b);
  return { mediane: durees[Math.floor(durees.length / 2)] ?? 0, pire: durees.at(-1) ?? 0 };
};

/** One line a kind of cut: how many, how long until the next act was acknowledged, and until what was killed was back. */
export function resumeDes(coupures: readonly Coupure[]): Resume[] {
  return GENRES.map((genre) => {
    const siennes = coupures.filter((une) => une.genre === genre);
    return {
      genre,
      fois: siennes.length,
      repriseMs: medianeEtPire(siennes.map((une) => une.repriseMs)),
      retourMs: medianeEtPire(siennes.map((une) => une.retourMs)),
    };
  });
}
