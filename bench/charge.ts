import autocannon from "autocannon";
import { estUneReponse } from "./contenu";
import { tempsProcesseur } from "./processeur";
import { mediane } from "./tableau";

/** A server to load, and the processes that work for it. */
export interface Cible {
  nom: string;
  url: string;
  entetes: Record<string, string>;
  corps: string;
  pids: number[];
}

/** Medians of the rounds of one target. */
export interface Mesure {
  /** Answers a second. */
  debit: number;
  /** Milliseconds. */
  p50: number;
  p97: number;
  octets: number;
  /** Milliseconds of processor for one answer: in the servers, in PostgreSQL; null where the system does not say. */
  processeur: number | null;
  postgres: number | null;
}

export interface Reglages {
  secondes: number;
  tours: number;
  connexions: number;
  /** Process of PostgreSQL. */
  postgres: number;
}

/** Loads the targets one after the other, in turns, so that a slow minute of the machine weighs on all. */
export async function charger(cibles: readonly Cible[], reglages: Reglages): Promise<Map<Cible, Mesure>> {
  for (const cible of cibles) await tourJuste(cible, { ...reglages, secondes: Math.min(3, reglages.secondes) });
  const tours = new Map<Cible, Mesure[]>(cibles.map((cible) => [cible, []]));
  for (let rang = 0; rang < reglages.tours; rang++) for (const cible of cibles) tours.get(cible)!.push(await tourJuste(cible, reglages));
  return new Map([...tours].map(([cible, mesures]) => [cible, medianes(mesures)]));
}

const ESSAIS = 3;
/** Longer than an open circuit. */
const PAUSE_MS = 3_000;

/** A round that a stall of the machine spoilt is played again, and said: what it measured is worth nothing. */
async function tourJuste(cible: Cible, reglages: Reglages, essai = 1): Promise<Mesure> {
  return tour(cible, reglages).catch(async (error) => {
    if (essai === ESSAIS) throw error;
    process.stderr.write(`tour rejoué : ${(error as Error).message.slice(0, 300)}\n`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return tourJuste(cible, reglages, essai + 1);
  });
}

/** One round. Throws when an answer is not one: a refusal is quick, and would pass for speed. */
async function tour({ nom, url, entetes, corps, pids }: Cible, { secondes, connexions, postgres }: Reglages): Promise<Mesure> {
  const avant = [tempsProcesseur(pids), tempsProcesseur([postgres])];
  let fautive = "";
  const r = await autocannon({
    url,
    method: "POST",
    headers: { "content-type": "application/json", ...entetes },
    body: corps,
    connections: connexions,
    duration: secondes,
    verifyBody: (texte) => {
      const juste = estUneReponse(texte);
      if (!juste) fautive ||= texte.slice(0, 500);
      return juste;
    },
  });
  const reponses = r["2xx"];
  if (reponses === 0 || r.non2xx + r.errors + r.mismatches > 0)
    throw new Error(`${nom} : ${reponses} réponses, ${r.non2xx} refus, ${r.errors} échecs, ${r.mismatches} réponses fautives. ${fautive}`);
  const apres = [tempsProcesseur(pids), tempsProcesseur([postgres])];
  const parReponse = (i: number) => (avant[i] === null ? null : (apres[i]! - avant[i]!) / reponses);
  const { p50, p97_5: p97 } = r.latency;
  return {
    debit: reponses / r.duration,
    p50,
    p97,
    octets: r.throughput.total / reponses,
    processeur: parReponse(0),
    postgres: parReponse(1),
  };
}

export function medianes(mesures: Mesure[]): Mesure {
  const de = (champ: keyof Mesure) => mediane(mesures.map((mesure) => mesure[champ]!));
  const ouRien = (champ: keyof Mesure) => (mesures[0]![champ] === null ? null : de(champ));
  return {
    debit: de("debit"),
    p50: de("p50"),
    p97: de("p97"),
    octets: de("octets"),
    processeur: ouRien("processeur"),
    postgres: ouRien("postgres"),
  };
}
