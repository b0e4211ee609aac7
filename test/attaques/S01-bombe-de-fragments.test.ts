import { codes } from "../gateway/small-hub";
import { attaque, ENTIERE } from "./attaque";
import { AUSSITOT, arrondi, cible, memoire } from "./cible";

/** `etages` fragments that each call the next one twice, over a field that two subgraphs share. */
function bombe(etages: number): string {
  const fragments = Array.from(
    { length: etages },
    (_, i) => `fragment F${i} on Personne { a: voisin { ...F${i + 1} } b: voisin { ...F${i + 1} } }`,
  );
  return `{ personne(id: "1") { ...F0 } } ${fragments.join(" ")} fragment F${etages} on Personne { nom }`;
}

attaque("S1", (mesurer) => {
  const c = cible();
  const etages = ENTIERE ? Array.from({ length: 25 }, (_, i) => i + 6) : [6, 10, 14, 20, 30];

  it("de 6 à 30 étages, est refusée avant le planificateur", async () => {
    const avant = memoire();
    let pire = 0;
    for (const n of etages) {
      const { reply, ms } = await c.chrono(() => c.hub.ask(bombe(n)));
      pire = Math.max(pire, ms);
      expect([n, reply.status, codes(reply)]).toEqual([n, 400, ["DOCUMENT_REFUSE"]]);
      expect(reply.errors![0]!.extensions).toMatchObject({ valeur: expect.any(Number), limite: expect.any(Number) });
      await c.honnete();
    }
    expect(pire).toBeLessThan(AUSSITOT);
    expect(c.appels()).toBe(etages.length);
    mesurer("temps de refus, le pire", arrondi(pire), "ms");
    mesurer("mémoire gardée", arrondi(memoire() - avant), "Mo");
  });

  it.each([1, 3, 5])("à %i étages, sous les limites, répond", async (n) => {
    expect((await c.hub.ask(bombe(n))).errors).toBeUndefined();
  });

  it("sans alias, par des fragments appelés deux fois, est comptée dépliée sans l’être", async () => {
    const fragments = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Personne { ...F${i + 1} ... { ...F${i + 1} } }`).join(" ");
    const { reply, ms } = await c.chrono(() =>
      c.hub.ask(`{ personne(id: "1") { ...F0 } } ${fragments} fragment F30 on Personne { nom id }`),
    );
    expect(ms).toBeLessThan(AUSSITOT);
    expect(codes(reply)).toEqual(["DOCUMENT_REFUSE"]);
    expect(reply.errors![0]!.extensions.valeur).toBeGreaterThan(2 ** 30);
    await c.honnete();
  });

  it("qui tourne en rond est refusée par la validation, en français", async () => {
    const reply = await c.hub.ask('{ personne(id: "1") { ...F } } fragment F on Personne { voisin { ...F } }');
    expect([reply.status, codes(reply)]).toEqual([200, ["DOCUMENT_INVALIDE"]]);
    expect(reply.errors![0]!.message).toBe("Le fragment « F » se contient lui-même.");
    await c.honnete();
  });
});
