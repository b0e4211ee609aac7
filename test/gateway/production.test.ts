import { codes, type SmallHub, smallHub } from "./small-hub";

describe("en production", () => {
  let closed: SmallHub;
  beforeAll(async () => {
    closed = await smallHub({ production: true });
  });
  afterAll(() => closed.close());

  it("l’introspection est fermée, __typename reste", async () => {
    for (const query of ["{ __schema { queryType { name } } }", '{ ...F } fragment F on Query { __type(name: "Query") { name } }']) {
      const reply = await closed.ask(query);
      expect([reply.status, codes(reply)]).toEqual([400, ["INTROSPECTION_FERMEE"]]);
    }
    expect((await closed.ask("{ __typename }")).data).toEqual({ __typename: "Query" });
  });

  it("aucune suggestion, aucune pile d’appels, aucune page d’essai", async () => {
    expect((await closed.ask("{ personne2 }")).text).not.toMatch(/personnes|Did you mean/);
    closed.personnes.fault = () => Promise.reject(new Error("secret de la pile"));
    expect((await closed.ask("{ moi }")).text).not.toMatch(/secret de la pile|at .*\.ts|stack/i);
    expect((await closed.raw({ headers: { accept: "text/html,application/json" } })).headers.get("content-type")).toMatch(/json/);
  });
});
