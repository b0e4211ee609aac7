import fs from "node:fs";
import path from "node:path";

interface NoeudDeProfil {
  id: number;
  callFrame: { functionName: string; url: string; scriptId: string };
  children?: number[];
}

interface ProfilV8 {
  nodes: NoeudDeProfil[];
  samples: number[];
  timeDeltas: number[];
  /** Microseconds. */
  endTime: number;
}

/** Share of the processor time of a process, by part of the program, largest first. */
export type Parts = [partie: string, part: number][];

/** Reads the only profile of a folder, its last milliseconds only (what comes before is the start of the process). */
export function lireProfil(dossier: string, dernieresMs: number): Parts {
  const nom = fs.readdirSync(dossier).find((fichier) => fichier.endsWith(".cpuprofile"))!;
  const { nodes, samples, timeDeltas } = JSON.parse(fs.readFileSync(path.join(dossier, nom), "utf8")) as ProfilV8;
  const parents = new Map<number, NoeudDeProfil>();
  for (const noeud of nodes) for (const enfant of noeud.children ?? []) parents.set(enfant, noeud);
  const parties = new Map(nodes.map((noeud) => [noeud.id, partieDe(noeud, parents)]));
  const temps = new Map<string, number>();
  let [reste, total] = [dernieresMs * 1000, 0];
  for (let i = samples.length - 1; i >= 0 && reste > 0; i--) {
    reste -= timeDeltas[i]!;
    const partie = parties.get(samples[i]!)!;
    if (partie === INACTIF) continue;
    temps.set(partie, (temps.get(partie) ?? 0) + timeDeltas[i]!);
    total += timeDeltas[i]!;
  }
  return [...temps].map(([partie, t]): [string, number] => [partie, t / total]).sort((a, b) => b[1] - a[1]);
}

const INACTIF = "inactif";

/** Native functions count for whom calls them, except what is named here. */
const NATIFS: Record<string, string> = {
  "(idle)": INACTIF,
  "(garbage collector)": "ramasse-miettes",
  "(program)": "node et V8 (code natif)",
  stringify: "JSON",
  parse: "JSON",
};

const PAQUETS: [RegExp, string][] = [
  [/^(pg|pg-.*|postgres-.*)$/, "pilote pg"],
  [/^(@graphql-hive|@graphql-tools|@whatwg-node)\//, "moteur de fédération"],
  [/^graphql-jit$/, "graphql-jit"],
  [/^dataloader$/, "DataLoader"],
  [/^(type-graphql|@apollo\/.*|graphql)$/, "graphql, TypeGraphQL"],
  [/^(pino.*|sonic-boom|prom-client|@opentelemetry\/.*)$/, "journaux techniques, métriques"],
];

function partieDe(noeud: NoeudDeProfil, parents: ReadonlyMap<number, NoeudDeProfil>): string {
  const { functionName, url, scriptId } = noeud.callFrame;
  if (url === "" && scriptId === "0") {
    const nommee = NATIFS[functionName];
    if (nommee) return nommee;
    const parent = parents.get(noeud.id);
    return parent ? partieDe(parent, parents) : NATIFS["(program)"]!;
  }
  if (url === "") return "graphql-jit";
  if (url.startsWith("node:")) return "node (HTTP, réseau, promesses)";
  const paquet = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(url)?.[1];
  if (paquet) return PAQUETS.find(([motif]) => motif.test(paquet))?.[1] ?? paquet;
  return /\/dist\/(gateway|hub|subgraphs\/[^/]+)\//.exec(url)?.[1] ?? "autre";
}
