import { openSubgraphs } from "../../hub/subgraphs";
import { createLog } from "../../subgraphs/shared/log";
import { HEADERS, proofHeaders } from "../../subgraphs/shared/proof";
import { type SubgraphServer, serveSubgraph } from "../../subgraphs/shared/serve";
import { SUBGRAPH_NAMES, type SubgraphName } from "../../subgraphs/shared/settings";
import type { Subgraph } from "../../subgraphs/shared/subgraph";
import { SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { testVerifier } from "../gateway/small-hub";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { attaque } from "./attaque";

const SECRET = "secret entre la passerelle et les sous-graphes";
const CORPS = JSON.stringify({
  query: "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
  variables: { r: [{ __typename: "Allocataire", id: PEOPLE.amina }] },
});
const APPEL = {
  operationId: "11111111-1111-4111-8111-111111111111",
  operationName: "Q",
  requestId: "22222222-2222-4222-8222-222222222222",
};

attaque("S15", (mesurer) => {
  let base: TestDatabase;
  let subgraphs: Subgraph[];
  const serveurs = new Map<SubgraphName, SubgraphServer>();
  const log = createLog("silent", "test");
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    subgraphs = await openSubgraphs({ databaseUrl: base.url, nirKey: SECRETS_DES_ESSAIS.NIR_KEY, log, poolSize: 2 });
    const verifier = testVerifier({ departement: CALLERS.departement, referent: CALLERS.referent });
    for (const subgraph of subgraphs)
      serveurs.set(
        subgraph.name,
        await serveSubgraph({ subgraph, verifier, gatewaySecret: SECRET, host: "127.0.0.1", port: 0, log, ready: async () => true }),
      );
  }, 120_000);
  afterAll(async () => {
    await Promise.all([...serveurs.values()].map((serveur) => serveur.close()));
    await Promise.all(subgraphs.map((subgraph) => subgraph.database.close()));
    await base.drop();
  });

  const authorization = "Bearer departement";
  const preuve = (changes: Partial<Parameters<typeof proofHeaders>[1]> = {}, secret = SECRET, le = Date.now()): Record<string, string> => ({
    authorization,
    ...proofHeaders(secret, { ...APPEL, authorization, body: CORPS, ...changes }, le),
  });
  const appeler = async (nom: SubgraphName, entetes: Record<string, string>, init: RequestInit = {}) => {
    const debut = performance.now();
    const response = await fetch(`http://127.0.0.1:${serveurs.get(nom)!.port}/graphql`, {
      method: "POST",
      body: CORPS,
      ...init,
      headers: { "content-type": "application/json", ...entetes },
    });
    return { status: response.status, texte: await response.text(), ms: performance.now() - debut };
  };

  /** What is sent without being the gateway, and why it is refused. */
  const FAUX: [string, () => [Record<string, string>, RequestInit?]][] = [
    ["sans preuve", () => [{ authorization }]],
    ["une preuve vide", () => [{ ...preuve(), [HEADERS.proof]: "" }]],
    ["une preuve d’un autre secret", () => [preuve({}, "un autre secret")]],
    ["une preuve d’un octet de trop", () => [{ ...preuve(), [HEADERS.proof]: `${preuve()[HEADERS.proof]}AA` }]],
    ["une preuve trop vieille", () => [preuve({}, SECRET, Date.now() - 61_000)]],
    ["une preuve du futur", () => [preuve({}, SECRET, Date.now() + 61_000)]],
    ["un horodatage changé", () => [{ ...preuve(), [HEADERS.timestamp]: String(Date.now() - 1_000) }]],
    ["un horodatage qui n’est pas un nombre", () => [{ ...preuve(), [HEADERS.timestamp]: "NaN" }]],
    ["le corps d’un autre appel", () => [preuve(), { body: CORPS.replace(PEOPLE.amina, PEOPLE.bruno) }]],
    ["le jeton d’un autre appelant", () => [{ ...preuve(), authorization: "Bearer referent" }]],
    [
      "sans jeton, avec la preuve d’un appel qui en portait un",
      () => [Object.fromEntries(Object.entries(preuve()).filter(([nom]) => nom !== "authorization"))],
    ],
    ["une autre opération", () => [{ ...preuve(), [HEADERS.operationName]: "Autre" }]],
    ["une autre requête", () => [{ ...preuve(), [HEADERS.requestId]: "33333333-3333-4333-8333-333333333333" }]],
    ["sans opération", () => [{ ...preuve(), [HEADERS.operationId]: "" }]],
  ];

  describe.each(SUBGRAPH_NAMES)("le processus %s", (nom) => {
    let pire = 0;
    afterAll(() => mesurer(`temps de refus, le pire, ${nom}`, Math.round(pire * 10) / 10, "ms"));

    it.each(FAUX)("%s : 403, rien n’est lu, rien n’est dit", async (_, faux) => {
      const avant = await lignes();
      const { status, texte, ms } = await appeler(nom, ...faux());
      expect(status).toBe(403);
      expect(JSON.parse(texte)).toEqual({
        errors: [{ message: expect.stringContaining("ne répond qu’à la passerelle"), extensions: { code: "PREUVE_REFUSEE" } }],
      });
      expect(await lignes()).toEqual(avant);
      pire = Math.max(pire, ms);
    });

    it("une preuve juste avec un jeton qui ne se vérifie pas : 401", async () => {
      const mauvais = "Bearer n-existe-pas";
      const { status } = await appeler(nom, { ...preuve({ authorization: mauvais }), authorization: mauvais });
      expect(status).toBe(401);
    });

    it("GET, un autre chemin, un corps qui n’est pas du JSON : refusés sans exécuter", async () => {
      const port = serveurs.get(nom)!.port;
      expect((await fetch(`http://127.0.0.1:${port}/graphql?query={__typename}`)).status).toBe(405);
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
      const texte = "pas du JSON";
      expect((await appeler(nom, preuve({ body: texte }), { body: texte })).status).toBe(400);
    });

    it("l’appel suivant de la passerelle est servi", async () => {
      const { status, texte } = await appeler(nom, preuve());
      expect(status).toBe(200);
      expect(JSON.parse(texte)).not.toHaveProperty("errors.0.extensions.code", "PREUVE_REFUSEE");
    });
  });

  it("une preuve rejouée dans sa minute ne sert qu’au même appelant, pour la même lecture, et chaque lecture est inscrite", async () => {
    const corps = JSON.stringify({
      query: "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { nom } } }",
      variables: { r: [{ __typename: "Allocataire", id: PEOPLE.amina }] },
    });
    const entetes = preuve({ body: corps });
    const avant = await lignes();
    const [une, deux] = [await appeler("allocataires", entetes, { body: corps }), await appeler("allocataires", entetes, { body: corps })];
    expect(deux.texte).toBe(une.texte);
    expect(await lignes()).toBe(avant + 2);
  });

  const lignes = async (): Promise<number> => (await base.owner.query("select count(*)::int as n from journal.consultation")).rows[0].n;
});
