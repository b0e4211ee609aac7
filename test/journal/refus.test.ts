import { randomUUID } from "node:crypto";
import { tenirRegistre } from "../../subgraphs/echanges/registre/registre";
import { sceller } from "../../subgraphs/shared/chaine/sceller.repository";
import { verifierJournal } from "../../subgraphs/shared/chaine/verifier.repository";
import { observeStatements } from "../../subgraphs/shared/database";
import type { Caller } from "../../subgraphs/shared/identity";
import { ajouterDossiers, ajouterFoule } from "../allocataires/personnes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { type HubSurveille, hubSurveille } from "../veille/hub-surveille";

const { amina, chantal, driss, elodie } = PEOPLE;
const LIRE = "query Fiche($id: ID) { allocataire(id: $id) { id nom } }";
const NUMERO = "query ($v: String!) { allocataire(identifiant: { type: MATRICULE_CAF, valeur: $v }) { id } }";
const REFUS = `query ($c: String, $m: String, $f: Int, $a: String) { demandesRefusees(client: $c, motif: $m, first: $f, after: $a) {
  totalCount nodes { motif nombre client agent organisme finalite operation lieu champs personnes { id } } pageInfo { hasNextPage endCursor } } }`;
const inscrit = (client: string, autres: object = {}) => ({
  client,
  nom: client,
  finalites: ["ACCOMPAGNEMENT", "EXERCICE_DES_DROITS"],
  quotaPersonnes: 20_000,
  quotaParAgent: 20_000,
  ...autres,
});
const avec = (appelant: Caller, client: string, autres: Partial<Caller> = {}): Caller => ({ ...appelant, client, ...autres });

describe("les demandes refusées, par une vraie passerelle et PostgreSQL", () => {
  let base: TestDatabase;
  let hub: HubSurveille;
  let foule: string[];
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await ajouterDossiers(base.owner);
    foule = await ajouterFoule(base.owner, 20);
    await base.owner.query(
      "insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le) values ('94', $1, 'MATRICULE_CAF', '7777777', 'CAF', '2026-01-10', '2026-01-10')",
      [chantal],
    );
    hub = await hubSurveille(base.url, [
      ...[
        "referent",
        "portee",
        "hors-portee",
        "inconnue",
        "numero",
        "autre-numero",
        "mutation-cachee",
        "droits",
        "regle",
        "fait",
        "flot",
        "honnete",
        "ferme-registre",
        "dpo",
      ].map((un) => inscrit(un)),
      inscrit("suspendu", { suspendu: true }),
      inscrit("ferme", { heures: { debut: "00:00", fin: "00:01", jours: [1], hors: "REFUSER" } }),
      inscrit("balaye", { quotaPersonnes: 3 }),
    ]);
  }, 120_000);
  afterAll(async () => {
    await hub.stop();
    await base.drop();
  });

  const LIGNES = `select client, agent, organisme, finalite, operation, operation_nom, sous_graphe as lieu, champs, motif, nombre, allocataires::text[] as personnes
    from journal.consultation where nature = 'REFUS' and client = $1 order by rang`;
  const lignes = async (client: string): Promise<any[]> => (await base.owner.query(LIGNES, [client])).rows;
  const attendre = async (client: string, nombre = 1): Promise<any[]> => {
    const fin = Date.now() + 15_000;
    for (;;) {
      const lues = await lignes(client);
      if (lues.length >= nombre || Date.now() > fin) return lues;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** Long enough for what waits to have been written. */
  const laisserEcrire = () => new Promise((resolve) => setTimeout(resolve, 700));
  const echecs = async () => Number(/unefois_refus_total\{issue="echec"\} (\d+)/.exec(await hub.metriques())![1]);
  const dpo = avec(CALLERS.dpo, "dpo");

  describe("à la passerelle", () => {
    it("un champ que le droit ne donne pas : une ligne, les données demandées sous lui, et la personne nommée", async () => {
      const sans = avec(CALLERS.referent, "referent", { agent: "REF-1", scopes: new Set(["allocataires.lire"]) });
      const reponse = await hub.demander(
        sans,
        "query Suivi($id: ID) { allocataire(id: $id) { id a: rendezVous(first: 1) { id } b: rendezVous(first: 2) { debut } } }",
        { id: amina },
      );
      expect(reponse.data.allocataire.id).toBe(amina);
      expect(reponse.errors!.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN", "FORBIDDEN"]);
      expect(await attendre("referent")).toMatchObject([
        {
          agent: "REF-1",
          organisme: "REMOB-1",
          finalite: "ACCOMPAGNEMENT",
          operation_nom: "Suivi",
          lieu: "passerelle",
          motif: "FORBIDDEN",
          nombre: null,
          personnes: [amina],
        },
      ]);
      expect((await lignes("referent"))[0]!.champs).toEqual(["Allocataire.rendezVous", "RendezVous.debut", "RendezVous.id"]);
      const { rows } = await base.owner.query("select nature from journal.consultation where operation = $1 order by 1", [
        (await lignes("referent"))[0]!.operation,
      ]);
      expect(rows.map(({ nature }) => nature)).toEqual(["LECTURE", "REFUS"]);
    });

    it.each([
      ["suspendu", "CLIENT_SUSPENDU", 403],
      ["ferme", "HORS_HEURES", 403],
    ])("client %s : %s, avec ce qu’il demandait", async (client, motif, statut) => {
      const reponse = await hub.demander(avec(CALLERS.departement, client), LIRE, { id: amina });
      expect([reponse.status, reponse.errors![0]!.extensions.code]).toEqual([statut, motif]);
      expect(await attendre(client)).toMatchObject([
        {
          operation_nom: "Fiche",
          lieu: "passerelle",
          motif,
          champs: ["Allocataire.id", "Allocataire.nom", "Query.allocataire"],
          personnes: [amina],
        },
      ]);
    });

    it("quota atteint (429) : une ligne", async () => {
      const client = avec(CALLERS.departement, "balaye");
      for (const id of foule.slice(0, 3)) expect((await hub.demander(client, LIRE, { id })).status).toBe(200);
      expect((await hub.demander(client, LIRE, { id: foule[4] })).status).toBe(429);
      expect(await attendre("balaye")).toMatchObject([{ motif: "QUOTA_PERSONNES", lieu: "passerelle", personnes: [foule[4]] }]);
      await laisserEcrire();
      expect(await lignes("balaye")).toHaveLength(1);
    }, 30_000);

    it("une mutation sans le droit : son nom, et rien n’est appliqué", async () => {
      const sans = avec(CALLERS.departement, "droits", { scopes: new Set(["allocataires.lire"]) });
      const sortie = `mutation { declarerSortie(allocataire: "${amina}", nature: EMPLOI_DURABLE, date: "2026-03-01") { __typename ... on Refus { code } } }`;
      const reponse = await hub.demander(sans, sortie);
      expect([reponse.data, reponse.errors![0]!.extensions.code]).toEqual([null, "FORBIDDEN"]);
      const [ligne] = await attendre("droits");
      expect(ligne).toMatchObject({ motif: "FORBIDDEN", lieu: "passerelle", personnes: [amina] });
      expect(ligne!.champs).toContain("Mutation.declarerSortie");
    });

    it("ce qui ne parle de personne n’y entre pas", async () => {
      const sans = avec(CALLERS.departement, "droits", { scopes: new Set(["allocataires.lire"]) });
      const avant = (await lignes("droits")).length;
      expect((await hub.demander(sans, "{ alertes { nodes { id } } }")).errors![0]!.extensions.code).toBe("FORBIDDEN");
      await laisserEcrire();
      expect(await lignes("droits")).toHaveLength(avant);
    });
  });

  describe("dans un sous-graphe", () => {
    it("une personne hors du périmètre est nommée ; une inconnue ne nomme personne ; la réponse est la même", async () => {
      const inconnue = randomUUID();
      const [cachee, autre, absente] = [chantal, elodie, inconnue].map((id, i) =>
        hub.demander(avec(CALLERS.referent, ["portee", "hors-portee", "inconnue"][i]!, { agent: "REF-1" }), LIRE, { id }),
      );
      for (const reponse of [await cachee, await autre, await absente]) {
        expect([reponse!.status, reponse!.data, reponse!.errors]).toEqual([200, { allocataire: null }, undefined]);
      }
      const commun = {
        agent: "REF-1",
        organisme: "REMOB-1",
        operation_nom: "Fiche",
        lieu: "allocataires",
        motif: "HORS_PERIMETRE",
        nombre: null,
      };
      const champs = ["Allocataire.id", "Allocataire.nom"];
      expect(await attendre("portee")).toMatchObject([{ ...commun, champs, personnes: [chantal] }]);
      expect(await attendre("hors-portee")).toMatchObject([{ ...commun, champs, personnes: [elodie] }]);
      expect(await attendre("inconnue")).toMatchObject([{ ...commun, champs, personnes: [] }]);
    });

    it("cherchée par un numéro : de même", async () => {
      const refuse = async (client: string, v: string) =>
        (await hub.demander(avec(CALLERS.referent, client, { agent: "REF-1" }), NUMERO, { v })).data;
      expect([await refuse("numero", "7777777"), await refuse("autre-numero", "8888888")]).toEqual([
        { allocataire: null },
        { allocataire: null },
      ]);
      expect(await attendre("numero")).toMatchObject([{ motif: "HORS_PERIMETRE", personnes: [chantal] }]);
      expect(await attendre("autre-numero")).toMatchObject([{ motif: "HORS_PERIMETRE", personnes: [] }]);
    });

    it("une mutation qu’une règle refuse à qui n’en a pas le droit : une ligne, bien que l’opération soit annulée", async () => {
      const orienter = `mutation { deciderOrientation(allocataire: "${driss}", parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1", motif: "essai") {
        __typename ... on Refus { code } } }`;
      const reponse = await hub.demander(avec(CALLERS.departement, "regle"), orienter);
      expect(reponse.data.deciderOrientation).toEqual({ __typename: "Refus", code: "COMPETENCE_FRANCE_TRAVAIL" });
      const [ligne] = await attendre("regle");
      expect(ligne).toMatchObject({ motif: "COMPETENCE_FRANCE_TRAVAIL", lieu: "allocataires", personnes: [driss] });
      expect(ligne!.champs).toContain("Mutation.deciderOrientation");
    });

    it("ce qu’un fait refuse à qui a le droit n’est pas un refus de droits", async () => {
      const sortie = `mutation { declarerSortie(allocataire: "${amina}", nature: EMPLOI_DURABLE, date: "2999-01-01") { __typename ... on Refus { code } } }`;
      expect((await hub.demander(avec(CALLERS.departement, "fait"), sortie)).data.declarerSortie.__typename).toBe("Refus");
      await laisserEcrire();
      expect(await lignes("fait")).toEqual([]);
    });
  });

  it("une demande honnête ne coûte aucun ordre SQL de plus, et n’écrit aucun refus", async () => {
    const client = avec(CALLERS.referent, "honnete", { agent: "REF-1" });
    const compter = async () => {
      const ordres: string[] = [];
      const arreter = observeStatements(({ text }) => ordres.push(text));
      expect((await hub.demander(client, LIRE, { id: amina })).data.allocataire).toEqual({ id: amina, nom: "Benali" });
      await laisserEcrire();
      arreter();
      return ordres;
    };
    // Whoever called the register of refusals would fail, and the failure be counted.
    const avant = await echecs();
    await base.owner.query("revoke execute on function journal.inscrire_refus(jsonb) from unefois_veille");
    expect((await compter()).filter((texte) => /refus/i.test(texte))).toEqual([]);
    expect(await echecs()).toBe(avant);
    await base.owner.query("grant execute on function journal.inscrire_refus(jsonb) to unefois_veille");
    expect(await lignes("honnete")).toEqual([]);
  });

  it("la personne ne les voit pas, la chaîne se vérifie, et qui a journal.lire les lit par pages", async () => {
    await tenirRegistre(base.owner);
    const registre = "query ($id: ID) { allocataire(id: $id) { consultations(first: 200) { totalCount nodes { natures par } } } }";
    const { nodes } = (await hub.demander(dpo, registre, { id: chantal })).data.allocataire.consultations;
    expect(nodes.map(({ par }: { par: string }) => par)).not.toContain("portee");
    await tenirRegistre(base.owner);
    await sceller(base.owner, new Date());
    expect(await verifierJournal(base.owner)).toMatchObject({ intact: true, nonScellees: 0 });
    const altere = "update journal.consultation set motif = 'X' where nature = 'REFUS' and client = 'portee'";
    await base.owner.query("set unefois.journal = ''");
    await expect(base.owner.query(altere)).rejects.toMatchObject({ code: "42501" });
    await base.owner.query("set unefois.journal = 'conservation'");
    await base.owner.query(`begin; set local session_replication_role = replica; ${altere}; commit`);
    expect((await verifierJournal(base.owner)).anomalies[0]).toMatchObject({ quoi: "LIGNE_MODIFIEE" });
    await base.owner.query(`begin; set local session_replication_role = replica; ${altere.replace("'X'", "'HORS_PERIMETRE'")}; commit`);
    expect(await verifierJournal(base.owner)).toMatchObject({ intact: true });

    const lire = async (variables: object, appelant = dpo) => (await hub.demander(appelant, REFUS, { ...variables })).data.demandesRefusees;
    expect((await lire({ c: "portee" })).nodes).toEqual([
      {
        ...{
          motif: "HORS_PERIMETRE",
          nombre: 1,
          client: "portee",
          agent: "REF-1",
          organisme: "REMOB-1",
          finalite: "ACCOMPAGNEMENT",
          operation: "Fiche",
        },
        ...{ lieu: "allocataires", champs: ["Allocataire.id", "Allocataire.nom"], personnes: [{ id: chantal }] },
      },
    ]);
    // Who is of another département is not told to this one.
    expect((await lire({ c: "hors-portee" })).nodes[0].personnes).toEqual([]);
    const page = await lire({ m: "HORS_PERIMETRE", f: 2 });
    expect([page.nodes.length, page.pageInfo.hasNextPage, page.totalCount]).toEqual([2, true, 5]);
    expect((await lire({ m: "HORS_PERIMETRE", f: 200, a: page.pageInfo.endCursor })).nodes).toHaveLength(3);
    const du93 = avec(CALLERS.dpo, "dpo", { departement: "93", organisme: "CD93" });
    expect((await lire({}, du93)).nodes).toEqual([]);
    expect((await hub.demander(avec(CALLERS.departement, "honnete"), REFUS, {})).errors![0]!.extensions.code).toBe("FORBIDDEN");
  }, 60_000);

  it("ce qui ne peut pas être inscrit ne retient pas le refus, se compte, et s’inscrit dès que le registre s’écrit", async () => {
    const avant = await echecs();
    await base.owner.query("revoke execute on function journal.inscrire_refus(jsonb) from unefois_veille");
    const reponse = await hub.demander(avec(CALLERS.referent, "ferme-registre", { agent: "REF-1" }), LIRE, { id: chantal });
    expect([reponse.status, reponse.data]).toEqual([200, { allocataire: null }]);
    await laisserEcrire();
    expect(await echecs()).toBeGreaterThan(avant);
    expect(await lignes("ferme-registre")).toEqual([]);
    await base.owner.query("grant execute on function journal.inscrire_refus(jsonb) to unefois_veille");
    expect(await attendre("ferme-registre")).toMatchObject([{ motif: "HORS_PERIMETRE", personnes: [chantal] }]);
  }, 30_000);

  it("une personne hors du périmètre nommée par une mutation, dont le refus se valide comme une écriture : la même ligne", async () => {
    const declarer = `mutation ($id: ID!) { declarerDonnees(allocataire: $id, donnees: { courriel: "a@exemple.fr" }) { __typename ... on Refus { code } } }`;
    const appelant = avec(CALLERS.referent, "mutation-cachee", { agent: "REF-1" });
    const { data, errors } = await hub.demander(appelant, declarer, { id: chantal });
    expect([errors, data?.declarerDonnees.__typename]).toEqual([undefined, "Refus"]);
    expect(await attendre("mutation-cachee")).toMatchObject([{ motif: "HORS_PERIMETRE", personnes: [chantal] }]);
  });

  it("un flot de refus d’un client écrit soixante lignes, et celle qui compte le reste", async () => {
    const flot = avec(CALLERS.referent, "flot", { agent: "REF-1" });
    for (let i = 0; i < 100; i++) await hub.demander(flot, LIRE, { id: randomUUID() });
    await laisserEcrire();
    expect(await lignes("flot")).toHaveLength(60);
    await hub.stop();
    const lues = await lignes("flot");
    expect([lues.length, lues.at(-1)!.motif, lues.at(-1)!.nombre]).toEqual([61, "REFUS_EN_NOMBRE", 40]);
  }, 60_000);
});
