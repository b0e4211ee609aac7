import { sha256 } from "../../gateway/trusted-documents";
import { STRICT } from "../../subgraphs/shared/clients/client-enregistre";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { caller, codes, type SmallHub, smallHub } from "./small-hub";

const MOI = "query Moi { moi }";
const PERSONNE = "query Personne($id: ID) { personne(id: $id) { nom } } query Autre { ouvert }";
const inscrit = (client: string, documentsSeuls: boolean) => ({ ...STRICT, client, nom: client, enregistre: true, documentsSeuls });

describe("les documents enregistrés", () => {
  const gardes = new Map<string, string>();
  let lectures = 0;
  let panne = false;
  const documents = {
    text: async (client: string, hash: string) => {
      lectures++;
      if (panne) throw new Error("base perdue");
      return gardes.get(`${client} ${hash}`) ?? null;
    },
  };
  let hub: SmallHub;
  const clients = RegistreClients.of([inscrit("tout", false), inscrit("tenu", true), inscrit("lecteur", false)]);
  beforeAll(async () => {
    for (const client of ["tout", "tenu"]) for (const texte of [MOI, PERSONNE]) gardes.set(`${client} ${sha256(texte)}`, texte);
    hub = await smallHub({ documents, clients, callers: { tenu: caller("tenu") } });
  });
  afterAll(() => hub.close());
  beforeEach(() => {
    panne = false;
  });
  const poster = (body: object, as: string | null = "tout") =>
    hub.raw({
      method: "POST",
      headers: { "content-type": "application/json", ...(as ? { authorization: `Bearer ${as}` } : {}) },
      body: JSON.stringify(body),
    });
  const persisted = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });

  it("sont demandés par leur empreinte, de deux façons, avec variables et nom d’opération, par POST et par GET", async () => {
    expect((await poster(persisted(sha256(MOI)))).data).toEqual({ moi: "tout" });
    const demande = { documentId: `sha256:${sha256(PERSONNE)}`, operationName: "Personne", variables: { id: "1" } };
    expect((await poster(demande)).data).toEqual({ personne: { nom: "Amina" } });
    const reply = await hub.raw({ path: `/graphql?documentId=${sha256(MOI)}`, headers: { authorization: "Bearer tout" } });
    expect(reply.data).toEqual({ moi: "tout" });
  });

  it("d’un client ne sont pas ceux d’un autre : DOCUMENT_INCONNU, sans jeton aussi", async () => {
    for (const as of ["lecteur", null]) {
      const reply = await poster(persisted(sha256(MOI)), as);
      expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_INCONNU"]]);
      expect(reply.text).not.toContain("query Moi");
    }
  });

  it.each([
    ["une empreinte qui n’en est pas une", { documentId: "abc" }],
    ["une empreinte qui n’est pas un texte", { documentId: 12 }],
    ["une empreinte qui n’est pas celle du texte", { query: "{ ouvert }", ...persisted(sha256(MOI)) }],
    ["ni texte ni empreinte", {}],
  ])("%s : REQUETE_ILLISIBLE", async (_quoi, body) => {
    const reply = await poster(body);
    expect([reply.status, codes(reply)]).toEqual([400, ["REQUETE_ILLISIBLE"]]);
  });

  it("seuls passent, pour un client tenu à eux : un texte enregistré aussi, rien d’autre, pas même le schéma", async () => {
    expect((await poster(persisted(sha256(MOI)), "tenu")).data).toEqual({ moi: "tenu" });
    expect((await poster({ query: MOI }, "tenu")).data).toEqual({ moi: "tenu" });
    for (const query of ["{ moi }", `${MOI} `, "{ __typename }", "{ __schema { queryType { name } } }"]) {
      const reply = await poster({ query }, "tenu");
      expect([reply.status, codes(reply)]).toEqual([400, ["DOCUMENT_INCONNU"]]);
      expect(reply.errors![0]!.message).toMatch(/unefois documents ajouter/);
    }
    expect((await poster({ query: "{ moi }" }, "tout")).data).toEqual({ moi: "tout" });
  });

  it("ne sont lus dans la base qu’une fois pour plusieurs demandes ; une panne ne retire pas ceux que l’on connaît", async () => {
    await poster(persisted(sha256(MOI)));
    lectures = 0;
    for (let i = 0; i < 5; i++) await poster(persisted(sha256(MOI)));
    expect(lectures).toBe(0);
    panne = true;
    expect((await poster(persisted(sha256(MOI)))).status).toBe(200);
    const reply = await poster(persisted(sha256("jamais vu")));
    expect([reply.status, codes(reply)]).toEqual([503, ["BASE_INDISPONIBLE"]]);
    expect(reply.headers.get("retry-after")).toBe("1");
  });

  it("passent la porte comme les autres : un document enregistré trop cher est refusé", async () => {
    const cher = "{ personnes(first: 200) { nodes { amis { amis { offres(first: 50) { nom } } } } } }";
    gardes.set(`tout ${sha256(cher)}`, cher);
    expect(codes(await poster(persisted(sha256(cher))))).toEqual(["REQUETE_TROP_COUTEUSE"]);
  });
});

describe("un hub qui ne prend que des documents enregistrés", () => {
  it("refuse tout autre document, quel que soit le client", async () => {
    const hub = await smallHub({ onlyTrusted: true, documents: { text: async (_client, hash) => (hash === sha256(MOI) ? MOI : null) } });
    expect((await hub.ask(MOI)).data).toEqual({ moi: "tout" });
    for (const as of ["tout", "lecteur", null]) expect(codes(await hub.ask("{ ouvert }", { as }))).toEqual(["DOCUMENT_INCONNU"]);
    await hub.close();
  });
});
