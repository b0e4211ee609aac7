import { CompositionError, composeSupergraph, publicSchemaOf } from "../../gateway/compose";
import { type SmallHub, smallHub } from "./small-hub";
import { OFFRES, PERSONNES } from "./small-subgraphs";

describe("la composition", () => {
  it("dit chaque raison en une phrase", () => {
    const bad = OFFRES.replace("offres(first: Int = 10): [Offre!]", "offres(first: Int = 10): [Absent!]");
    expect(() =>
      composeSupergraph([
        { name: "personnes", sdl: PERSONNES },
        { name: "offre-insertion", sdl: bad },
      ]),
    ).toThrow(CompositionError);
    expect(() => composeSupergraph([{ name: "personnes", sdl: "type Query {" }])).toThrow(
      /ne se composent pas \(1 raison\) :\n {2}- \[personnes\].*\.$/,
    );
  });

  it("donne un schéma public sans plomberie ni champ inaccessible", () => {
    const api = publicSchemaOf(
      composeSupergraph([
        { name: "personnes", sdl: PERSONNES },
        { name: "offre-insertion", sdl: OFFRES },
      ]),
    );
    expect(api).toMatch(/offres\(first: Int = 10\): \[Offre!\]/);
    expect(api).not.toMatch(/join__|criteres|Criteres|@requiresScopes/);
  });
});

describe.each(["processus", "http"] as const)("une question à trois sous-graphes, mode %s", (mode) => {
  let hub: SmallHub;
  beforeAll(async () => {
    hub = await smallHub({ mode });
  });
  afterAll(() => hub.close());
  beforeEach(() => {
    for (const subgraph of hub.all) subgraph.seen.length = 0;
  });

  const query = "{ personnes(first: 2) { nodes { nom offres(first: 1) { nom } rendezVous { motif personne { nom } } } } }";

  it("rassemble les réponses, @requires compris, en un appel par sous-graphe et liste", async () => {
    const { data, errors } = await hub.ask(query);
    expect(errors).toBeUndefined();
    expect(data.personnes.nodes).toEqual([
      { nom: "Amina", offres: [{ nom: "pour 21 ans" }], rendezVous: [{ motif: "Premier accueil", personne: { nom: "Amina" } }] },
      { nom: "Bruno", offres: [{ nom: "pour 22 ans" }], rendezVous: [{ motif: "Premier accueil", personne: { nom: "Bruno" } }] },
    ]);
    expect(hub.all.map((subgraph) => subgraph.seen.length)).toEqual([2, 1, 1]);
  });

  it("donne aux sous-graphes l’appelant, un seul identifiant d’opération et l’identifiant de la requête", async () => {
    const reply = await hub.ask(`query Suivi ${query}`, { headers: { "x-request-id": "essai-42" } });
    expect(reply.headers.get("x-request-id")).toBe("essai-42");
    const seen = hub.all.flatMap((subgraph) => subgraph.seen);
    expect(new Set(seen.map((request) => request.operation.id)).size).toBe(1);
    expect(seen[0]!.operation).toMatchObject({ name: "Suivi", requestId: "essai-42" });
    expect(seen.map((request) => request.caller?.client)).toEqual(["tout", "tout", "tout", "tout"]);
  });

  it("nomme une opération anonyme par ses champs, et remplace un identifiant de requête douteux", async () => {
    const reply = await hub.ask("{ moi ouvert }", { headers: { "x-request-id": "a b;c" } });
    expect(hub.personnes.seen[0]!.operation.name).toBe("moi,ouvert");
    expect(reply.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  });

  it("compile une fois : le même texte donne le même document au sous-graphe", async () => {
    for (const id of ["1", "2", "3"]) await hub.ask("query ($id: ID) { personne(id: $id) { nom } }", { variables: { id } });
    expect(new Set(hub.personnes.seen.map((request) => request.document)).size).toBe(1);
    expect(hub.personnes.seen.map((request) => request.variables)).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
  });

  it.each([
    ["la clé", "{ personnes { nodes { id: nom rendezVous { motif } } } }"],
    ["un champ requis", "{ personnes { nodes { criteres: voisin { age: id } offres { nom } } } }"],
    ["la clé, dans un fragment", "{ agenda { personne { ...F } } } fragment F on Personne { id: nir }"],
    ["la clé, à travers une union", '{ personne(id: "1") { trouvailles { ... on Personne { id: nom } } } }'],
    ["le nom de type", "{ personnes { nodes { __typename: nom } } }"],
    ["un nom du planificateur", "{ personnes { nodes { _internal_qp_alias_0: nom } } }"],
    ["une variable du planificateur", "query ($representations: Int) { personnes(first: $representations) { nodes { nom } } }"],
  ])("refuse un nom qui remplacerait %s : le moteur interrogerait une autre personne", async (_what, query) => {
    const reply = await hub.ask(query);
    expect([reply.status, reply.errors?.[0]?.extensions.code]).toEqual([400, "DOCUMENT_REFUSE"]);
    expect(hub.all.flatMap((subgraph) => subgraph.seen)).toEqual([]);
  });

  it("laisse un alias libre, même celui d’un autre champ", async () => {
    const { data } = await hub.ask("{ personnes(first: 1) { nodes { nir: nom nom: id offres(first: 1) { id: nom } } } }");
    expect(data.personnes.nodes).toEqual([{ nir: "Amina", nom: "1", offres: [{ id: "pour 21 ans" }] }]);
  });

  it("choisit l’opération nommée, et lit les fragments", async () => {
    const document = "query A { ouvert } query B { ...F } fragment F on Query { __typename moi }";
    expect((await hub.ask(document, { operationName: "B" })).data).toEqual({ __typename: "Query", moi: "tout" });
    expect((await hub.ask(document, { operationName: "A" })).data).toEqual({ ouvert: "porte" });
  });
});
