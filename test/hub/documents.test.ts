import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sha256 } from "../../gateway/trusted-documents";
import { DocumentsEnregistres } from "../../hub/documents-enregistres";
import { type TestDatabase, testDatabase } from "../setup/database";
import { run } from "./commande";

const BON = "query Dossier($id: ID!) { allocataire(id: $id) { nom prenoms } }";
const FAUX = "query Perime { allocataire(id: 1) { champRetire } }";

describe("unefois documents", () => {
  let db: TestDatabase;
  let dossier: string;
  let env: Record<string, string>;
  const documents = (...args: string[]) => run(["documents", ...args], env);
  beforeAll(async () => {
    db = await testDatabase();
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-documents-"));
    env = { DATABASE_URL: db.url, UNEFOIS_DATA: path.join(dossier, "donnees") };
    fs.mkdirSync(path.join(dossier, "requetes", "sous"), { recursive: true });
    fs.writeFileSync(path.join(dossier, "requetes", "bon.graphql"), BON);
    fs.writeFileSync(path.join(dossier, "requetes", "sous", "perime.gql"), FAUX);
  });
  afterAll(async () => {
    fs.rmSync(dossier, { recursive: true });
    await db.drop();
  });

  it("ajoute ce qui passe la porte, en dit le coût, refuse le reste avec sa raison : code 3", async () => {
    const { code, out } = await documents("ajouter", "demo-departement", path.join(dossier, "requetes"));
    expect(out).toContain(`accepté demo-departement sha256:${sha256(BON)}  Dossier (query, coût 1)`);
    expect(out).toContain("Le champ « champRetire » n’existe pas sur « Allocataire ».");
    expect(out).toContain("1 enregistré(s), dont 1 nouveau(x), 1 refusé(s)");
    expect(code).toBe(3);
  }, 120_000);

  it("une passerelle le lit, pour ce client et nul autre", async () => {
    const lus = new DocumentsEnregistres(db.url);
    expect(await lus.text("demo-departement", sha256(BON))).toBe(BON);
    expect(await lus.text("demo-referent", sha256(BON))).toBeNull();
    expect(await lus.text("demo-departement", sha256(FAUX))).toBeNull();
    await lus.close();
  });

  it("refuse un client que le registre ne connaît pas, et un chemin absent", async () => {
    expect(await documents("ajouter", "inconnu", path.join(dossier, "requetes"))).toMatchObject({
      code: 1,
      err: expect.stringContaining("ne connaît pas « inconnu »"),
    });
    expect(await documents("ajouter", "demo-departement", "/absent")).toMatchObject({
      code: 1,
      err: expect.stringContaining("n’existe pas"),
    });
  }, 60_000);

  it("vérifie après un changement du schéma, et retire", async () => {
    await db.owner.query("insert into hub.document_enregistre values ('demo-referent', $1, 'Perime', $2, '2026-01-01')", [
      sha256(FAUX),
      FAUX,
    ]);
    const verifie = await documents("verifier");
    expect([verifie.code, verifie.out]).toEqual([3, expect.stringContaining("2 document(s) vérifié(s), 1 ne passe(nt) plus")]);
    expect(verifie.out).toContain(`refusé  demo-referent sha256:${sha256(FAUX)}`);
    expect((await documents("retirer", "demo-referent", `sha256:${sha256(FAUX)}`)).code).toBe(0);
    expect((await documents("retirer", "demo-referent", sha256(FAUX))).code).toBe(1);
    expect((await documents("verifier")).code).toBe(0);
    const liste = JSON.parse((await documents("lister", "--json")).out);
    expect(liste).toMatchObject([{ client: "demo-departement", empreinte: sha256(BON), nom: "Dossier", texte: BON }]);
  }, 120_000);
});
