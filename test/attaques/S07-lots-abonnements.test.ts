import net from "node:net";
import { codes } from "../gateway/small-hub";
import { attaque } from "./attaque";
import { AUSSITOT, arrondi, cible } from "./cible";

attaque("S7", (mesurer) => {
  const c = cible();
  const poster = (body: unknown, headers: Record<string, string> = {}) =>
    c.hub.raw({
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer tout", ...headers },
      body: JSON.stringify(body),
    });

  it.each([
    ["deux requêtes", [{ query: "{ moi }" }, { query: "{ ouvert }" }]],
    ["mille requêtes", Array.from({ length: 1_000 }, () => ({ query: "{ moi }" }))],
    ["aucune", []],
  ])("un lot de %s", async (quoi, lot) => {
    const { reply, ms } = await c.chrono(() => poster(lot));
    expect([reply.status, codes(reply)]).toEqual([400, ["LOT_REFUSE"]]);
    expect(ms).toBeLessThan(AUSSITOT);
    expect(c.appels()).toBe(0);
    mesurer(`temps de refus, lot de ${quoi}`, arrondi(ms), "ms");
    await c.honnete();
  });

  it.each([
    ["@defer", "{ moi ... @defer { ouvert } }"],
    ["@stream", "{ personnes { nodes @stream { nom } } }"],
    ["@defer dans un fragment", "{ ...F } fragment F on Query { moi ... @defer(if: true) { ouvert } }"],
  ])("%s", async (_quoi, query) => {
    const reply = await poster({ query }, { accept: "multipart/mixed;deferSpec=20220824, application/json" });
    expect([reply.status, codes(reply)]).toEqual([400, ["OPERATION_NON_PRISE_EN_CHARGE"]]);
    expect(c.appels()).toBe(0);
    await c.honnete();
  });

  it("un abonnement, que le schéma ne déclare pas, par JSON, en multipart ou en flux", async () => {
    expect((await c.hub.ask("subscription { moi }")).errors).toHaveLength(1);
    for (const accept of ["multipart/mixed;subscriptionSpec=1.0", "text/event-stream"])
      expect((await poster({ query: "subscription { moi }" }, { accept })).status).toBe(406);
    expect(c.appels()).toBe(0);
    await c.honnete();
  });

  it("un abonnement par WebSocket : la connexion n’est pas promue", async () => {
    const { port, hostname } = new URL(c.hub.url);
    const socket = net.connect(Number(port), hostname);
    const recu = await new Promise<string>((resolve, reject) => {
      socket.on("data", (morceau) => resolve(morceau.toString()));
      socket.on("error", reject);
      socket.write(
        "GET /graphql HTTP/1.1\r\nhost: h\r\nauthorization: Bearer tout\r\nconnection: Upgrade\r\nupgrade: websocket\r\n" +
          "sec-websocket-version: 13\r\nsec-websocket-protocol: graphql-transport-ws\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      );
    });
    socket.destroy();
    expect(recu).toMatch(/^HTTP\/1\.1 400 /);
    expect(recu).not.toMatch(/sec-websocket-accept/i);
    expect(c.appels()).toBe(0);
    await c.honnete();
  });
});
