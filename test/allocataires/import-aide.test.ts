import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { territoire93 } from "../../simulation/territoire/territoire-93";
import { importerAide } from "../../subgraphs/allocataires/orientation/aide/import-aide";
import { chargerParcours } from "../../subgraphs/shared/contrat/charger-parcours";
import { lireParcours } from "../../subgraphs/shared/contrat/lire-parcours";
import { type TestDatabase, testDatabase } from "../setup/database";

let base: TestDatabase;
const contexte = () => ({ ownerUrl: base.url, now: () => new Date("2026-02-01T08:00:00Z") });

beforeAll(async () => {
  base = await testDatabase();
  await chargerParcours(base.owner, lireParcours(fs.readFileSync("data/contrat-94-2024/parcours.csv", "utf8"), "94"));
  await chargerParcours(base.owner, lireParcours(territoire93().parcoursCsv, "93"));
});
afterAll(() => base.drop());

const importer = (csv: string) => {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-aide-"));
  const fichier = path.join(dossier, "aide.csv");
  fs.writeFileSync(fichier, csv);
  return importerAide(contexte(), fichier, "94").finally(() => fs.rmSync(dossier, { recursive: true }));
};
const ENTETE =
  "# version: essai\n# du: 2020-01-01\n# libelle: Essai\n# auteur: Test\nrang,critere,operateur,valeurs,parcours,points,eliminatoire,raison\n";

describe("charger une table de décision", () => {
  it("les tables livrées se chargent, et se rechargent sans rien changer", async () => {
    for (const departement of ["94", "93"]) {
      const [premiere] = await importerAide(contexte(), `data/aide-orientation/${departement}.csv`, departement);
      expect(premiere!.compteurs.appliques).toBe(premiere!.compteurs.lus);
      expect(premiere!.compteurs.lus).toBeGreaterThan(15);
      const [seconde] = await importerAide(contexte(), `data/aide-orientation/${departement}.csv`, departement);
      expect(seconde!.compteurs).toMatchObject({ appliques: 0, inchanges: premiere!.compteurs.lus });
    }
    const { rows } = await base.owner.query(
      "select array_agg(distinct parcours order by parcours) as p from allocataires.aide_regle where departement = '94'",
    );
    expect(rows[0].p).toEqual([
      "ACCOMPAGNEMENT_GLOBAL",
      "ESE",
      "FRANCE_TRAVAIL",
      "JEUNES",
      "PARCOURS_INSERTION",
      "REMOBILISATION_EMPLOI",
      "TNS",
    ]);
  });

  it.each([
    ["critere", "10,COULEUR,PARMI,FORT,JEUNES,1,NON,Une raison."],
    ["operateur", "10,SANTE,AU_MOINS,1,JEUNES,1,NON,Une raison."],
    ["operateur", "10,AGE,PARMI,25,JEUNES,1,NON,Une raison."],
    ["valeurs", "10,SANTE,PARMI,FORT|GRAVE,JEUNES,1,NON,Une raison."],
    ["valeurs", "10,AGE,ENTRE,25,JEUNES,1,NON,Une raison."],
    ["valeurs", "10,AGE,AU_PLUS,vingt,JEUNES,1,NON,Une raison."],
    ["parcours", "10,SANTE,PARMI,FORT,ALI_SOCIO_PRO,1,NON,Une raison."],
    ["points", "10,SANTE,PARMI,FORT,JEUNES,0,NON,Une raison."],
    ["points", "10,SANTE,PARMI,FORT,JEUNES,beaucoup,NON,Une raison."],
    ["eliminatoire", "10,SANTE,PARMI,FORT,JEUNES,1,peut-être,Une raison."],
    ["raison", "10,SANTE,PARMI,FORT,JEUNES,1,NON,une raison"],
    ["rang", "5,SANTE,PARMI,FORT,JEUNES,1,NON,Une raison."],
  ])("refuse la table entière, et dit la colonne « %s » et la ligne", async (colonne, ligne) => {
    const bonne = "5,SANTE,PARMI,FORT,JEUNES,1,NON,Une raison.\n";
    await expect(importer(`${ENTETE}${bonne}${ligne}\n`)).rejects.toMatchObject({
      code: "FICHIER_INVALIDE",
      message: expect.stringMatching(new RegExp(`^aide\\.csv, ligne 7, colonne « ${colonne} » : .+\\.$`)),
    });
    expect((await base.owner.query("select 1 from allocataires.aide_version where version = 'essai'")).rows).toEqual([]);
  });

  it("dit toutes les lignes fautives, un en-tête incomplet, une version déjà chargée avec un autre contenu", async () => {
    await expect(importer(`${ENTETE}a,b,c,d,e,f,g,h\ni,j,k,l,m,n,o,p\n`)).rejects.toMatchObject({
      message: expect.stringMatching(/ligne 6[\s\S]+ligne 7/),
    });
    await expect(importer(ENTETE.replace("# auteur: Test\n", ""))).rejects.toMatchObject({
      code: "FICHIER_INVALIDE",
      message: expect.stringContaining("# auteur: …"),
    });
    await expect(importer(ENTETE.replace("2020-01-01", "2020-02-30"))).rejects.toMatchObject({
      message: expect.stringContaining("# du: …"),
    });
    await expect(importer(ENTETE)).rejects.toMatchObject({ message: expect.stringContaining("aucune règle") });
    const regle = "10,SANTE,PARMI,FORT,JEUNES,1,NON,Une raison.\n";
    expect((await importer(ENTETE + regle))[0]!.compteurs).toMatchObject({ appliques: 1 });
    await expect(importer(ENTETE + regle.replace("JEUNES,1", "JEUNES,2"))).rejects.toMatchObject({ code: "VERSION_MODIFIEE" });
    expect((await importer(ENTETE.replace("# libelle", "# au: 2020-12-31\n# libelle") + regle))[0]!.compteurs).toMatchObject({
      appliques: 0,
      inchanges: 1,
    });
    expect((await base.owner.query("select au::text from allocataires.aide_version where version = 'essai'")).rows).toEqual([
      { au: "2020-12-31" },
    ]);
  });
});
