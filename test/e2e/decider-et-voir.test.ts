import { type TestDatabase, testDatabase } from "../setup/database";
import { loadTerritory, MODES, type TestHub, testHub } from "./hub-de-test";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadTerritory(database.url, 200);
}, 120_000);
afterAll(() => database.drop());

const PERIODE = `debut: "2026-01-01", fin: "2026-12-31"`;
const INDICATEURS = `{
  a: indicateur(code: "L.I.V2.1.3", territoire: "94", ${PERIODE}) { numerateur }
  b: indicateur(code: "F.4", territoire: "94", ${PERIODE}) { numerateur denominateur valeur }
  c: indicateur(code: "N.I.V3.6", territoire: "94", ${PERIODE}) { numerateur valeur }
  d: indicateur(code: "F.6", territoire: "94", ${PERIODE}) { valeur ventilation { cle numerateur } }
}`;
const DECIDER = `mutation($a: ID!, $o: ID!, $le: Date!, $cle: String) {
  deciderOrientation(allocataire: $a, parcours: "PARCOURS_INSERTION", organisme: $o, motif: "Situation sociale à consolider", decideeLe: $le, cleIdempotence: $cle) {
    __typename ... on Orientation { id rang statut parcours { code } organisme { nom } } ... on Refus { code message }
  } }`;
const SIGNER = `mutation($a: ID!, $le: Date!, $cle: String) {
  signerContrat(allocataire: $a, nature: ORIENTATION_3_MOIS, dateSignature: $le, dureeMois: 3, heuresHebdomadaires: 15, cleIdempotence: $cle) {
    __typename ... on ContratEngagement { id statut dateFin } ... on Refus { code message }
  } }`;

/** Waits until the projection has followed: the issue promises within a second. */
async function eventually<T>(read: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  let value = await read();
  for (let tries = 0; tries < 40 && !wanted(value); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    value = await read();
  }
  return value;
}

const share = (data: any): number => data.d.ventilation.find((part: any) => part.cle === "PARCOURS_INSERTION").numerateur;

describe.each(MODES)("décider et voir, %s", (mode) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await testHub(mode, database.url);
  }, 60_000);
  afterAll(() => hub.stop());

  it("une décision, une signature déplacent les indicateurs, et la même clé ne les déplace qu’une fois", async () => {
    const today = new Date().toISOString().slice(0, 10);
    const list = await hub.query(
      "demo-departement",
      `{ allocataires(first: 200, filtre: { sansOrientation: true, ouvertureDroitsDepuis: "2026-09-01" }) { nodes { id dates { notification } } } }`,
    );
    const person = list.data.allocataires.nodes.find((node: any) => node.dates.notification !== null);
    const before = (await hub.query("demo-pilotage", INDICATEURS)).data;
    const decided = { a: person.id, o: "94-PI-1", le: today, cle: `essai-${mode}` };
    const first = await hub.query("demo-departement", DECIDER, decided);
    expect(first.data.deciderOrientation).toMatchObject({
      __typename: "Orientation",
      statut: "DECIDEE",
      parcours: { code: "PARCOURS_INSERTION" },
    });
    expect(await hub.query("demo-departement", DECIDER, decided)).toEqual(first);
    const other = await hub.query("demo-departement", DECIDER, { ...decided, o: "94-FT94" });
    expect(other.data.deciderOrientation.code).toBe("CLE_DEJA_UTILISEE");
    const signed = await hub.query("demo-departement", SIGNER, { a: person.id, le: today, cle: `signature-${mode}` });
    expect(signed.data.signerContrat).toMatchObject({ __typename: "ContratEngagement", statut: "SIGNE" });
    const after = await eventually(
      async () => (await hub.query("demo-pilotage", INDICATEURS)).data,
      // Each indicator is read by a statement of its own: the projection may pass between two of them.
      (data) => data.c.numerateur > before.c.numerateur && data.b.numerateur > before.b.numerateur && share(data) > share(before),
    );
    expect(after.c.numerateur).toBe(before.c.numerateur + 1);
    expect(after.b.numerateur).toBe(before.b.numerateur + 1);
    expect(after.b.denominateur).toBe(before.b.denominateur);
    expect(after.d.valeur).toBeNull();
    expect(share(after)).toBe(share(before) + 1);
  });

  it("refuse en une phrase : sans orientation, date future, déjà orientée", async () => {
    const { data } = await hub.query("demo-departement", `{ allocataires(first: 1, filtre: { sansOrientation: true }) { nodes { id } } }`);
    const id = data.allocataires.nodes[0].id;
    const today = new Date().toISOString().slice(0, 10);
    const early = await hub.query("demo-departement", SIGNER, { a: id, le: today, cle: null });
    expect(early.data.signerContrat.code).toBe("SANS_ORIENTATION");
    const future = await hub.query("demo-departement", DECIDER, { a: id, o: "94-PI-1", le: "2099-01-01", cle: null });
    expect(future.data.deciderOrientation.code).toBe("DATE_FUTURE");
    expect(future.data.deciderOrientation.message).toMatch(/^[A-ZÀÉ].*[.]$/);
  });

  it("sans le droit de décider, rien n’est appliqué", async () => {
    const answer = await hub.query("demo-pilotage", DECIDER, {
      a: "00000000-0000-4000-8000-000000000001",
      o: "94-PI-1",
      le: "2026-11-20",
      cle: null,
    });
    expect(answer.errors?.[0].extensions.code).toBe("FORBIDDEN");
  });
});
