import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { importerTerritoires } from "../../../subgraphs/indicateurs/territoire/import-territoires";
import { decoupage } from "../../../subgraphs/shared/contrat/decoupage";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";

let db: TestDatabase;
let sg: TestSubgraph;
const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "zonages-"));
const contexte = () => ({ ownerUrl: db.url, now: () => new Date("2026-11-22T08:00:00Z") });
const fichier = (...lignes: string[]) => {
  const chemin = path.join(dossier, "zonages.csv");
  fs.writeFileSync(chemin, `${["nature,code,libelle,siren,communes", ...lignes].join("\n")}\n`);
  return chemin;
};
const importer = async (chemin: string | null, departement = "94") => (await importerTerritoires(contexte(), chemin, departement))[0]!;
const territoires = async (departement = "94", caller: Parameters<TestSubgraph["run"]>[0] = CALLERS.pilotage) =>
  (await sg.run(caller, "query ($d: String!) { territoires(departement: $d) { code libelle nature siren communes } }", { d: departement }))
    .data.territoires;

beforeAll(async () => {
  db = await testDatabase();
  sg = await testSubgraph(sousGraphe, db.url);
});
afterAll(async () => {
  await sg.close();
  await db.drop();
  fs.rmSync(dossier, { recursive: true });
});

const DU_94 = path.join(__dirname, "../../../data/zonages/zonages-94.csv");

describe("les territoires d’un département", () => {
  it("Val-de-Marne : trois EPT de 13, 16 et 18 communes, celles du découpage officiel, sans commune oubliée", async () => {
    expect((await importer(DU_94)).compteurs).toMatchObject({ lus: 3, appliques: 3, rejetes: 0 });
    const epci = (await territoires()).filter((t: any) => t.nature === "EPCI");
    expect(epci.map((t: any) => [t.code, t.siren, t.communes.length])).toEqual([
      ["94-T10", "200057941", 13],
      ["94-T11", "200058006", 16],
      ["94-T12", "200058014", 18],
    ]);
    const officiels = [...decoupage().communes].filter(([code]) => code.startsWith("94"));
    expect(officiels).toHaveLength(47);
    for (const [code, { ept }] of officiels) {
      expect([code, epci.find((t: any) => t.communes.includes(code)).siren]).toEqual([code, ept]);
    }
  });

  it("la même chose ne change rien ; un ensemble qui n’est plus dans le fichier est retiré", async () => {
    expect((await importer(DU_94)).compteurs).toMatchObject({ appliques: 0, inchanges: 3 });
    await importer(fichier("EPCI,T10,Paris Est Marne et Bois,,94052;94033", "CLPE,NORD,CLPE du nord,,94033"));
    const codes = (await territoires()).map((t: any) => t.code);
    expect(codes.slice(0, 3)).toEqual(["94", "94-T10", "94-NORD"]);
    expect(codes).not.toContain("94-T12");
    expect(codes).toHaveLength(3 + 47);
  });

  it("sans fichier, tout département a ses EPCI officiels", async () => {
    expect((await importer(null, "93")).compteurs).toMatchObject({ appliques: 4, rejetes: 0 });
    const epci = (await territoires("93", CALLERS.departement93)).filter((t: any) => t.nature === "EPCI");
    expect(epci.map((t: any) => t.code)).toContain("93-200057867");
    expect((await importer(null, "2A")).compteurs.appliques).toBeGreaterThan(5);
  });

  it.each([
    ["une commune d’un autre département", "EPCI,X,Ailleurs,,93071", "LIGNE_INVALIDE", "communes"],
    ["une commune qui n’existe pas", "EPCI,X,Ailleurs,,94999", "LIGNE_INVALIDE", "communes"],
    ["un SIREN faux", "EPCI,X,Ailleurs,12,94028", "LIGNE_INVALIDE", "siren"],
    ["une nature inconnue", "CANTON,X,Ailleurs,,94028", "LIGNE_INVALIDE", "nature"],
    ["un code illisible", "EPCI,x y,Ailleurs,,94028", "LIGNE_INVALIDE", "code"],
  ])("refuse %s, le dit, et ne retire alors rien", async (_titre, ligne, code, champ) => {
    const avant = await territoires();
    const { compteurs, signalements } = await importer(fichier(ligne));
    expect(compteurs).toMatchObject({ lus: 1, appliques: 0, rejetes: 1 });
    expect(signalements[0]).toMatchObject({ code, champ, applique: false });
    expect(await territoires()).toEqual(avant);
  });

  it("deux EPCI ne partagent pas une commune ; deux zones pilotes le peuvent", async () => {
    const { signalements } = await importer(fichier("EPCI,A,A,,94028;94017", "EPCI,B,B,,94017", "EPCI,A,A,,94001"));
    expect(signalements.map(({ code }) => code)).toEqual(["COMMUNE_PARTAGEE", "CLE_EN_DOUBLE"]);
    expect((await importer(fichier("PILOTE,A,A,,94028;94017", "PILOTE,B,B,,94017"))).signalements).toEqual([]);
  });

  it("le contrat et les zonages se chargent l’un après l’autre sans se défaire", async () => {
    await importer(DU_94);
    const contrat = path.join(__dirname, "../../../data/contrat-94-2024");
    await importerContrat(contrat, "94", contexte());
    await importerContrat(contrat, "94", contexte());
    const codes = (await territoires()).slice(0, 5).map((t: any) => t.code);
    expect(codes).toEqual(["94", "94-PILOTE", "94-T10", "94-T11", "94-T12"]);
    const { signalements } = await importer(fichier("PILOTE,PILOTE,Autre,,94001"));
    expect(signalements[0]!.code).toBe("TERRITOIRE_DU_CONTRAT");
    expect((await territoires())[1].communes).toEqual(["94017", "94028", "94079"]);
  });

  it("un autre département donne null", async () => {
    expect(await territoires("93")).toBeNull();
    expect(await territoires("94028")).toBeNull();
  });
});
