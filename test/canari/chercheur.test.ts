import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestDatabase, testDatabase } from "../setup/database";
import { trouveesDans } from "./campagne";
import { CANARI } from "./canari";
import { dansUneBase, dansUnTexte } from "./chercher";

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
    expect(dansUnTexte("ici", `{"nir":"2900394910001","nom":"BENALI","le":1763812345678}`)).toEqual([]);
  });

  it("dans un fichier : il dit le fichier et la ligne, jamais la valeur", () => {
    const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-chercheur-"));
    fs.mkdirSync(path.join(dossier, "ecrits"));
    fs.writeFileSync(path.join(dossier, "ecrits", "journal.log"), `rien\n{"msg":"${CANARI.courriel}"}\n`);
    expect(trouveesDans(dossier)).toEqual([{ quoi: "identité", lieu: "journal.log, ligne 2" }]);
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
