import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { cleDuNir, nirFictif } from "../../simulation/foyer/nir";
import { type TestDatabase, testDatabase } from "../setup/database";
import { bilanDe } from "./campagne";
import { CANARI } from "./canari";
import { dansUnDossier, dansUneBase, dansUnTexte } from "./chercher";
import { FICHIERS_PERMIS } from "./permis";

describe("le chercheur du canari trouve ce qu’on lui cache", () => {
  const sansCle = CANARI.nir.slice(0, 13);
  it.each([
    ["le NIR", `{"x":"${CANARI.nir}"}`, "nir"],
    ["le NIR sans sa clé", `nir=${sansCle};`, "nir"],
    ["le NIR espacé", "2 84 05 75 999 417", "nir"],
    ["le NIR espacé dans une URL", `/x?nir=${encodeURIComponent("2 84 05 75 999 417")}`, "nir"],
    ["le NIR en hexadécimal", `\\x${Buffer.from(CANARI.nir).toString("hex").toUpperCase()}`, "nir"],
    ["le NIR en base64", Buffer.from(CANARI.nir).toString("base64"), "nir"],
    ["le NIR en base64, après autre chose", Buffer.from(`a${sansCle}`).toString("base64"), "nir"],
    ["le NIR en base64, au milieu", Buffer.from(`{"nir":"${sansCle}","z":1}`).toString("base64"), "nir"],
    ["le nom en capitales", `NOM ${CANARI.nom.toUpperCase()} PRENOM`, "identité"],
    ["le téléphone national", "tel 0639987142", "identité"],
    ["le courriel dans une URL", encodeURIComponent(CANARI.courriel), "identité"],
    ["le nom en base64, au milieu", Buffer.from(`{"nom":"${CANARI.nom}"}`).toString("base64"), "identité"],
    ["l’adresse", `voie=${CANARI.adresse}`, "identité"],
  ])("%s", (_quoi, texte, forme) => {
    expect(dansUnTexte("ici", texte).map(({ quoi }) => quoi)).toContain(forme);
  });

  it("et ne voit rien où il n’y a rien", () => {
    expect(dansUnTexte("ici", `{"nir":"2900394028001","nom":"BENALI","le":1763812345678}`)).toEqual([]);
  });

  describe("le NIR de n’importe qui d’un territoire simulé", () => {
    const ecrire: Record<string, (nir: string) => string> = {
      "dans un JSON": (nir) => `{"nir":"${nir}"}`,
      "après une fin de ligne échappée": (nir) => `"Erreur :\\n${nir}\\n"`,
      espacé: (nir) => nir.replace(/^(.)(..)(..)(..)(...)(...)(..)?$/, "$1 $2 $3 $4 $5 $6 $7").trim(),
      "dans une URL": (nir) => `/x?q=${encodeURIComponent(`{"nir":"${nir}"}`)}`,
      "espacé, dans une URL": (nir) => encodeURIComponent(nir.replace(/^(.)(..)(..)(..)(...)(...)(..)?$/, "$1 $2 $3 $4 $5 $6 $7").trim()),
      "en hexadécimal": (nir) => `\\x${Buffer.from(nir).toString("hex").toUpperCase()}`,
      "en base64": (nir) => Buffer.from(nir).toString("base64"),
      "en base64, après un caractère": (nir) => Buffer.from(`a${nir}"`).toString("base64"),
      "en base64url, après deux": (nir) => Buffer.from(`{"${nir}","é?"}`).toString("base64url"),
    };
    const personne = fc.record({
      sexe: fc.constantFrom<1 | 2>(1, 2),
      naissance: fc
        .date({ min: new Date("1935-01-01"), max: new Date("2026-11-01"), noInvalidDate: true })
        .map((d) => d.toISOString().slice(0, 10)),
      serie: fc.integer({ min: 0, max: 1 }),
      rang: fc.integer({ min: 0, max: 900_000 }),
      lieu: fc.integer({ min: 0, max: 39 }),
    });

    it.each(Object.keys(ecrire))("%s, avec sa clé et sans", (forme) => {
      fc.assert(
        fc.property(personne, fc.boolean(), (p, avecCle) => {
          const { nir } = nirFictif(p);
          expect(dansUnTexte("ici", ecrire[forme]!(avecCle ? nir + cleDuNir(nir) : nir))).toEqual([{ quoi: "nir", lieu: "ici" }]);
        }),
      );
    });

    it.each([
      ["un NIR dont la commune existe", '"2900394028001"'],
      ["un horodatage rond", '{"le":1790194910000}'],
      ["un SIRET", '"29003949100013"'],
      ["une part d’un nombre plus long", "1790394910001234567"],
      ["une part d’une empreinte", "\\x2900394910001ab90c"],
      ["un matricule de la CAF", "<MATRICULE>290039400000000</MATRICULE>"],
      [
        "un hasard de 64 Ko en base64",
        Buffer.from(Array.from({ length: 65_536 }, (_, i) => (i * i * 31 + i * 7) & 255)).toString("base64"),
      ],
    ])("et ne prend pas pour lui %s", (_quoi, texte) => {
      expect(dansUnTexte("ici", texte)).toEqual([]);
    });
  });

  it("dans les données d’un hub : les fichiers du simulateur seuls ne sont pas lus", () => {
    const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-chercheur-"));
    const lus: number[] = [];
    const poser = (nom: string) => {
      fs.mkdirSync(path.join(dossier, path.dirname(nom)), { recursive: true });
      fs.writeFileSync(path.join(dossier, nom), `<NIR>${CANARI.nir}</NIR>`);
    };
    for (const nom of ["demo/94/caf/RSABEM_20260101.xml", "demo/94/webhooks.jsonl", "demo/94/france-travail/usagers.jsonl"]) poser(nom);
    expect(dansUnDossier(dossier, FICHIERS_PERMIS, (octets) => lus.push(octets))).toEqual([]);
    expect(lus).toEqual([]);
    for (const nom of ["demo/94/manifeste.json", "journal.log"]) poser(nom);
    expect(
      dansUnDossier(dossier, FICHIERS_PERMIS, (octets) => lus.push(octets))
        .map(({ lieu }) => lieu)
        .sort(),
    ).toEqual(["demo/94/manifeste.json, ligne 1", "journal.log, ligne 1"]);
    expect(lus).toEqual([26, 26]);
    fs.rmSync(dossier, { recursive: true });
  });

  it("dans un fichier : il dit le fichier et la ligne, jamais la valeur", () => {
    const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-chercheur-"));
    fs.mkdirSync(path.join(dossier, "ecrits"));
    fs.writeFileSync(path.join(dossier, "ecrits", "journal.log"), `rien\n{"msg":"${CANARI.courriel}"}\n`);
    expect(bilanDe(dossier).trouvees).toEqual([{ quoi: "identité", lieu: "journal.log, ligne 2" }]);
    fs.rmSync(dossier, { recursive: true });
  });

  describe("dans une base", () => {
    let base: TestDatabase;
    beforeAll(async () => {
      base = await testDatabase();
    });
    afterAll(() => base.drop());

    it("il dit la colonne ; le NIR n’est permis dans aucune", async () => {
      await base.owner.query("begin");
      await base.owner.query(`insert into hub.rejet (objet, cle, code, message, original, cree_le) values ('X', 'x', 'X', $1, '', now())`, [
        `refusé pour ${CANARI.nom}`,
      ]);
      await base.owner.query(
        `insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, code_insee, commune_nom, nom_tri, soumis_droits_devoirs, adresse,
           source, collectee_le, recue_le, certifiee)
         values (gen_random_uuid(), '94', $1, '{Oxanne}', '1984-05-23', '94028', 'Créteil', 'Z', true, $2, 'CAF', now(), now(), true)`,
        [CANARI.nom, CANARI.nir],
      );
      const debut = performance.now();
      const trouvees = await dansUneBase(base.owner);
      await base.owner.query("rollback");
      expect(trouvees).toEqual([
        { quoi: "nir", lieu: "allocataires.allocataire.adresse" },
        { quoi: "identité", lieu: "hub.rejet.message" },
      ]);
      expect(await dansUneBase(base.owner)).toEqual([]);
      expect(performance.now() - debut).toBeLessThan(20_000);
    });
  });
});
