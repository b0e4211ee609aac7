import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, parse } from "graphql";
import type { GatewaySubgraph } from "../../gateway/gateway";
import { caller, codes, type SmallHub, smallHub } from "../gateway/small-hub";
import { classed } from "../gateway/small-subgraphs";
import { attaque, ENTIERE } from "./attaque";
import { arrondi } from "./cible";

const LIEN =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@authenticated", "@composeDirective"])\n';
/** Twenty subgraphs that share two recursive fields, and have one of their own: the gate lets the document pass, its plan takes seconds. */
const PARTS = 20;
const PROPRES = Array.from({ length: PARTS }, (_, i) => `propre${i}`).join(" ");
const chaine = (n: number): string => (n === 0 ? PROPRES : `v0 { ${chaine(n - 1)} } v1 { ${chaine(n - 1)} }`);

function sousGraphe(i: number): GatewaySubgraph {
  const sdl = classed(`${LIEN}${i === 0 ? "type Query { n: Noeud @authenticated }" : ""}
    type Noeud @key(fields: "id") { id: ID! v0: Noeud @shareable v1: Noeud @shareable propre${i}: String }`);
  const noeud: Record<string, unknown> = { __typename: "Noeud", id: "1", v0: () => noeud, v1: () => noeud, [`propre${i}`]: `p${i}` };
  const Noeud = { __resolveReference: () => noeud };
  const schema = buildSubgraphSchema([
    { typeDefs: parse(sdl), resolvers: { ...(i === 0 ? { Query: { n: () => noeud } } : {}), Noeud } as never },
  ]);
  const repondre = ({ document, variables, operationName }: { document: any; variables?: any; operationName?: string }) =>
    execute({ schema, document, variableValues: variables, operationName });
  return { name: `s${i}`, sdl, execute: async (request) => (await repondre(request)) as never };
}

attaque("S3", (mesurer) => {
  const delai = ENTIERE ? 3_000 : 1_500;
  const lente = (nom: string) => `query ${nom} { n { ${chaine(6)} } }`;
  let hub: SmallHub;
  beforeAll(async () => {
    hub = await smallHub({
      subgraphs: Array.from({ length: PARTS }, (_, i) => sousGraphe(i)),
      delays: { plan: delai },
      callers: { attaquant: caller("attaquant"), autre: caller("autre") },
    });
    await hub.ask("{ n { id propre1 } }", { as: "autre" });
  }, 60_000);
  afterAll(() => hub.close());

  it("le plan est interrompu à son délai, pendant que les documents connus et nouveaux des autres sont servis", async () => {
    const depart = performance.now();
    const attaques = ["A", "B", "C"].map((nom) => hub.ask(lente(nom), { as: "attaquant" }));
    let pire = 0;
    let servies = 0;
    while (performance.now() - depart < delai * 0.9) {
      const avant = performance.now();
      const replies = await Promise.all([
        hub.ask("{ n { id propre1 } }", { as: "autre" }),
        hub.ask(`query Q${servies} { n { id propre2 propre3 } }`, { as: "autre" }),
      ]);
      pire = Math.max(pire, performance.now() - avant);
      for (const reply of replies) expect(reply.errors).toBeUndefined();
      servies += replies.length;
    }
    const premiere = await attaques[0]!;
    const fin = performance.now() - depart;
    expect([premiere.status, codes(premiere)]).toEqual([504, ["DELAI_DEPASSE"]]);
    expect(premiere.errors![0]!.message).toMatch(/trop complexe/);
    expect(servies).toBeGreaterThan(4);
    expect(pire).toBeLessThan(delai);
    mesurer("temps avant l’interruption du plan", Math.round(fin), "ms");
    mesurer("requêtes d’un autre client servies pendant ce temps", servies);
    mesurer("la plus lente d’entre elles", arrondi(pire), "ms");
    for (const reply of await Promise.all(attaques)) expect(codes(reply)).toEqual(["DELAI_DEPASSE"]);
  }, 60_000);

  it("le même document, redemandé, est refusé aussitôt ; le client est servi pour le reste", async () => {
    const depart = performance.now();
    expect(codes(await hub.ask(lente("A"), { as: "attaquant" }))).toEqual(["DELAI_DEPASSE"]);
    const ms = performance.now() - depart;
    expect(ms).toBeLessThan(delai);
    mesurer("temps de refus du même document", arrondi(ms), "ms");
    expect((await hub.ask("{ n { id propre1 } }", { as: "attaquant" })).data).toEqual({ n: { id: "1", propre1: "p1" } });
  });
});
