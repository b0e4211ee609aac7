import { createHmac } from "node:crypto";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { MODES, type TestHub, testHub } from "./hub-de-test";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadFixtures(database.owner);
}, 60_000);
afterAll(() => database.drop());

const SECRET = "secret rdv solidarités des essais";
const signed = (body: string) => createHmac("sha256", SECRET).update(body).digest("hex");
const message = JSON.stringify({
  data: { id: 1, first_day: "2026-11-01" },
  meta: { model: "Absence", event: "created", timestamp: "2026-11-01T10:00:00.000+01:00" },
});

describe.each(MODES)("les webhooks par la passerelle, %s", (mode) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await testHub(mode, database.url);
  }, 60_000);
  afterAll(() => hub.stop());

  const post = async (body: string, signature: string | null) => {
    const headers: Record<string, string> = {
      "content-type": "application/json",
      ...(signature ? { "x-lapin-signature": signature } : {}),
    };
    return (await fetch(`${hub.url}/webhooks/rdv-solidarites`, { method: "POST", headers, body })).status;
  };

  it("202 pour un message signé, même d’un contenu qui ne se lit pas ; 401 sans bonne signature, 400 pour ce qui n’est pas un message", async () => {
    expect(await post(message, signed(message))).toBe(202);
    expect(await post(message, signed(`${message} `))).toBe(401);
    expect(await post(message, null)).toBe(401);
    expect(await post("pas du JSON", signed("pas du JSON"))).toBe(400);
    expect((await fetch(`${hub.url}/webhooks/rdv-solidarites`)).status).toBe(405);
  });

  it("une date qui n’existe pas est refusée avec son code, écrite dans le document ou donnée en variable", async () => {
    const DATES = ["2026-02-30", "0000-01-01"];
    for (const date of DATES) {
      const literal = await hub.query("demo-departement", `{ allocataires(filtre: { ouvertureDroitsDepuis: "${date}" }) { totalCount } }`);
      expect(literal.errors?.map((error) => error.extensions.code)).toEqual(["ARGUMENT_INVALIDE"]);
      const asked = "query ($d: Date) { organismes { id } allocataires(filtre: { ouvertureDroitsDepuis: $d }) { totalCount } }";
      const variable = await hub.query("demo-departement", asked, { d: date });
      expect(variable.errors?.map((error) => error.extensions.code)).toEqual(["ARGUMENT_INVALIDE"]);
      expect(variable.errors?.[0].message).toContain("$d");
      expect(variable.errors?.[0].message).not.toContain(date);
    }
    const instant = `mutation { prendreRendezVous(allocataire: "x", organisme: "94-CD94", famille: AUTRE, modalite: VISIO, debut: "2026-12-01 10:00", dureeMinutes: 30) { __typename } }`;
    expect((await hub.query("demo-departement", instant)).errors?.[0].extensions.code).toBe("ARGUMENT_INVALIDE");
  });

  it("sans jeton, seul __typename répond ; avec un faux jeton, 401 et rien ne tourne", async () => {
    const nobody = await hub.query(null, "{ __typename allocataires(first: 1) { totalCount } }");
    expect(nobody.data).toEqual({ __typename: "Query", allocataires: null });
    expect(nobody.errors?.[0].extensions.code).toBe("UNAUTHENTICATED");
    const forged = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer aaaa.bbbb.cccc" },
      body: '{"query":"{ __typename }"}',
    });
    expect(forged.status).toBe(401);
    expect(forged.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });
});
