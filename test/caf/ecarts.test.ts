import pg from "pg";
import { listerEcarts } from "../../subgraphs/allocataires/caf/ecarts.repository";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { rejouerRejets } from "../../subgraphs/allocataires/caf/rejouer-rejets";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import type { ResultatImport } from "../../subgraphs/shared/import";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { corrigerOriginaux } from "./corriger-originaux";
import { DossierDeFlux, type FluxDeTest, type FoyerDeTest } from "./fabriquer-flux";

const dossier = new DossierDeFlux();
let db: TestDatabase;
let hub: TestSubgraph;

beforeAll(async () => {
  db = await testDatabase();
  hub = await testSubgraph(sousGraphe, db.url);
  await db.owner.query(
    "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CD94', '94', 'CD94', 'Val-de-Marne', 'DEPARTEMENT'), ('93-CD93', '93', 'CD93', 'Seine-Saint-Denis', 'DEPARTEMENT'), ('94-REMOB-1', '94', 'REMOB-1', 'Délégataire', 'DELEGATAIRE')",
  );
});
beforeEach(() => viderBase(db.owner));
afterAll(async () => {
  dossier.supprimer();
  await hub.close();
  await db.drop();
});

const contexte = () => ({ ownerUrl: db.url, now: () => new Date("2026-12-01T08:00:00Z"), nirCipher: new NirCipher(NIR_KEY) });
const importer = async (f: FluxDeTest): Promise<ResultatImport> => (await importerCaf([dossier.ecrire(f)], contexte()))[0]!;
const f = (numero: string, plus: FoyerDeTest = {}): FoyerDeTest => ({ numero, personnes: [{ prenom: `P${numero}` }], ...plus });
const mensuel = (cree: string, ...foyers: FoyerDeTest[]) => importer({ type: "M", cree, foyers });
const quotidien = (cree: string, ...foyers: FoyerDeTest[]) => importer({ type: "I", cree, foyers });
const ecarts = async (flux: string | null = null) =>
  (await listerEcarts(db.owner, flux, null)).map(({ numeroDemande, nature, champs }) => [numeroDemande, nature, champs]);

describe("réconcilier le mensuel et les quotidiens", () => {
  it("liste ce que l’un dit et que les autres ne disaient pas, sans rien clore ni deviner", async () => {
    await mensuel("2026-01-05", f("1"), f("2"), f("3"), f("4"));
    await quotidien("2026-01-12", f("2", { voie: "NEUVE" }), f("5"), f("3", { etat: "5" }));
    const resultat = await mensuel("2026-02-05", f("1", { etat: "3" }), f("2", { voie: "NEUVE" }), f("6"), f("3", { etat: "5" }));
    expect(resultat.ecarts).toEqual({ mensuelSeul: 1, quotidienSeul: 2, different: 1 });
    expect(await ecarts()).toEqual([
      ["1", "DIFFERENT", ["etat"]],
      ["6", "MENSUEL_SEUL", []],
      ["4", "QUOTIDIEN_SEUL", []],
      ["5", "QUOTIDIEN_SEUL", []],
    ]);
    const { rows } = await db.owner.query(
      "select numero_demande, etat from allocataires.dossier where numero_demande in ('4', '5') order by 1",
    );
    expect(rows).toEqual([
      { numero_demande: "4", etat: "OUVERT_VERSABLE" },
      { numero_demande: "5", etat: "OUVERT_VERSABLE" },
    ]);
  });

  it("nomme ce qui diffère : adresse, membres, lignes, décisions ; la date du dernier versement n’est pas un écart", async () => {
    const ligne = (montant: string, versement: string) =>
      `<DetailCalculDroitRSA><NATPF>RSM</NATPF><SOUSNATPF>RSMN1</SOUSNATPF><DDNATDRO>2026-01-01</DDNATDRO><MTRSAVERS>${montant}</MTRSAVERS><DTDERRSAVERS>${versement}</DTDERRSAVERS></DetailCalculDroitRSA>`;
    const suspension = "<SuspensionDroit><MOTISUSDRORSA>DA</MOTISUSDRORSA><DDSUSDRORSA>2026-01-02</DDSUSDRORSA></SuspensionDroit>";
    const couple = [{ prenom: "P2" }, { role: "CJT", prenom: "Q2" }];
    await quotidien(
      "2026-01-12",
      f("1"),
      f("2"),
      f("3", { lignes: ligne("510.20", "2026-01-05") }),
      f("4", { lignes: ligne("510.20", "2026-01-05") }),
      f("5"),
    );
    await mensuel(
      "2026-02-05",
      f("1", { voie: "AUTRE" }),
      f("2", { personnes: couple }),
      f("3", { lignes: ligne("607.75", "2026-02-05") }),
      f("4", { lignes: ligne("510.20", "2026-02-05") }),
      f("5", { situation: suspension }),
    );
    expect(await ecarts()).toEqual([
      ["1", "DIFFERENT", ["adresse"]],
      ["2", "DIFFERENT", ["membres"]],
      ["3", "DIFFERENT", ["lignesDroit"]],
      ["5", "DIFFERENT", ["decisions"]],
    ]);
  });

  it("le premier mensuel n’a rien à comparer ; un dossier rejeté du mensuel n’y manque pas", async () => {
    expect((await mensuel("2026-01-05", f("1"), f("2"))).ecarts).toEqual({ mensuelSeul: 0, quotidienSeul: 0, different: 0 });
    expect((await quotidien("2026-01-12", f("1"))).ecarts).toBeUndefined();
    expect((await mensuel("2026-02-05", f("1"), f("2", { etat: "9" }))).ecarts).toEqual({ mensuelSeul: 0, quotidienSeul: 0, different: 0 });
  });

  it("un quotidien en retard, ou un rejet rejoué, remet les écarts d’aplomb", async () => {
    await mensuel("2026-01-05", f("1"));
    await mensuel("2026-02-05", f("1"), f("2", { voie: "A" }), f("3"));
    expect(await ecarts()).toEqual([
      ["2", "MENSUEL_SEUL", []],
      ["3", "MENSUEL_SEUL", []],
    ]);
    await quotidien("2026-01-20", f("2", { voie: "B" }), f("3", { etat: "9" }));
    expect(await ecarts()).toEqual([
      ["2", "DIFFERENT", ["adresse"]],
      ["3", "MENSUEL_SEUL", []],
    ]);
    await corrigerOriginaux(db.owner, "<ETATDOSRSA>9<", "<ETATDOSRSA>2<");
    await rejouerRejets("tous", contexte());
    expect(await ecarts()).toEqual([["2", "DIFFERENT", ["adresse"]]]);
  });
});

describe("lire les écarts", () => {
  const QUERY =
    "query ($first: Int, $after: String) { ecartsFlux(first: $first, after: $after) { nodes { numeroDemande nature champs le organisme } pageInfo { hasNextPage endCursor } totalCount } }";
  const preparer = async () => {
    await mensuel("2026-01-05", f("1"), f("2"), f("3"));
    await mensuel("2026-02-05", f("1", { etat: "3" }));
  };

  it("le Département les lit page par page, avec leur nombre", async () => {
    await preparer();
    const premiere = await hub.run(CALLERS.departement, QUERY, { first: 2 });
    expect(premiere.errors).toBeUndefined();
    const { nodes, pageInfo, totalCount } = premiere.data.ecartsFlux;
    expect([nodes.map((n: any) => n.numeroDemande), pageInfo.hasNextPage, totalCount]).toEqual([["1", "2"], true, 3]);
    expect(nodes[0]).toEqual({ numeroDemande: "1", nature: "DIFFERENT", champs: ["etat"], le: "2026-02-05", organisme: "CAF941" });
    const seconde = await hub.run(CALLERS.departement, QUERY, { first: 2, after: pageInfo.endCursor });
    expect(seconde.data.ecartsFlux.nodes.map((n: any) => [n.numeroDemande, n.nature])).toEqual([["3", "QUOTIDIEN_SEUL"]]);
  });

  it("un autre département n’en voit rien, un organisme qui ne suit que les siens n’a pas de liste", async () => {
    await preparer();
    expect((await hub.run(CALLERS.departement93, QUERY)).data.ecartsFlux.nodes).toEqual([]);
    expect((await hub.run(CALLERS.referent, QUERY)).data.ecartsFlux).toBeNull();
  });
});

it("l’import en ligne de commande garde une connexion par fichier, pas par écart", async () => {
  const foyers = Array.from({ length: 60 }, (_, i) => f(String(100 + i)));
  await mensuel("2026-01-05", ...foyers);
  const envoyees = jest.spyOn(pg.Client.prototype, "query");
  await mensuel("2026-02-05", ...foyers.slice(0, 30));
  const nombre = envoyees.mock.calls.length;
  envoyees.mockRestore();
  expect(nombre).toBeLessThan(46);
  expect(await ecarts()).toHaveLength(30);
});
