import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { CANARI } from "../canari/canari";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterDossiers, ajouterFoule, NIR_AMINA, orienter, SOURCE } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
const { departement, rapprochement } = CALLERS;
const JOUR = new Date("2026-02-01T10:00:00Z");

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await ajouterDossiers(base.owner);
  await orienter(base.owner, (await ajouterFoule(base.owner, 60)).slice(0, 55));
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const _noms = (reponse: { data: any }) => reponse.data.allocataires.nodes.map((n: { nom: string }) => n.nom);
const liste = (filtre: Record<string, unknown>, appelant = departement) =>
  graphe.run(
    appelant,
    "query ($f: FiltreAllocataires) { allocataires(filtre: $f, first: 200) { totalCount nodes { nom } } }",
    { f: filtre },
    JOUR,
  );

describe("recherche par numéro", () => {
  const chercher = (appelant: typeof departement, identifiant: Record<string, unknown>) =>
    graphe.run(
      appelant,
      "query ($i: IdentifiantInput) { allocataire(identifiant: $i) { nom identifiants { type valeur masquee } dossier { matricule } } }",
      { i: identifiant },
    );

  it("trouve par NIR avec la date de naissance, et le montre en clair à qui en a le droit", async () => {
    const reponse = await chercher(rapprochement, { type: "NIR", valeur: NIR_AMINA, dateNaissance: "1990-03-14" });
    expect(reponse.data.allocataire.nom).toBe("Benali");
    expect(reponse.data.allocataire.identifiants).toContainEqual({ type: "NIR", valeur: NIR_AMINA, masquee: false });
    const sansCle = await chercher(rapprochement, { type: "NIR", valeur: NIR_AMINA.slice(0, 13), dateNaissance: "1990-03-14" });
    expect(sansCle.data.allocataire.nom).toBe("Benali");
  });

  it("exige la date de naissance et le droit identite.rechercher", async () => {
    const sansDate = await chercher(rapprochement, { type: "NIR", valeur: NIR_AMINA });
    expect(sansDate.errors?.[0]?.extensions.code).toBe("IDENTIFIANT_INCOMPLET");
    const sansDroit = await chercher(departement, { type: "NIR", valeur: NIR_AMINA, dateNaissance: "1990-03-14" });
    expect(sansDroit.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect(JSON.stringify(sansDroit.errors)).not.toContain(NIR_AMINA);
  });

  it("répond de même quand la date ne va pas, quand le NIR n’existe pas et quand il est mal formé", async () => {
    for (const identifiant of [
      { type: "NIR", valeur: NIR_AMINA, dateNaissance: "1990-03-15" },
      { type: "NIR", valeur: "190039900100199", dateNaissance: "1990-03-14" },
      { type: "NIR", valeur: "pas un NIR", dateNaissance: "1990-03-14" },
    ]) {
      const reponse = await chercher(rapprochement, identifiant);
      expect(reponse.errors).toBeUndefined();
      expect(reponse.data).toEqual({ allocataire: null });
    }
  });

  it("masque le NIR et le matricule MSA sans le droit identite.nir", async () => {
    const amina = await graphe.run(
      departement,
      "query ($id: ID) { allocataire(id: $id) { identifiants { type valeur masquee } dossier { matricule } donneesConnues(pour: ORIENTATION) { connues { code valeur masquee } } } }",
      { id: PEOPLE.amina },
    );
    expect(amina.data.allocataire.identifiants).toContainEqual({ type: "NIR", valeur: null, masquee: true });
    expect(amina.data.allocataire.donneesConnues.connues).toContainEqual({ code: "NIR", valeur: null, masquee: true });
    expect(amina.data.allocataire.dossier.matricule).toBe("1234567");
    const chantal = await graphe.run(
      departement,
      "query ($id: ID) { allocataire(id: $id) { identifiants { type valeur masquee } dossier { matricule } } }",
      { id: PEOPLE.chantal },
    );
    expect(chantal.data.allocataire).toEqual({
      identifiants: [
        { type: "MATRICULE_MSA", valeur: null, masquee: true },
        { type: "NIR", valeur: null, masquee: true },
      ],
      dossier: { matricule: null },
    });
    const clair = await graphe.run(
      rapprochement,
      "query ($id: ID) { allocataire(id: $id) { identifiants { valeur } dossier { matricule } } }",
      { id: PEOPLE.chantal },
    );
    expect(clair.data.allocataire).toEqual({
      identifiants: [{ valeur: "275113300200377" }, { valeur: CANARI.nir }],
      dossier: { matricule: "275113300200377" },
    });
  });

  it("demande la date de naissance quand un matricule est celui d’un couple", async () => {
    const couple = await chercher(departement, { type: "MATRICULE_CAF", valeur: "1234567" });
    expect(couple.errors?.[0]?.extensions.code).toBe("IDENTIFIANT_INCOMPLET");
    const bruno = await chercher(departement, { type: "MATRICULE_CAF", valeur: "0001234567", dateNaissance: "1985-07-02" });
    expect(bruno.data.allocataire.nom).toBe("Castel");
  });

  it("trouve par numéro de demande le demandeur du dossier, et refuse deux critères ou aucun", async () => {
    const demandeur = await chercher(departement, { type: "NUMERO_DEMANDE_RSA", valeur: "94000000001" });
    expect(demandeur.data.allocataire.nom).toBe("Benali");
    const conjoint = await chercher(departement, { type: "NUMERO_DEMANDE_RSA", valeur: "94000000001", dateNaissance: "1985-07-02" });
    expect(conjoint.data.allocataire.nom).toBe("Castel");
    const aucun = await graphe.run(departement, "{ allocataire { id } }");
    expect(aucun.errors?.[0]?.extensions.code).toBe("ARGUMENT_INVALIDE");
  });

  it("trouve par le numéro France Travail de 11 caractères comme par l’ancien de 8, quel que soit celui qui est gardé", async () => {
    const poser = (allocataire: string, valeur: string) =>
      base.owner.query(
        `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, source_organisme, collectee_le, recue_le, certifiee, reference)
         values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', $2, $3, $4, $5, $6, $7, $8)`,
        [allocataire, valeur, ...SOURCE],
      );
    await poser(PEOPLE.bruno, "1253359X");
    const nom = async (valeur: string, appelant = departement) =>
      (await chercher(appelant, { type: "NUMERO_FRANCE_TRAVAIL", valeur })).data.allocataire?.nom ?? null;
    expect(await nom("45678901")).toBe("Benali");
    expect(await nom("0011253359x")).toBe("Castel");
    expect(await nom("1253359X", CALLERS.departement93)).toBeNull();
    for (const autre of ["5678901", "11253359X", "345678901"]) expect(await nom(autre)).toBeNull();
    for (const recherche of ["45678901", "0011253359x"]) expect((await liste({ recherche })).data.allocataires.totalCount).toBe(1);
    await poser(PEOPLE.chantal, "00112533590");
    await poser(PEOPLE.driss, "0011253359X");
    expect(await nom("0011253359X")).toBe("Étienne");
    expect(await nom("1253359X")).toBe("Castel");
  });
});
