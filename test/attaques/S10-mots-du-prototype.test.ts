import { codes } from "../gateway/small-hub";
import { attaque } from "./attaque";
import { AUSSITOT, arrondi, cible } from "./cible";

attaque("S10", (mesurer) => {
  const c = cible();
  const json = (body: string) =>
    c.hub.raw({ method: "POST", headers: { "content-type": "application/json", authorization: "Bearer tout" }, body });

  it.each([
    ["en alias", '{"query":"{ personnes { __proto__: nodes { nom } } }"}'],
    ["en alias constructor", '{"query":"{ personnes { constructor: nodes { nom } } }"}'],
    ["en alias, dans un fragment", '{"query":"{ personnes { ...F } } fragment F on PersonneConnection { prototype: nodes { nom } }"}'],
    ["en nom de fragment", '{"query":"{ personnes { ...constructor } } fragment constructor on PersonneConnection { nodes { nom } }"}'],
    ["en variable", '{"query":"query ($prototype: Int) { personnes(first: $prototype) { nodes { nom } } }"}'],
    ["en nom d’opération", '{"query":"query __proto__ { moi }"}'],
    ["en argument", '{"query":"{ personnes(__proto__: 1) { nodes { nom } } }"}'],
    ["en clé d’objet", '{"query":"{ choses(filtre: { constructor: 1 }) { id } }"}'],
    [
      "dans les variables",
      '{"query":"query ($f: JSON) { choses(filtre: $f) { id } }","variables":{"f":{"a":[{"__proto__":{"admin":true}}]}}}',
    ],
    ["en nom de variable envoyée", '{"query":"{ moi }","variables":{"__proto__":1}}'],
  ])("%s sont refusés, et la requête honnête qui suit répond", async (_ou, body) => {
    const { reply, ms } = await c.chrono(() => json(body));
    expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_REFUSE"]]);
    expect(ms).toBeLessThan(AUSSITOT);
    expect(c.appels()).toBe(0);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    mesurer(`temps de refus ${_ou}`, arrondi(ms), "ms");
    await c.honnete();
    expect((await c.hub.ask("{ personnes(first: 1) { nodes { nom } } }")).data.personnes.nodes).toEqual([{ nom: "Amina" }]);
  });

  it("restent permis dans un texte", async () => {
    const query = '{ personnes(first: 1, nom: "constructor __proto__") { nodes { nom } } }';
    expect((await c.hub.ask(query, { variables: { x: "prototype" } })).errors).toBeUndefined();
  });
});
