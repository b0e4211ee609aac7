import { type Audit, serverAudits } from "graphql-http";
import { type SmallHub, smallHub } from "./small-hub";

// The audits ask `{ __typename }` as nobody: identity is not in the way of the protocol.
let hub: SmallHub;
beforeAll(async () => {
  hub = await smallHub();
});
afterAll(() => hub.close());

const audits: Audit[] = serverAudits({ url: () => `${hub.url}/graphql`, fetchFn: fetch });

describe("GraphQL sur HTTP", () => {
  it("compte 61 vérifications", () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.name, audit] as const))("%s", async (_name, audit) => {
    const result = await audit.fn();
    expect(result).toMatchObject({ status: "ok" });
  });
});
