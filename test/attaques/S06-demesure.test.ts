import net from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import zlib from "node:zlib";
import { codes, type Reply } from "../gateway/small-hub";
import { attaque, ENTIERE } from "./attaque";
import { AUSSITOT, arrondi, cible, memoire, repeter } from "./cible";

/** So many bytes of spaces, compressed: a thousandth of them travels. Never held unfolded: the memory measured is the hub's. */
function bombeDe(octets: number) {
  const espaces = Buffer.alloc(1_000_000, 32);
  const morceaux = Array.from({ length: octets / espaces.length }, () => espaces);
  return buffer(Readable.from(morceaux).pipe(zlib.createGzip()));
}

attaque("S6", (mesurer) => {
  const c = cible();

  it.each([
    ["2 000 fois le même champ", `{ ${repeter(2_000, () => "moi")} }`],
    ["10 000 mots", `{ ${repeter(10_000, (i) => `a${i}: moi`)} }`],
    ["80 champs à la racine", `{ ${repeter(40, (i) => `a${i}: moi`)} ${repeter(25, (i) => `b${i}: ouvert`)} }`],
    ["100 directives", `{ moi ${repeter(100, () => "@include(if: true)")} }`],
    ["50 fragments dans une sélection", `{ personne(id: "1") { ${repeter(50, () => "... { nom }")} } }`],
    ["30 opérations", repeter(30, (i) => `query Q${i} { moi }`)],
    ["200 000 caractères", `{ moi } # ${"x".repeat(200_000)}`],
  ])("%s : 400, avec le chiffre et la limite, sans rien exécuter", async (quoi, query) => {
    const { reply, ms } = await c.chrono(() => c.hub.ask(query, { operationName: query.startsWith("query Q0") ? "Q0" : undefined }));
    expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_REFUSE"]]);
    expect(reply.errors![0]!.extensions.limite).toEqual(expect.any(Number));
    expect(reply.errors![0]!.message).toMatch(/\d/);
    expect(ms).toBeLessThan(AUSSITOT);
    expect(c.appels()).toBe(0);
    mesurer(`temps de refus, ${quoi}`, arrondi(ms), "ms");
    await c.honnete();
  });

  it("un corps de plus d’1 Mo : 413, qu’il annonce sa longueur ou non", async () => {
    const reply = await c.hub.ask("{ moi }", { variables: { x: "x".repeat(1_000_001) } });
    expect([reply.status, codes(reply)]).toEqual([413, ["REQUETE_TROP_LOURDE"]]);
    const body = new ReadableStream({
      start: (controller) => {
        for (let i = 0; i < 20; i++) controller.enqueue(new TextEncoder().encode(" ".repeat(100_000)));
        controller.close();
      },
    });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body, duplex: "half" } as RequestInit;
    expect((await c.hub.raw(init)).status).toBe(413);
    await c.honnete();
  });

  it("une bombe gzip : 415, sans la déplier", async () => {
    const bombe = await bombeDe(ENTIERE ? 900_000_000 : 50_000_000);
    const avant = memoire();
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    const { reply, ms } = await c.chrono(() => c.hub.raw({ method: "POST", headers, body: bombe }));
    expect([reply.status, codes(reply)]).toEqual([415, ["FORMAT_REFUSE"]]);
    expect(memoire() - avant).toBeLessThan(20);
    mesurer("temps de refus de la bombe gzip", arrondi(ms), "ms");
    mesurer("mémoire prise par elle", arrondi(memoire() - avant), "Mo");
    await c.honnete();
  }, 60_000);

  it("des variables trop profondes ou trop nombreuses", async () => {
    let profonde: unknown = 1;
    for (let i = 0; i < 50; i++) profonde = [profonde];
    const query = "query ($f: JSON) { choses(filtre: $f) { id } }";
    expect(codes(await c.hub.ask(query, { variables: { f: profonde } }))).toEqual(["DOCUMENT_REFUSE"]);
    expect(codes(await c.hub.ask(query, { variables: { f: Array(30_000).fill(1) } }))).toEqual(["DOCUMENT_REFUSE"]);
    // As deep as a body can say it: JSON is read without a limit, walked with one.
    const tresProfond = `{"query":${JSON.stringify(query)},"variables":{"f":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`;
    const reply = await c.hub.raw({
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer tout" },
      body: tresProfond,
    });
    expect([reply.status, codes(reply)]).toEqual([400, [expect.stringMatching(/DOCUMENT_REFUSE|REQUETE_ILLISIBLE/)]]);
    expect((await c.hub.ask(query, { variables: { f: { a: [1, 2] } } })).errors).toBeUndefined();
    await c.honnete();
  });

  /** A connection that says the beginning of a request, then one byte a second. */
  const lente = (debut: string): Promise<{ socket: net.Socket; fin: Promise<number> }> => {
    const { port, hostname } = new URL(c.hub.url);
    const socket = net.connect(Number(port), hostname);
    const depart = performance.now();
    socket.on("error", () => undefined);
    const fin = new Promise<number>((resolve) => socket.on("close", () => resolve(performance.now() - depart)));
    const goutte = setInterval(() => socket.write("x"), 1_000);
    socket.on("close", () => clearInterval(goutte));
    return new Promise((resolve) =>
      socket.on("connect", () => {
        socket.write(debut);
        resolve({ socket, fin });
      }),
    );
  };
  const ENTETE = "POST /graphql HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\nx-a: ";
  const CORPS = 'POST /graphql HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"query":"';

  it.each([
    ["l’en-tête", ENTETE],
    ["le corps", CORPS],
  ])(
    "cent clients qui envoient %s goutte à goutte n’empêchent personne, et sont coupés",
    async (quoi, debut) => {
      const lents = await Promise.all(Array.from({ length: 100 }, () => lente(debut)));
      const { ms } = await c.chrono(() => c.hub.ask("{ moi }") as Promise<Reply>);
      expect(ms).toBeLessThan(AUSSITOT);
      mesurer(`réponse à un autre pendant ${quoi} lent`, arrondi(ms), "ms");
      if (ENTIERE) {
        const tenus = await Promise.all(lents.map(({ fin }) => fin));
        expect(Math.max(...tenus)).toBeLessThan(30_000);
        mesurer(`${quoi} lent est coupé après`, Math.round(Math.max(...tenus)), "ms");
      } else for (const { socket } of lents) socket.destroy();
      await c.honnete();
    },
    90_000,
  );
});
