import "reflect-metadata";
import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { createProgram } from "../../hub/cli";
import { ROOT } from "./codes-du-source";
import { page, rows } from "./tables-markdown";

const markdown = (folder: string): string[] =>
  fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.join(folder, file));
const PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "schema/glossaire.md", ...markdown("docs")];
const exists = (file: string) => fs.existsSync(path.join(ROOT, file));
const names = (folder: string) => fs.readdirSync(path.join(ROOT, folder));

/** `[where, word]` of each match of a pattern's first group in the pages. */
const matches = (pattern: RegExp, pages = PAGES): [string, string][] =>
  pages.flatMap((name) => [...page(name).matchAll(pattern)].map(([, word]): [string, string] => [name, word!]));

/** A command of the hub, up to the end of its line. */
const COMMANDS = /(?:npx )?unefois ([a-z-][^`\n#)|]*)/g;
/** Text between backquotes, and lines of shell blocks. */
const inCode = (name: string) =>
  [...page(name).matchAll(/```(?:sh)?\n([\s\S]*?)```|`([^`\n]+)`/g)].map(([, block, word]) => block ?? word!);

describe("les liens des pages", () => {
  it("mènent à un fichier ou à un dossier qui existe", () => {
    const links = matches(/\]\(([^)\s]+)\)/g).filter(([, link]) => !/^(https?:|mailto:|#)/.test(link));
    expect(links.length).toBeGreaterThan(15);
    const broken = links.filter(([name, link]) => !exists(path.join(path.dirname(name), link.replace(/#.*$/, ""))));
    expect(broken).toEqual([]);
  });

  it("restent dans le projet", () => {
    const out = matches(/\]\(([^)\s]+)\)/g).filter(
      ([name, link]) => !/^\w+:/.test(link) && path.join(path.dirname(name), link).startsWith(".."),
    );
    expect(out).toEqual([]);
  });
});

describe("docs/structure.md", () => {
  const TOP = /^(bin|hub|gateway|subgraphs|migrations|simulation|data|schema|test|bench|docs|shared)\//;

  it("ne nomme que des fichiers et des dossiers qui existent", () => {
    const files = matches(/`([^`]+)`/g, ["docs/structure.md"])
      .map(([, word]) => word)
      .filter((word) => TOP.test(word) && !/\s/.test(word))
      .map((word) => (word.startsWith("shared/") ? `subgraphs/${word}` : word));
    expect(files.length).toBeGreaterThan(15);
    const missing = files.filter((file) => {
      const [folder, ...rest] = file.split(/<\w+>/);
      if (rest.length === 0) return !exists(file);
      return !names(folder!).some((name) => exists(`${folder}${path.parse(name).name}${rest.join("")}`));
    });
    expect(missing).toEqual([]);
  });

  it("donne un événement par schéma publié, et un schéma par événement", () => {
    const told = rows(page("docs/structure.md"))
      .filter(({ cells }) => cells.donnees !== undefined)
      .flatMap(({ cells }) => cells.type!.split(" / "));
    expect(told.sort()).toEqual(
      names("schema/evenements")
        .map((file) => path.basename(file, ".json"))
        .sort(),
    );
  });
});

describe("les commandes des pages", () => {
  const program = createProgram();
  const find = (parent: Command, name: string | undefined) => parent.commands.find((command) => command.name() === name);

  /** What a written command asks for and the program does not have, or null. */
  function unknown(words: string[]): string | null {
    let command = program;
    for (const word of words) {
      if (word.startsWith("-")) {
        const known = word === "--help" || word === "-h" || command.options.some(({ long, short }) => long === word || short === word);
        if (!known) return `${command.name()} ${word}`;
      } else if (command.commands.length > 0) {
        const next = find(command, word);
        if (!next) return `${command.name()} ${word}`;
        command = next as Command;
      }
    }
    return null;
  }

  it("existent, avec leurs options", () => {
    const written = PAGES.flatMap((name) =>
      inCode(name).flatMap((code) => [...code.matchAll(COMMANDS)].map(([, words]) => ({ name, words: words!.trim().split(/\s+/) }))),
    );
    expect(written.length).toBeGreaterThan(10);
    expect(written.map(({ name, words }) => [name, unknown(words)]).filter(([, wrong]) => wrong !== null)).toEqual([]);
  });

  it("sont toutes dans le README", () => {
    const [, section] = /## Commands\n([\s\S]*?)\n## /.exec(page("README.md"))!;
    const told = [...section!.matchAll(/`([^`]+)`/g)].flatMap(([, word]) => {
      const [command, parts] = word!.split(" ");
      return parts && !parts.startsWith("-") ? parts.split("|").map((part) => `${command} ${part}`) : [command!];
    });
    const every = program.commands.flatMap((command) =>
      command.commands.length > 0 ? command.commands.map((part) => `${command.name()} ${part.name()}`) : [command.name()],
    );
    expect(told).toEqual(expect.arrayContaining(every));
  });

  it("de npm sont dans package.json", () => {
    const scripts = Object.keys((JSON.parse(page("package.json")) as { scripts: object }).scripts);
    const asked = [...matches(/npm run ([a-z:-]+)/g), ...matches(/npm (start|test)\b/g)];
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter(([, script]) => !scripts.includes(script))).toEqual([]);
  });
});
