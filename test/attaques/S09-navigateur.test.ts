import { codes } from "../gateway/small-hub";
import { attaque } from "./attaque";
import { AUSSITOT, arrondi, cible } from "./cible";

attaque("S9", (mesurer) => {
  const c = cible();
  const lire = (query: string, variables?: unknown) =>
    c.hub.raw({
      path: `/graphql?query=${encodeURIComponent(query)}${variables ? `&variables=${encodeURIComponent(JSON.stringify(variables))}` : ""}`,
      headers: { authorization: "Bearer tout" },
    });

  it.each([
    ["application/x-www-form-urlencoded", "query=mutation{effacer(id:1){__typename}}"],
    ["text/plain", '{"query":"mutation { effacer(id: 1) { __typename } }"}'],
    ["text/plain;application/json", '{"query":"mutation { effacer(id: 1) { __typename } }"}'],
    ["multipart/form-data; boundary=x", '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ moi }"}\r\n--x--'],
    ["", '{"query":"{ moi }"}'],
    ["application/json; charset=utf-16", '{"query":"{ moi }"}'],
  ])("un corps « %s », qu’un navigateur enverrait sans demander : 415", async (type, body) => {
    const headers = { "content-type": type, authorization: "Bearer tout" };
    const { reply, ms } = await c.chrono(() => c.hub.raw({ method: "POST", headers, body }));
    expect([reply.status, codes(reply)]).toEqual([415, ["FORMAT_REFUSE"]]);
    expect(ms).toBeLessThan(AUSSITOT);
    expect(c.appels()).toBe(0);
    await c.honnete();
  });

  it("une mutation par GET, ni un identifiant de personne dans une adresse : 405", async () => {
    const { reply, ms } = await c.chrono(() => lire('mutation { effacer(id: "1") { __typename } }'));
    expect([reply.status, codes(reply)]).toEqual([405, ["METHODE_REFUSEE"]]);
    mesurer("temps de refus d’une mutation par GET", arrondi(ms), "ms");
    expect((await lire('{ personne(identifiant: { type: "NIR", valeur: "1" }) { nom } }')).status).toBe(405);
    const query = "query ($i: IdentifiantInput) { personne(identifiant: $i) { nom } }";
    expect((await lire(query, { i: { type: "NIR", valeur: "1" } })).status).toBe(405);
    expect(c.appels()).toBe(0);
    expect((await lire('{ personne(id: "1") { nom } }')).data).toEqual({ personne: { nom: "Amina" } });
  });

  it("une page d’une autre origine ne lit pas la réponse, et son preflight n’ouvre rien", async () => {
    const origin = "https://attaquant.exemple";
    const preflight = await c.hub.raw({ method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" } });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    expect((await c.hub.ask("{ moi }", { headers: { origin } })).headers.get("access-control-allow-origin")).toBeNull();
    await c.honnete();
  });
});
