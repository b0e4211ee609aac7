import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { DossierDeFlux } from "./fabriquer-flux";

let base: TestDatabase;
const dossier = new DossierDeFlux();
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(async () => {
  dossier.supprimer();
  await base.drop();
});

const importer = (cree: string) =>
  importerCaf([dossier.ecrire({ cree, foyers: [{}] })], {
    ownerUrl: base.url,
    now: () => new Date("2026-03-10T12:00:00Z"),
    nirCipher: new NirCipher(NIR_KEY),
  });

it("un flux daté de plus d’un jour dans l’avenir est refusé entier : il cacherait tous les suivants", async () => {
  for (const cree of ["2026-03-12", "2027-03-10", "2099-01-01"]) await expect(importer(cree)).rejects.toMatchObject({ code: "FLUX_FUTUR" });
  const { rows } = await base.owner.query(
    "select (select count(*)::int from allocataires.flux_caf) as flux, (select count(*)::int from allocataires.dossier) as dossiers, (select count(*)::int from journal.evenement) as evenements",
  );
  expect(rows).toEqual([{ flux: 0, dossiers: 0, evenements: 0 }]);
  expect((await importer("2026-03-11"))[0]!.compteurs.appliques).toBe(1);
});
