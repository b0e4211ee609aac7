import fs from "node:fs";
import path from "node:path";
import { projectFile } from "../../subgraphs/shared/project-folder";

const PRODUCTION = ["bin", "gateway", "hub", "subgraphs", "simulation", "migrations"];

const sources = PRODUCTION.flatMap((dossier) =>
  fs
    .readdirSync(projectFile(dossier), { recursive: true, encoding: "utf8" })
    .filter((nom) => /\.(ts|js|cjs)$/.test(nom))
    .map((nom) => ({ nom: path.posix.join(dossier, nom), texte: fs.readFileSync(projectFile(dossier, nom), "utf8") })),
);
const ouSeLit = (motif: RegExp): string[] =>
  sources
    .filter(({ texte }) => motif.test(texte))
    .map(({ nom }) => nom)
    .sort();
const lire = (nom: string): string => sources.find((source) => source.nom === nom)!.texte;

// The bench tells what rights, journal, quota and gate cost by a hub built without them (bench/confiance/): nothing of the hub may be that hub.
describe("Rien ne retire la confiance à un hub qui sert", () => {
  it("lit bien les sources de la production", () => {
    expect(sources.length).toBeGreaterThan(300);
  });

  it("aucun fichier de la production ne nomme le banc qui s’en passe", () => {
    expect(ouSeLit(/bench\/confiance|confiance\/serveur/)).toEqual([]);
  });

  it("seule la passerelle connaît « enforceAccess », et rien du hub ne le lui donne", () => {
    expect(ouSeLit(/enforceAccess\b\??\s*[:=]/)).toEqual(["gateway/gateway.ts"]);
  });

  it("le hub n’ouvre un sous-graphe qu’avec son registre des clients et son compteur, jamais avec une autre garde", () => {
    expect(ouSeLit(/\bcreateSubgraph\(/)).toEqual(["hub/subgraphs.ts", "subgraphs/shared/subgraph.ts"]);
    expect(lire("hub/subgraphs.ts")).toContain("log.child({ sousGraphe: module.name }), { clients, veille });");
    expect(ouSeLit(/[{,]\s*guard\s*[:=]/)).toEqual(["subgraphs/shared/subgraph.ts"]);
  });

  it("chaque sous-graphe prend le rôle de son schéma, jamais celui du propriétaire", () => {
    expect(lire("hub/subgraphs.ts")).toContain("Database.open(databaseUrl, { role: roleOf(module.schema), ");
  });

  it("l’image du hub ne porte pas le banc", () => {
    expect(fs.readFileSync(projectFile("Dockerfile"), "utf8")).not.toMatch(/^COPY .*bench/m);
  });
});
