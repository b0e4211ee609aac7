import { randomUUID } from "node:crypto";
import { TABLES_ECRITES } from "../../../subgraphs/indicateurs/projection/table";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { ajouter, type Evenement, entree, orientation, projeterTout } from "../journal";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(() =>
  db.owner.query(`truncate journal.evenement, indicateurs.curseur, ${TABLES_ECRITES.map((t) => `indicateurs.${t}`).join(", ")}`),
);
afterAll(() => db.drop());

async function lire(evenements: Evenement[], sql: string): Promise<Record<string, unknown>[]> {
  await ajouter(db.owner, evenements);
  await projeterTout(db.owner);
  return (await db.owner.query(sql)).rows;
}
const LIEUX = "select code_insee as lieu, du::text, avant::text from indicateurs.localisation order by du";
const DROITS =
  "select dossier, depuis::text, avant::text, etat, soumis_droits_devoirs as soumis from indicateurs.situation_droit order by dossier, depuis";
const demenage = (a: string, depuis: string, codeInsee: string): Evenement => ({
  type: "AllocataireModifie",
  allocataire: a,
  donnees: { champs: ["commune"], codeInsee, depuis },
});
const etat = (a: string, dossier: string, dit: string, depuis: string, membres?: string[]): Evenement => ({
  type: "DossierModifie",
  allocataire: a,
  donnees: { dossier, etat: dit, champs: ["etat"], depuis, ...(membres && { membres }) },
});

describe("commune à travers le temps", () => {
  it("la première connue vaut aussi pour les jours d’avant ; un déménagement dit en retard prend sa place", async () => {
    const a = randomUUID();
    const faits = [entree(a), demenage(a, "2026-06-01", "94079"), demenage(a, "2026-03-01", "94017")];
    expect(await lire(faits, LIEUX)).toEqual([
      { lieu: "94028", du: "-infinity", avant: "2026-03-01" },
      { lieu: "94017", du: "2026-03-01", avant: "2026-06-01" },
      { lieu: "94079", du: "2026-06-01", avant: "infinity" },
    ]);
  });

  it("un événement qui répète la commune sans qu’elle ait changé n’est pas un déménagement", async () => {
    const a = randomUUID();
    const telephone = {
      type: "AllocataireModifie",
      allocataire: a,
      donnees: { champs: ["telephone"], codeInsee: "94017", depuis: "2026-02-01" },
    };
    expect(await lire([entree(a), telephone, demenage(a, "2026-03-01", "94028")], LIEUX)).toEqual([
      { lieu: "94028", du: "-infinity", avant: "infinity" },
    ]);
  });

  it("une entrée redite plus tard, avec la commune d’aujourd’hui, ne déplace pas son premier jour", async () => {
    const a = randomUUID();
    const redite = entree(a, { codeInsee: "94017", notification: "2026-01-08" });
    expect(await lire([entree(a), demenage(a, "2026-03-01", "94017"), redite], LIEUX)).toEqual([
      { lieu: "94028", du: "-infinity", avant: "2026-03-01" },
      { lieu: "94017", du: "2026-03-01", avant: "infinity" },
    ]);
  });
});

describe("état du droit à travers le temps", () => {
  it("fermé puis rouvert : trois périodes, le 29 février compris", async () => {
    const [a, dossier] = [randomUUID(), randomUUID()];
    const faits = [
      entree(a, { dossier, etat: "OUVERT_VERSABLE", ouvertureDroits: "2024-01-01" }),
      etat(a, dossier, "CLOS", "2024-02-29"),
      etat(a, dossier, "OUVERT_VERSABLE", "2024-06-01"),
    ];
    expect(await lire(faits, DROITS)).toEqual([
      { dossier, depuis: "2024-01-01", avant: "2024-02-29", etat: "OUVERT_VERSABLE", soumis: true },
      { dossier, depuis: "2024-02-29", avant: "2024-06-01", etat: "CLOS", soumis: true },
      { dossier, depuis: "2024-06-01", avant: "infinity", etat: "OUVERT_VERSABLE", soumis: true },
    ]);
  });

  it("une suspension dite en retard prend sa place dans le passé", async () => {
    const [a, dossier] = [randomUUID(), randomUUID()];
    const faits = [
      entree(a, { dossier, etat: "OUVERT_VERSABLE" }),
      etat(a, dossier, "CLOS", "2026-06-01"),
      etat(a, dossier, "OUVERT_SUSPENDU", "2026-03-01"),
    ];
    expect((await lire(faits, DROITS)).map(({ etat: e, depuis }) => [e, depuis])).toEqual([
      ["OUVERT_VERSABLE", "2026-01-01"],
      ["OUVERT_SUSPENDU", "2026-03-01"],
      ["CLOS", "2026-06-01"],
    ]);
  });

  it("deux foyers : le droit de l’un ne ferme pas celui de l’autre, et qui cesse d’être soumis l’est dans les deux", async () => {
    const [a, un, deux] = [randomUUID(), "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
    const faits = [
      entree(a, { dossier: un, etat: "OUVERT_VERSABLE" }),
      entree(a, { rang: 2, dossier: deux, etat: "OUVERT_VERSABLE", ouvertureDroits: "2026-05-01", notification: "2026-05-10" }),
      etat(a, un, "CLOS", "2026-05-01"),
      {
        type: "AllocataireModifie",
        allocataire: a,
        donnees: { champs: ["soumisDroitsDevoirs"], codeInsee: "94028", soumisDroitsDevoirs: false, depuis: "2026-07-01" },
      },
    ];
    expect((await lire(faits, DROITS)).map((d) => [d.dossier, d.depuis, d.etat, d.soumis])).toEqual([
      [un, "2026-01-01", "OUVERT_VERSABLE", true],
      [un, "2026-05-01", "CLOS", true],
      [un, "2026-07-01", "CLOS", false],
      [deux, "2026-05-01", "OUVERT_VERSABLE", true],
      [deux, "2026-07-01", "OUVERT_VERSABLE", false],
    ]);
  });

  it("l’état d’un dossier est celui de chacun de ses membres", async () => {
    const [a, b, dossier] = [randomUUID(), randomUUID(), randomUUID()];
    const faits = [entree(a, { dossier }), entree(b, { dossier }), etat(a, dossier, "CLOS", "2026-06-01", [a, b])];
    const clos = await lire(faits, "select allocataire from indicateurs.situation_droit where etat = 'CLOS'");
    expect(clos.map(({ allocataire }) => allocataire).sort()).toEqual([a, b].sort());
  });
});

describe("interventions", () => {
  const INTERVENTIONS = "select referent, du::text, au::text from indicateurs.intervention order by du, referent";
  const affecte = (a: string, o: string, referent: string, du: string): Evenement => ({
    type: "ReferentAffecte",
    allocataire: a,
    donnees: { orientation: o, referent, role: "REFERENT_UNIQUE", du, au: null },
  });

  it("un référent unique finit la veille du suivant, un portefeuille passe d’un organisme à l’autre, la clôture finit tout", async () => {
    const [a, o] = [randomUUID(), randomUUID()];
    const faits = [
      entree(a),
      orientation(a, "2026-01-20", { orientation: o, organisme: "94-A", referent: "94-A-REF-1" }),
      affecte(a, o, "94-A-REF-2", "2026-03-01"),
      {
        type: "PortefeuilleTransfere",
        allocataire: a,
        donnees: { orientation: o, deOrganisme: "94-A", versOrganisme: "94-B", le: "2026-05-01", referent: "94-B-REF-1" },
      },
      { type: "OrientationClose", allocataire: a, donnees: { orientation: o, closeLe: "2026-07-01", motifFin: "SORTIE" } },
    ];
    expect(await lire(faits, INTERVENTIONS)).toEqual([
      { referent: "94-A-REF-1", du: "2026-01-20", au: "2026-02-28" },
      { referent: "94-A-REF-2", du: "2026-03-01", au: "2026-04-30" },
      { referent: "94-B-REF-1", du: "2026-05-01", au: "2026-07-01" },
    ]);
  });
});
