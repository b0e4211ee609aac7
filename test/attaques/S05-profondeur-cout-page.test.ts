import { LIMITS } from "../../gateway/limits";
import { codes } from "../gateway/small-hub";
import { attaque } from "./attaque";
import { AUSSITOT, arrondi, cible, repeter } from "./cible";

attaque("S5", (mesurer) => {
  const c = cible();
  const large = (first: string) =>
    `query Q${first === "$n" ? "($n: Int)" : ""} { personnes(first: ${first}) { nodes { amis { amis { offres(first: 50) { nom } } } } } }`;

  it("20 niveaux : refusés", async () => {
    const { reply, ms } = await c.chrono(() => c.hub.ask(`{ personne(id: "1") ${repeter(20, () => "{ voisin")} { nom } ${"}".repeat(21)}`));
    expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_REFUSE"]]);
    expect(reply.errors![0]!.extensions).toMatchObject({ limite: LIMITS.depth });
    expect(ms).toBeLessThan(AUSSITOT);
    expect(c.appels()).toBe(0);
    mesurer("temps de refus de la profondeur", arrondi(ms), "ms");
    await c.honnete();
  });

  it("le coût multiplie les listes imbriquées, par leurs arguments et leurs tailles supposées", async () => {
    const { reply, ms } = await c.chrono(() => c.hub.ask(large("200")));
    expect([reply.status, codes(reply)]).toEqual([400, ["REQUETE_TROP_COUTEUSE"]]);
    const cout = 1 + 200 * (1 + 3 * (1 + 3 * (1 + 50)));
    expect(reply.errors![0]!.extensions).toMatchObject({ cout, limite: LIMITS.cost });
    expect(reply.cout).toMatchObject({ demande: cout, reel: 0 });
    expect(c.appels()).toBe(0);
    mesurer("temps de refus du coût", arrondi(ms), "ms");
    await c.honnete();
  });

  it("lit la page dans les variables et dans les valeurs par défaut, à travers un fragment aussi", async () => {
    expect(codes(await c.hub.ask(large("$n"), { variables: { n: 200 } }))).toEqual(["REQUETE_TROP_COUTEUSE"]);
    expect(codes(await c.hub.ask(large("$n").replace("Q($n: Int)", "Q($n: Int = 200)")))).toEqual(["REQUETE_TROP_COUTEUSE"]);
    expect((await c.hub.ask(large("$n"), { variables: { n: 3 } })).errors).toBeUndefined();
    const parFragment =
      "{ personnes(first: 200) { ...C } } fragment C on PersonneConnection { nodes { amis { amis { offres(first: 50) { nom } } } } }";
    expect((await c.hub.ask(parFragment)).errors![0]!.extensions.cout).toBe(92_601);
    await c.honnete();
  });

  it("une page absente compte pour sa taille par défaut", async () => {
    expect((await c.hub.ask("query ($n: Int) { personnes(first: $n) { nodes { nom } } }", { variables: { n: null } })).status).toBe(200);
    expect((await c.hub.ask("{ personnes { nodes { nom } } }")).cout!.demande).toBe(1 + 50);
    await c.honnete();
  });

  it.each([0, -1, 201, 1_000_000_000])("une page de %i : PAGE_INVALIDE", async (first) => {
    const litterale = await c.hub.ask(`{ personnes(first: ${first}) { nodes { nom } } }`);
    const variable = await c.hub.ask("query ($n: Int) { personne(id: 1) { offres(first: $n) { nom } } }", { variables: { n: first } });
    for (const reply of [litterale, variable]) expect([reply.status, codes(reply)]).toEqual([400, ["PAGE_INVALIDE"]]);
    expect(litterale.errors![0]!.message).toBe(`« first » vaut ${first} : demandez de 1 à 200 éléments par page.`);
    expect(c.appels()).toBe(0);
    await c.honnete();
  });
});
