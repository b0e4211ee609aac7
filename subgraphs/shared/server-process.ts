import type { ChildProcess } from "node:child_process";

/** A server that runs: our child, or the one that a killed hub left, known by its pid only. */
interface Server {
  gone: Promise<void>;
  stop(): Promise<void>;
}

const RELAUNCH_MS = 500;

export const ofChild = (child: ChildProcess): Server => ({
  gone: new Promise((resolve) => child.once("exit", () => resolve())),
  stop: () => stopChild(child),
});

/** The server of this pid, which is nobody's child. */
export function leftRunning(pid: number): Server {
  const gone = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(look);
      resolve();
    }, RELAUNCH_MS).unref();
  });
  return { gone, stop: () => stopByPid(pid) };
}

/** Starts a server again until it holds: the backends of one that was killed keep its memory for a moment. Returns the way to stop for good. */
export function keptAlive(first: Server, start: () => Promise<Server>, say: (line: string) => void): () => Promise<void> {
  let server = first;
  let stopping = false;
  let relaunch: Promise<void> = Promise.resolve();
  const again = async (): Promise<void> => {
    say("PostgreSQL embarqué s’est arrêté sans qu’on le demande : il est relancé.");
    while (!stopping) {
      await new Promise((resolve) => setTimeout(resolve, RELAUNCH_MS));
      const started = await start().catch((error: Error) => say(error.message));
      if (!started) continue;
      server = started;
      watch();
      return;
    }
  };
  const watch = () => {
    void server.gone.then(() => {
      if (!stopping) relaunch = again();
    });
  };
  watch();
  return async () => {
    stopping = true;
    await relaunch;
    await server.stop();
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGINT");
  });
}

async function stopByPid(pid: number): Promise<void> {
  if (isAlive(pid)) process.kill(pid, "SIGINT");
  for (let tries = 0; tries < 100 && isAlive(pid); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
}
