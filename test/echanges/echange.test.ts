import { randomUUID } from "node:crypto";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const { amina, bruno, chantal, elodie } = PEOPLE;
const LISTE = `query ($statut: StatutEchange, $sens: SensEchange, $partenaire: SystemeSource, $objet: String, $allocataire: ID, $first: Int, $after: String) {
  echanges(statut: $statut, sens: $sens, partenaire: $partenaire, objet: $objet, allocataire: $allocataire, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id sens partenaire objet allocataire { id } statut tentatives prochainEssai erreur { code message reessayable actionAgent } creeLe traiteLe } } }`;

describe("échanges", () => {
  let base: TestDatabase;
  let subgraph: TestSubgraph;
  const REFERENT: Caller = { ...CALLERS.referent, scopes: new Set([...CALLERS.referent.scopes, "echanges.lire"]) };
  const NATIONAL: Caller = { ...CALLERS.franceTravail, departement: "*" };
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    subgraph = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await subgraph.close();
    await base.drop();
  });
  beforeEach(() =>
    base.owner.query("truncate journal.evenement, journal.consultation, echanges.echange, echanges.curseur, echanges.cle_idempotence"),
  );

  let seconds = 0;
  const happen = async (type: string, donnees: object, allocataire: string | null = null, departement: string | null = "94") => {
    const le = new Date(Date.UTC(2026, 1, 1) + 1000 * seconds++);
    await base.owner.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ($1, $2, $3, $4, $5)",
      [type, departement, allocataire, donnees, le],
    );
  };
  const follow = async () => {
    await numberEvents(base.owner);
    return followOnce(base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges });
  };
  const list = async (caller: Caller, variables: Record<string, unknown> = {}) => {
    const answer = await subgraph.run(caller, LISTE, variables);
    expect(answer.errors).toBeUndefined();
    return answer.data.echanges;
  };
  const reject = async (code = "DEPARTEMENT_INCONNU", departement: string | null = "94") => {
    const rejet = randomUUID();
    await happen("RejetEnregistre", { rejet, objet: "CAF_BENEFICIAIRE", code, partenaire: "CAF" }, null, departement);
    return rejet;
  };
  const replayed = (rejet: string, resultat: "APPLIQUE" | "REJETE") =>
    happen("RejetRejoue", { rejet, objet: "CAF_BENEFICIAIRE", partenaire: "CAF", resultat });

  it("les autres faits ne font pas d’échange", async () => {
    for (const type of [
      "EntreeDispositif",
      "AllocataireModifie",
      "OrientationClose",
      "SortieDeclaree",
      "ActiviteDeclaree",
      "OffreModifiee",
    ])
      await happen(type, {}, amina);
    await follow();
    expect((await list(CALLERS.departement)).totalCount).toBe(0);
  });

  it("un fichier importé est un échange entrant traité", async () => {
    await happen("FluxImporte", { flux: randomUUID() });
    await follow();
    const [node] = (await list(CALLERS.departement)).nodes;
    expect(node).toMatchObject({ sens: "ENTRANT", partenaire: "CAF", objet: "CAF_BENEFICIAIRE", statut: "TRAITE", allocataire: null });
    expect(node.traiteLe).toBe(node.creeLe);
  });

  it("un rejet dit pourquoi et que faire ; rejoué sans succès il reste rejeté, avec succès il est traité", async () => {
    const rejet = await reject();
    await follow();
    const [received] = (await list(CALLERS.departement)).nodes;
    expect(received).toMatchObject({
      sens: "ENTRANT",
      statut: "REJETE",
      tentatives: 1,
      traiteLe: null,
      erreur: { code: "DEPARTEMENT_INCONNU", reessayable: true },
    });
    expect(received.erreur.message).toMatch(/département/);
    expect(received.erreur.actionAgent).toMatch(/unefois rejets --rejouer/);
    await replayed(rejet, "REJETE");
    await follow();
    expect((await list(CALLERS.departement)).nodes).toEqual([{ ...received, tentatives: 2 }]);
    await replayed(rejet, "APPLIQUE");
    await follow();
    expect((await list(CALLERS.departement)).nodes).toEqual([
      expect.objectContaining({ id: received.id, statut: "TRAITE", tentatives: 3, erreur: null, traiteLe: expect.any(String) }),
    ]);
  });

  it("rejet et rejeux lus d’un même lot donnent le même résultat", async () => {
    const rejet = await reject("DOSSIER_INVALIDE");
    await replayed(rejet, "APPLIQUE");
    await replayed(rejet, "REJETE");
    await follow();
    expect((await list(CALLERS.departement)).nodes).toEqual([
      expect.objectContaining({
        statut: "REJETE",
        tentatives: 3,
        erreur: expect.objectContaining({ code: "DOSSIER_INVALIDE", reessayable: false }),
      }),
    ]);
  });

  it("un code que le hub ne connaît pas est dit tel quel", async () => {
    await reject("CODE_NOUVEAU");
    await follow();
    expect((await list(CALLERS.departement)).nodes[0].erreur).toMatchObject({
      code: "CODE_NOUVEAU",
      message: expect.stringContaining("CODE_NOUVEAU"),
    });
  });

  it("le suivi relu depuis le début ne double aucun échange", async () => {
    await reject();
    await happen("ContratSigne", {}, amina);
    await follow();
    await base.owner.query("truncate echanges.curseur");
    await follow();
    expect((await list(CALLERS.departement)).totalCount).toBe(2);
  });

  it("chacun voit les échanges de son département, et un référent ceux des personnes qu’il suit", async () => {
    for (const [who, departement] of [
      [amina, "94"],
      [bruno, "94"],
      [elodie, "93"],
    ] as const)
      await happen("ContratSigne", {}, who, departement);
    await reject("DEPARTEMENT_INCONNU", null);
    await follow();
    const people = async (caller: Caller) => (await list(caller)).nodes.map((node: any) => node.allocataire?.id ?? null);
    expect(await people(CALLERS.departement)).toEqual([bruno, amina]);
    expect(await people(CALLERS.departement93)).toEqual([elodie]);
    expect(await people(REFERENT)).toEqual([amina]);
    expect(await people(NATIONAL)).toEqual([null, elodie, bruno, amina]);
    expect((await list(CALLERS.departement, { allocataire: elodie })).totalCount).toBe(0);
    expect((await list(REFERENT, { allocataire: bruno })).totalCount).toBe(0);
  });

  it("filtre par statut, sens, partenaire, objet et personne ; un identifiant impossible ne trouve rien", async () => {
    await reject();
    await happen("ContratSigne", {}, amina);
    await happen("DiagnosticEnregistre", {}, chantal);
    await follow();
    const objets = async (variables: Record<string, unknown>) =>
      (await list(CALLERS.departement, variables)).nodes.map((node: any) => node.objet);
    expect(await objets({ statut: "REJETE" })).toEqual(["CAF_BENEFICIAIRE"]);
    expect(await objets({ sens: "SORTANT" })).toEqual(["DIAGNOSTIC", "CONTRAT_ENGAGEMENT"]);
    expect(await objets({ partenaire: "CAF" })).toEqual(["CAF_BENEFICIAIRE"]);
    expect(await objets({ objet: "DIAGNOSTIC" })).toEqual(["DIAGNOSTIC"]);
    expect(await objets({ allocataire: amina })).toEqual(["CONTRAT_ENGAGEMENT"]);
    expect(await objets({ allocataire: "' or 1=1 --" })).toEqual([]);
  });

  it("se lit page par page, sans manque ni répétition, même à la même milliseconde", async () => {
    for (let i = 0; i < 7; i++) await happen("ContratSigne", { i }, amina);
    await base.owner.query("update journal.evenement set survenu_le = '2026-02-01'");
    await follow();
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: any = await list(CALLERS.departement, { first: 3, after });
      expect(page.totalCount).toBe(7);
      seen.push(...page.nodes.map((node: any) => node.id));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  it("une page coûte une requête et son compte une autre, et inscrit les personnes au registre", async () => {
    for (const who of [amina, bruno, chantal]) await happen("ContratSigne", {}, who);
    await follow();
    const answer = await subgraph.run(CALLERS.departement, LISTE);
    expect(answer.statements).toHaveLength(2);
    const { rows } = await base.owner.query("select allocataires, champs from journal.consultation");
    expect(rows).toHaveLength(1);
    expect(rows[0].allocataires.sort()).toEqual([amina, bruno, chantal]);
    expect(rows[0].champs).toContain("Echange.objet");
  });

  it("après une fusion, l’échange désigne la personne qui reste", async () => {
    await happen("ContratSigne", {}, bruno);
    await follow();
    await base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [amina, bruno]);
    const { nodes } = await list(CALLERS.departement);
    await base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [bruno]);
    expect(nodes[0].allocataire.id).toBe(amina);
  });

  it("sans le droit echanges.lire, la liste est refusée", async () => {
    const answer = await subgraph.run(CALLERS.referent, LISTE);
    expect(answer.data.echanges).toBeNull();
    expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});
