import { GraphQLError } from "graphql";
import { RESILIENCE } from "../../gateway/resilience/settings";
import { proofHeaders } from "../../subgraphs/shared/proof";
import { caller, codes, SECRET, type SmallHub, serve, smallHub, testVerifier } from "./small-hub";
import { smallSubgraphs } from "./small-subgraphs";

const QUERY = "{ personnes(first: 1) { nodes { nom rendezVous { motif } } } moi }";

/** These tests fail a subgraph again and again: its circuit is for test/pannes/surcharge.test.ts. */
const SANS_CIRCUIT = { ...RESILIENCE, circuit: { ...RESILIENCE.circuit, failures: Number.POSITIVE_INFINITY } };

describe.each(["processus", "http"] as const)("un sous-graphe en panne, mode %s", (mode) => {
  let hub: SmallHub;
  beforeAll(async () => {
    hub = await smallHub({ mode, resilience: SANS_CIRCUIT, delays: { subgraphs: { "rendez-vous": 300 } } });
  });
  afterAll(() => hub.close());
  afterEach(() => {
    hub.rendezVous.fault = null;
  });

  it.each([
    ["tombe", () => Promise.reject(new Error("connexion perdue à 10.0.0.3"))],
    ["ne finit pas", () => new Promise(() => undefined)],
  ])("qui %s : le reste est servi, sa part est null avec SOUS_GRAPHE_INDISPONIBLE", async (_how, fault) => {
    hub.rendezVous.fault = fault;
    const reply = await hub.ask(QUERY);
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({ personnes: { nodes: [{ nom: "Amina", rendezVous: null }] }, moi: "tout" });
    expect(codes(reply)).toEqual(["SOUS_GRAPHE_INDISPONIBLE"]);
    expect(reply.text).not.toMatch(/10\.0\.0\.3|connexion perdue/);
  });

  it("rend les erreurs codées d’un sous-graphe telles quelles, avec leur chemin", async () => {
    hub.rendezVous.fault = () => ({
      data: { _entities: [{ rendezVous: null }] },
      errors: [
        new GraphQLError("La base de données ne répond pas.", {
          path: ["_entities", 0, "rendezVous"],
          extensions: { code: "BASE_INDISPONIBLE" },
        }),
      ],
    });
    const reply = await hub.ask(QUERY);
    expect(reply.errors).toEqual([
      {
        message: "La base de données ne répond pas.",
        path: ["personnes", "nodes", 0, "rendezVous"],
        extensions: { code: "BASE_INDISPONIBLE" },
      },
    ]);
  });

  it("n’efface pas les suivantes : la panne finie, la même question répond", async () => {
    hub.rendezVous.fault = () => Promise.reject(new Error("panne"));
    await hub.ask(QUERY);
    hub.rendezVous.fault = null;
    expect((await hub.ask(QUERY)).data.personnes.nodes[0].rendezVous).toEqual([{ motif: "Premier accueil" }]);
  });
});

describe("l’opération entière", () => {
  it("a un délai : DELAI_DEPASSE, 504", async () => {
    const hub = await smallHub({ delays: { operation: 1_000 } });
    hub.personnes.fault = () => new Promise(() => undefined);
    const reply = await hub.ask("{ moi }");
    expect([reply.status, codes(reply)]).toEqual([504, ["DELAI_DEPASSE"]]);
    hub.personnes.fault = null;
    expect((await hub.ask("{ moi }")).data).toEqual({ moi: "tout" });
    await hub.close();
  });
});

describe("deux appelants en vol", () => {
  it.each(["processus", "http"] as const)("ne reçoivent jamais la réponse l’un de l’autre, mode %s", async (mode) => {
    const names = Array.from({ length: 20 }, (_, i) => `client-${i}`);
    const hub = await smallHub({ mode, callers: Object.fromEntries(names.map((name) => [name, caller(name)])) });
    const replies = await Promise.all(names.flatMap((name) => [hub.ask("{ moi }", { as: name }), hub.ask("{ moi }", { as: name })]));
    expect(replies.map((reply) => reply.data.moi)).toEqual(names.flatMap((name) => [name, name]));
    await hub.close();
  });
});

describe("un sous-graphe appelé sans la passerelle", () => {
  const body = JSON.stringify({ query: "{ moi }" });
  const call = { operationId: "op", operationName: "moi", requestId: "r", authorization: "Bearer tout", body };
  const send = async (headers: Record<string, string>, sent = body) => {
    const { personnes } = smallSubgraphs();
    const server = await serve(personnes as never, testVerifier({ tout: caller("tout"), autre: caller("autre") }));
    const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer tout", ...headers },
      body: sent,
    });
    const result = { status: response.status, json: (await response.json()) as any, calls: personnes.seen.length };
    await server.close();
    return result;
  };

  it("répond avec la bonne preuve", async () => {
    expect(await send(proofHeaders(SECRET, call))).toMatchObject({ status: 200, json: { data: { moi: "tout" } }, calls: 1 });
  });

  it.each([
    ["sans preuve", () => ({}), body],
    ["avec un autre secret", () => proofHeaders("un autre secret", call), body],
    ["avec un autre corps", () => proofHeaders(SECRET, call), JSON.stringify({ query: "{ ouvert }" })],
    ["avec une preuve d’il y a 61 s", () => proofHeaders(SECRET, call, Date.now() - 61_000), body],
    ["avec une preuve du futur", () => proofHeaders(SECRET, call, Date.now() + 65_000), body],
    ["au nom d’un autre appelant", () => ({ ...proofHeaders(SECRET, call), authorization: "Bearer autre" }), body],
    ["sous un autre nom d’opération", () => ({ ...proofHeaders(SECRET, call), "x-unefois-operation": "autre" }), body],
  ])("refuse %s : 403, rien ne s’exécute", async (_how, headers, sent) => {
    const { status, json, calls } = await send(headers() as Record<string, string>, sent);
    expect([status, json.errors[0].extensions.code, calls]).toEqual([403, "PREUVE_REFUSEE", 0]);
    expect(json.errors[0].message).toMatch(/passerelle/);
  });

  it("vérifie encore le jeton", async () => {
    const { status, json } = await send({
      ...proofHeaders(SECRET, { ...call, authorization: "Bearer mauvais" }),
      authorization: "Bearer mauvais",
    });
    expect([status, json.errors[0].extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
  });
});
