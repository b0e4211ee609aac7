import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { lireTables, lireVerrou } from "../../approvisionnement/lire";
import { licenceAdmise, sousLePlancher, type Verrou, verifierVerrou } from "../../approvisionnement/verifier";
import { attaque } from "./attaque";

const tables = lireTables();
const verrou = lireVerrou();

/** The lock file, with one package changed. */
const avec = (chemin: string, change: object): Verrou => ({
  ...verrou,
  packages: { ...verrou.packages, [chemin]: { ...verrou.packages[chemin], ...change } },
});
const messages = (change: Verrou) => verifierVerrou(change, tables).map(({ paquet, message }) => `${paquet} : ${message}`);

attaque("S25", (mesurer) => {
  it("le verrou du dépôt passe", () => {
    const depart = performance.now();
    expect(verifierVerrou(verrou, tables)).toEqual([]);
    mesurer("paquets vérifiés", Object.keys(verrou.packages).length - 1);
    mesurer("temps", Math.round(performance.now() - depart), "ms");
  });

  it("un paquet ramené sous sa version réparée est refusé, où qu’il soit dans l’arbre", () => {
    expect(messages(avec("node_modules/qs", { version: "6.14.0" }))).toEqual([
      expect.stringMatching(/^qs : sous la version réparée .*CVE-2025-15284/),
    ]);
    const profond = avec("node_modules/jest/node_modules/ws", { version: "8.17.0", integrity: "sha512-x", license: "MIT" });
    expect(messages(profond)).toEqual([expect.stringContaining("ws : sous la version réparée")]);
  });

  it("une version publiée par un attaquant est refusée", () => {
    expect(messages(avec("node_modules/debug", { version: "4.4.2" }))).toEqual([expect.stringContaining("version interdite")]);
  });

  it("un script d’installation, une licence, une empreinte qui manque : refusés, et la table qui nomme un absent aussi", () => {
    expect(messages(avec("node_modules/qs", { hasInstallScript: true }))).toEqual([expect.stringContaining("scripts.json")]);
    expect(messages(avec("node_modules/qs", { license: "Elastic-2.0" }))).toEqual([expect.stringContaining("licence Elastic-2.0")]);
    expect(messages(avec("node_modules/qs", { integrity: undefined }))).toEqual([expect.stringContaining("SHA-512")]);
    const sans = { ...verrou, packages: { "": verrou.packages[""]! } };
    expect(messages(sans)).toContain("@swc/core : une table de approvisionnement/ le nomme encore : retirez-le");
  });

  it.each([
    ["un autre hôte", "https://paquets.exemple.fr/qs/-/qs-6.14.1.tgz"],
    ["http", "http://paquets.exemple.fr/qs/-/qs-6.14.1.tgz"],
    ["git", "git+ssh://git@github.com/ljharb/qs.git#0123456789abcdef0123456789abcdef01234567"],
    ["une archive", "https://codeload.github.com/ljharb/qs/tar.gz/v6.14.1"],
    ["un fichier", "file:../qs-6.14.1.tgz"],
    ["rien", ""],
  ])("un paquet pris ailleurs qu’au registre de qui installe est refusé : %s", (_, resolved) => {
    expect(messages(avec("node_modules/qs", { resolved }))).toEqual([expect.stringMatching(/^qs : porte une adresse dans le verrou/)]);
  });

  it("sous un nom d’emprunt (npm:autre@version), c’est le vrai paquet qui est jugé", () => {
    const sain = { integrity: "sha512-x", license: "MIT" };
    expect(messages(avec("node_modules/innocent", { ...sain, name: "debug", version: "4.4.2" }))).toEqual([
      expect.stringMatching(/^debug \(installé sous le nom innocent\) : version interdite/),
    ]);
    expect(messages(avec("node_modules/innocent", { ...sain, name: "qs", version: "6.14.0" }))).toEqual([
      expect.stringContaining("sous la version réparée"),
    ]);
    const script = { ...sain, name: "inconnu", version: "1.0.0", hasInstallScript: true };
    // The name of a package that may run a script lends it to nobody.
    expect(messages(avec("node_modules/@swc/core", { ...script }))).toContainEqual(expect.stringMatching(/^inconnu .*scripts\.json/));
    const detourne = { ...sain, version: "1.0.0", name: "qs-utile", resolved: "https://paquets.exemple.fr/qs-1.0.0.tgz" };
    expect(messages(avec("node_modules/innocent", detourne))).toEqual([expect.stringContaining("porte une adresse")]);
  });

  it("un lien hors du dépôt est refusé, un dossier du dépôt passe", () => {
    const lien = (resolved?: string) => messages(avec("node_modules/voisin", { link: true, resolved }));
    expect(lien("outils/voisin")).toEqual([]);
    for (const ailleurs of ["../voisin", "outils/../../voisin", "/tmp/voisin", "file:../voisin", undefined])
      expect(lien(ailleurs)).toEqual([expect.stringContaining("n’est pas de ce dépôt")]);
    expect(messages(avec("../voisin", { version: "1.0.0" }))).toEqual([expect.stringContaining("n’est pas de ce dépôt")]);
  });

  it("chaque plancher de la table arrête la version juste avant lui, et laisse passer la sienne", () => {
    for (const { paquet, repare } of tables.planchers.planchers) {
      for (const plancher of repare) {
        expect([paquet, plancher, sousLePlancher(plancher, repare)]).toEqual([paquet, plancher, false]);
        const avant = `${plancher}-avant`;
        expect([paquet, avant, sousLePlancher(avant, repare)]).toEqual([paquet, avant, true]);
      }
    }
  });

  it("une version plus récente que toutes les réparations passe toujours ; plus ancienne, jamais", () => {
    const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((nombres) => nombres.join("."));
    const repare = ["1.1.12", "2.0.2", "4.0.1"];
    fc.assert(fc.property(version, (v) => Number(v.split(".")[0]) < 5 || !sousLePlancher(v, repare)));
    fc.assert(fc.property(version, (v) => Number(v.split(".")[0]) !== 3 || sousLePlancher(v, repare)));
    fc.assert(fc.property(version, (v) => Number(v.split(".")[0]) > 0 || sousLePlancher(v, repare)));
  });

  it("une expression de licence : toutes les parties d’un AND, une seule d’un OR", () => {
    const admises = { MIT: "", Zlib: "" };
    expect(["MIT", "(MIT AND Zlib)", "(GPL-3.0 OR MIT)"].map((e) => licenceAdmise(e, admises))).toEqual([true, true, true]);
    expect(["GPL-3.0", "(MIT AND GPL-3.0)", "constructor", undefined].map((e) => licenceAdmise(e, admises))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("l’inventaire CycloneDX nomme chaque paquet que la production installe, avec sa licence et son empreinte", () => {
    const sbom = JSON.parse(
      execFileSync("npm", ["run", "-s", "sbom"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 2 ** 26 }),
    );
    const dits = new Map<string, { hashes?: unknown[]; licenses?: unknown[] }>(
      sbom.components.map((un: { name: string; version: string }) => [`${un.name}@${un.version}`, un]),
    );
    const production = Object.entries(verrou.packages).filter(([chemin, paquet]) => chemin !== "" && !("dev" in paquet));
    const manquants = production.filter(([chemin, { version }]) => {
      const dit = dits.get(`${chemin.slice(chemin.lastIndexOf("node_modules/") + 13)}@${version}`);
      return !dit?.hashes?.length || !dit.licenses?.length;
    });
    expect(manquants.map(([chemin]) => chemin)).toEqual([]);
    mesurer("composants de l’inventaire", sbom.components.length);
  });
});
