import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerOrganismes } from "../../subgraphs/allocataires/import-organismes";
import { resoudreReferences } from "../../subgraphs/allocataires/reference-dossier";
import { lireParcours } from "../../subgraphs/shared/contrat/lire-parcours";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { ajouterDossiers } from "./personnes";

let base: TestDatabase;
const dossiers: string[] = [];
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(async () => {
  await base.drop();
  for (const dossier of dossiers) fs.rmSync(dossier, { recursive: true });
});

const ORGANISMES = 'code,nom,type\nCD94,Département du Val-de-Marne,DEPARTEMENT\nREMOB-1,"Délégataire, Créteil",DELEGATAIRE\n';
const REFERENTS = "organisme,code,nom,prenom,fonction\nREMOB-1,REF-1,Lefèvre,Ines,Conseillère\nREMOB-1,REF-2,Moreau,,\n";
const PARCOURS = fs.readFileSync("data/contrat-94-2024/parcours.csv", "utf8");

function dossier(fichiers: Record<string, string>): string {
  const chemin = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-organismes-"));
  dossiers.push(chemin);
  for (const [nom, texte] of Object.entries(fichiers)) fs.writeFileSync(path.join(chemin, nom), texte);
  return chemin;
}
const importer = (fichiers: Record<string, string>) =>
  importerOrganismes({ ownerUrl: base.url, now: () => new Date("2026-01-01T00:00:00Z") }, dossier(fichiers), "94");
const compteurs = (resultats: Awaited<ReturnType<typeof importer>>) =>
  resultats.map(({ compteurs: c }) => [c.lus, c.appliques, c.inchanges]);

describe("import des organismes", () => {
  it("lit un CSV enregistré en windows-1252 par un tableur : les accents restent des accents", async () => {
    const chemin = dossier({ "organismes.csv": ORGANISMES });
    const referents = "organisme,code,nom,prenom,fonction\nREMOB-1,REF-9,Lef\xe8vre \x8cuvrard,Zo\xe9,\n";
    fs.writeFileSync(path.join(chemin, "referents.csv"), Buffer.from(referents, "latin1"));
    await importerOrganismes({ ownerUrl: base.url, now: () => new Date("2026-01-01T00:00:00Z") }, chemin, "94");
    const { rows } = await base.owner.query("delete from allocataires.referent where id = '94-REMOB-1-REF-9' returning nom, prenom");
    expect(rows).toEqual([{ nom: "Lefèvre Œuvrard", prenom: "Zoé" }]);
    await base.owner.query("delete from allocataires.organisme where departement = '94'");
  });

  it("écrit organismes, référents et parcours ; la seconde fois ne change rien ; un nom corrigé se met à jour", async () => {
    const fichiers = { "organismes.csv": ORGANISMES, "referents.csv": REFERENTS, "parcours.csv": PARCOURS };
    expect(compteurs(await importer(fichiers))).toEqual([
      [7, 7, 0],
      [2, 2, 0],
      [2, 2, 0],
    ]);
    expect(compteurs(await importer(fichiers))).toEqual([
      [7, 0, 7],
      [2, 0, 2],
      [2, 0, 2],
    ]);
    expect(compteurs(await importer({ ...fichiers, "organismes.csv": ORGANISMES.replace("Créteil", "Bonneuil") }))).toEqual([
      [7, 0, 7],
      [2, 1, 1],
      [2, 0, 2],
    ]);
    const { rows } = await base.owner.query(
      "select o.nom, o.type, r.id, r.prenom from allocataires.organisme o join allocataires.referent r on r.organisme = o.id order by r.id",
    );
    expect(rows).toEqual([
      { nom: "Délégataire, Bonneuil", type: "DELEGATAIRE", id: "94-REMOB-1-REF-1", prenom: "Ines" },
      { nom: "Délégataire, Bonneuil", type: "DELEGATAIRE", id: "94-REMOB-1-REF-2", prenom: null },
    ]);
  });

  it("dit qui est parti, ne supprime personne, et garde ce qu’un fichier sans la colonne ne dit pas", async () => {
    const avec = {
      "organismes.csv": "code,nom,type,au\nCD94,Département du Val-de-Marne,DEPARTEMENT,\nREMOB-1,Délégataire,DELEGATAIRE,2026-06-30\n",
      "referents.csv": "organisme,code,nom,prenom,fonction,du,au\nREMOB-1,REF-1,Lefèvre,Ines,Conseillère,2024-01-02,2026-03-31\n",
    };
    await importer(avec);
    expect(compteurs(await importer(avec))).toEqual([
      [2, 0, 2],
      [1, 0, 1],
    ]);
    const lus = async () =>
      (
        await base.owner.query(
          "select r.code, r.du::text, r.au::text, o.au::text as fin from allocataires.referent r join allocataires.organisme o on o.id = r.organisme order by 1",
        )
      ).rows;
    const attendus = [
      { code: "REF-1", du: "2024-01-02", au: "2026-03-31", fin: "2026-06-30" },
      { code: "REF-2", du: null, au: null, fin: "2026-06-30" },
    ];
    expect(await lus()).toEqual(attendus);
    await importer({ "organismes.csv": ORGANISMES, "referents.csv": REFERENTS });
    expect(await lus()).toEqual(attendus);
    await importer({ ...avec, "organismes.csv": avec["organismes.csv"].replace("2026-06-30", "") });
    expect((await lus())[0].fin).toBeNull();
  });

  it.each([
    [
      "une date qui n’existe pas",
      { "referents.csv": "organisme,code,nom,prenom,fonction,au\nREMOB-1,R,Nom,,,2026-02-30\n" },
      "colonne « au »",
    ],
    [
      "un départ avant l’arrivée",
      { "organismes.csv": "code,nom,type,du,au\nX,Nom,CCAS,2026-02-02,2026-02-01\n" },
      "le dernier jour précède le premier",
    ],
    ["un type inconnu", { "organismes.csv": "code,nom,type\nX,Nom,BANQUE\n" }, "organismes.csv, ligne 2, colonne « type »"],
    ["un nom vide", { "organismes.csv": "code,nom,type\nCD94,Nom,DEPARTEMENT\nX,,CCAS\n" }, "organismes.csv, ligne 3, colonne « nom »"],
    ["un code qui n’en est pas un", { "organismes.csv": "code,nom,type\n../x,Nom,CCAS\n" }, "colonne « code »"],
    ["un code en double", { "organismes.csv": "code,nom,type\nX,Nom,CCAS\nX,Nom,CCAS\n" }, "« X » est donné deux fois"],
    ["une colonne absente", { "organismes.csv": "code,type\nX,CCAS\n" }, "la colonne « nom » manque"],
    [
      "un référent d’un organisme inconnu",
      { "referents.csv": "organisme,code,nom,prenom,fonction\nAILLEURS,R,Nom,,\n" },
      "nomme un organisme inconnu (94-AILLEURS)",
    ],
    [
      "un parcours d’une catégorie inconnue",
      { "parcours.csv": PARCOURS.replace("EMPLOI,France", "SOCIAL,France") },
      "parcours.csv, ligne 2, colonne « categorie_legale »",
    ],
    ["un CSV mal fermé", { "organismes.csv": 'code,nom,type\nX,"Nom,CCAS\n' }, "n’est pas un CSV lisible"],
  ])("refuse le fichier entier pour %s, et dit où", async (_titre, fichiers, attendu) => {
    const etat = () =>
      base.owner.query(
        "select (select json_agg(o order by id) from allocataires.organisme o) as o, (select json_agg(p order by code) from allocataires.parcours_local p) as p",
      );
    const avant = (await etat()).rows;
    await expect(importer({ "organismes.csv": ORGANISMES, "referents.csv": REFERENTS, ...fichiers })).rejects.toThrow(attendu);
    expect((await etat()).rows).toEqual(avant);
  });

  it("un fichier absent est nommé", async () => {
    await expect(importer({ "organismes.csv": ORGANISMES })).rejects.toMatchObject({
      code: "FICHIER_INTROUVABLE",
      message: expect.stringContaining("referents.csv"),
    });
  });
});

describe("lire parcours.csv", () => {
  it("lit les sept parcours du contrat, les prix en centimes et l’intensité", () => {
    const parcours = lireParcours(PARCOURS, "94");
    expect(parcours.map((p) => [p.code, p.categorie, p.cout_unitaire_centimes, p.places_financees, p.intensif])).toEqual([
      ["FRANCE_TRAVAIL", "EMPLOI", null, null, false],
      ["ACCOMPAGNEMENT_GLOBAL", "EQUILIBRE", null, null, true],
      ["JEUNES", "EQUILIBRE", 120_000, 3000, false],
      ["ESE", "EQUILIBRE", 100_000, 800, false],
      ["TNS", "EQUILIBRE", 120_000, 600, false],
      ["REMOBILISATION_EMPLOI", "EQUILIBRE", 90_000, 6000, false],
      ["PARCOURS_INSERTION", "REMOBILISATION", 70_000, 5000, false],
    ]);
    expect(parcours[3]).toMatchObject({
      departement: "94",
      duree_mois_min: 6,
      duree_mois_max: 6,
      renouvellements: 1,
      porteur: "Département",
    });
  });

  it("refuse un nombre qui n’en est pas un", () => {
    expect(() => lireParcours(PARCOURS.replace(",1200,", ",douze,"), "94")).toThrow(
      "ligne 4, colonne « prix_unitaire_eur » : « douze » n’est pas un nombre entier",
    );
  });
});

describe("références des fichiers de décisions", () => {
  it("nomme la personne par son dossier et son rôle, et tait ce qui ne désigne personne", async () => {
    await loadFixturesSur(base);
    const references = [
      "dossier:94000000001/DEM",
      "dossier:94000000001/CJT",
      "dossier:94000000002/DEM",
      "dossier:94000000002/CJT",
      "dossier:9/DEM",
      "dossier:94000000001",
      "x",
    ];
    expect(await resoudreReferences(base.owner, references)).toEqual(
      new Map([
        ["dossier:94000000001/DEM", PEOPLE.amina],
        ["dossier:94000000001/CJT", PEOPLE.bruno],
        ["dossier:94000000002/DEM", PEOPLE.chantal],
      ]),
    );
    expect(await resoudreReferences(base.owner, [])).toEqual(new Map());
  });
});

async function loadFixturesSur({ owner }: TestDatabase): Promise<void> {
  await owner.query("delete from allocataires.referent; delete from allocataires.parcours_local; delete from allocataires.organisme");
  await loadFixtures(owner);
  await ajouterDossiers(owner);
}
