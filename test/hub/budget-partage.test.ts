import { CostBudget } from "../../gateway/cost-budget";
import { BudgetPartage } from "../../hub/budget-partage";
import { type TestDatabase, testDatabase } from "../setup/database";

describe("le budget partagé par PostgreSQL", () => {
  let db: TestDatabase;
  let un: BudgetPartage;
  let autre: BudgetPartage;
  beforeAll(async () => {
    db = await testDatabase();
    [un, autre] = [new BudgetPartage(db.url), new BudgetPartage(db.url)];
  });
  afterAll(async () => {
    await Promise.all([un.close(), autre.close()]);
    await db.drop();
  });

  it("ce qu’une passerelle a pris manque à l’autre, et le temps le rend", async () => {
    expect(await un.take("a", 1_000, 900, 950)).toEqual({ granted: 950, level: 50 });
    expect((await autre.take("a", 1_000, 900, 950)).granted).toBe(0);
    await db.owner.query("update hub.budget_cout set maj_le = maj_le - interval '1 second' where client = 'a'");
    expect((await autre.take("a", 1_000, 900, 950)).granted).toBe(950);
  });

  it("accorde à la fois tout ce qui est demandé de plus que le budget, et le compte en dette", async () => {
    expect(await un.take("b", 100, 500, 510)).toEqual({ granted: 500, level: -400 });
    const refus = await autre.take("b", 100, 1, 10);
    expect([refus.granted, refus.level < -300]).toEqual([0, true]);
  });

  it("rend ce qui n’est pas dépensé, jamais au-delà d’une seconde", async () => {
    await un.take("c", 100, 100, 100);
    await un.giveBack([{ client: "c", perSecond: 100, cost: 5_000 }]);
    expect((await autre.take("c", 100, 100, 1_000)).granted).toBe(100);
  });

  it("vingt prises à la fois par deux passerelles n’accordent pas plus que le budget", async () => {
    const depart = performance.now();
    const prises = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? un : autre).take("d", 1_000, 100, 100)));
    const accorde = prises.reduce((somme, prise) => somme + prise.granted, 0);
    expect(accorde).toBeLessThanOrEqual(1_000 + performance.now() - depart + 1);
    expect(accorde).toBeGreaterThanOrEqual(1_000);
  });

  it("une passerelle ne demande à la base qu’une fois pour plusieurs opérations", async () => {
    let demandes = 0;
    const compte = {
      take: (...prise: Parameters<BudgetPartage["take"]>) => {
        demandes++;
        return un.take(...prise);
      },
      giveBack: un.giveBack.bind(un),
    };
    const budget = new CostBudget(compte);
    for (let i = 0; i < 50; i++) {
      await budget.take("e", 500_000, 4_000);
      budget.settle("e", 500_000, 3_500);
    }
    expect(demandes).toBeLessThanOrEqual(3);
    await budget.close();
  });
});
