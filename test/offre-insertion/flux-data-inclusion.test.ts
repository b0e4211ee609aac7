import http from "node:http";
import type { AddressInfo } from "node:net";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import serviceJson from "../../data/data-inclusion/service.json";
import structureJson from "../../data/data-inclusion/structure.json";
import { FLUX_PATHS, fluxDataInclusion } from "../../hub/flux-data-inclusion";
import { marquerPubliees, nonPubliees } from "../../subgraphs/offre-insertion/data-inclusion/publication/publication.repository";
import { createLog } from "../../subgraphs/shared/log";
import { type TestDatabase, testDatabase } from "../setup/database";
import { ajouterPdie, importer, MAINTENANT, service, structure } from "./fiches";

let base: TestDatabase;
let flux: ReturnType<typeof fluxDataInclusion>;
let serveur: http.Server;
let maintenant = MAINTENANT;
let origine: string;
beforeAll(async () => {
  base = await testDatabase();
  await importer(base, [structure("s1")], [service("national")]);
  for (const [id, departement] of [
    ["cd94--a", "94"],
    ["cd94--b", "94"],
    ["cd94--c", "94"],
    ["cd94--retenue", "94"],
    ["cd94--retiree", "94"],
    ["cd94--perimee", "94"],
    ["cd93--a", "93"],
  ])
    await ajouterPdie(base.owner, id!, departement!, 12);
  await base.owner.query(
    `update offre_insertion.service set source = 'pdie-' || departement, contact_nom_prenom = 'Luce Test', publics = '{}', frais = 'parfois' where departement is not null`,
  );
  await base.owner.query("update offre_insertion.service set retiree_le = $1 where id = 'cd94--retiree'", [MAINTENANT]);
  await base.owner.query("update offre_insertion.service set valide_au = '2026-02-09' where id = 'cd94--perimee'");
  expect(await marquerPubliees(base.owner, "94", ["cd94--retenue", "cd93--a"], false, MAINTENANT)).toEqual(["cd94--retenue"]);
  flux = fluxDataInclusion({
    databaseUrl: base.url,
    departements: ["94"],
    clock: { now: () => maintenant } as never,
    log: createLog("silent", "test"),
  });
  serveur = http.createServer(flux.routes[FLUX_PATHS[0]]!);
  await new Promise<void>((resolve) => serveur.listen(0, "127.0.0.1", resolve));
  origine = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}/data-inclusion/v1`;
});
beforeEach(() => {
  maintenant = new Date(maintenant.getTime() + 60_000);
});
afterAll(async () => {
  serveur.closeAllConnections();
  await new Promise((resolve) => serveur.close(resolve));
  await flux.close();
  await base.drop();
});

const lire = async (chemin: string, init?: RequestInit) => {
  const reponse = await fetch(`${origine}${chemin}`, init);
  const texte = await reponse.text();
  return { statut: reponse.status, entetes: reponse.headers, corps: texte === "" ? null : JSON.parse(texte), texte };
};

describe("flux data·inclusion d’un Département", () => {
  it("publie son programme, et rien d’autre : ni ce qu’il retient, ni ce qui est retiré ou périmé, ni un autre département, ni le catalogue national", async () => {
    const { statut, corps } = await lire("/services?departement=94");
    expect(statut).toBe(200);
    expect(corps.items.map((s: { id: string }) => s.id)).toEqual(["cd94--a", "cd94--b", "cd94--c"]);
    expect({ ...corps, items: null }).toEqual({ items: null, total: 3, page: 1, size: 5000, pages: 1 });
    expect((await lire("/structures?departement=94")).corps.items.map((s: { id: string }) => s.id)).toEqual(["cd94--pdie-94"]);
    expect([corps.items[0].source, corps.items[0].structure_id]).toEqual(["cd94", "cd94--pdie-94"]);
  });

  it("chaque fiche est acceptée par le JSON Schema ; ni personne, ni coût, ni place", async () => {
    const ajv = addFormats(new Ajv({ strict: false }));
    for (const [nom, schema] of [
      ["services", serviceJson],
      ["structures", structureJson],
    ] as const) {
      const { corps, texte } = await lire(`/${nom}?departement=94`);
      const valide = ajv.compile(schema);
      for (const fiche of corps.items) expect([valide(fiche), valide.errors]).toEqual([true, null]);
      expect(texte).not.toMatch(/Luce|cout|financeur|place/i);
    }
  });

  it("des pages dans un ordre qui ne bouge pas", async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => lire(`/services?departement=94&size=2&page=${page}`)));
    expect(pages.map(({ corps }) => corps.items.map((s: { id: string }) => s.id))).toEqual([["cd94--a", "cd94--b"], ["cd94--c"], []]);
    expect(pages.map(({ corps }) => corps.pages)).toEqual([2, 2, 2]);
  });

  it("la même page rend 304 ; une fiche changée, une autre empreinte", async () => {
    const { entetes } = await lire("/services?departement=94");
    const etag = entetes.get("etag")!;
    expect(entetes.get("last-modified")).toBe(MAINTENANT.toUTCString());
    const encore = await lire("/services?departement=94", { headers: { "if-none-match": etag } });
    expect([encore.statut, encore.corps]).toEqual([304, null]);
    await base.owner.query("update offre_insertion.service set nom = 'Nouveau nom' where id = 'cd94--a'");
    const change = await lire("/services?departement=94", { headers: { "if-none-match": etag } });
    expect([change.statut, change.corps.items[0].nom]).toEqual([200, "Nouveau nom"]);
  });

  it.each<[string, RequestInit, number]>([
    ["/services", {}, 400],
    ["/services?departement=93", {}, 404],
    ["/services?departement=94'--", {}, 404],
    ["/services?departement=94&page=0", {}, 400],
    ["/services?departement=94&size=10001", {}, 400],
    ["/services?departement=94&page=1e3", {}, 400],
    ["/autre?departement=94", {}, 404],
    ["/services?departement=94", { method: "POST" }, 405],
  ])("%s %j : %d, avec une phrase", async (chemin, init, statut) => {
    const reponse = await lire(chemin, init);
    expect([reponse.statut, reponse.corps.erreur]).toEqual([statut, expect.stringMatching(/\.$/)]);
  });

  it("au-delà de soixante demandes par minute, attend la minute suivante", async () => {
    const statuts = [];
    for (let i = 0; i < 61; i++) statuts.push((await lire("/services")).statut);
    expect([statuts.slice(0, 60).every((s) => s === 400), statuts[60]]).toEqual([true, 429]);
    maintenant = new Date(maintenant.getTime() + 60_000);
    expect((await lire("/services?departement=94")).statut).toBe(200);
  });

  it("une fiche se retient et se publie sous le nom qu’elle a dans le flux, ou dans le hub", async () => {
    await ajouterPdie(base.owner, "pdie-94--KIT", "94", 12);
    await base.owner.query("update offre_insertion.service set source = 'pdie-94' where id = 'pdie-94--KIT'");
    const publiees = async () => (await lire("/services?departement=94")).corps.items.map((s: { id: string }) => s.id);
    expect(await publiees()).toContain("cd94--KIT");
    expect(await marquerPubliees(base.owner, "94", ["cd94--KIT", "cd94--AUCUNE"], false, MAINTENANT)).toEqual(["cd94--KIT"]);
    expect(await nonPubliees(base.owner, "94")).toContainEqual(expect.objectContaining({ id: "cd94--KIT" }));
    expect(await publiees()).not.toContain("cd94--KIT");
    expect(await marquerPubliees(base.owner, "94", ["pdie-94--KIT"], true, MAINTENANT)).toEqual(["pdie-94--KIT"]);
    expect(await publiees()).toContain("cd94--KIT");
  });

  it("fermé tant qu’aucun département n’est donné", async () => {
    const ferme = fluxDataInclusion({
      databaseUrl: base.url,
      departements: [],
      clock: { now: () => maintenant } as never,
      log: createLog("silent", "test"),
    });
    const autre = http.createServer(ferme.routes[FLUX_PATHS[0]]!);
    await new Promise<void>((resolve) => autre.listen(0, "127.0.0.1", resolve));
    const reponse = await fetch(`http://127.0.0.1:${(autre.address() as AddressInfo).port}/data-inclusion/v1/services?departement=94`);
    expect(reponse.status).toBe(404);
    autre.closeAllConnections();
    await new Promise((resolve) => autre.close(resolve));
    await ferme.close();
  });
});
