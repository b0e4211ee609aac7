import type { SystemeRdv } from "../../subgraphs/rendez-vous/declaration";
import { creerRecepteur, type Recepteur } from "../../subgraphs/rendez-vous/webhooks";
import { createLog } from "../../subgraphs/shared/log";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { loadMatricules, rdv, SECRETS, signe, USAGERS, vider } from "./messages";

export let database: TestDatabase;
export let recepteur: Recepteur;
export const now = new Date("2026-03-10T12:00:00Z");
export const envoyer = (systeme: SystemeRdv, corps: unknown) => {
  const message = signe(systeme, corps);
  return recepteur.recevoir(systeme, message.entetes, Buffer.from(message.corps)) as Promise<{ statut: number; corps: any }>;
};
export const lire = async (sql: string, values: unknown[] = []) => (await database.owner.query(sql, values)).rows;
export const statuts = () => lire("select allocataire, statut from rendez_vous.participation order by allocataire");

/** A base of its own for the tests of a file, emptied of its messages before each of them. */
export function preparer(): void {
  beforeAll(async () => {
    database = await testDatabase();
    await loadFixtures(database.owner);
    await loadMatricules(database.owner);
    recepteur = creerRecepteur({ ownerUrl: database.url, secrets: SECRETS, now: () => now, log: createLog("silent", "test") });
  });
  afterAll(async () => {
    await recepteur.close();
    await database.drop();
  });
  beforeEach(async () => {
    await vider(database.owner);
  });
}

/** Amina is convened: the message that most tests begin with. */
export const creation = rdv({
  le: "2026-02-16T10:00:00+01:00",
  event: "created",
  participations: [{ user: USAGERS.amina, convocable: true, created_at: "2026-02-16T09:59:00+01:00" }],
});
