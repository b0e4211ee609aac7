import pg from "pg";
import { sousGraphe } from "../../subgraphs/rendez-vous/sous-graphe";
import { rejouerLesLeves } from "../../subgraphs/rendez-vous/suivre-rejets";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { INSERTION, rdv, SOLIDARITES, USAGERS } from "./messages";
import { database, envoyer, lire, now, preparer } from "./recepteur";

const LISTE = `query ($first: Int, $after: String) { r: organisationsARattacher(first: $first, after: $after) {
  systeme identifiant nom organisme { id } messagesEnAttente } }`;
const RATTACHER = `mutation ($systeme: SystemeSource!, $identifiant: String!, $organisme: ID!) {
  r: rattacherOrganisation(systeme: $systeme, identifiant: $identifiant, organisme: $organisme) {
    ... on OrganisationExterne { systeme identifiant nom organisme { id } messagesEnAttente } ... on Refus { code champ } } }`;

describe("une organisation qu’aucun nom ne rattache", () => {
  preparer();
  let graphe: TestSubgraph;
  beforeAll(async () => {
    graphe = await testSubgraph(sousGraphe, database.url);
  });
  afterAll(() => graphe.close());

  const appeler = async (caller: Caller, document: string, variables: object = {}) => {
    const answer = await graphe.run(caller, document, variables as Record<string, unknown>, now);
    expect(answer.errors).toBeUndefined();
    return answer.data.r;
  };
  const rattacher = (plus: object = {}, caller: Caller = CALLERS.departement) =>
    appeler(caller, RATTACHER, { systeme: SOLIDARITES, identifiant: "77", organisme: "94-CD94", ...plus });
  const message = (id: number, organisation: object, le = "2026-02-16T10:00:00+01:00") =>
    rdv({ id, le, event: "created", debut: `2026-03-1${id}T10:00:00+01:00`, organisation, participations: [{ user: USAGERS.amina }] });
  const attendre = async () => {
    for (const id of [1, 2])
      expect((await envoyer(SOLIDARITES, message(id, { id: 77, name: "Antenne inconnue" }))).corps.code).toBe("ORGANISATION_INCONNUE");
  };
  const rejouer = async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return await rejouerLesLeves(client, {
        databaseUrl: database.url,
        clock: { now: () => now } as never,
        log: createLog("silent", "test"),
      });
    } finally {
      await client.end();
    }
  };

  it("attend, avec le nombre des messages gardés et rien des personnes ; rattachée, ils sont rejoués", async () => {
    await attendre();
    expect(await appeler(CALLERS.departement, LISTE)).toEqual([
      { systeme: SOLIDARITES, identifiant: "77", nom: "Antenne inconnue", organisme: null, messagesEnAttente: 2 },
    ]);
    expect(await rejouer()).toBe(0);
    expect(await rattacher()).toMatchObject({ identifiant: "77", organisme: { id: "94-CD94" }, messagesEnAttente: 2 });
    expect(await appeler(CALLERS.departement, LISTE)).toEqual([]);
    expect(await rejouer()).toBe(2);
    expect(await lire("select distinct organisme from rendez_vous.rendez_vous")).toEqual([{ organisme: "94-CD94" }]);
    expect(await lire("select count(*)::int as n from rendez_vous.rejet where rejoue_le is null")).toEqual([{ n: 0 }]);
    expect(await lire("select donnees from journal.evenement where type = 'OrganisationRattachee'")).toEqual([
      { donnees: { systeme: SOLIDARITES, organisme: "94-CD94" } },
    ]);
  });

  it("que plusieurs organismes portent attend de même, et se rejoue de même", async () => {
    await database.owner.query("update allocataires.organisme set nom = 'Antenne double' where id in ('94-REMOB-1', '94-FT94')");
    await envoyer(SOLIDARITES, message(1, { id: 78, name: "Antenne double" }));
    expect(await lire("select code from rendez_vous.rejet")).toEqual([{ code: "ORGANISATION_AMBIGUE" }]);
    expect(await appeler(CALLERS.departement, LISTE)).toMatchObject([{ identifiant: "78", messagesEnAttente: 1 }]);
    await rattacher({ identifiant: "78", organisme: "94-REMOB-1" });
    expect(await rejouer()).toBe(1);
    expect(await lire("select organisme from rendez_vous.rendez_vous")).toEqual([{ organisme: "94-REMOB-1" }]);
  });

  it("rattachée à la main, elle le reste quand l’outil la renomme", async () => {
    await attendre();
    await rattacher({ organisme: "94-REMOB-1" });
    const meta = { model: "Organisation", event: "updated", timestamp: "2026-03-01T10:00:00+01:00", webhook_reason: null };
    await envoyer(SOLIDARITES, { data: { id: 77, name: "Département du Val-de-Marne" }, meta });
    await envoyer(SOLIDARITES, message(3, { id: 77, name: "Département du Val-de-Marne" }));
    expect(await lire("select organisme from rendez_vous.rendez_vous")).toEqual([{ organisme: "94-REMOB-1" }]);
  });

  it("se lit page par page, des deux outils", async () => {
    await attendre();
    await envoyer(INSERTION, message(3, { id: 9, name: "Autre antenne" }));
    const premiere = await appeler(CALLERS.departement, LISTE, { first: 1 });
    expect(premiere).toMatchObject([{ systeme: INSERTION, identifiant: "9" }]);
    expect(await appeler(CALLERS.departement, LISTE, { first: 1, after: `${INSERTION} 9` })).toMatchObject([{ identifiant: "77" }]);
  });

  it("d’un autre département, rattachée, n’existe pas pour vous", async () => {
    await attendre();
    await rattacher();
    expect(await rattacher({ organisme: "93-CD93" }, CALLERS.departement93)).toEqual({
      code: "ORGANISATION_INTROUVABLE",
      champ: "identifiant",
    });
    expect(await appeler(CALLERS.departement93, LISTE)).toEqual([]);
  });

  it.each([
    ["un délégataire", CALLERS.referent, {}, { code: "NON_HABILITE", champ: null }],
    ["un système sans messages", CALLERS.departement, { systeme: "CAF" }, { code: "SYSTEME_SANS_MESSAGES", champ: "systeme" }],
    ["un organisme d’ailleurs", CALLERS.departement, { organisme: "93-CD93" }, { code: "ORGANISME_INCONNU", champ: "organisme" }],
    [
      "une organisation jamais dite",
      CALLERS.departement,
      { identifiant: "1000" },
      { code: "ORGANISATION_INTROUVABLE", champ: "identifiant" },
    ],
  ])("refuse : %s", async (_, caller, plus, refus) => {
    await attendre();
    expect(await rattacher(plus, caller)).toEqual(refus);
    expect(await lire("select 1 from rendez_vous.organisation_externe where organisme is not null")).toEqual([]);
  });

  it("ne se lit que du Département", async () => {
    await attendre();
    expect(await appeler(CALLERS.referent, LISTE)).toEqual([]);
  });
});
