import fs from "node:fs";
import path from "node:path";
import { inOrderOfCreation } from "../../hub/caf-order";
import type { ManifesteSimulation } from "../../simulation/simuler";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { nettoyer, simulerDansUnDossier } from "../simulation/lire-simulation";
import { viderBase } from "./base-vide";
import { etatReplie } from "./etat-replie";

let base: TestDatabase;
let manifeste: ManifesteSimulation;
let mensuels: string[];
let instructions: string[];
beforeAll(async () => {
  base = await testDatabase();
  const simulation = await simulerDansUnDossier({ foyers: 120, annee: true });
  manifeste = simulation.manifeste;
  const dans = (sous: string) =>
    fs
      .readdirSync(path.join(simulation.dossier, sous))
      .sort()
      .map((nom) => path.join(simulation.dossier, sous, nom));
  mensuels = dans("caf").filter((chemin) => path.basename(chemin).startsWith("RSABEM"));
  instructions = dans("instruction");
});
afterAll(async () => {
  await nettoyer();
  await base.drop();
});

const importer = (fichiers: string[]) =>
  importerCaf(fichiers, { ownerUrl: base.url, now: () => new Date("2026-12-01T08:00:00Z"), nirCipher: new NirCipher(NIR_KEY) });
const nombre = async (sql: string) => (await base.owner.query<{ n: number }>(`select count(*)::int as n from ${sql}`)).rows[0]!.n;

describe("une année de mensuels et d’instructions", () => {
  it("finit dans le même état que les instructions viennent à leur date, avant tout, ou après tout et à l’envers", async () => {
    const resultats = await importer(inOrderOfCreation([...mensuels, ...instructions]));
    const attendu = await etatReplie(base.owner);
    const { instruction } = manifeste.attendus;
    const instruits = resultats.filter(({ fichier }) => instructions.includes(fichier));
    expect(instruits.reduce((total, { compteurs }) => total + compteurs.lus, 0)).toBe(instruction.demandes);
    expect(instruits.reduce((total, { contactsSansAccord }) => total + contactsSansAccord!, 0)).toBe(instruction.contactsEcartes);
    expect(await nombre("allocataires.mention_dossier m where m.instruction")).toBe(instruction.demandes);
    expect(await nombre("allocataires.declaration d cross join lateral jsonb_object_keys(d.donnees) where d.instruction is not null")).toBe(
      instruction.contactsAcceptes,
    );
    expect(instruction.contactsAcceptes).toBeGreaterThan(5);
    for (const ordre of [
      [...instructions, ...mensuels],
      [...mensuels, ...instructions.toReversed()],
    ]) {
      await viderBase(base.owner);
      await importer(ordre);
      expect(await etatReplie(base.owner)).toEqual(attendu);
    }
  }, 120_000);
});
