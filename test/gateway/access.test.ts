import { assertEnforced } from "../../gateway/access-rules";
import { createGateway } from "../../gateway/gateway";
import { createLog } from "../../subgraphs/shared/log";
import { caller, codes, SECRET, type SmallHub, smallHub, testVerifier } from "./small-hub";
import { smallSubgraphs } from "./small-subgraphs";

let hub: SmallHub;
beforeAll(async () => {
  hub = await smallHub({
    callers: { livres: caller("livres", ["tout", "lire"]), sansNir: caller("sansNir", ["personnes.lire", "personnes.nommer"]) },
  });
});
afterAll(() => hub.close());
const calls = () => hub.all.reduce((sum, subgraph) => sum + subgraph.seen.length, 0);

describe("sans jeton", () => {
  it("répond à __typename", async () => {
    const { status, data, errors } = await hub.ask("{ __typename }", { as: null });
    expect([status, data, errors]).toEqual([200, { __typename: "Query" }, undefined]);
  });

  it("répond à l’introspection hors production", async () => {
    const { data } = await hub.ask("{ __schema { queryType { name } } }", { as: null });
    expect(data.__schema.queryType.name).toBe("Query");
  });

  it("rend null et UNAUTHENTICATED sur chaque champ, y compris un champ sans directive, sans appeler aucun sous-graphe", async () => {
    const before = calls();
    const reply = await hub.ask("{ t: __typename ouvert ...F } fragment F on Query { gens: personnes { nodes { nom } } }", { as: null });
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({ t: "Query", ouvert: null, gens: null });
    expect(codes(reply)).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"]);
    expect(reply.errors!.map((error) => error.path)).toEqual([["ouvert"], ["gens"]]);
    expect(calls()).toBe(before);
  });

  it("n’applique aucune mutation", async () => {
    const reply = await hub.ask('mutation { nommer(id: "1", nom: "X") { __typename } }', { as: null });
    expect([reply.data, codes(reply)]).toEqual([null, ["UNAUTHENTICATED"]]);
    expect(hub.noms.get("1")).toBe("Amina");
  });
});

describe("un jeton qui ne se vérifie pas", () => {
  it("reçoit 401 et WWW-Authenticate, même pour __typename", async () => {
    const reply = await hub.ask("{ __typename }", { as: "mauvais" });
    expect(reply.status).toBe(401);
    expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer .*invalid_token/);
    expect([codes(reply), reply.data]).toEqual([["UNAUTHENTICATED"], undefined]);
  });

  it("reçoit 503 quand c’est l’émetteur qui ne répond pas", async () => {
    const reply = await hub.ask("{ __typename }", { as: "panne" });
    expect([reply.status, codes(reply)]).toEqual([503, ["EMETTEUR_INDISPONIBLE"]]);
  });
});

describe("un droit manquant", () => {
  it("rend FORBIDDEN sur le champ, et le reste est servi", async () => {
    const reply = await hub.ask("{ moi personnes { nodes { nom } } }", { as: "rien" });
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({ moi: "rien", personnes: null });
    expect(reply.errors).toEqual([
      {
        message: "Le jeton ne porte pas le droit « personnes.lire ».",
        path: ["personnes"],
        extensions: { code: "FORBIDDEN", scopes: [["personnes.lire"]] },
      },
    ]);
  });

  it("sur un champ profond, rend null à sa place dans chaque élément d’une liste", async () => {
    const reply = await hub.ask("{ personnes(first: 2) { nodes { nom n: nir } } }", { as: "lecteur" });
    expect(reply.data).toEqual({
      personnes: {
        nodes: [
          { nom: "Amina", n: null },
          { nom: "Bruno", n: null },
        ],
      },
    });
    expect(codes(reply)).toEqual(["FORBIDDEN"]);
  });

  it.each([
    ["par un fragment", "{ personnes(first: 1) { nodes { ...F } } } fragment F on Personne { nir }"],
    ["par un fragment en ligne", "{ personnes(first: 1) { nodes { ... on Personne { ... { nir } } } } }"],
    ["par une union", '{ personne(id: "1") { trouvailles { ... on Personne { nir } } } }'],
    ["par un alias", '{ personne(id: "1") { prenom: nir } }'],
    ["par une autre entrée dans l’entité", "{ agenda { personne { nir } } }"],
    ["par une liste d’une liste", '{ personne(id: "1") { amis { amis { nir } } } }'],
  ])("refuse le même champ %s", async (_how, query) => {
    const reply = await hub.ask(query, { as: "lecteur" });
    expect(codes(reply)).toEqual(["FORBIDDEN"]);
    expect(reply.text).not.toMatch(/NIR-/);
  });

  it("se voit à travers une interface : un objet qui demande un droit le demande pour tous", async () => {
    const refused = await hub.ask("{ choses { id secret } }", { as: "lecteur" });
    expect(codes(refused)).toEqual(["FORBIDDEN"]);
    expect(refused.data.choses).toEqual([
      { id: "l1", secret: null },
      { id: "a1", secret: null },
    ]);
    const typed = await hub.ask("{ choses { ... on Lampe { secret } ... on Livre { s: secret } } }", { as: "lecteur" });
    expect(typed.data.choses).toEqual([{ s: null }, { secret: "ampoule" }]);
  });

  it("accepte l’un des ensembles de droits, tous ses droits à la fois", async () => {
    const reply = await hub.ask("{ choses { secret } }", { as: "livres" });
    expect(reply.data.choses[0].secret).toBe("page 12");
    expect(reply.errors).toBeUndefined();
  });

  it("ne refuse pas un champ que @skip laisse de côté", async () => {
    const query = "query ($sans: Boolean!) { personnes(first: 1) { nodes { nom nir @skip(if: $sans) } } }";
    const left = await hub.ask(query, { as: "lecteur", variables: { sans: true } });
    expect([left.data.personnes.nodes, left.errors]).toEqual([[{ nom: "Amina" }], undefined]);
    expect(codes(await hub.ask(query, { as: "lecteur", variables: { sans: false } }))).toEqual(["FORBIDDEN"]);
  });

  it("se juge pour chaque appelant, sur le même document", async () => {
    const query = "{ personnes(first: 1) { nodes { nir } } }";
    const [one, two, three] = await Promise.all([hub.ask(query), hub.ask(query, { as: "lecteur" }), hub.ask(query)]);
    expect([one, two, three].map((reply) => reply!.data.personnes.nodes[0].nir)).toEqual(["NIR-1", null, "NIR-1"]);
  });
});

describe("une mutation", () => {
  it("interdite empêche les autres de la même opération", async () => {
    const reply = await hub.ask('mutation { nommer(id: "1", nom: "Zoé") { __typename } effacer(id: "2") { __typename } }', {
      as: "sansNir",
    });
    expect([reply.data, codes(reply)]).toEqual([null, ["FORBIDDEN"]]);
    expect([...hub.noms.values()]).toEqual(["Amina", "Bruno", "Chantal"]);
  });

  it("dont un champ de la réponse est interdit n’est pas appliquée", async () => {
    const reply = await hub.ask('mutation { nommer(id: "1", nom: "Zoé") { ... on Personne { nir } } }', { as: "sansNir" });
    expect([reply.data, codes(reply)]).toEqual([null, ["FORBIDDEN"]]);
    expect(hub.noms.get("1")).toBe("Amina");
  });

  it("permise est appliquée, et rend l’un des membres de son union", async () => {
    const query =
      'mutation { a: nommer(id: "3", nom: "Charlotte") { ... on Personne { nom } } b: nommer(id: "9", nom: "X") { ... on Refus { code } } }';
    const reply = await hub.ask(query, { as: "sansNir" });
    expect(reply.data).toEqual({ a: { nom: "Charlotte" }, b: { code: "INCONNUE" } });
    await hub.ask('mutation { nommer(id: "3", nom: "Chantal") { __typename } }');
  });
});

describe("démarrer sans contrôle des droits", () => {
  const options = {
    verifier: testVerifier({}),
    gatewaySecret: SECRET,
    production: false,
    log: createLog("silent", "test"),
    corsOrigins: [],
    ready: async () => true,
  };

  it("est refusé quand le supergraphe porte une directive d’accès", async () => {
    await expect(createGateway({ ...options, subgraphs: smallSubgraphs().all, enforceAccess: false })).rejects.toThrow(
      /refuse de démarrer.*@requiresScopes.*@authenticated|@authenticated.*@requiresScopes/,
    );
  });

  it("nomme la directive que personne n’applique", () => {
    const supergraph = 'type Query { a: Int @policy(policies: [["p"]]) b: Int @authenticated }';
    expect(() => assertEnforced(supergraph, [{ enforces: ["authenticated", "requiresScopes"] }])).toThrow(/@policy \(sur Query\.a\)/);
    expect(() => assertEnforced("type Query { a: Int }", [])).not.toThrow();
  });
});
