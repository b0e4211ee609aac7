import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const LANCEURS = ["test/attaques/lancer.js", "test/interop/lancer-pannes.js"];

/** A launcher as a user runs it, with an `npm` that plays no test: it ends at once with that code. */
function lancer(lanceur: string, args: string[], codeDeNpm: number) {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "lanceur-"));
  fs.writeFileSync(path.join(dossier, "npm"), `#!/bin/sh\necho joué >> ${dossier}/joues\nexit ${codeDeNpm}\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${dossier}:/usr/bin:/bin`, TMPDIR: dossier };
  const { status, stdout, stderr } = spawnSync(process.execPath, [lanceur, ...args], { env, encoding: "utf8" });
  const [joue, ...restes] = [
    fs.existsSync(path.join(dossier, "joues")),
    ...fs.readdirSync(dossier).filter((nom) => nom.startsWith("unefois-")),
  ];
  fs.rmSync(dossier, { recursive: true });
  return { status, stdout, stderr, joue, restes };
}

describe.each(LANCEURS)("%s", (lanceur) => {
  it.each(["--help", "-h"])("%s dit l’usage, code 0, sans rien jouer", (option) => {
    const { status, stdout, stderr, joue } = lancer(lanceur, [option], 0);
    expect({ status, stderr, joue }).toEqual({ status: 0, stderr: "", joue: false });
    expect(stdout).toMatch(/^npm run test:(attacks|faults) \[/);
    expect(stdout.split("\n").length).toBeGreaterThan(2);
  });

  it("une option inconnue : une phrase, l’usage, code 2, sans rien jouer", () => {
    const { status, stderr, joue } = lancer(lanceur, ["--inconnue"], 0);
    expect({ status, joue }).toEqual({ status: 2, joue: false });
    expect(stderr).toMatch(/^Option inconnue : --inconnue\./);
  });

  it("des tests qui ne démarrent pas : code 1, sans trace d’appels ni dossier laissé", () => {
    const { status, stderr, joue, restes } = lancer(lanceur, [], 1);
    expect({ status, joue, restes }).toEqual({ status: 1, joue: true, restes: [] });
    expect(stderr).not.toMatch(/ENOENT| {4}at /);
  });
});

it("les attaques : des tests qui ne démarrent pas se disent en une phrase, même si npm dit que tout va bien", () => {
  for (const code of [0, 1]) {
    const { status, stderr } = lancer(LANCEURS[0]!, ["S1"], code);
    expect([status, stderr]).toEqual([1, "Les tests n’ont pas pu démarrer, aucune attaque n’a été jouée : ce qui précède dit pourquoi.\n"]);
  }
});
