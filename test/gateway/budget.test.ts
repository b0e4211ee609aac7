import fc from "fast-check";
import { CostBudget, MemoryBudget, type SharedBudget } from "../../gateway/cost-budget";
import { STRICT } from "../../subgraphs/shared/clients/client-enregistre";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { codes, type SmallHub, smallHub } from "./small-hub";

const client = (name: string, budgetCoutParSeconde: number) => ({
  ...STRICT,
  client: name,
  nom: name,
  enregistre: true,
  budgetCoutParSeconde,
});

describe("extensions.cout", () => {
  let hub: SmallHub;
  beforeAll(async () => {
    hub = await smallHub({ clients: RegistreClients.of([client("tout", 1_000_000), client("lecteur", 1_000_000)]) });
  });
  afterAll(() => hub.close());

  it("dit ce que la requête demandait, ce qu’elle a ramené et ce qui reste de la seconde", async () => {
    // Asked: 1 connection, 50 nodes, 3 friends each. Brought: what the small subgraphs hold.
    const reply = await hub.ask("{ personnes { nodes { nom amis { nom } } } }");
    const { nodes } = reply.data.personnes;
    const reel = 1 + nodes.length + nodes.reduce((sum: number, node: any) => sum + (node.amis?.length ?? 0), 0);
    expect(reply.cout).toEqual({ demande: 1 + 50 * (1 + 3), reel, reste: expect.any(Number) });
    expect(reply.cout!.reste).toBeLessThanOrEqual(1_000_000);
  });

  it("compte un champ pesé par @cost, une union, un alias et un fragment comme le document les compte", async () => {
    const reply = await hub.ask(
      `{ a: personne(id: "1") { offres(first: 1) { prix } } b: personne(id: "2") { ...F } } fragment F on Personne { nom trouvailles { ... on Personne { nom } ... on Livre { titre } } }`,
    );
    expect(reply.cout!.reel).toBe(1 + 1 + 5 * (reply.data.a.offres[0].prix === null ? 0 : 1) + 1 + (reply.data.b.trouvailles?.length ?? 0));
  });

  it.each([
    ["trop chère", "{ personnes(first: 200) { nodes { amis { amis { offres(first: 50) { nom } } } } } }", 92_601],
    ["refusée avant d’être comptée", "{ personnes { nodes { __proto__: nom } } }", null],
    ["sans droit", "{ personne(id: 1) { nir } }", 1],
  ])("accompagne aussi une requête %s", async (_what, query, demande) => {
    const reply = await hub.ask(query, { as: "lecteur" });
    expect(reply.errors).toBeDefined();
    expect(reply.cout).toMatchObject({ demande, reste: expect.any(Number) });
  });

  it("sans jeton, ne promet rien", async () => {
    expect((await hub.ask("{ __typename }", { as: null })).cout).toEqual({ demande: 0, reel: 0, reste: null });
  });
});

describe("le budget d’un client par seconde", () => {
  const wide = "{ personnes(first: 200) { nodes { nom } } }";

  it("épuisé : 429, BUDGET_EPUISE, Retry-After ; les autres clients sont servis ; la seconde suivante aussi", async () => {
    const hub = await smallHub({ clients: RegistreClients.of([client("tout", 10), client("lecteur", 10_000)]) });
    // Real cost is low: what was taken and not brought is given back; a debt of what was brought remains.
    const first = await hub.ask("{ personnes(first: 9) { nodes { nom amis { nom } } } }");
    expect(first.status).toBe(200);
    const replies = await Promise.all(Array.from({ length: 20 }, () => hub.ask(wide)));
    const refused = replies.filter((reply) => reply.status === 429);
    expect(refused.length).toBeGreaterThan(10);
    for (const reply of refused) {
      expect(codes(reply)).toEqual(["BUDGET_EPUISE"]);
      expect(Number(reply.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(reply.cout).toMatchObject({ demande: 201, reel: 0 });
    }
    expect((await hub.ask(wide, { as: "lecteur" })).status).toBe(200);
    const wait = Math.max(...refused.map((reply) => Number(reply.headers.get("retry-after"))));
    await new Promise((resolve) => setTimeout(resolve, Math.min(wait, 5) * 1_000));
    expect((await hub.ask("{ personnes(first: 1) { nodes { nom } } }")).status).toBe(200);
    await hub.close();
  });

  it("partagé : ce qu’une passerelle accorde manque aux autres, et jamais plus que le budget n’est accordé", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 400 })), { minLength: 20, maxLength: 60 }), async (asks) => {
        const shared = new MemoryBudget();
        const gateways = [new CostBudget(shared), new CostBudget(shared), new CostBudget(shared)];
        const started = performance.now();
        let spent = 0;
        for (const [which, cost] of asks) if (!("waitMs" in (await gateways[which]!.take("c", 1_000, cost)))) spent += cost;
        const seconds = (performance.now() - started) / 1_000;
        // A full bucket, what filled meanwhile, and the last operation, which may end below zero only when it alone is over the budget.
        expect(spent).toBeLessThanOrEqual(1_000 * (1 + seconds) + 1);
        await Promise.all(gateways.map((one) => one.close()));
      }),
      { numRuns: 30 },
    );
  });

  it("une opération plus chère que le budget passe quand rien n’est dépensé, et se paie en secondes", async () => {
    const budget = new CostBudget();
    expect(await budget.take("c", 100, 500)).toMatchObject({ left: 0 });
    expect(((await budget.take("c", 100, 1)) as { waitMs: number }).waitMs).toBeGreaterThan(3_500);
    await budget.close();
  });

  it("rend la différence entre le demandé et le réel", async () => {
    const shared = new MemoryBudget();
    const budget = new CostBudget(shared);
    await budget.take("c", 1_000, 1_000);
    expect(budget.settle("c", 1_000, 900)).toBeGreaterThanOrEqual(900);
    await budget.close();
    expect(await new CostBudget(shared).take("c", 1_000, 850)).not.toHaveProperty("waitMs");
  });

  it("sans base partagée, la passerelle compte seule et le dit", async () => {
    const told: Error[] = [];
    const broken: SharedBudget = { take: () => Promise.reject(new Error("panne")), giveBack: () => Promise.reject(new Error("panne")) };
    const budget = new CostBudget(broken, (error) => told.push(error));
    expect(await budget.take("c", 1_000, 600)).not.toHaveProperty("waitMs");
    expect(await budget.take("c", 1_000, 600)).toHaveProperty("waitMs");
    expect(told.length).toBeGreaterThan(0);
    await budget.close();
  });
});
