import { TABLES_ECRITES } from "../../subgraphs/indicateurs/projection/table";
import { sousGraphe } from "../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouter, type Evenement, projeterTout } from "./journal";

export let db: TestDatabase;
export let sg: TestSubgraph;

/** A base of its own for the tests of a file, emptied of its facts after each of them. */
export function preparer(): void {
  beforeAll(async () => {
    db = await testDatabase();
    sg = await testSubgraph(sousGraphe, db.url);
    for (const [departement, code, categorie] of [
      ["94", "FRANCE_TRAVAIL", "EMPLOI"],
      ["94", "JEUNES", "EQUILIBRE"],
      ["94", "PARCOURS_INSERTION", "REMOBILISATION"],
      ["93", "FRANCE_TRAVAIL", "EMPLOI"],
    ]) {
      await db.owner.query("insert into indicateurs.parcours_local (departement, code, libelle, categorie) values ($1, $2, $2, $3)", [
        departement,
        code,
        categorie,
      ]);
    }
    await db.owner.query(
      "insert into indicateurs.territoire (departement, code, libelle, communes, nature) values ('94', '94-PILOTE', 'Pilote', '{94028,94017}', 'PILOTE')",
    );
  });
  afterEach(async () => {
    await db.owner.query(
      `truncate journal.evenement, indicateurs.curseur, ${TABLES_ECRITES.map((table) => `indicateurs.${table}`).join(", ")}`,
    );
  });
  afterAll(async () => {
    await sg.close();
    await db.drop();
  });
}

const REQUETE = `query ($code: String!, $territoire: String!, $debut: Date!, $fin: Date!, $version: Int, $ventilation: String) {
  indicateur(code: $code, territoire: $territoire, debut: $debut, fin: $fin, version: $version, ventilation: $ventilation) {
    definition { code unite version } territoire debut fin numerateur denominateur valeur cible masquee ventilation { cle numerateur denominateur valeur masquee } } }`;

/** What `indicateur` answers, for the département and the year 2026 unless told otherwise. */
export const demander = (code: string, plus: Record<string, unknown> = {}, caller: Parameters<TestSubgraph["run"]>[0] = CALLERS.pilotage) =>
  sg.run(caller, REQUETE, { code, territoire: "94", debut: "2026-01-01", fin: "2026-12-31", ...plus });

/** Events learned on a civil day, at noon. */
export const appris = (jour: string, ...evenements: Evenement[]): Evenement[] =>
  evenements.map((evenement) => ({ ...evenement, le: `${jour}T11:00:00Z` }));

/** Publishes events and lets the projection read them. */
export async function charger(...evenements: Parameters<typeof ajouter>[1]) {
  await ajouter(db.owner, evenements);
  await projeterTout(db.owner);
}

/** The distribution of the delays of an indicator, in days. */
export async function demanderDelais(code: string, plus: Record<string, unknown> = {}) {
  const { data, errors } = await sg.run(
    CALLERS.pilotage,
    `query ($code: String!, $debut: Date!, $fin: Date!) { indicateur(code: $code, territoire: "94", debut: $debut, fin: $fin) {
      delais { effectif moyenne mediane p10 p25 p75 p90 } } }`,
    { code, debut: "2026-01-01", fin: "2026-12-31", ...plus },
  );
  expect(errors).toBeUndefined();
  return data.indicateur.delais;
}
