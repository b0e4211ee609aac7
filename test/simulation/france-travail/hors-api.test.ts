import { createHash, createHmac, randomBytes } from "node:crypto";
import { type Monde, ouvrir } from "./appeler";

describe("ce que France Travail reçoit hors de ses API", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrir();
  });
  afterEach(() => monde.simulateur.arreter());

  it("un fichier déposé se garde une fois par nom, et se relit octet pour octet", async () => {
    const url = `${monde.simulateur.url}/depot/inscriptions-94-000001.jsonl`;
    const deposer = (body: string) => fetch(url, { method: "PUT", body, headers: { signature: "abc" } });
    const premier = await deposer("une ligne\n");
    expect(premier.status).toBe(201);
    expect(await premier.json()).toEqual({
      nom: "inscriptions-94-000001.jsonl",
      sha256: createHash("sha256").update("une ligne\n").digest("hex"),
    });
    expect((await deposer("une ligne\n")).status).toBe(201);
    expect((await deposer("autre\n")).status).toBe(409);
    expect(monde.simulateur.appliques).toHaveLength(1);
    expect(await (await fetch(url)).text()).toBe("une ligne\n");
    expect((await monde.appeler("GET", "/controle/depots")).corps).toEqual([
      expect.objectContaining({ octets: 10, entetes: expect.objectContaining({ signature: "abc" }) }),
    ]);
  });

  it("un fichier dont l’empreinte annoncée est fausse n’est pas gardé", async () => {
    const deposer = (octets: string) =>
      fetch(`${monde.simulateur.url}/depot/a.jsonl`, {
        method: "PUT",
        body: "vrai",
        headers: { "content-digest": `sha-256=:${createHash("sha256").update(octets).digest("base64")}:` },
      });
    expect((await deposer("faux")).status).toBe(400);
    expect((await monde.appeler("GET", "/controle/depots")).corps).toEqual([]);
    expect((await deposer("vrai")).status).toBe(201);
  });

  const cle = randomBytes(24);
  const envoyer = (id: string, instant: number, corps: string, avec = cle) =>
    fetch(`${monde.simulateur.url}/abonnements/reception`, {
      method: "POST",
      body: corps,
      headers: {
        "webhook-id": id,
        "webhook-timestamp": String(instant),
        "webhook-signature": `v1,${createHmac("sha256", avec).update(`${id}.${instant}.${corps}`).digest("base64")}`,
      },
    });
  const maintenant = () => Math.floor(monde.horloge.now().getTime() / 1000);

  it("un message signé est reçu une fois, un autre est refusé", async () => {
    expect((await envoyer("m1", maintenant(), "{}")).status).toBe(401);
    await monde.appeler("POST", "/controle/abonnement", { corps: { secret: `whsec_${cle.toString("base64")}` } });
    expect((await envoyer("m1", maintenant(), '{"type":"OrientationDecidee"}')).status).toBe(204);
    expect((await envoyer("m1", maintenant(), '{"type":"OrientationDecidee"}')).status).toBe(204);
    expect((await envoyer("m2", maintenant(), "{}", randomBytes(24))).status).toBe(401);
    expect((await envoyer("m3", maintenant() - 301, "{}")).status).toBe(400);
    expect((await monde.appeler("GET", "/controle/abonnement")).corps).toEqual([
      { id: "m1", le: expect.any(String), corps: { type: "OrientationDecidee" } },
    ]);
  });
});
