import fs from "node:fs";
import path from "node:path";
import { ROOT, sources } from "./codes-du-source";
import { page } from "./tables-markdown";

const CODE = sources("gateway", "hub", "subgraphs", "simulation", "migrations", "bench", "test").map((file) => ({
  file,
  text: page(file),
}));
const lines = (text: string) => text.split("\n").length - 1;

/** Folders that the project does not ship. */
const NOT_OURS = new Set(["node_modules", "dist", ".git", ".unefois", "coverage"]);
const files = (folder: string): string[] =>
  fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? files(name) : [name];
  });

describe("le style du code", () => {
  it("un fichier compte au plus 300 lignes", () => {
    expect(CODE.filter(({ text }) => lines(text) > 300).map(({ file, text }) => `${file} : ${lines(text)}`)).toEqual([]);
  });

  it("la moitié des fichiers comptent moins de 80 lignes", () => {
    const sorted = CODE.map(({ text }) => lines(text)).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
  });

  it("l’environnement ne se lit qu’à l’entrée du programme, et pour lancer PostgreSQL sans lui", () => {
    const hub = ["subgraphs/shared/settings.ts", "subgraphs/shared/embedded-postgres.ts", "hub/cli.ts"];
    // The bench starts processes, and those it compares with are programs of their own.
    const allowed = [...hub, "bench/enfant.ts", "bench/a-la-main/serveur.ts", "bench/monolithe/serveur.ts", "bench/confiance/serveur.ts"];
    const readers = CODE.filter(({ file, text }) => !file.startsWith("test/") && text.includes("process.env")).map(({ file }) => file);
    expect(readers.filter((file) => !allowed.includes(file))).toEqual([]);
    const embedded = page("subgraphs/shared/embedded-postgres.ts");
    const cleaner = /function cleanEnvironment\([\s\S]*?\n\}/.exec(embedded)?.[0] ?? "";
    expect(embedded.split("process.env").length).toBe(cleaner.split("process.env").length);
  });

  it("un nom de fichier ou de dossier s’écrit en ASCII, sans fourre-tout", () => {
    const wrong = CODE.filter(({ file }) => /[^\w./-]/.test(file) || /\b(utils?|helpers?|common|services?|misc)\b/.test(file));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});

describe("les fichiers livrés", () => {
  it("ne portent ni chemin d’une machine ni adresse d’un registre de paquets", () => {
    const machine = /(^|[^\w.-])\/(home|root|Users|work|workspace|mnt)\/\w|[A-Z]:\\(Users|Windows|Program)/;
    const registry = /https?:\/\/[\w.-]*(registry|npmjs|nexus|artifactory|verdaccio|jfrog)|"resolve[d]":/;
    const told = files(".").flatMap((file) => {
      const text = fs.readFileSync(path.join(ROOT, file), "utf8");
      return machine.test(text) || registry.test(text) ? [file] : [];
    });
    expect(told).toEqual([]);
  });
});
