import { randomUUID } from "node:crypto";
import { reprendreReunions, tenirRegistre } from "../../subgraphs/echanges/registre/registre";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";

const { amina, bruno } = PEOPLE;

describe("registre des consultations, après une séparation", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
  });
  afterAll(() => base.drop());

  const lire = (people: string[], le: string) =>
    base.owner.query(
      `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, finalite, allocataires, champs)
       values ($1, 'Suivi', 'r', 'allocataires', $2, '94', 'demo-ft', 'ACCOMPAGNEMENT', $3, array['Allocataire.nom'])`,
      [randomUUID(), le, people],
    );

  it("une séparation rend à chacune son registre ; ce qui fut lu de la fiche réunie reste aux deux", async () => {
    const dire = (type: string, le: string, position: number) =>
      base.owner.query(
        `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le, position) values ($1, '94', $2, $3, $4, $5)`,
        [type, amina, { fusion: "00000000-0000-4000-8000-0000000000f1", fusionnee: bruno }, le, position],
      );
    await lire([amina, bruno], "2026-02-01T10:00:00Z");
    await lire([bruno], "2026-02-02T10:00:00Z");
    await lire([amina], "2026-02-03T10:00:00Z");
    await tenirRegistre(base.owner);
    await base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [amina, bruno]);
    await dire("AllocatairesFusionnes", "2026-02-04T10:00:00Z", 9_000_001);
    await reprendreReunions(base.owner);
    expect((await base.owner.query("select le from echanges.registre where allocataire = $1", [bruno])).rows).toEqual([]);
    await lire([amina], "2026-02-05T10:00:00Z");
    await tenirRegistre(base.owner);
    await base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [bruno]);
    await dire("AllocatairesSepares", "2026-02-06T10:00:00Z", 9_000_002);
    await lire([amina], "2026-02-07T10:00:00Z");
    await tenirRegistre(base.owner);
    for (let fois = 0; fois < 2; fois++) {
      await reprendreReunions(base.owner);
      const jours = async (person: string) =>
        (
          await base.owner.query(
            "select le::date::text as le from echanges.registre where allocataire = $1 and le < '2026-03-01' order by le",
            [person],
          )
        ).rows.map((r) => r.le);
      expect(await jours(bruno)).toEqual(["2026-02-01", "2026-02-02", "2026-02-05"]);
      expect(await jours(amina)).toEqual(["2026-02-01", "2026-02-03", "2026-02-05", "2026-02-07"]);
      const comptes = await base.owner.query(
        "select nombre::int from echanges.registre_compteur where allocataire = any ($1) order by allocataire",
        [[amina, bruno]],
      );
      const lignes = await base.owner.query(
        "select count(*)::int as nombre from echanges.registre where allocataire = any ($1) group by allocataire order by allocataire",
        [[amina, bruno]],
      );
      expect(comptes.rows).toEqual(lignes.rows);
    }
  });
});
