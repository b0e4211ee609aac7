import type { Caller } from "../../subgraphs/shared/identity";
import { ajouterDossiers, ajouterFoule } from "../allocataires/personnes";
import { type Abonne, ouvrirAbonne } from "../echanges/abonne";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { type HubSurveille, hubSurveille } from "./hub-surveille";

const { chantal } = PEOPLE;
const LIRE = "query ($id: ID) { allocataire(id: $id) { id nom rendezVous(first: 1) { id } } }";
const OUVRIR = `mutation ($a: ID) { ouvrirAccesUrgence(allocataire: $a, motif: "Appel du 115 : la personne est à la rue ce soir.") {
  __typename ... on AccesUrgence { id allocataire { nom rendezVous(first: 1) { id } } } ... on Refus { code } } }`;
const ABONNER = `mutation ($u: String!, $t: [String!]!) { abonner(url: $u, types: $t) { __typename ... on Abonnement { id secret } ... on Refus { code } } }`;
const inscrit = (client: string, autres: object = {}) => ({
  client,
  nom: client,
  finalites: ["ACCOMPAGNEMENT", "EXERCICE_DES_DROITS"],
  ...autres,
});
const avec = (appelant: Caller, client: string, agent: string | null, ...droits: string[]): Caller => ({
  ...appelant,
  client,
  agent,
  scopes: new Set([...appelant.scopes, ...droits]),
});

describe("la veille, par une vraie passerelle", () => {
  let base: TestDatabase;
  let hub: HubSurveille;
  let foule: string[];
  let siem: Abonne;
  let autre: Abonne;

  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await ajouterDossiers(base.owner);
    foule = await ajouterFoule(base.owner, 90);
    hub = await hubSurveille(base.url, [
      inscrit("large", { quotaPersonnes: 20_000 }),
      inscrit("lent", { quotaPersonnes: 10 }),
      inscrit("lent-2", { quotaPersonnes: 10 }),
      inscrit("referents", { quotaPersonnes: 20_000 }),
      inscrit("siem", { quotaPersonnes: 500 }),
      inscrit("partenaire", { quotaPersonnes: 500 }),
      inscrit("ferme", { heures: { debut: "00:00", fin: "00:01", jours: [1] } }),
    ]);
    [siem, autre] = [await ouvrirAbonne(), await ouvrirAbonne()];
  }, 120_000);
  afterAll(async () => {
    await hub.stop();
    await siem.close();
    await autre.close();
    await base.drop();
  });

  const balayer = async (appelant: Caller) => {
    let lues = 0;
    for (const id of foule) {
      const reponse = await hub.demander(appelant, LIRE, { id });
      if (reponse.status === 429) return { lues, refus: reponse };
      lues++;
    }
    throw new Error("personne ne l’a arrêté");
  };
  const attendre = async (vrai: () => boolean | Promise<boolean>) => {
    const fin = Date.now() + 20_000;
    while (!(await vrai())) {
      if (Date.now() > fin) throw new Error("rien n’est venu");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it("un agent d’un client à vingt mille est arrêté à cinquante ; l’alerte part signée chez qui a journal.lire, et n’y nomme pas l’agent ; rien chez qui ne l’a pas", async () => {
    const dpo = avec(CALLERS.dpo, "siem", null, "echanges.lire");
    const partenaire = avec(CALLERS.franceTravail, "partenaire", null);
    const abonnement = await hub.demander(dpo, ABONNER, { u: `${siem.url}/`, t: ["AlerteLevee"] });
    expect(abonnement).toMatchObject({ status: 200, data: { abonner: { __typename: "Abonnement" } } });
    siem.secrets.push(abonnement.data.abonner.secret);
    expect((await hub.demander(partenaire, ABONNER, { u: `${autre.url}/`, t: ["AlerteLevee"] })).data.abonner.__typename).toBe("Refus");
    const tout = await hub.demander(partenaire, ABONNER, { u: `${autre.url}/`, t: ["SortieDeclaree"] });
    expect(tout.data.abonner.__typename).toBe("Abonnement");

    const agent = avec(CALLERS.departement, "large", "AG-77");
    const { lues, refus } = await balayer(agent);
    expect(lues).toBe(50);
    expect(refus.errors![0]!.message).toContain("Cet agent");
    expect(Number(refus.apres)).toBeGreaterThan(0);
    expect((await hub.demander(avec(CALLERS.departement, "large", "AG-78"), LIRE, { id: foule[60] })).status).toBe(200);

    await attendre(() => siem.recus.length > 0);
    const [recu] = siem.recus;
    expect(recu!.secrets).toEqual(siem.secrets);
    expect(recu!.corps).toMatchObject({ type: "AlerteLevee", allocataire: null, donnees: { nature: "QUOTA_PERSONNES", client: "large" } });
    expect(JSON.stringify(recu!.corps)).not.toContain("AG-77");
    const lue = await hub.demander(dpo, '{ alertes(client: "large") { nodes { id agent details } } }');
    expect(lue.data.alertes.nodes).toEqual([
      { id: recu!.corps.donnees.alerte, agent: "AG-77", details: expect.objectContaining({ quota: 50, compte: "AGENT" }) },
    ]);
    // The same client, its right taken away since: nothing of the subscription is renewed for it.
    const sansDroit = avec({ ...CALLERS.dpo, scopes: new Set(["echanges.lire"]) }, "siem", null);
    const renouveler = "mutation ($a: ID!) { renouvelerSecretAbonnement(abonnement: $a) { __typename ... on Refus { code } } }";
    const refuse = await hub.demander(sansDroit, renouveler, { a: abonnement.data.abonner.id });
    expect(refuse.data.renouvelerSecretAbonnement.code).toBe("TYPE_INCONNU");
    // A fact that the other one may have comes after the alert in the log: once it is there, what did not come will not come.
    const sortie = `mutation { declarerSortie(allocataire: "${PEOPLE.amina}", nature: EMPLOI_DURABLE, date: "${new Date().toISOString().slice(0, 10)}") { __typename ... on Refus { code message } } }`;
    expect((await hub.demander(avec(CALLERS.departement, "siem", null), sortie)).data.declarerSortie).toEqual({
      __typename: "SortieParcours",
    });
    await attendre(() => autre.recus.some(({ corps }) => corps.type === "SortieDeclaree"));
    expect(autre.recus.filter(({ corps }) => /^Alerte|^Acces/.test(corps.type))).toEqual([]);
  }, 120_000);

  it("le quota dépensé, une urgence s’ouvre et se lit par tous les sous-graphes ; une autre personne reste refusée", async () => {
    const referente = avec(CALLERS.referent, "referents", "REF-8");
    const { lues } = await balayer(referente);
    expect(lues).toBe(25);
    const ouvert = await hub.demander(referente, OUVRIR, { a: chantal });
    expect(ouvert.errors).toBeUndefined();
    expect(ouvert.data.ouvrirAccesUrgence).toMatchObject({ __typename: "AccesUrgence", allocataire: { nom: "Diop", rendezVous: [] } });
    expect((await hub.demander(referente, OUVRIR, { a: chantal })).data.ouvrirAccesUrgence.id).toBe(ouvert.data.ouvrirAccesUrgence.id);
    expect((await hub.demander(referente, LIRE, { id: chantal })).data.allocataire).toMatchObject({ nom: "Diop" });
    expect((await hub.demander(referente, LIRE, { id: foule[80] })).status).toBe(429);
    const inconnue = await hub.demander(referente, OUVRIR, { a: "99999999-9999-4999-8999-999999999999" });
    expect([inconnue.status, inconnue.data.ouvrirAccesUrgence.code]).toEqual([200, "PERSONNE_INTROUVABLE"]);
  }, 120_000);

  /** What the gateway holds, and how many requests it has ended. */
  const passerelle = async () => {
    const texte = await hub.metriques();
    const somme = (nom: string) =>
      [...texte.matchAll(new RegExp(`^${nom}(?:\\{[^}]*\\})? ([\\d.]+)$`, "gm"))].reduce((total, [, n]) => total + Number(n), 0);
    return {
      tenues: somme("unefois_operations_poids") + somme("unefois_appels_en_cours"),
      finies: somme("unefois_requetes_total"),
      parties: somme('unefois_requetes_total\\{[^}]*statut="499"[^}]*\\}'),
    };
  };

  it("ralenti, un client n’occupe la place de personne ; s’il raccroche, plus rien ne l’attend", async () => {
    const lent = avec(CALLERS.departement, "lent", null);
    for (const id of foule.slice(0, 9)) await hub.demander(lent, LIRE, { id });
    const avant = await passerelle();
    const raccroche = new AbortController();
    const perdue = hub.demander(lent, LIRE, { id: foule[9] }, raccroche.signal).catch((erreur) => (erreur as Error).name);
    await attendre(async () => (await comptees("lent")) === 10);
    await attendre(async () => (await passerelle()).tenues === 0);
    expect((await passerelle()).finies).toBe(avant.finies);
    const depart = performance.now();
    raccroche.abort();
    expect(await perdue).toBe("AbortError");
    await attendre(async () => (await passerelle()).finies === avant.finies + 1);
    expect(performance.now() - depart).toBeLessThan(1_000);
  }, 60_000);

  it("au dernier de son quota, la réponse attend deux secondes", async () => {
    const lent = avec(CALLERS.departement, "lent-2", null);
    for (const id of foule.slice(0, 9)) await hub.demander(lent, LIRE, { id });
    const derniere = await hub.demander(lent, LIRE, { id: foule[9] });
    expect([derniere.status, derniere.data.allocataire.id]).toEqual([200, foule[9]]);
    expect(derniere.ms).toBeGreaterThan(1_900);
  }, 60_000);

  it("hors de ses heures, qui raccroche pendant l’attente ne fait rien lire", async () => {
    const ferme = avec(CALLERS.departement, "ferme", null);
    const avant = await passerelle();
    const raccroche = new AbortController();
    const perdue = hub.demander(ferme, LIRE, { id: foule[0] }, raccroche.signal).catch((erreur) => (erreur as Error).name);
    await attendre(async () => (await base.owner.query("select from journal.alerte where client = 'ferme'")).rowCount === 1);
    raccroche.abort();
    expect(await perdue).toBe("AbortError");
    await attendre(async () => (await passerelle()).parties === avant.parties + 1);
    expect(await comptees("ferme")).toBe(0);
    const servie = await hub.demander(ferme, LIRE, { id: foule[0] });
    expect([servie.status, servie.ms >= 2_000]).toEqual([200, true]);
  }, 60_000);

  const comptees = async (client: string) =>
    (
      await base.owner.query("select coalesce(sum(poids), 0)::int as n from journal.personne_comptee where client = $1 and agent = ''", [
        client,
      ])
    ).rows[0].n;
});
