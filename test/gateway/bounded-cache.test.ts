import { BoundedCache } from "../../gateway/bounded-cache";

describe("le cache des documents", () => {
  it("ne dépasse jamais sa taille, et garde ce qui a servi", () => {
    const cache = new BoundedCache<string, number>(100);
    for (let i = 0; i < 1_000; i++) {
      cache.set(`document ${i}`, i);
      cache.get("document 0");
    }
    expect(cache.count).toBe(100);
    expect(cache.get("document 0")).toBe(0);
    expect([cache.get("document 1"), cache.get("document 999")]).toEqual([undefined, 999]);
  });
});
