import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { run } from "../hub/commande";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";

const NIR = "2900394028001";

// Each command is a process of its own.
jest.setTimeout(120_000);

describe("« unefois personne exporter »", () => {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-personne-"));
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    const cipher = new NirCipher(NIR_KEY);
    await base.owner.query(
      `insert into allocataires.identifiant (departement, id, allocataire, type, valeur_chiffree, empreinte, valide_du, source, collectee_le, recue_le)
       values ('94', gen_random_uuid(), $1, 'NIR', $2, $3, '2026-01-10', 'CAF', '2026-01-10', '2026-01-10')`,
      [PEOPLE.amina, cipher.encrypt(NIR), cipher.hash(NIR)],
    );
    await base.owner.query(
      `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, agent, organisme, finalite, allocataires, champs)
       values (gen_random_uuid(), 'Fiche', 'r', 'allocataires', '2026-02-01T09:00Z', '94', 'logiciel-du-referent', 'AGENT-SECRET', 'REMOB-1', 'ACCOMPAGNEMENT', $1, '{Allocataire.nom,Allocataire.telephone}')`,
      [[PEOPLE.amina, PEOPLE.bruno]],
    );
  });
  afterAll(async () => {
    fs.rmSync(dossier, { recursive: true, force: true });
    await base.drop();
  });
  const commande = (...args: string[]) =>
    run(["personne", "exporter", ...args], { DATABASE_URL: base.url, UNEFOIS_DATA: path.join(dossier, "donnees-du-hub"), NIR_KEY });

  it("écrit les deux formes, en français, avec leurs empreintes, pour elle seule, et l’inscrit à son registre", async () => {
    const out = path.join(dossier, "amina");
    const fait = await commande("--identifiant", `NIR=${NIR}`, "--out", out, "--json");
    expect([fait.code, fait.err]).toEqual([0, ""]);
    const { empreintes } = JSON.parse(fait.out);
    const json = fs.readFileSync(path.join(out, "donnees.json"), "utf8");
    const html = fs.readFileSync(path.join(out, "document.html"), "utf8");
    expect(createHash("sha256").update(json).digest("hex")).toBe(empreintes.json);
    expect(html).toContain(empreintes.json);
    expect(fs.statSync(path.join(out, "donnees.json")).mode & 0o077).toBe(0);
    for (const dit of ["Benali", "Délégataire remobilisation Créteil", "vous accompagner", "la CAF", NIR, "24 mois", "CNIL"])
      expect(html).toContain(dit);
    expect(html).not.toContain("logiciel-du-referent");
    for (const tu of ["AGENT-SECRET", "Castel", PEOPLE.bruno, "<script", 'http-equiv="refresh"']) {
      expect(html).not.toContain(tu);
      expect(json).not.toContain(tu);
    }
    expect(html).toContain("default-src 'none'");
    const { rows } = await base.owner.query(
      "select client, agent, finalite, allocataires, champs from journal.consultation where client = 'cli:personne exporter'",
    );
    expect(rows).toEqual([
      {
        client: "cli:personne exporter",
        agent: expect.stringContaining("@"),
        finalite: "EXERCICE_DES_DROITS",
        allocataires: [PEOPLE.amina],
        champs: ["ExportPersonne.contenu"],
      },
    ]);
  });

  it("sans journal, aucun fichier", async () => {
    await base.owner.query("alter table journal.consultation add constraint casse check (client <> 'cli:personne exporter') not valid");
    const out = path.join(dossier, "sans-journal");
    const refus = await commande(PEOPLE.amina, "--out", out);
    expect(refus.code).toBe(1);
    expect(fs.existsSync(out)).toBe(false);
    await base.owner.query("alter table journal.consultation drop constraint casse");
  });

  it("ne remplace aucun fichier, ne devine personne, et dit comment l’appeler", async () => {
    expect((await commande(PEOPLE.amina, "--out", path.join(dossier, "amina"))).err).toContain("existe déjà");
    expect((await commande("00000000-0000-4000-8000-0000000000ff", "--out", path.join(dossier, "x"))).code).toBe(1);
    expect((await commande("--out", path.join(dossier, "x"))).code).toBe(2);
    expect((await commande("--identifiant", "NOM=x", "--out", path.join(dossier, "x"))).code).toBe(2);
  });
});
