import { randomUUID } from "node:crypto";
import { rejouerUneFois } from "../../hub/rejeux";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { importer, MAINTENANT, service, structure } from "../offre-insertion/fiches";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const { amina, chantal } = PEOPLE;
const CHAMPS =
  "__typename ... on Echange { id statut canal tentatives prochainEssai envoyeLe identifiantPartenaire erreur { code } allocataire { id } } ... on Refus { code champ }";

describe("rejouerEchange", () => {
  let base: TestDatabase;
  let subgraph: TestSubgraph;
  const clock = new VirtualClock(MAINTENANT);
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
    base.owner.query(
      "truncate journal.evenement, journal.consultation, echanges.echange, echanges.curseur, echanges.cle_idempotence, echanges.abonnement, offre_insertion.structure, offre_insertion.rejet cascade",
    ),
  );

  const rejouer = async (echange: string, cle: string | null = null, caller: Caller = CALLERS.departement) => {
    const document = `mutation ($e: ID!, $c: String) { rejouerEchange(echange: $e, cleIdempotence: $c) { ${CHAMPS} } }`;
    const answer = await subgraph.run(caller, document, { e: echange, c: cle }, clock.now());
    expect(answer.errors).toBeUndefined();
    return answer.data.rejouerEchange;
  };
  const suivre = async () => {
    await numberEvents(base.owner);
    await followOnce(base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges });
  };
  const travailler = () => rejouerUneFois({ databaseUrl: base.url, nirKey: NIR_KEY, clock, log: createLog("silent", "test") });
  const liste = async () =>
    (await subgraph.run(CALLERS.departement, "{ echanges { nodes { id objet statut tentatives prochainEssai erreur { code } } } }")).data
      .echanges.nodes;
  const unEchange = async (colonnes: Record<string, unknown>) => {
    const tout = {
      departement: "94",
      evenement: randomUUID(),
      sens: "SORTANT",
      partenaire: "FRANCE_TRAVAIL",
      objet: "ORIENTATION_RESULTAT",
      statut: "REJETE",
      canal: "API",
      cree_le: clock.now(),
      tentatives: 3,
      ...colonnes,
    };
    const noms = Object.keys(tout);
    const { rows } = await base.owner.query(
      `insert into echanges.echange (${noms.join(", ")}) values (${noms.map((_, n) => `$${n + 1}`).join(", ")}) returning id`,
      Object.values(tout),
    );
    return rows[0].id as string;
  };

  it("un service reçu avant sa structure : rejouer demande, le travail de fond applique, l’échange est traité", async () => {
    await importer(base, [], [service("a", { structure_id: "dora--absente" })]);
    await base.owner.query("update journal.evenement set departement = '94'");
    await suivre();
    const [recu] = await liste();
    expect(recu).toMatchObject({ statut: "REJETE", erreur: { code: "STRUCTURE_INCONNUE" }, prochainEssai: null });
    expect(await rejouer(recu.id, "clé")).toMatchObject({ statut: "REJETE", prochainEssai: clock.now().toISOString() });
    expect(await travailler()).toBe(1);
    await suivre();
    expect(await liste()).toEqual([expect.objectContaining({ statut: "REJETE", tentatives: 2, prochainEssai: null })]);
    expect(await travailler()).toBe(0);
    await importer(base, [structure("absente")], []);
    await rejouer(recu.id);
    await travailler();
    await suivre();
    expect(await liste()).toContainEqual(expect.objectContaining({ id: recu.id, statut: "TRAITE", tentatives: 3, erreur: null }));
    expect(await rejouer(recu.id)).toMatchObject({ code: "ECHANGE_NON_REJETE" });
    expect(await rejouer(recu.id, "clé")).toMatchObject({ __typename: "Echange", statut: "TRAITE" });
  });

  it("deux processus ne rejouent pas la même demande, et celle d’un processus tué est reprise", async () => {
    await importer(base, [], [service("a", { structure_id: "dora--absente" })]);
    await base.owner.query("update journal.evenement set departement = '94'");
    await suivre();
    await rejouer((await liste())[0].id);
    expect((await Promise.all([travailler(), travailler()])).sort()).toEqual([0, 1]);
    await rejouer((await liste())[0].id);
    await base.owner.query("update echanges.echange set bail_jusque = $1", [new Date(clock.now().getTime() + 60_000)]);
    expect(await travailler()).toBe(0);
    clock.advance(60_000);
    expect(await travailler()).toBe(1);
  });

  it.each([
    ["rejeté", { statut: "REJETE", envoye_le: "2026-02-01T08:00:00Z" }, "A_ENVOYER"],
    ["abandonné sans être jamais parti", { statut: "ABANDONNE" }, "A_ENVOYER"],
    ["abandonné après un envoi peut-être abouti : relu d’abord", { statut: "ABANDONNE", envoye_le: "2026-02-01T08:00:00Z" }, "ENVOYE"],
    ["en attente d’un essai", { statut: "A_ENVOYER", prochain_essai: "2026-02-11T06:00:00Z" }, "A_ENVOYER"],
    ["accepté qui attend d’être relu : relu seulement", { statut: "A_CONFIRMER", prochain_essai: "2026-02-11T06:00:00Z" }, "A_CONFIRMER"],
  ])("un envoi %s est dû aussitôt, ses essais restent comptés", async (_nom, colonnes, statut) => {
    const id = await unEchange({ ...colonnes, allocataire: amina });
    expect(await rejouer(id)).toMatchObject({
      statut,
      tentatives: 3,
      prochainEssai: clock.now().toISOString(),
      allocataire: { id: amina },
    });
    const { rows } = await base.owner.query("select client, allocataires from journal.consultation");
    expect(rows).toEqual([{ client: "demo-departement", allocataires: [amina] }]);
  });

  it("une lettre morte rejouée a de nouveau dix jours d’essais", async () => {
    const id = await unEchange({ statut: "ABANDONNE", premier_essai_le: "2026-01-01T08:00:00Z", relectures: 4 });
    await rejouer(id);
    const { rows } = await base.owner.query("select premier_essai_le, relectures, traite_le from echanges.echange");
    expect(rows).toEqual([{ premier_essai_le: null, relectures: 0, traite_le: null }]);
  });

  it.each([
    ["confirmé", { statut: "CONFIRME" }],
    ["parti, peut-être encore en route", { statut: "ENVOYE", prochain_essai: "2026-02-11T06:00:00Z" }],
    ["que la relecture a pris", { statut: "A_CONFIRMER" }],
    ["dû déjà", { statut: "A_ENVOYER" }],
    ["qui n’a rien à envoyer", { statut: "REJETE", canal: "HUB" }],
    ["reçu et traité", { statut: "TRAITE", sens: "ENTRANT" }],
  ])("un échange %s ne se rejoue pas", async (_nom, colonnes) => {
    expect(await rejouer(await unEchange(colonnes))).toEqual({ __typename: "Refus", code: "ECHANGE_NON_REJETE", champ: "echange" });
  });

  it("un message reçu dont rien n’est gardé ne se rejoue pas ; celui d’une lecture, si", async () => {
    expect(await rejouer(await unEchange({ sens: "ENTRANT" }))).toMatchObject({ code: "ORIGINAL_ABSENT" });
    expect(await rejouer(await unEchange({ sens: "ENTRANT", lecture: "activites", cle: "ACT" }))).toMatchObject({ statut: "REJETE" });
    expect(await travailler()).toBe(0);
  });

  it("une livraison abandonnée repart si l’abonnement livre, sinon l’abonné le réactive d’abord", async () => {
    const { rows } = await base.owner.query(
      `insert into echanges.abonnement (departement, client, url, types, cree_le, version_secret, desactive_le)
       values ('94', 'demo-france-travail', 'https://ft.exemple.fr/', '{ContratSigne}', $1, 1, $1) returning id`,
      [clock.now()],
    );
    const id = await unEchange({ canal: "ABONNEMENT", statut: "ABANDONNE", abonnement: rows[0].id });
    expect(await rejouer(id)).toMatchObject({ code: "ABONNEMENT_INACTIF" });
    await base.owner.query("update echanges.abonnement set desactive_le = null");
    expect(await rejouer(id)).toMatchObject({ statut: "A_ENVOYER" });
  });

  it("inconnu, mal écrit ou d’un autre département : la même réponse", async () => {
    const id = await unEchange({ allocataire: chantal });
    const inconnu = await rejouer(randomUUID());
    expect(inconnu).toMatchObject({ code: "ECHANGE_INCONNU" });
    expect(await rejouer("rien")).toEqual(inconnu);
    expect(await rejouer(id, null, CALLERS.departement93)).toEqual(inconnu);
  });

  it("sans le droit echanges.rejouer, refusé", async () => {
    const answer = await subgraph.run(CALLERS.franceTravail, `mutation { rejouerEchange(echange: "${randomUUID()}") { __typename } }`);
    expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("la file se compte par partenaire, objet et statut, avec l’âge du plus ancien, sans ce qui est fini", async () => {
    await unEchange({ statut: "A_ENVOYER", cree_le: new Date(clock.now().getTime() - 3_600_000) });
    await unEchange({ statut: "A_ENVOYER" });
    await unEchange({ statut: "CONFIRME" });
    await unEchange({ statut: "ABANDONNE", departement: "93" });
    const document = "{ fileEchanges { sens partenaire objet statut nombre plusAncienSecondes } }";
    const answer = await subgraph.run(CALLERS.departement, document, {}, clock.now());
    expect(answer.statements).toHaveLength(1);
    expect(answer.data.fileEchanges).toEqual([
      {
        sens: "SORTANT",
        partenaire: "FRANCE_TRAVAIL",
        objet: "ORIENTATION_RESULTAT",
        statut: "A_ENVOYER",
        nombre: 2,
        plusAncienSecondes: 3600,
      },
    ]);
  });

  it("les échanges se filtrent par canal, code d’erreur, dates et retard", async () => {
    const jour = 86_400_000;
    const erreur = { erreur_code: "QUOTA", erreur_message: "…", erreur_reessayable: true, erreur_action: "…" };
    const vieux = await unEchange({ statut: "A_CONFIRMER", cree_le: new Date(clock.now().getTime() - 2 * jour), canal: "DEPOT" });
    const recent = await unEchange({ statut: "A_ENVOYER", ...erreur });
    const fini = await unEchange({ statut: "CONFIRME", cree_le: new Date(clock.now().getTime() - 3 * jour) });
    const ids = async (filtre: string) =>
      (
        await subgraph.run(CALLERS.departement, `{ echanges(${filtre}) { nodes { id } totalCount } }`, {}, clock.now())
      ).data.echanges.nodes.map((node: { id: string }) => node.id);
    expect(await ids("canal: DEPOT")).toEqual([vieux]);
    expect(await ids('codeErreur: "QUOTA"')).toEqual([recent]);
    expect(await ids("enRetard: true")).toEqual([vieux]);
    const hier = new Date(clock.now().getTime() - jour).toISOString();
    expect(await ids(`depuis: "${hier}"`)).toEqual([recent]);
    expect(await ids(`jusque: "${hier}"`)).toEqual([vieux, fini]);
  });
});
