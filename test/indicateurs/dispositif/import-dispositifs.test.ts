import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerDispositifs } from "../../../subgraphs/indicateurs/dispositif/import-dispositifs";
import { type TestDatabase, testDatabase } from "../../setup/database";

const ENTETE = "code,libelle,offre,origine,source,type,thematique,fiche_action,nature";

describe("les dispositifs d’un département", () => {
  let base: TestDatabase;
  let dossier: string;
  beforeAll(async () => {
    base = await testDatabase();
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-dispositifs-"));
  });
  afterAll(async () => {
    fs.rmSync(dossier, { recursive: true, force: true });
    await base.drop();
  });

  async function importer(departement: string, ...lignes: string[]) {
    const chemin = path.join(dossier, "dispositifs.csv");
    fs.writeFileSync(chemin, [ENTETE, ...lignes].join("\n"));
    const [resultat] = await importerDispositifs({ ownerUrl: base.url, now: () => new Date() }, chemin, departement);
    return resultat!;
  }
  const regles = async (departement: string) =>
    (
      await base.owner.query(
        "select code || ' ' || rang || ' ' || concat_ws(',', offre, origine, type, thematique) as regle from indicateurs.dispositif where departement = $1 order by code, rang",
        [departement],
      )
    ).rows.map(({ regle }) => regle);

  it("remplacent les règles des dispositifs que le fichier nomme, et laissent les autres et celles de tous", async () => {
    const avant = await regles("*");
    await importer("93", "PPAL,Cours de langue,FLE-1,,,,,,", "PPAL,Cours de langue,FLE-2,,,,,,", "CRECHE,Crèche,,PDIE,,aide-materielle,,,");
    expect(await regles("93")).toEqual(["CRECHE 1 PDIE,aide-materielle", "PPAL 1 FLE-1", "PPAL 2 FLE-2"]);
    const { compteurs } = await importer("93", "PPAL,Cours de langue,,,,,lecture-ecriture-calcul--maitriser-le-francais,,");
    expect(compteurs).toMatchObject({ lus: 1, appliques: 1, rejetes: 0 });
    expect(await regles("93")).toEqual(["CRECHE 1 PDIE,aide-materielle", "PPAL 1 lecture-ecriture-calcul--maitriser-le-francais"]);
    expect(await regles("*")).toEqual(avant);
  });

  it("le même fichier une seconde fois ne change rien", async () => {
    await importer("95", "MRS,Méthode de recrutement par simulation,,,,,,,MRS");
    expect((await importer("95", "MRS,Méthode de recrutement par simulation,,,,,,,MRS")).compteurs).toMatchObject({
      appliques: 0,
      inchanges: 1,
      rejetes: 0,
    });
  });

  it("une ligne refusée est dite avec sa colonne, et rien du fichier n’est appliqué", async () => {
    const { compteurs, signalements } = await importer(
      "92",
      "PPAL,Cours,PPAL,,,,,,",
      "PISCINE,Piscine,X,,,,,,",
      "CRECHE,Sans règle,,,,,,,",
    );
    expect(compteurs).toMatchObject({ lus: 3, appliques: 0, rejetes: 3 });
    expect(signalements.map(({ ligne, champ }) => [ligne, champ])).toEqual([
      [3, "code"],
      [4, "offre"],
    ]);
    expect(await regles("92")).toEqual([]);
  });
});
