import { contratsATransmettre } from "../../subgraphs/allocataires/transmission/contrat.repository";
import { diagnosticsATransmettre } from "../../subgraphs/allocataires/transmission/diagnostic.repository";
import { organismesATransmettre } from "../../subgraphs/allocataires/transmission/organisme.repository";
import { orientationsATransmettre, orientationsCourantes } from "../../subgraphs/allocataires/transmission/orientation.repository";
import { reorientationsATransmettre } from "../../subgraphs/allocataires/transmission/reorientation.repository";
import { Database, type StatementEvent, type Transaction } from "../../subgraphs/shared/database";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";

const SOURCE = "'DEPARTEMENT', '94-CD94', '2026-02-01', '2026-02-01', true, null";
const id = (n: number) => `00000000-0000-4000-8000-0000000001${String(n).padStart(2, "0")}`;

describe("ce que les propriétaires lisent de leurs faits pour les dire", () => {
  let base: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await base.owner.query(`
      insert into allocataires.organisme_code values ('94', '94-REMOB-1', 'AURORE', 'ILE0001'), ('94', '94-REMOB-1', 'SAFIR', '94001');
      insert into allocataires.orientation (departement, id, allocataire, rang, statut, origine, competence, demandee_le, parcours, organisme, motif_demande,
        source, source_organisme, collectee_le, recue_le, certifiee, reference)
      values ('94', '${id(1)}', '${PEOPLE.amina}', 2, 'A_L_ETUDE', 'REORIENTATION', 'DEPARTEMENT', '2026-02-01', 'PARCOURS_INSERTION', null, 'motif', ${SOURCE}),
        ('94', '${id(2)}', '${PEOPLE.bruno}', 2, 'REFUSEE', 'REORIENTATION', 'DEPARTEMENT', '2026-02-01', 'PARCOURS_INSERTION', null, 'motif', ${SOURCE});
      insert into allocataires.passage_instance values ('94', '${id(2)}', '2026-02-05', 'IOP', 'DEFAVORABLE', 'REFUSEE');
      insert into allocataires.diagnostic (departement, id, allocataire, etabli_le, niveau_qualification, situation_emploi, proche_aidant,
        source, source_organisme, collectee_le, recue_le, certifiee, reference)
      values ('94', '${id(3)}', '${PEOPLE.amina}', '2026-01-25', 'NV4', 'texte', true, ${SOURCE}),
        ('94', '${id(4)}', '${PEOPLE.amina}', '2026-01-30', null, null, null, ${SOURCE});
      insert into allocataires.contrainte (departement, diagnostic, allocataire, frein, impact, prioritaire, reperee, levee_le)
      values ('94', '${id(3)}', '${PEOPLE.amina}', 'LOGEMENT', 'FORT', true, '2026-01-25', '2026-01-30'),
        ('94', '${id(3)}', '${PEOPLE.amina}', 'MOBILITE', 'FAIBLE', false, '2026-01-25', null),
        ('94', '${id(4)}', '${PEOPLE.amina}', 'MOBILITE', 'MOYEN', false, '2026-01-25', null);
      insert into allocataires.contrat_engagement (departement, id, allocataire, nature, statut, date_signature, date_refus, motif_refus, source,
        source_organisme, collectee_le, recue_le, certifiee, reference)
      values ('94', '${id(5)}', '${PEOPLE.bruno}', 'CONTRAT_ENGAGEMENT', 'REFUSE', null, '2026-02-03', 'un motif', ${SOURCE});
    `);
    database = await Database.open(base.url, { role: "unefois_allocataires", poolSize: 2 });
  });
  afterAll(async () => {
    await database.close();
    await base.drop();
  });

  /** Reads with the rights of the whole département, and counts the statements. */
  async function lire<T>(lecture: (tx: Transaction) => Promise<T>, departement = "94"): Promise<{ lu: T; requetes: number }> {
    const vues: StatementEvent[] = [];
    const stop = database.observe((event) => event.housekeeping || vues.push(event));
    const lu = await database.write(database.systemRights([departement], "2026-02-10"), lecture);
    stop();
    return { lu, requetes: vues.length };
  }
  const orientationDe = async (personne: string) =>
    (await base.owner.query("select id from allocataires.orientation where allocataire = $1 and rang = 1", [personne])).rows[0]
      .id as string;

  it("les orientations, avec les codes de leur organisme et leur auteur, d’une requête", async () => {
    const [a, c] = [await orientationDe(PEOPLE.amina), await orientationDe(PEOPLE.chantal)];
    const { lu, requetes } = await lire((tx) => orientationsATransmettre(tx, [a, c, id(2), id(99)]));
    expect(requetes).toBe(1);
    expect(lu.size).toBe(3);
    expect(lu.get(a)).toMatchObject({
      allocataire: PEOPLE.amina,
      categorie: "EQUILIBRE",
      organisme: { id: "94-REMOB-1", type: "DELEGATAIRE", codeAurore: "ILE0001", codeSafir: "94001", siret: null },
      decideeLe: "2026-01-20",
      decideePar: "DEPARTEMENT",
      source: "CAF",
    });
    expect(lu.get(c)!.organisme).toEqual({ id: "94-FT94", type: "FRANCE_TRAVAIL", codeAurore: null, codeSafir: null, siret: null });
  });

  it("une réorientation refusée : le jour de l’instance, et l’orientation qui continue", async () => {
    const { lu } = await lire((tx) => orientationsATransmettre(tx, [id(2)]));
    expect(lu.get(id(2))).toMatchObject({
      statut: "REFUSEE",
      decideeLe: "2026-02-05",
      categorie: "EQUILIBRE",
      organisme: { id: "94-REMOB-1" },
    });
  });

  it("une réorientation à l’étude, avec les critères du dernier diagnostic, d’une requête", async () => {
    const { lu, requetes } = await lire((tx) => reorientationsATransmettre(tx, [id(1), id(2)]));
    expect(requetes).toBe(1);
    expect(lu.get(id(1))).toMatchObject({
      statut: "A_L_ETUDE",
      criteres: { contraintes: [{ frein: "MOBILITE", impact: "MOYEN" }], procheAidant: null, niveauQualification: null },
    });
    expect(lu.get(id(2))!.criteres).toBeNull();
  });

  it("les diagnostics : ce que le suivant ne dit plus est levé, et un seul est le dernier", async () => {
    const { lu, requetes } = await lire((tx) => diagnosticsATransmettre(tx, [id(3), id(4)]));
    expect(requetes).toBe(1);
    expect([lu.get(id(3))!.dernier, lu.get(id(3))!.levees]).toEqual([false, []]);
    expect(lu.get(id(4))).toEqual({
      id: id(4),
      allocataire: PEOPLE.amina,
      etabliLe: "2026-01-30",
      contraintes: [{ frein: "MOBILITE", impact: "MOYEN", prioritaire: false }],
      levees: ["LOGEMENT"],
      dernier: true,
      source: "DEPARTEMENT",
    });
  });

  it("les contrats, sans leur motif", async () => {
    const { lu, requetes } = await lire((tx) => contratsATransmettre(tx, [id(5)]));
    expect(requetes).toBe(1);
    expect([...lu.values()]).toEqual([
      {
        id: id(5),
        allocataire: PEOPLE.bruno,
        nature: "CONTRAT_ENGAGEMENT",
        statut: "REFUSE",
        dateSignature: null,
        dateRefus: "2026-02-03",
        source: "DEPARTEMENT",
      },
    ]);
  });

  it("les organismes et les orientations en cours, chacun d’une requête", async () => {
    const organismes = await lire((tx) => organismesATransmettre(tx, ["94-REMOB-1", "94-CD94"]));
    expect([organismes.requetes, organismes.lu.get("94-REMOB-1")!.codeSafir, organismes.lu.get("94-CD94")!.codeAurore]).toEqual([
      1,
      "94001",
      null,
    ]);
    const courantes = await lire((tx) => orientationsCourantes(tx, [PEOPLE.amina, PEOPLE.driss]));
    expect([courantes.requetes, [...courantes.lu]]).toEqual([1, [[PEOPLE.amina, "2026-01-20"]]]);
  });

  it("rien d’un autre département", async () => {
    const a = await orientationDe(PEOPLE.amina);
    for (const lecture of [orientationsATransmettre, contratsATransmettre, diagnosticsATransmettre] as const)
      expect((await lire((tx): Promise<Map<string, unknown>> => lecture(tx, [a, id(4), id(5)]), "93")).lu.size).toBe(0);
    expect((await lire((tx) => organismesATransmettre(tx, ["94-REMOB-1"]), "93")).lu.size).toBe(0);
  });

  it("après une réunion, le fait nomme la personne qui reste", async () => {
    await base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [PEOPLE.amina, PEOPLE.bruno]);
    const { lu } = await lire((tx) => contratsATransmettre(tx, [id(5)]));
    expect(lu.get(id(5))!.allocataire).toBe(PEOPLE.amina);
  });
});
