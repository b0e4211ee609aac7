import zlib from "node:zlib";
import { LIMITS } from "../../gateway/limits";
import { codes, type SmallHub, smallHub } from "./small-hub";

let hub: SmallHub;
beforeAll(async () => {
  hub = await smallHub();
  // The first request pays for what the engine builds lazily; delays are measured after it.
  await hub.ask("{ moi personnes(first: 1) { nodes { voisin { nom } offres { nom } rendezVous { motif } } } }");
});
afterAll(() => hub.close());
beforeEach(() => {
  for (const subgraph of hub.all) subgraph.seen.length = 0;
});
const calls = () => hub.all.reduce((sum, subgraph) => sum + subgraph.seen.length, 0);
const honest = async () => expect((await hub.ask("{ moi }")).data).toEqual({ moi: "tout" });

/** Milliseconds, on a machine busy with other tests: measured alone a refusal takes 1 to 5, a planner bomb 18 s and more. */
const AT_ONCE = 500;

/** `levels` fragments that each call the next one twice, over a field that two subgraphs share. */
function bomb(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, i) => `fragment F${i} on Personne { a: voisin { ...F${i + 1} } b: voisin { ...F${i + 1} } }`,
  );
  return `{ personne(id: "1") { ...F0 } } ${fragments.join(" ")} fragment F${levels} on Personne { nom }`;
}
const inline = (levels: number): string =>
  levels === 0 ? "nom" : `a: voisin @include(if: true) { ${inline(levels - 1)} } b: voisin @skip(if: false) { ${inline(levels - 1)} }`;

describe("la bombe de fragments", () => {
  it.each([6, 10, 14, 20, 30])("à %i étages est refusée avant le planificateur", async (levels) => {
    const started = performance.now();
    const reply = await hub.ask(bomb(levels));
    expect(performance.now() - started).toBeLessThan(AT_ONCE);
    expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_REFUSE"]]);
    expect(reply.errors![0]!.extensions).toMatchObject({ valeur: expect.any(Number), limite: expect.any(Number) });
    expect(calls()).toBe(0);
  });

  it.each([1, 3, 5])("à %i étages, sous les limites, répond", async (levels) => {
    const started = performance.now();
    expect((await hub.ask(bomb(levels))).errors).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(10 * AT_ONCE);
  });

  it("sans alias, par des fragments appelés deux fois, est comptée dépliée sans l’être", async () => {
    const fragments = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Personne { ...F${i + 1} ... { ...F${i + 1} } }`).join(" ");
    const started = performance.now();
    const reply = await hub.ask(`{ personne(id: "1") { ...F0 } } ${fragments} fragment F30 on Personne { nom id }`);
    expect(performance.now() - started).toBeLessThan(AT_ONCE);
    expect(codes(reply)).toEqual(["DOCUMENT_REFUSE"]);
    expect(reply.errors![0]!.extensions.valeur).toBeGreaterThan(2 ** 30);
  });

  it("écrite en ligne derrière @include et @skip est refusée", async () => {
    expect(codes(await hub.ask(`{ personne(id: "1") { ${inline(7)} } }`))).toEqual(["DOCUMENT_REFUSE"]);
  });

  it("qui tourne en rond est refusée par la validation, en français", async () => {
    const reply = await hub.ask('{ personne(id: "1") { ...F } } fragment F on Personne { voisin { ...F } }');
    expect([reply.status, codes(reply)]).toEqual([200, ["DOCUMENT_INVALIDE"]]);
    expect(reply.errors![0]!.message).toBe("Le fragment « F » se contient lui-même.");
  });

  it("petite, répétée sous 300 noms, n’empêche personne", async () => {
    const started = performance.now();
    for (let i = 0; i < 300; i += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, k) => hub.ask(`query Q${i + k} { personne(id: "1") { ${inline(2)} } }`)));
    }
    await honest();
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

const repeat = (times: number, one: (i: number) => string) => Array.from({ length: times }, (_, i) => one(i)).join(" ");

describe("une requête démesurée", () => {
  it.each([
    ["2 000 fois le même champ", `{ ${repeat(2_000, () => "moi")} }`],
    ["10 000 mots", `{ ${repeat(10_000, (i) => `a${i}: moi`)} }`],
    ["150 alias d’un champ sensible", `{ personne(id: "1") { ${repeat(150, (i) => `n${i}: nir`)} } }`],
    ["80 champs à la racine", `{ ${repeat(40, (i) => `a${i}: moi`)} ${repeat(25, (i) => `b${i}: ouvert`)} }`],
    ["20 niveaux", `{ personne(id: "1") ${repeat(20, () => "{ voisin")} { nom } ${"}".repeat(21)}`],
    ["100 directives", `{ moi ${repeat(100, () => "@include(if: true)")} }`],
    ["50 fragments dans une sélection", `{ personne(id: "1") { ${repeat(50, () => "... { nom }")} } }`],
    ["30 opérations", repeat(30, (i) => `query Q${i} { moi }`)],
    ["200 000 caractères", `{ moi } # ${"x".repeat(200_000)}`],
  ])("par %s : 400, avec le chiffre et la limite, sans rien exécuter", async (_what, query) => {
    const started = performance.now();
    const reply = await hub.ask(query, { operationName: query.startsWith("query Q0") ? "Q0" : undefined });
    expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_REFUSE"]]);
    expect(reply.errors![0]!.extensions.limite).toEqual(expect.any(Number));
    expect(reply.errors![0]!.message).toMatch(/\d/);
    expect(performance.now() - started).toBeLessThan(AT_ONCE);
    expect(calls()).toBe(0);
  });

  it("par un corps de plus d’1 Mo : 413", async () => {
    const reply = await hub.ask("{ moi }", { variables: { x: "x".repeat(1_000_001) } });
    expect([reply.status, codes(reply)]).toEqual([413, ["REQUETE_TROP_LOURDE"]]);
    await honest();
  });

  it("par un corps de plus d’1 Mo sans longueur annoncée : 413", async () => {
    const body = new ReadableStream({
      start: (controller) => {
        for (let i = 0; i < 20; i++) controller.enqueue(new TextEncoder().encode(" ".repeat(100_000)));
        controller.close();
      },
    });
    const reply = await hub.raw({ method: "POST", headers: { "content-type": "application/json" }, body, duplex: "half" } as RequestInit);
    expect(reply.status).toBe(413);
  });

  it("par un corps compressé : 415", async () => {
    const body = zlib.gzipSync(JSON.stringify({ query: `{ moi } #${" ".repeat(900_000)}` }));
    const reply = await hub.raw({ method: "POST", headers: { "content-type": "application/json", "content-encoding": "gzip" }, body });
    expect([reply.status, codes(reply)]).toEqual([415, ["FORMAT_REFUSE"]]);
  });

  it("par des variables trop profondes ou trop nombreuses", async () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50; i++) deep = [deep];
    const query = "query ($f: JSON) { choses(filtre: $f) { id } }";
    expect(codes(await hub.ask(query, { variables: { f: deep } }))).toEqual(["DOCUMENT_REFUSE"]);
    expect(codes(await hub.ask(query, { variables: { f: Array(30_000).fill(1) } }))).toEqual(["DOCUMENT_REFUSE"]);
    expect((await hub.ask(query, { variables: { f: { a: [1, 2] } } })).errors).toBeUndefined();
  });
});

describe("le coût", () => {
  const wide = (first: string) =>
    `query Q${first === "$n" ? "($n: Int)" : ""} { personnes(first: ${first}) { nodes { amis { amis { offres(first: 50) { nom } } } } } }`;

  it("multiplie les listes imbriquées, par leurs arguments et leurs tailles supposées", async () => {
    // 1 + 200 × (1 + 3 × (1 + 3 × (1 + 50)))
    const reply = await hub.ask(wide("200"));
    expect([reply.status, codes(reply)]).toEqual([400, ["REQUETE_TROP_COUTEUSE"]]);
    expect(reply.errors![0]!.extensions).toMatchObject({ cout: 1 + 200 * (1 + 3 * (1 + 3 * (1 + 50))), limite: LIMITS.cost });
    expect(calls()).toBe(0);
  });

  it("lit la page dans les variables, et dans les valeurs par défaut", async () => {
    expect(codes(await hub.ask(wide("$n"), { variables: { n: 200 } }))).toEqual(["REQUETE_TROP_COUTEUSE"]);
    expect((await hub.ask(wide("$n").replace("Q($n: Int)", "Q($n: Int = 200)"))).errors?.[0]?.extensions.code).toBe(
      "REQUETE_TROP_COUTEUSE",
    );
    expect((await hub.ask(wide("$n"), { variables: { n: 3 } })).errors).toBeUndefined();
    expect((await hub.ask("query Q($n: Int) { personnes(first: $n) { nodes { nom } } }", { variables: { n: null } })).status).toBe(200);
  });

  it("compte pareil à travers un fragment", async () => {
    const query =
      "{ personnes(first: 200) { ...C } } fragment C on PersonneConnection { nodes { amis { amis { offres(first: 50) { nom } } } } }";
    expect((await hub.ask(query)).errors![0]!.extensions.cout).toBe(92_601);
  });

  it.each([0, -1, 201, 1_000_000_000])("refuse une page de %i : PAGE_INVALIDE", async (first) => {
    const literal = await hub.ask(`{ personnes(first: ${first}) { nodes { nom } } }`);
    const variable = await hub.ask("query ($n: Int) { personne(id: 1) { offres(first: $n) { nom } } }", { variables: { n: first } });
    for (const reply of [literal, variable]) expect([reply.status, codes(reply)]).toEqual([400, ["PAGE_INVALIDE"]]);
    expect(literal.errors![0]!.message).toBe(`« first » vaut ${first} : demandez de 1 à 200 éléments par page.`);
    expect(calls()).toBe(0);
  });
});

describe("les mots du prototype", () => {
  const json = (body: string) =>
    hub.raw({ method: "POST", headers: { "content-type": "application/json", authorization: "Bearer tout" }, body });

  it.each([
    ["en alias", '{"query":"{ personnes { __proto__: nodes { nom } } }"}'],
    ["en alias constructor", '{"query":"{ personnes { constructor: nodes { nom } } }"}'],
    ["en variable", '{"query":"query ($prototype: Int) { personnes(first: $prototype) { nodes { nom } } }"}'],
    ["en argument", '{"query":"{ personnes(__proto__: 1) { nodes { nom } } }"}'],
    ["en clé d’objet", '{"query":"{ choses(filtre: { constructor: 1 }) { id } }"}'],
    [
      "dans les variables",
      '{"query":"query ($f: JSON) { choses(filtre: $f) { id } }","variables":{"f":{"a":[{"__proto__":{"admin":true}}]}}}',
    ],
    ["en nom de variable envoyée", '{"query":"{ moi }","variables":{"__proto__":1}}'],
  ])("%s sont refusés, et la requête honnête qui suit répond", async (_where, body) => {
    const reply = await json(body);
    expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_REFUSE"]]);
    expect(calls()).toBe(0);
    await honest();
    expect((await hub.ask("{ personnes(first: 1) { nodes { nom } } }")).data.personnes.nodes).toEqual([{ nom: "Amina" }]);
  });

  it("restent permis dans un texte", async () => {
    const reply = await hub.ask('{ personnes(first: 1, nom: "constructor __proto__") { nodes { nom } } }', {
      variables: { x: "prototype" },
    });
    expect(reply.errors).toBeUndefined();
  });
});

describe("ce que la passerelle ne sert pas", () => {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    hub.raw({
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer tout", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  it("un lot de requêtes", async () => {
    const reply = await post([{ query: "{ moi }" }, { query: "{ ouvert }" }]);
    expect([reply.status, codes(reply)]).toEqual([400, ["LOT_REFUSE"]]);
  });

  it.each([
    ["defer", "{ moi ... @defer { ouvert } }"],
    ["stream", "{ personnes { nodes @stream { nom } } }"],
  ])("@%s", async (_what, query) => {
    const reply = await hub.ask(query);
    expect([reply.status, codes(reply)]).toEqual([400, ["OPERATION_NON_PRISE_EN_CHARGE"]]);
  });

  it("un abonnement, que le schéma ne déclare pas", async () => {
    expect((await hub.ask("subscription { moi }")).errors).toHaveLength(1);
    expect(calls()).toBe(0);
  });

  it.each(["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"])("un corps %s : 415", async (type) => {
    expect((await post("query={moi}", { "content-type": type })).status).toBe(415);
  });

  it("une mutation par GET, ni un identifiant de personne : 405", async () => {
    const get = (query: string, variables?: unknown) =>
      hub.raw({
        path: `/graphql?query=${encodeURIComponent(query)}${variables ? `&variables=${encodeURIComponent(JSON.stringify(variables))}` : ""}`,
        headers: { authorization: "Bearer tout" },
      });
    expect((await get('mutation { effacer(id: "1") { __typename } }')).status).toBe(405);
    expect((await get('{ personne(identifiant: { type: "NIR", valeur: "1" }) { nom } }')).status).toBe(405);
    expect(
      (await get("query ($i: IdentifiantInput) { personne(identifiant: $i) { nom } }", { i: { type: "NIR", valeur: "1" } })).status,
    ).toBe(405);
    expect(calls()).toBe(0);
    expect((await get('{ personne(id: "1") { nom } }')).data).toEqual({ personne: { nom: "Amina" } });
  });

  it("_service, _entities ni un champ inaccessible", async () => {
    for (const query of [
      "{ _service { sdl } }",
      '{ _entities(representations: [{ __typename: "Personne", id: "1" }]) { __typename } }',
      "{ personnes { nodes { criteres { age } } } }",
    ]) {
      expect(codes(await hub.ask(query))).toEqual(["DOCUMENT_INVALIDE"]);
    }
  });
});

describe("les messages", () => {
  it.each([
    ["{ mo }", "Le champ « mo » n’existe pas sur « Query »."],
    ["{ moi(a: 1) }", "L’argument « a » n’existe pas sur « Query.moi »."],
    ["{ personnes }", "Le champ « personnes » est un objet « PersonneConnection » : choisissez ses champs entre accolades."],
    ["query ($n: Int) { moi }", "La variable « $n » ne sert pas : retirez-la."],
    ["{ moi", "Erreur de syntaxe : Name attendu, <EOF> trouvé."],
    ['{ personnes(first: "x") { nodes { nom } } }', "Une valeur de type « Int » est attendue."],
  ])("de validation sont en français : %s", async (query, message) => {
    const reply = await hub.ask(query);
    expect(reply.errors![0]).toMatchObject({ message, extensions: { code: "DOCUMENT_INVALIDE" } });
  });

  it("d’une variable fausse ne répètent pas sa valeur", async () => {
    const reply = await hub.ask("query ($n: Int!) { personnes(first: $n) { nodes { nom } } }", {
      variables: { n: "1 90 05 75 111 222 33" },
    });
    expect(reply.errors).toMatchObject([
      { message: "La variable « $n » n’a pas la forme voulue : « Int! » est attendu.", extensions: { code: "ARGUMENT_INVALIDE" } },
    ]);
    expect(reply.text).not.toContain("1 90 05");
  });
});
