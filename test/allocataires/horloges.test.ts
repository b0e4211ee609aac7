import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerHorloges } from "../../subgraphs/allocataires/echeance/import-horloges";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const ENTETE = "code,parcours,libelle,delai,unite,report,interruptions,source,statut";
const TOUT = "HORS_DROITS_DEVOIRS|SORTIE|DROITS_CLOS";

describe("les délais d’un département", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  let dossier: string;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    graphe = await testSubgraph(sousGraphe, base.url);
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-horloges-"));
  });
  afterAll(async () => {
    await graphe.close();
    fs.rmSync(dossier, { recursive: true, force: true });
    await base.drop();
  });

  async function importer(...lignes: string[]) {
    const chemin = path.join(dossier, "horloges.csv");
    fs.writeFileSync(chemin, [ENTETE, ...lignes].join("\n"));
    const [resultat] = await importerHorloges({ ownerUrl: base.url, now: () => new Date() }, chemin, "94");
    return resultat!;
  }
  async function limites(
    id: string,
    caller: (typeof CALLERS)[keyof typeof CALLERS] = CALLERS.departement,
  ): Promise<Record<string, string>> {
    const { data } = await graphe.run(
      caller,
      "query ($id: ID) { allocataire(id: $id) { echeances { code limite } } }",
      { id },
      new Date("2026-02-01T10:00:00Z"),
    );
    return Object.fromEntries(data.allocataire.echeances.map((e: any) => [e.code, e.limite]));
  }

  it("remplacent ceux de tous, sans toucher aux autres départements, et valent à la lecture suivante", async () => {
    expect((await limites(PEOPLE.amina)).CONTRAT_1_MOIS).toBe("2026-02-20");
    const ailleurs = await limites(PEOPLE.elodie, CALLERS.departement93);
    const lignes = [
      `CONTRAT_1_MOIS,,Signer le contrat,10,JOURS_OUVRES,,${TOUT},Note de service,OBJECTIF`,
      `PREMIER_ENTRETIEN_15_JOURS,REMOBILISATION_EMPLOI,Premier entretien,3,SEMAINES,JOUR_OUVRE_SUIVANT,${TOUT},Note de service,OBJECTIF`,
      `ORIENTATION_15_JOURS,,Orientation,,JOURS,,${TOUT},Note de service,OBJECTIF`,
    ];
    expect((await importer(...lignes)).compteurs).toMatchObject({ lus: 3, appliques: 3, inchanges: 0, rejetes: 0 });
    expect((await importer(...lignes)).compteurs).toMatchObject({ lus: 3, appliques: 0, inchanges: 3, rejetes: 0 });
    const apres = await limites(PEOPLE.amina);
    expect(apres.CONTRAT_1_MOIS).toBe("2026-02-03");
    expect(apres.PREMIER_ENTRETIEN_15_JOURS).toBe("2026-02-10");
    expect(apres.ORIENTATION_15_JOURS).toBeUndefined();
    expect((await limites(PEOPLE.chantal)).PREMIER_ENTRETIEN_15_JOURS).toBe("2026-02-04");
    expect(await limites(PEOPLE.elodie, CALLERS.departement93)).toEqual(ailleurs);
  });

  it.each([
    ["un code inconnu", `RIEN,,L,1,JOURS,,,S,ETABLI`, "code"],
    ["le délai de la compétence", `ORIENTATION_6_SEMAINES,,L,90,JOURS,,,S,ETABLI`, "code"],
    ["un parcours inconnu", `CONTRAT_1_MOIS,AILLEURS,L,1,JOURS,,,S,ETABLI`, "parcours"],
    ["un délai négatif", `CONTRAT_1_MOIS,,L,-1,JOURS,,,S,ETABLI`, "delai"],
    ["une unité inconnue", `CONTRAT_1_MOIS,,L,1,LUNES,,,S,ETABLI`, "unite"],
    ["une interruption inconnue", `CONTRAT_1_MOIS,,L,1,JOURS,,VACANCES,S,ETABLI`, "interruptions"],
    ["un statut inconnu", `CONTRAT_1_MOIS,,L,1,JOURS,,,S,PEUT_ETRE`, "statut"],
  ])("une ligne avec %s est dite, les autres s’appliquent", async (titre, ligne, colonne) => {
    const bonne = `FIN_CONTRAT,,Fin du contrat ${titre},0,JOURS,,${TOUT},Contrat,ETABLI`;
    const { compteurs, signalements } = await importer(ligne, bonne);
    expect(compteurs).toMatchObject({ lus: 2, appliques: 1, rejetes: 1 });
    expect(signalements).toMatchObject([{ code: "LIGNE_INVALIDE", ligne: 2, champ: colonne }]);
  });
});
