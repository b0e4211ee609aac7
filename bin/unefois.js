#!/usr/bin/env node
// Launcher: finds the Node that the lock file brings, builds what is missing, then runs the command.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { spawn, spawnSync } = require("node:child_process");

const root = path.resolve(__dirname, "..");
const SOURCES = ["bin", "gateway", "hub", "subgraphs", "simulation", "migrations", "bench", "tsconfig.json", "tsconfig.build.json"];
const MINIMUM = 22;

function newest(target) {
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...fs.readdirSync(target).map((name) => newest(path.join(target, name))));
}

const stamp = path.join(root, "dist", ".built");

function isBuilt() {
  const built = fs.statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return SOURCES.every((name) => newest(path.join(root, name)) <= built);
}

/** A lock left by a command that was killed is not waited for longer than a build lasts. */
const STALE_MS = 120_000;

/** One command compiles, the others wait for it: two at once would read half-written files. */
function buildIfNeeded() {
  if (isBuilt()) return;
  fs.mkdirSync(path.join(root, "dist"), { recursive: true });
  const lock = path.join(root, "dist", ".compilation");
  while (!taken(lock)) {
    if (Date.now() - (fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > STALE_MS)
      fs.rmSync(lock, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  const free = () => fs.rmSync(lock, { recursive: true, force: true });
  process.once("exit", free);
  if (!isBuilt()) build();
  free();
  process.removeListener("exit", free);
}

function taken(lock) {
  try {
    fs.mkdirSync(lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

function build() {
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  if (!fs.existsSync(compiler)) stop("Les dépendances manquent : lancez d’abord « npm ci ».");
  process.stderr.write("Compilation du hub…\n");
  const result = spawnSync(process.execPath, [compiler, "-p", path.join(root, "tsconfig.build.json")], {
    stdio: ["ignore", 2, 2],
    cwd: root,
  });
  if (result.status !== 0) stop("La compilation a échoué : voir les messages ci-dessus.");
  fs.writeFileSync(stamp, "");
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The Node of the lock file, when this one is too old (a script run outside npm). */
function lockedNode() {
  const binary = path.join(
    root,
    "node_modules",
    `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`,
    "bin",
    "node",
  );
  if (!fs.existsSync(binary))
    stop(
      `Node ${process.versions.node} est trop ancien : il faut la version ${MINIMUM} au moins, ou « npm ci » sur une plateforme prise en charge.`,
    );
  return binary;
}

/** A CAF file has any size: with its garbage collected early, the import keeps the same memory for all. */
const FLAT_MEMORY = ["--max-semi-space-size=2", "--max-old-space-size=192"];
const importsCaf = process.argv[2] === "import" && process.argv[3] === "caf";
const FLAGS = importsCaf && process.execArgv.length === 0 ? FLAT_MEMORY : [];
const tooOld = Number(process.versions.node.split(".")[0]) < MINIMUM;

if (tooOld || FLAGS.length > 0) {
  const child = spawn(tooOld ? lockedNode() : process.execPath, [...FLAGS, __filename, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
} else {
  buildIfNeeded();
  if (process.argv[2] !== "build") require(path.join(root, "dist", "hub", "main.js"));
}
