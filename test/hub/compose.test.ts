import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { PARTS } from "../../hub/start-only";
import { PORTS, SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";

const compose = parse(fs.readFileSync(path.resolve(__dirname, "../../docker-compose.yml"), "utf8"), { merge: true });

describe("docker-compose.yml", () => {
  const commands = Object.values<any>(compose.services)
    .map((service) => service.command)
    .filter((command) => Array.isArray(command) && command.includes("--only"));

  it("fait tourner chaque partie du hub, et deux passerelles", () => {
    const parts = commands.map((command) => command.at(-1));
    expect([...new Set(parts)].sort()).toEqual([...PARTS].sort());
    expect(parts.filter((part) => part === "gateway")).toHaveLength(2);
  });

  it("donne aux passerelles l’adresse de chaque sous-graphe, au port convenu", () => {
    for (const name of SUBGRAPH_NAMES) {
      const variable = `SUBGRAPH_${name.replaceAll("-", "_").toUpperCase()}_URL`;
      expect(compose.services["passerelle-1"].environment[variable]).toBe(`http://${name}:${PORTS[name]}/graphql`);
    }
  });

  it("donne au worker, et à lui seul, de quoi parler aux partenaires : les réglages de .env.example", () => {
    const exemple = fs.readFileSync(path.resolve(__dirname, "../../.env.example"), "utf8");
    const attendus = [...exemple.matchAll(/^#?((?:FRANCE_TRAVAIL|DEPOT)_\w+)=/gm)].map(([, nom]) => nom!);
    const partenaires = (service: string) =>
      Object.keys(compose.services[service].environment)
        .filter((nom) => /^(FRANCE_TRAVAIL|DEPOT)_/.test(nom))
        .sort();
    expect(attendus.length).toBeGreaterThan(8);
    expect(partenaires("worker")).toEqual(attendus.sort());
    expect(partenaires("allocataires")).toEqual([]);
    expect(partenaires("passerelle-1")).toEqual([]);
  });

  it("ne contient aucun secret", () => {
    const text = fs.readFileSync(path.resolve(__dirname, "../../docker-compose.yml"), "utf8");
    expect(text).not.toMatch(/(SECRET|KEY|PASSWORD): (?!\$\{)/);
  });
});
