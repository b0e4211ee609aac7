import { codes } from "../gateway/small-hub";
import { attaque } from "./attaque";
import { AUSSITOT, arrondi, cible, repeter } from "./cible";

attaque("S4", (mesurer) => {
  const c = cible();

  it("150 fois le même champ sous 150 alias : refusé avant tout appel", async () => {
    const { reply, ms } = await c.chrono(() => c.hub.ask(`{ personne(id: "1") { ${repeter(150, (i) => `n${i}: nir`)} } }`));
    expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_REFUSE"]]);
    expect(ms).toBeLessThan(AUSSITOT);
    expect(c.appels()).toBe(0);
    mesurer("temps de refus", arrondi(ms), "ms");
    await c.honnete();
  });

  it("sous les limites, chaque alias est refusé à qui n’a pas le droit, et le sous-graphe n’en voit aucun", async () => {
    const reply = await c.hub.ask(`{ personne(id: "1") { nom ${repeter(20, (i) => `n${i}: nir`)} ... on Personne { nom2: nir } } }`, {
      as: "lecteur",
    });
    expect(codes(reply)).toEqual(Array.from({ length: 21 }, () => "FORBIDDEN"));
    expect(reply.text).not.toContain("NIR-");
    expect(JSON.stringify(c.hub.personnes.seen.map((request) => request.document))).not.toContain('"nir"');
    mesurer("valeurs lues avec un jeton sans droit", reply.text.split("NIR-").length - 1);
    await c.honnete();
  });

  it("la même liste sous 25 alias se paie 25 fois : au-delà du coût permis", async () => {
    const { reply } = await c.chrono(() =>
      c.hub.ask(`{ ${repeter(25, (i) => `p${i}: personnes(first: 200) { nodes { nir amis { nir amis { nir } } } }`)} }`),
    );
    expect([reply.status, codes(reply)[0]]).toEqual([400, "REQUETE_TROP_COUTEUSE"]);
    expect(c.appels()).toBe(0);
    await c.honnete();
  });
});
