import { GraphQLError } from "graphql";
import { STRICT } from "../../subgraphs/shared/clients/client-enregistre";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { caller, codes } from "../gateway/small-hub";
import { attaque } from "./attaque";
import { AUSSITOT, arrondi, cible } from "./cible";

const inscrit = (client: string, introspection: boolean) => ({ ...STRICT, client, nom: client, enregistre: true, introspection });

attaque("S8", (mesurer) => {
  const c = cible(() => ({
    production: true,
    callers: { editeur: caller("editeur") },
    clients: RegistreClients.of([inscrit("tout", false), inscrit("editeur", true)]),
  }));

  it.each([
    ["__schema", "{ __schema { queryType { name } } }"],
    ["__type", '{ __type(name: "Personne") { fields { name } } }'],
    ["sous un alias", "{ a: __schema { types { name } } }"],
    ["dans un fragment", '{ ...F } fragment F on Query { __type(name: "Query") { name } }'],
    ["à côté d’une donnée", "{ moi __schema { types { name } } }"],
    ["dans une mutation", 'mutation { effacer(id: "1") { __typename } __schema { types { name } } }'],
  ])("l’introspection %s est fermée, jeton ou pas", async (_quoi, query) => {
    for (const as of ["tout", null]) {
      const { reply, ms } = await c.chrono(() => c.hub.ask(query, { as }));
      expect(reply.text).not.toMatch(/"types":|"fields":|queryType/);
      expect([400, 200]).toContain(reply.status);
      expect(codes(reply)[0]).toMatch(/INTROSPECTION_FERMEE|DOCUMENT_REFUSE|DOCUMENT_INVALIDE/);
      expect(ms).toBeLessThan(AUSSITOT);
    }
    expect(c.appels()).toBe(0);
    await c.honnete();
  });

  it("l’introspection est ouverte au client dont l’enregistrement le dit, et à lui seul", async () => {
    const query = '{ __schema { queryType { name } } __type(name: "Personne") { name } }';
    expect(codes(await c.hub.ask(query, { as: "tout" }))).toEqual(["INTROSPECTION_FERMEE"]);
    expect((await c.hub.ask(query, { as: "editeur" })).data).toEqual({
      __schema: { queryType: { name: "Query" } },
      __type: { name: "Personne" },
    });
    expect(codes(await c.hub.ask(query, { as: "tout" }))).toEqual(["INTROSPECTION_FERMEE"]);
    expect((await c.hub.ask("{ __typename }", { as: null })).data).toEqual({ __typename: "Query" });
  });

  it("_service, _entities ni un champ inaccessible n’existent", async () => {
    for (const query of [
      "{ _service { sdl } }",
      '{ _entities(representations: [{ __typename: "Personne", id: "1" }]) { __typename } }',
      "{ personnes { nodes { criteres { age } } } }",
    ])
      expect(codes(await c.hub.ask(query))).toEqual(["DOCUMENT_INVALIDE"]);
    expect(c.appels()).toBe(0);
    await c.honnete();
  });

  it("aucune suggestion ne dit le nom d’un champ, d’un type, d’un argument ou d’une valeur", async () => {
    for (const query of [
      "{ personne2 }",
      "{ personnes(firs: 1) { nodes { nom } } }",
      "{ personne(id: 1) { ... on Personn { nom } } }",
      "query ($x: IdentifiantInpu) { moi }",
    ]) {
      const reply = await c.hub.ask(query);
      expect(reply.errors).toBeDefined();
      expect(reply.text).not.toMatch(/Did you mean|Vouliez|personnes"|first|IdentifiantInput|\bPersonne\b(?!2)/);
    }
    await c.honnete();
  });

  it.each([
    ["une exception", () => Promise.reject(new Error("secret de la pile à /srv/hub/x.ts"))],
    [
      "une erreur GraphQL sans code",
      () => ({ data: null, errors: [new GraphQLError("secret de la pile", { extensions: { stacktrace: ["at /srv"] } })] }),
    ],
    [
      "un code interne",
      () => ({
        data: null,
        errors: [
          new GraphQLError("secret de la pile", { extensions: { code: "INTERNAL_SERVER_ERROR", exception: { stacktrace: ["at x"] } } }),
        ],
      }),
    ],
  ])("aucune pile ni message interne ne sort de %s d’un sous-graphe", async (_quoi, panne) => {
    c.hub.personnes.fault = panne as never;
    const reply = await c.hub.ask("{ moi }");
    c.hub.personnes.fault = null;
    expect(reply.errors).toBeDefined();
    expect(reply.text).not.toMatch(/secret de la pile|\/srv|stack|at .*\.ts/i);
    await c.honnete();
  });

  it("aucune page d’essai", async () => {
    const { reply, ms } = await c.chrono(() => c.hub.raw({ headers: { accept: "text/html,application/json" } }));
    expect(reply.headers.get("content-type")).toMatch(/json/);
    mesurer("temps de refus", arrondi(ms), "ms");
  });
});
