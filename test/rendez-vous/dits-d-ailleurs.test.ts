import { sousGraphe } from "../../subgraphs/rendez-vous/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { personnes } from "./appels";
import { objet, rdvSolidarites } from "./constructeurs";
import { USAGERS } from "./messages";
import { database, lire, now, preparer, recepteur } from "./recepteur";

const LIRE = `query ($r: [_Any!]!, $first: Int) { _entities(representations: $r) { ... on Allocataire {
  invitations(first: $first) { systeme identifiant canal famille envoyeeLe expireLe cliquee remise remiseSource }
  referentsAilleurs { systeme agent organisme { id } depuis } } } }`;
const INCONNUES = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire {
  rendezVous { valeursInconnues { systeme champ valeur } participations { statut statutSource } } } } }`;
const jour = (n: number) => `2026-02-${String(n).padStart(2, "0")}T09:00:00+01:00`;

describe("ce que les outils disent d’une personne, à côté de ses rendez-vous", () => {
  preparer();
  let graphe: TestSubgraph;
  beforeAll(async () => {
    graphe = await testSubgraph(sousGraphe, database.url);
  });
  afterAll(() => graphe.close());

  const dire = async (...messages: { systeme: any; entetes: Record<string, string>; corps: string }[]) => {
    for (const { systeme, entetes, corps } of messages)
      expect((await recepteur.recevoir(systeme, entetes, Buffer.from(corps))).statut).toBe(202);
  };
  const run = async (document: string, caller: Caller = CALLERS.departement, variables: object = {}) => {
    const answer = await graphe.run(caller, document, { r: personnes(PEOPLE.amina), ...variables }, now);
    expect(answer.errors).toBeUndefined();
    return { ...answer.data._entities[0], requetes: answer.statements.length };
  };

  it("les invitations, de la plus récente à la plus ancienne, avec ce que l’outil dit de leur remise ; ni lien ni numéro", async () => {
    await dire(
      objet.invitation("created", jour(10), 21, { created_at: jour(10), uuid: "secretlien" }),
      objet.invitation("updated", jour(11), 21, { created_at: jour(10), delivery_status: "delivered", clicked: true }),
      objet.invitation("created", jour(12), 22, { created_at: jour(12), format: "pigeon", delivery_status: "perdu" }),
    );
    const { invitations } = await run(LIRE);
    expect(invitations).toEqual([
      expect.objectContaining({ identifiant: "22", canal: "pigeon", remise: null, remiseSource: "perdu", cliquee: false }),
      {
        systeme: "RENDEZ_VOUS_INSERTION",
        identifiant: "21",
        canal: "SMS",
        famille: "ORIENTATION",
        envoyeeLe: "2026-02-10T08:00:00.000Z",
        expireLe: "2026-02-20T09:00:00.000Z",
        cliquee: true,
        remise: "REMISE",
        remiseSource: "delivered",
      },
    ]);
    expect((await run(LIRE, CALLERS.departement, { first: 1 })).invitations).toHaveLength(1);
    expect(JSON.stringify(await lire("select * from rendez_vous.invitation"))).not.toContain("secretlien");
    expect(await lire("select 1 from rendez_vous.convocation")).toEqual([]);
  });

  it("le référent d’un outil, son organisme s’il est reconnu ; retiré, il ne se lit plus ; le référent unique n’en change pas", async () => {
    const affectations = () => lire("select * from allocataires.affectation_referent order by 1, 2, 3").catch(() => []);
    const avant = await affectations();
    await dire(objet.assignation("created", jour(3)));
    expect((await run(LIRE)).referentsAilleurs).toEqual([
      { systeme: "RENDEZ_VOUS_SOLIDARITES", agent: "91", organisme: null, depuis: "2026-02-03T08:00:00.000Z" },
    ]);
    await dire(objet.organisation("created", jour(4)), objet.role("created", jour(4)));
    expect((await run(LIRE)).referentsAilleurs).toMatchObject([{ organisme: { id: "94-CD94" } }]);
    expect(JSON.stringify(await lire("select * from rendez_vous.agent_externe"))).not.toMatch(/Claude|MARTIN|exemple\.fr/);
    await dire(objet.assignation("destroyed", jour(5)));
    expect((await run(LIRE)).referentsAilleurs).toEqual([]);
    expect(await affectations()).toEqual(avant);
  });

  it("ne se lisent qu’en deux requêtes, et d’un autre département pas du tout", async () => {
    await dire(objet.invitation("created", jour(10)), objet.assignation("created", jour(10)));
    expect((await run(LIRE)).requetes).toBeLessThanOrEqual(3);
    const ailleurs = await run(LIRE, CALLERS.departement93);
    expect([ailleurs.invitations ?? [], ailleurs.referentsAilleurs ?? []]).toEqual([[], []]);
  });

  it("les valeurs qu’aucune table ne connaît se lisent avec le rendez-vous, qui est appliqué pour le reste", async () => {
    await dire(
      rdvSolidarites({
        id: 1,
        le: jour(5),
        event: "restored",
        debut: jour(4),
        categorie: "rsa_inventee",
        personnes: [{ user: USAGERS.amina, status: "vu_de_loin" }],
      }),
    );
    const { rendezVous } = await run(INCONNUES);
    expect(rendezVous).toEqual([
      {
        valeursInconnues: expect.arrayContaining([
          { systeme: "RENDEZ_VOUS_SOLIDARITES", champ: "categorie", valeur: "rsa_inventee" },
          { systeme: "RENDEZ_VOUS_SOLIDARITES", champ: "evenement", valeur: "restored" },
        ]),
        participations: [{ statut: "A_RENSEIGNER", statutSource: "vu_de_loin" }],
      },
    ]);
    await dire(rdvSolidarites({ id: 1, le: jour(6), debut: jour(4), personnes: [{ user: USAGERS.amina, status: "seen" }] }));
    expect((await run(INCONNUES)).rendezVous).toEqual([
      { valeursInconnues: [], participations: [{ statut: "HONORE", statutSource: "seen" }] },
    ]);
  });
});
