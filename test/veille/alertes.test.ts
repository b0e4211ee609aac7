import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const LISTE = `query ($n: [NatureAlerte!], $s: StatutAlerte, $c: String, $f: Int, $a: String) { alertes(natures: $n, statut: $s, client: $c, first: $f, after: $a) {
  totalCount nodes { id nature gravite client le details statut examineePar motif } pageInfo { hasNextPage endCursor } } }`;
const EXAMINER = `mutation ($a: ID!, $m: String!, $c: String) { examinerAlerte(alerte: $a, motif: $m, cleIdempotence: $c) { __typename ... on Alerte { id statut examineePar motif } ... on Refus { code } } }`;
const LE = new Date("2026-03-02T11:00:00Z");
const { dpo, departement, franceTravail } = CALLERS;

let base: TestDatabase;
let graphe: TestSubgraph;
beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const lever = async (nature: string, client: string | null, minutes: number, departementDe: string | null = "94", details: object = {}) =>
  (
    await base.owner.query("select journal.lever_alerte($1, 'ATTENTION', $2, $3, null, null, $4, $5, '10 minutes') as id", [
      nature,
      departementDe,
      client,
      new Date(LE.getTime() + minutes * 60_000),
      JSON.stringify(details),
    ])
  ).rows[0].id as string | null;
const lire = async (appelant: Caller, variables: Record<string, unknown> = {}) => {
  const reponse = await graphe.run(appelant, LISTE, variables, LE);
  expect(reponse.errors).toBeUndefined();
  return reponse.data.alertes;
};
const examiner = async (a: string | null, m: string, c: string | null = null, appelant: Caller = dpo) =>
  (await graphe.run(appelant, EXAMINER, { a, m, c }, LE)).data?.examinerAlerte;

describe("les alertes", () => {
  it("se lisent de la plus récente à la plus ancienne, par pages, par nature, par client et par statut", async () => {
    await lever("QUOTA_PERSONNES", "logiciel-a", 0, "94", { quota: 50 });
    await lever("HORS_HEURES", "logiciel-a", 1);
    await lever("QUOTA_PERSONNES", "logiciel-b", 2);
    const toutes = await lire(dpo);
    expect(toutes.totalCount).toBe(3);
    expect(toutes.nodes.map((une: any) => une.client)).toEqual(["logiciel-b", "logiciel-a", "logiciel-a"]);
    const page = await lire(dpo, { f: 2 });
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect((await lire(dpo, { f: 2, a: page.pageInfo.endCursor })).nodes).toHaveLength(1);
    expect((await lire(dpo, { n: ["HORS_HEURES"] })).nodes).toHaveLength(1);
    expect((await lire(dpo, { c: "logiciel-a", s: "OUVERTE" })).totalCount).toBe(2);
    expect((await lire(dpo, { s: "EXAMINEE" })).totalCount).toBe(0);
  });

  it("ne se répètent pas pendant dix minutes, mais bien pour un autre client ou plus tard", async () => {
    expect(await lever("HORS_HEURES", "logiciel-c", 0)).not.toBeNull();
    expect(await lever("HORS_HEURES", "logiciel-c", 9)).toBeNull();
    expect(await lever("HORS_HEURES", "logiciel-c", 11)).not.toBeNull();
    expect(await lever("AUTHENTIFICATION", null, 0, null, { reseau: "192.0.2.0/24" })).not.toBeNull();
    expect(await lever("AUTHENTIFICATION", null, 1, null, { reseau: "198.51.100.0/24" })).not.toBeNull();
    expect(await lever("AUTHENTIFICATION", null, 2, null, { reseau: "192.0.2.0/24" })).toBeNull();
  });

  it("restent dans leur département ; celles du hub se lisent partout ; sans journal.lire, rien", async () => {
    await lever("QUOTA_PERSONNES", "logiciel-93", 3, "93");
    const du93: Caller = { ...dpo, client: "dpo-93", departement: "93", organisme: "CD93" };
    const clients = (await lire(du93)).nodes.map((une: any) => une.client);
    expect(clients).toContain("logiciel-93");
    expect(clients).not.toContain("logiciel-a");
    expect(clients).toContain(null);
    expect((await lire(dpo)).nodes.map((une: any) => une.client)).not.toContain("logiciel-93");
    const refus = await graphe.run(departement, LISTE, {}, LE);
    expect(refus.data.alertes).toBeNull();
    expect(refus.errors![0]!.extensions.code).toBe("FORBIDDEN");
  });

  it("s’examinent une fois, avec un motif, par quelqu’un que l’on nomme", async () => {
    const id = (await lever("QUOTA_PERSONNES", "logiciel-d", 0))!;
    expect(await examiner(id, "vu")).toMatchObject({ code: "MOTIF_MANQUANT" });
    const fait = await examiner(id, "Le logiciel préparait une campagne : quota relevé.", "k");
    expect(fait).toMatchObject({ id, statut: "EXAMINEE", examineePar: "demo-dpo" });
    expect(await examiner(id, "Le logiciel préparait une campagne : quota relevé.", "k")).toEqual(fait);
    expect(await examiner(id, "Une seconde fois, pour voir.")).toMatchObject({ code: "ALERTE_EXAMINEE" });
    expect(await examiner("99999999-9999-4999-8999-999999999999", "Une alerte qui n’existe pas.")).toMatchObject({
      code: "ALERTE_INTROUVABLE",
    });
    const [{ id: du93 }] = (await base.owner.query("select id from journal.alerte where client = 'logiciel-93'")).rows;
    expect(await examiner(du93, "Celle d’un autre département.")).toMatchObject({ code: "ALERTE_INTROUVABLE" });
  });

  it("sont des événements, pour qui a journal.lire : ni le fil ni un abonnement ne les donnent aux autres", async () => {
    await numberEvents(base.owner);
    const fil = async (appelant: Caller, types?: string[]) =>
      (await graphe.run(appelant, "query ($t: [String!]) { evenements(types: $t) { nodes { type donnees } } }", { t: types }, LE)).data
        .evenements.nodes;
    const dpoQuiEcoute: Caller = { ...dpo, scopes: new Set([...dpo.scopes, "echanges.lire"]) };
    expect((await fil(dpoQuiEcoute, ["AlerteLevee"]))[0].donnees).toMatchObject({ nature: "QUOTA_PERSONNES", client: "logiciel-a" });
    expect(await fil(dpoQuiEcoute, ["AlerteExaminee"])).toHaveLength(1);
    expect(await fil(franceTravail, ["AlerteLevee"])).toEqual([]);
    expect((await fil(franceTravail)).filter(({ type }: { type: string }) => type.startsWith("Alerte"))).toEqual([]);
    const abonner = async (appelant: Caller) =>
      (
        await graphe.run(
          appelant,
          'mutation { abonner(url: "https://siem.exemple.fr/alertes", types: ["AlerteLevee"]) { __typename ... on Refus { code } } }',
          {},
          LE,
        )
      ).data.abonner;
    expect(await abonner(franceTravail)).toMatchObject({ code: "TYPE_INCONNU" });
    expect(await abonner(dpoQuiEcoute)).toMatchObject({ __typename: "Abonnement" });
  });
});
