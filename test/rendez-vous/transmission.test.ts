import { cleDuParticipant, rendezVousATransmettre } from "../../subgraphs/rendez-vous/transmission.repository";
import { Database, type StatementEvent } from "../../subgraphs/shared/database";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";

const id = (n: number) => `00000000-0000-4000-8000-0000000002${String(n).padStart(2, "0")}`;
const SOURCE = "'DEPARTEMENT', '94-CD94', '2026-02-01', '2026-02-01', true, null";

describe("ce que le propriétaire lit d’un rendez-vous pour le dire", () => {
  let base: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    const rdv = (n: number, debut: string, famille: string) =>
      `('94', '${id(n)}', '${debut}', 45, 'PHYSIQUE', '${famille}', 'un motif', 'chez la personne', '94-REMOB-1', ${SOURCE})`;
    await base.owner.query(`
      insert into rendez_vous.rendez_vous (departement, id, debut, duree_minutes, modalite, famille, motif, lieu, organisme,
        source, source_organisme, collectee_le, recue_le, certifiee, reference)
      values ${rdv(1, "2026-02-10T08:30:00Z", "PREMIER_ACCOMPAGNEMENT")}, ${rdv(2, "2026-02-05T08:30:00Z", "PREMIER_ACCOMPAGNEMENT")},
        ${rdv(3, "2026-02-06T08:30:00Z", "PREMIER_ACCOMPAGNEMENT")}, ${rdv(4, "2026-02-12T08:30:00Z", "ACCOMPAGNEMENT")};
      insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le)
      values ('94', '${id(1)}', '${PEOPLE.amina}', 'HONORE', '2026-02-10'), ('94', '${id(1)}', '${PEOPLE.bruno}', 'ABSENT', '2026-02-10'),
        ('94', '${id(2)}', '${PEOPLE.amina}', 'PREVU', '2026-02-01'), ('94', '${id(3)}', '${PEOPLE.amina}', 'ABSENT', '2026-02-06'),
        ('94', '${id(4)}', '${PEOPLE.amina}', 'PREVU', '2026-02-01');
      insert into rendez_vous.historique_presence (departement, rendez_vous, allocataire, avant, apres, le, source, client)
      values ('94', '${id(1)}', '${PEOPLE.amina}', 'PREVU', 'ABSENT', '2026-02-10T10:00:00Z', 'FRANCE_TRAVAIL', 'x'),
        ('94', '${id(1)}', '${PEOPLE.amina}', 'ABSENT', 'HONORE', '2026-02-10T11:00:00Z', 'DEPARTEMENT', 'x');
      insert into rendez_vous.deplacement (departement, rendez_vous, avant, apres, motif, le, client)
      values ('94', '${id(4)}', '2026-02-11T08:30:00Z', '2026-02-12T08:30:00Z', 'salle', '2026-02-01', 'x');
    `);
    database = await Database.open(base.url, { role: "unefois_rendez_vous", poolSize: 2 });
  });
  afterAll(async () => {
    await database.close();
    await base.drop();
  });

  async function lire(participants: { rendezVous: string; allocataire: string }[], departement = "94") {
    const vues: StatementEvent[] = [];
    const stop = database.observe((event) => event.housekeeping || vues.push(event));
    const lu = await database.write(database.systemRights([departement], "2026-02-10"), (tx) => rendezVousATransmettre(tx, participants));
    stop();
    return { lu, requetes: vues.length };
  }
  const de = (rendezVous: string, allocataire: string) => ({ rendezVous, allocataire });

  it("chacun des participants, d’une seule requête, sans lieu ni motif", async () => {
    const demandes = [de(id(1), PEOPLE.amina), de(id(1), PEOPLE.bruno), de(id(4), PEOPLE.amina), de(id(4), PEOPLE.bruno)];
    const { lu, requetes } = await lire(demandes);
    expect(requetes).toBe(1);
    expect([...lu.keys()].sort()).toEqual(demandes.slice(0, 3).map(cleDuParticipant).sort());
    expect(lu.get(cleDuParticipant(demandes[0]!))).toEqual({
      rendezVous: id(1),
      allocataire: PEOPLE.amina,
      canonique: PEOPLE.amina,
      debut: new Date("2026-02-10T08:30:00Z"),
      dureeMinutes: 45,
      modalite: "PHYSIQUE",
      famille: "PREMIER_ACCOMPAGNEMENT",
      collectif: false,
      organisme: "94-REMOB-1",
      statut: "HONORE",
      source: "DEPARTEMENT",
      deplace: false,
      autresAccompagnements: [
        { rendezVous: id(2), debut: "2026-02-05T08:30:00.000Z" },
        { rendezVous: id(4), debut: "2026-02-12T08:30:00.000Z" },
      ],
      tenuAilleurs: true,
      sourcePresence: "DEPARTEMENT",
    });
    expect(lu.get(cleDuParticipant(demandes[1]!))).toMatchObject({ statut: "ABSENT", sourcePresence: null, autresAccompagnements: [] });
    expect(lu.get(cleDuParticipant(demandes[2]!))).toMatchObject({
      deplace: true,
      autresAccompagnements: [expect.objectContaining({ rendezVous: id(2) }), expect.objectContaining({ rendezVous: id(1) })],
    });
  });

  it("dit si un autre que France Travail le tient aussi ; un lien que sa source a purgé ne compte pas", async () => {
    const tenu = async () => (await lire([de(id(3), PEOPLE.amina)])).lu.get(cleDuParticipant(de(id(3), PEOPLE.amina)))!.tenuAilleurs;
    await base.owner.query("update rendez_vous.rendez_vous set natif = false, source = 'FRANCE_TRAVAIL' where id = $1", [id(3)]);
    expect(await tenu()).toBe(false);
    await base.owner.query(
      `insert into rendez_vous.lien_externe (departement, rendez_vous, systeme, identifiant, maj_le)
       values ('94', $1, 'FRANCE_TRAVAIL', 'R-3', '2026-02-06'), ('94', $1, 'RENDEZ_VOUS_SOLIDARITES', '33', '2026-02-06')`,
      [id(3)],
    );
    expect(await tenu()).toBe(true);
    await base.owner.query("update rendez_vous.lien_externe set efface_le = '2026-02-07' where identifiant = '33'");
    expect(await tenu()).toBe(false);
  });

  it("rien d’un autre département", async () => {
    expect((await lire([de(id(1), PEOPLE.amina)], "93")).lu.size).toBe(0);
  });

  it("après une réunion, la participation se trouve par l’id qui reste comme par l’ancien", async () => {
    await base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [PEOPLE.chantal, PEOPLE.bruno]);
    const { lu } = await lire([de(id(1), PEOPLE.chantal), de(id(1), PEOPLE.bruno)]);
    expect([...lu.values()].map((r) => [r.allocataire, r.canonique, r.statut])).toEqual([
      [PEOPLE.chantal, PEOPLE.chantal, "ABSENT"],
      [PEOPLE.bruno, PEOPLE.chantal, "ABSENT"],
    ]);
  });
});
