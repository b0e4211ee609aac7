import { sousGraphe } from "../../subgraphs/rendez-vous/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const CHAMPS = `id debut dureeMinutes famille modalite motif lieu organisme { id } collectif capacite nombreParticipants enConflit
  participations { allocataire { id } statut convocation { rang canal envoyeeLe } } liens { systeme identifiant } provenance { source organisme certifiee }`;
const ANSWER = `... on RendezVous { __typename ${CHAMPS} } ... on Refus { __typename code message champ }`;
export const PRENDRE = `mutation ($allocataire: ID!, $organisme: ID!, $famille: FamilleMotif!, $debut: Horodatage!, $duree: Int!, $convocation: Boolean, $cle: String) {
  r: prendreRendezVous(allocataire: $allocataire, organisme: $organisme, famille: $famille, modalite: PHYSIQUE, debut: $debut, dureeMinutes: $duree,
    convocation: $convocation, cleIdempotence: $cle) { ${ANSWER} } }`;
export const DEPLACER = `mutation ($rendezVous: ID!, $debut: Horodatage!, $duree: Int, $motif: String!, $cle: String) {
  r: deplacerRendezVous(rendezVous: $rendezVous, debut: $debut, dureeMinutes: $duree, motif: $motif, cleIdempotence: $cle) { ${ANSWER} } }`;
export const PRESENCE = `mutation ($rendezVous: ID!, $allocataire: ID!, $statut: StatutParticipation!, $cle: String) {
  r: renseignerPresence(rendezVous: $rendezVous, allocataire: $allocataire, statut: $statut, cleIdempotence: $cle) { ${ANSWER} } }`;
export const DE_PERSONNES = `query ($r: [_Any!]!, $depuis: Date, $jusque: Date, $first: Int) { _entities(representations: $r) { ... on Allocataire {
  rendezVous(depuis: $depuis, jusque: $jusque, first: $first) { id debut famille participations { statut allocataire { __typename } } } } } }`;

export const personnes = (...ids: string[]) => ids.map((id) => ({ __typename: "Allocataire", id }));

export let database: TestDatabase;
export let graphe: TestSubgraph;
export const now = new Date("2026-03-10T12:00:00Z");
export const lire = async (sql: string, values: unknown[] = []) => (await database.owner.query(sql, values)).rows;
export const appeler = async (caller: Caller, document: string, variables: object, at = now) => {
  const answer = await graphe.run(caller, document, variables as Record<string, unknown>, at);
  expect(answer.errors).toBeUndefined();
  return answer.data.r;
};
export const demande = {
  allocataire: PEOPLE.amina as string,
  organisme: "94-CD94",
  famille: "ORIENTATION",
  debut: "2026-03-12T09:00:00Z",
  duree: 60,
};
export const prendre = (plus: object = {}, caller: Caller = CALLERS.departement, at = now) =>
  appeler(caller, PRENDRE, { ...demande, ...plus }, at);
export const renseigner = (
  rendezVous: string,
  statut: string,
  plus: object = {},
  caller: Caller = CALLERS.departement,
  at = new Date("2026-03-12T10:00:00Z"),
) => appeler(caller, PRESENCE, { rendezVous, allocataire: PEOPLE.amina, statut, ...plus }, at);

/** A base of its own for the tests of a file, emptied of its appointments before each of them. */
export function preparer(): void {
  beforeAll(async () => {
    database = await testDatabase();
    await loadFixtures(database.owner);
    graphe = await testSubgraph(sousGraphe, database.url);
  });
  afterAll(async () => {
    await graphe.close();
    await database.drop();
  });
  beforeEach(() =>
    database.owner.query(`truncate rendez_vous.rendez_vous, rendez_vous.participation, rendez_vous.convocation, rendez_vous.historique_presence,
      rendez_vous.deplacement, rendez_vous.lien_externe, rendez_vous.cle_idempotence, journal.evenement, journal.consultation`),
  );
}
