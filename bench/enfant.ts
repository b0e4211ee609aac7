import { type ChildProcess, spawn } from "node:child_process";
import net from "node:net";
import { projectFile } from "../subgraphs/shared/project-folder";

/** A process that the bench started. */
export interface Enfant {
  pid: number;
  /** Seconds from the launch to the line that was waited for. */
  secondes: number;
  /** What it wrote on its standard output so far. */
  sortie(): string;
  /** Stops it as a terminal would; resolves once it is gone. */
  arreter(): Promise<void>;
}

export interface Lancement {
  /** Path from the root of the project. */
  programme: string;
  arguments?: string[];
  options?: string[];
  environnement?: Record<string, string>;
  /** The words that say that it is ready; absent: it runs to its end. */
  attendu?: string;
}

const vivants = new Set<ChildProcess>();
process.on("exit", () => {
  for (const enfant of vivants) enfant.kill("SIGKILL");
});

/** Starts a program of the project with this Node. Rejects, with what it said, when it ends before it is ready or with a failure. */
export function lancer(lancement: Lancement): Promise<Enfant> {
  const { programme, attendu } = lancement;
  const debut = performance.now();
  const enfant = spawn(
    process.execPath,
    [...(lancement.options ?? []), projectFile(...programme.split("/")), ...(lancement.arguments ?? [])],
    {
      env: { ...sansReglages(process.env), ...lancement.environnement },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  vivants.add(enfant);
  let [sortie, erreurs] = ["", ""];
  enfant.stderr.setEncoding("utf8").on("data", (texte: string) => {
    erreurs = (erreurs + texte).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    const pret = () =>
      resolve({ pid: enfant.pid!, secondes: (performance.now() - debut) / 1000, sortie: () => sortie, arreter: () => arreter(enfant) });
    let attend = attendu !== undefined;
    enfant.stdout.setEncoding("utf8").on("data", (texte: string) => {
      sortie += texte;
      // Once: a server under load writes a line for each request, and this process measures.
      if (!attend || !sortie.includes(attendu!)) return;
      attend = false;
      pret();
    });
    enfant.once("error", reject);
    enfant.once("close", (code) => {
      vivants.delete(enfant);
      if (attendu === undefined && code === 0) pret();
      else
        reject(
          new Error(`${programme} ${lancement.arguments?.join(" ") ?? ""} s’est arrêté (code ${code}).\n${sortie.slice(-1_000)}${erreurs}`),
        );
    });
  });
}

function arreter(enfant: ChildProcess): Promise<void> {
  if (!vivants.has(enfant)) return Promise.resolve();
  return new Promise((resolve) => {
    enfant.once("close", () => resolve());
    enfant.kill("SIGTERM");
  });
}

/** Settings of the machine do not lead the programs that are measured. */
function sansReglages(environnement: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const nos =
    /^(UNEFOIS_|SUBGRAPH_|OIDC_|DATABASE_|OTEL_|FRANCE_TRAVAIL_|RDV_|INDICATEURS_|PG)|^(PORT|HOST|NODE_ENV|NIR_KEY|GATEWAY_SECRET|CORS_ORIGINES)$/;
  return Object.fromEntries(Object.entries(environnement).filter(([nom]) => !nos.test(nom)));
}

export function portLibre(): Promise<number> {
  return new Promise((resolve) => {
    const serveur = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = serveur.address() as net.AddressInfo;
      serveur.close(() => resolve(port));
    });
  });
}
