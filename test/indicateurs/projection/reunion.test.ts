import { randomUUID } from "node:crypto";
import { reconstruire } from "../../../subgraphs/indicateurs/projection/reconstruire.repository";
import { TABLES_ECRITES, TABLES_PROJETEES } from "../../../subgraphs/indicateurs/projection/table";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { ajouter, contratSigne, type Evenement, entree, orientation, presence, projeterTout } from "../journal";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(() =>
  db.owner.query(`truncate journal.evenement, indicateurs.curseur, ${TABLES_ECRITES.map((t) => `indicateurs.${t}`).join(", ")}`),
);
afterAll(() => db.drop());

async function tout(): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const table of TABLES_PROJETEES)
    tables[table] = (await db.owner.query(`select to_jsonb(t) as ligne from indicateurs.${table} t order by t::text`)).rows;
  return tables;
}

const dite = (allocataire: string, rang: number, notification: string) => ({
  allocataire,
  rang,
  demande: "2025-12-20",
  ouvertureDroits: "2026-01-01",
  notification,
  entreeDispositif: notification,
  flux: true,
});
const etat = (allocataire: string, dossier: string) => ({
  allocataire,
  codeInsee: "94028",
  soumisDroitsDevoirs: true,
  dossier,
  etat: null,
});

/** Two records of one person, each with what was done of it. */
function deuxFiches() {
  const [a, b, da, db2, fusion] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const faits: Evenement[] = [
    entree(a, { dossier: da }),
    entree(b, { dossier: db2, notification: "2026-02-10", entreeDispositif: "2026-02-10" }),
    orientation(b, "2026-02-20"),
    presence(b, "2026-03-02T09:00:00Z", "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT" }),
    contratSigne(b, "2026-03-05"),
    { type: "ActiviteDeclaree", allocataire: b, donnees: { activite: randomUUID(), date: "2026-04-07", minutes: 90, statut: "DECLAREE" } },
  ];
  const reunies: Evenement = {
    type: "AllocatairesFusionnes",
    allocataire: a,
    donnees: { fusion, fusionnee: b, entrees: [dite(a, 1, "2026-01-10")], personnes: [etat(a, da)] },
  };
  const separees: Evenement = {
    type: "AllocatairesSepares",
    allocataire: a,
    donnees: {
      fusion,
      fusionnee: b,
      rouvertes: [],
      rendus: [],
      entrees: [dite(a, 1, "2026-01-10"), dite(b, 1, "2026-02-10")],
      personnes: [etat(a, da), etat(b, db2)],
    },
  };
  return { a, b, faits, reunies, separees };
}
const comptees = async () =>
  (
    await db.owner.query(
      `select allocataire, rang, decision_orientation::text as decision, premier_entretien::text as entretien from indicateurs.entree order by notification`,
    )
  ).rows;

describe("deux fiches d’une même personne", () => {
  it("réunies, elles ne comptent plus qu’une fois, avec ce qui a été fait sous l’une et l’autre", async () => {
    const { a, b, faits, reunies } = deuxFiches();
    await ajouter(db.owner, [...faits, reunies]);
    await projeterTout(db.owner);
    expect(await comptees()).toEqual([{ allocataire: a, rang: 1, decision: "2026-02-20", entretien: "2026-03-02" }]);
    const reste = Object.values(await tout()).flat();
    expect(JSON.stringify(reste)).not.toContain(b);
  });

  it("séparées, elles comptent de nouveau pour deux, comme avant", async () => {
    const { faits, reunies, separees } = deuxFiches();
    await ajouter(db.owner, faits);
    await projeterTout(db.owner);
    const avant = await tout();
    await ajouter(db.owner, [reunies, separees]);
    await projeterTout(db.owner);
    expect(await tout()).toEqual(avant);
  });

  it("un événement à la fois ou tous ensemble, et relus depuis le début : le même état", async () => {
    const { a, faits, reunies } = deuxFiches();
    const suite = [orientation(a, "2026-05-02", { rang: 2 })];
    await ajouter(db.owner, [...faits, reunies, ...suite]);
    await projeterTout(db.owner, 1);
    const unParUn = await tout();
    await reconstruire(db.url);
    expect(await tout()).toEqual(unParUn);
  });
});
