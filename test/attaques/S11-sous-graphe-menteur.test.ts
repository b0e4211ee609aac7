import http from "node:http";
import type { AddressInfo } from "node:net";
import { RESILIENCE } from "../../gateway/resilience/settings";
import { codes, type SmallHub, smallHub } from "../gateway/small-hub";
import { smallSubgraphs } from "../gateway/small-subgraphs";
import { attaque, ENTIERE } from "./attaque";
import { arrondi, memoire } from "./cible";

type Mensonge = (response: http.ServerResponse, body: { query: string; variables?: { representations?: { id: string }[] } }) => unknown;
const json =
  (value: unknown): Mensonge =>
  (response) =>
    response.end(JSON.stringify(value));

attaque("S11", (mesurer) => {
  let mensonge: Mensonge;
  let appels = 0;
  let server: http.Server;
  let hub: SmallHub;
  beforeAll(async () => {
    server = http.createServer((request, response) => {
      appels++;
      const morceaux: Buffer[] = [];
      request.on("data", (morceau) => morceaux.push(morceau));
      request.on("end", () => mensonge(response, JSON.parse(Buffer.concat(morceaux).toString())));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { personnes, offres, rendezVous } = smallSubgraphs();
    hub = await smallHub({
      subgraphs: [personnes, offres, { name: rendezVous.name, sdl: rendezVous.sdl, url }],
      // It lies again and again: its circuit is for test/pannes/surcharge.test.ts.
      resilience: { ...RESILIENCE, circuit: { ...RESILIENCE.circuit, failures: Number.POSITIVE_INFINITY } },
      delays: { subgraphs: { "rendez-vous": ENTIERE ? 5_000 : 1_500 } },
    });
  });
  afterAll(async () => {
    await hub.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    appels = 0;
  });
  const honnete = async () => {
    expect((await hub.ask("{ moi }")).data).toEqual({ moi: "tout" });
    mensonge = json({ data: { agenda: [{ motif: "Premier accueil" }] } });
    expect((await hub.ask("{ agenda { motif } }")).data).toEqual({ agenda: [{ motif: "Premier accueil" }] });
  };

  it.each<[string, Mensonge]>([
    ["une page HTML en 200", (response) => response.end("<html>pare-feu</html>")],
    ["un corps coupé", (response) => response.writeHead(200, { "content-length": "999" }).write('{"data"', () => response.destroy())],
    ["un nombre", (response) => response.end("42")],
    ["une liste", (response) => response.end("[]")],
    ["un objet sans données", (response) => response.end("{}")],
    ["des données qui sont un texte", json({ data: "secret interne" })],
    ["une redirection", (response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end("ailleurs")],
    [
      "une redirection qui porte du JSON",
      (response) => response.writeHead(307, { location: "http://169.254.169.254/" }).end('{"data":{"agenda":[]}}'),
    ],
    ["une erreur 500", (response) => response.writeHead(500).end('{"errors":[{"message":"secret interne"}]}')],
    ["une connexion coupée", (response) => response.destroy()],
  ])("par %s : la question est posée deux fois, puis sa part manque, en français, et le reste est servi", async (_quoi, comment) => {
    mensonge = comment;
    const reply = await hub.ask("{ moi agenda { motif } }");
    expect(reply.data).toEqual({ moi: "tout", agenda: null });
    expect(reply.errors).toMatchObject([{ path: ["agenda"], extensions: { code: "SOUS_GRAPHE_INDISPONIBLE", sousGraphe: "rendez-vous" } }]);
    expect(reply.text).not.toMatch(/secret interne|169\.254/);
    expect(appels).toBe(2);
    await honnete();
  });

  it.each<[string, unknown]>([
    ["un objet pour un texte", { motif: { nir: "secret interne" } }],
    ["une liste pour un texte", { motif: ["secret interne"] }],
    ["un nombre pour un texte", { motif: 42 }],
    ["un texte pour un objet", "secret interne"],
    ["null pour ce qui ne peut l’être", { motif: null }],
    ["un champ qui n’est pas demandé", { motif: "vrai", nir: "secret interne" }],
  ])("par %s : rien de faux ne sort, et le reste est servi", async (_quoi, rdv) => {
    mensonge = json({ data: { agenda: [rdv] } });
    const reply = await hub.ask("{ moi agenda { motif } }");
    expect(reply.data?.moi).toBe("tout");
    expect(reply.text).not.toContain("secret interne");
    const montre = reply.data.agenda;
    const juste =
      montre === null ||
      (Array.isArray(montre) && montre.every((un) => un === null || (typeof un.motif === "string" && Object.keys(un).length === 1)));
    expect([juste, montre]).toEqual([true, montre]);
    if (montre === null || montre.includes(null)) for (const code of codes(reply)) expect(code).toMatch(/^[A-Z_]+$/);
    await honnete();
  });

  const personne = "{ personnes(first: 2) { nodes { nom rendezVous { motif } } } }";
  it.each<[string, (ids: string[]) => unknown]>([
    ["trop d’entités", (ids) => [...ids, ids[0]].map((id) => ({ __typename: "Personne", rendezVous: [{ motif: `de ${id}` }] }))],
    ["trop peu d’entités", (ids) => ids.slice(1).map((id) => ({ __typename: "Personne", rendezVous: [{ motif: `de ${id}` }] }))],
    [
      "les entités d’autres personnes",
      (ids) => [...ids].reverse().map((id) => ({ __typename: "Personne", id, rendezVous: [{ motif: `de ${id}` }] })),
    ],
    [
      "des entités d’un autre type",
      (ids) => ids.map((id) => ({ __typename: "RendezVous", id, motif: `de ${id}`, rendezVous: [{ motif: `de ${id}` }] })),
    ],
    ["un texte pour la liste", () => "secret interne"],
  ])("par %s : la part d’une personne n’est jamais celle d’une autre", async (_quoi, entites) => {
    mensonge = (response, { variables }) => {
      const ids = (variables?.representations ?? []).map((un) => un.id);
      response.end(JSON.stringify({ data: { _entities: entites(ids) } }));
    };
    const reply = await hub.ask(personne);
    expect(reply.data.personnes.nodes).toEqual([
      { nom: "Amina", rendezVous: null },
      { nom: "Bruno", rendezVous: null },
    ]);
    expect(codes(reply)).toContain("SOUS_GRAPHE_INDISPONIBLE");
    expect(reply.text).not.toContain("secret interne");
    await honnete();
  });

  it.each<[string, number]>([
    ["100 Mo", 100],
    ["sans fin", Number.POSITIVE_INFINITY],
  ])(
    "par une réponse de %s : elle est coupée, la mémoire est rendue, le reste est servi",
    async (quoi, mega) => {
      let envoyes = 0;
      mensonge = (response) => {
        const encore = () => {
          while (envoyes < mega && !response.destroyed && response.write(Buffer.alloc(1_000_000, 32))) envoyes++;
          if (response.destroyed) return;
          if (envoyes >= mega) response.end();
          else {
            envoyes++;
            response.once("drain", encore);
          }
        };
        encore();
      };
      const avant = memoire();
      const depart = performance.now();
      const reply = await hub.ask("{ moi agenda { motif } }");
      expect([reply.data, codes(reply)]).toEqual([{ moi: "tout", agenda: null }, ["SOUS_GRAPHE_INDISPONIBLE"]]);
      const ms = performance.now() - depart;
      server.closeAllConnections();
      for (let i = 0; i < 40 && memoire() - avant > 20; i++) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(memoire() - avant).toBeLessThan(80);
      mesurer(`temps avant de couper, ${quoi}`, Math.round(ms), "ms");
      mesurer(`lu avant de couper, ${quoi}, deux essais`, envoyes, "Mo");
      mesurer(`mémoire gardée, ${quoi}`, arrondi(memoire() - avant), "Mo");
      await honnete();
    },
    60_000,
  );

  it.each<[string, Mensonge]>([
    ["une connexion coupée", (response) => response.destroy()],
    ["un corps coupé", (response) => response.writeHead(200, { "content-length": "999" }).write('{"data"', () => response.destroy())],
    ["une erreur 500", (response) => response.writeHead(500).end("{}")],
    ["une page HTML en 200", (response) => response.end("<html>pare-feu</html>")],
  ])("par %s : une mutation n’est jamais envoyée deux fois, et la réponse demande la même clé", async (_quoi, comment) => {
    mensonge = comment;
    const reply = await hub.ask('mutation { prendre(personne: "1") { __typename } }');
    expect([appels, codes(reply), reply.data]).toEqual([1, ["SOUS_GRAPHE_INDISPONIBLE"], null]);
    expect(reply.errors![0]!.extensions).toMatchObject({ reessai: "AVEC_LA_MEME_CLE" });
  });
});
