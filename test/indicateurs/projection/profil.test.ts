import { randomUUID } from "node:crypto";
import { reconstruire } from "../../../subgraphs/indicateurs/projection/reconstruire.repository";
import { TABLES_ECRITES } from "../../../subgraphs/indicateurs/projection/table";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { ajouter, entree, projeterTout } from "../journal";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(() =>
  db.owner.query(
    `truncate journal.evenement, indicateurs.curseur, ${TABLES_ECRITES.map((t) => `indicateurs.${t}`).join(", ")};
     truncate allocataires.allocataire, allocataires.declaration, allocataires.diagnostic, allocataires.membre, allocataires.dossier cascade`,
  ),
);
afterAll(() => db.drop());

const PROVENANCE = "source, collectee_le, recue_le";
const DIT = "'CAF', '2026-01-10T08:00:00Z', '2026-01-10T08:00:00Z'";

/** A person as allocataires knows her. */
async function personne(plus: { sexe?: string; naissance?: string } = {}): Promise<string> {
  const { sexe = "2", naissance = "1990-05-17" } = plus;
  const { rows } = await db.owner.query(
    `insert into allocataires.allocataire (departement, nom, prenoms, nom_tri, date_naissance, sexe, ${PROVENANCE})
     values ('94', 'ESSAI', '{A}', 'ESSAI A', $1, $2, ${DIT}) returning id`,
    [naissance, sexe],
  );
  return rows[0].id;
}
const declarer = (id: string, donnees: object, le = "2026-01-10T08:00:00Z") =>
  db.owner.query(
    `insert into allocataires.declaration (departement, allocataire, donnees, ${PROVENANCE}) values ('94', $1, $2, 'CAF', $3, $3)`,
    [id, JSON.stringify(donnees), le],
  );
const diagnostiquer = (id: string, niveau: string, le: string) =>
  db.owner.query(
    `insert into allocataires.diagnostic (departement, allocataire, etabli_le, niveau_qualification, ${PROVENANCE}) values ('94', $1, $2, $3, ${DIT})`,
    [id, le, niveau],
  );
const profil = async (id: string, table = "profil") =>
  (
    await db.owner.query(
      `select naissance::text, sexe, situation_familiale as situation, niveau_etude as niveau, connu_depuis::text as depuis from indicateurs.${table} where allocataire = $1`,
      [id],
    )
  ).rows;

describe("profil des personnes", () => {
  it("donne le mois de naissance, jamais le jour, et quatre classes de situation", async () => {
    const id = await personne();
    await declarer(id, { situationFamille: "ISO", enfantsACharge: 2 });
    await diagnostiquer(id, "CAP ou BEP", "2026-02-01");
    await diagnostiquer(id, "Baccalauréat", "2026-03-01");
    await ajouter(db.owner, [entree(id)]);
    await projeterTout(db.owner);
    expect(await profil(id)).toEqual([
      { naissance: "1990-05-01", sexe: "FEMME", situation: "ISOLE_AVEC_ENFANT", niveau: "NV4", depuis: "2026-11-22" },
    ]);
  });

  it.each([
    [{ situationFamille: "VIM", enfantsACharge: 0 }, "COUPLE_SANS_ENFANT"],
    [{ situationFamille: "MAR", enfantsACharge: 1 }, "COUPLE_AVEC_ENFANT"],
    [{ situationFamille: "CEL", enfantsACharge: 0 }, "ISOLE_SANS_ENFANT"],
    [{ situationFamille: "CEL" }, null],
  ])("%j : %s", async (donnees, attendue) => {
    const id = await personne({ sexe: "1" });
    await declarer(id, donnees);
    await ajouter(db.owner, [entree(id)]);
    await projeterTout(db.owner);
    expect((await profil(id))[0]).toMatchObject({ sexe: "HOMME", situation: attendue, niveau: null });
  });

  it("garde ce qui était connu avant un changement, et une reconstruction n’y touche pas", async () => {
    const id = await personne();
    await declarer(id, { situationFamille: "CEL", enfantsACharge: 0 });
    await ajouter(db.owner, [{ ...entree(id), le: "2026-01-12T08:00:00Z" }]);
    await projeterTout(db.owner);
    await declarer(id, { situationFamille: "MAR" }, "2026-06-01T08:00:00Z");
    const change = { type: "AllocataireModifie", allocataire: id, donnees: { champs: ["situationFamille"] }, le: "2026-06-02T08:00:00Z" };
    await ajouter(db.owner, [change]);
    await projeterTout(db.owner);
    const versions = [await profil(id), await profil(id, "profil_passee")];
    expect(versions).toMatchObject([
      [{ situation: "COUPLE_SANS_ENFANT", depuis: "2026-06-02" }],
      [{ situation: "ISOLE_SANS_ENFANT", depuis: "2026-01-12" }],
    ]);
    expect((await reconstruire(db.url)).differences).toEqual([]);
    expect([await profil(id), await profil(id, "profil_passee")]).toEqual(versions);
  });

  it("une fiche réunie à une autre n’a plus de profil, et n’en a jamais eu sans exister", async () => {
    const [a, b, inconnue] = [await personne(), await personne(), randomUUID()];
    await ajouter(db.owner, [entree(a), entree(b), entree(inconnue)]);
    await projeterTout(db.owner);
    expect(await profil(inconnue)).toEqual([]);
    await db.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [a, b]);
    const donnees = { fusion: randomUUID(), fusionnee: b, entrees: [], personnes: [] };
    await ajouter(db.owner, [{ type: "AllocatairesFusionnes", allocataire: a, donnees }]);
    await projeterTout(db.owner);
    expect([(await profil(a)).length, (await profil(b)).length]).toEqual([1, 0]);
  });
});
