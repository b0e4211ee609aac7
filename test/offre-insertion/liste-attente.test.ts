import fc from "fast-check";
import { CALLERS } from "../setup/subgraph";
import { ajouterPdie, MAINTENANT } from "./fiches";
import { apres, personneN, prescripteur, SESSION, STRUCTURE, territoireAvecSession } from "./prescriptions";
import type { Territoire } from "./territoire";

let t: Territoire;
let p: ReturnType<typeof prescripteur>;
beforeAll(async () => {
  t = await territoireAvecSession(5, 100);
  p = prescripteur(t);
  await ajouterPdie(t.base.owner, "pdie-94", "94", 5);
});
beforeEach(async () => {
  await t.base.owner.query(
    "truncate offre_insertion.prescription, offre_insertion.cle_idempotence, journal.evenement, journal.consultation cascade",
  );
  await t.base.owner.query("update offre_insertion.pdie set places_occupees = 0, places_financees = 5");
  await t.base.owner.query("update offre_insertion.session set inscrits = 0, capacite = 5, annulee_le = null");
});
afterAll(() => t.fermer());

const ligne = async (sql: string) => (await t.base.owner.query(sql)).rows;
const inscrits = async () => (await ligne("select inscrits from offre_insertion.session"))[0].inscrits;
const evenements = async (type: string) =>
  (await ligne(`select donnees from journal.evenement where type = '${type}'`)).map((r) => r.donnees);
const LIBERER = `mutation($s: ID!, $c: Int) { definirCapaciteSession(session: $s, capacite: $c) { ... on SessionOffre { capacite inscrits } ... on Refus { code champ } } }`;
const ANNULER = `mutation($s: ID!, $m: String!) { annulerSession(session: $s, motif: $m) { ... on SessionOffre { annuleeLe } ... on Refus { code } } }`;

describe("cent prescriptions à la fois sur les cinq dernières places", () => {
  it.each([
    ["d’une session", { session: SESSION }],
    ["d’une offre du PDIE", { offre: "pdie-94" }],
  ])("%s en font cinq, et quatre-vingt-quinze refus", async (_nom, plus) => {
    const reponses = await Promise.all(Array.from({ length: 100 }, (_, n) => p.prescrire(personneN(n + 1), plus)));
    expect(reponses.filter((r) => r.statut === "OUVERTE")).toHaveLength(5);
    expect(reponses.filter((r) => r.code === "PLUS_DE_PLACE")).toHaveLength(95);
    expect((await ligne("select count(*)::int as n from offre_insertion.prescription"))[0].n).toBe(5);
  });

  it("avec la liste d’attente : cinq places, quatre-vingt-quinze rangs, de 1 à 95, sans trou", async () => {
    const reponses = await Promise.all(
      Array.from({ length: 100 }, (_, n) => p.prescrire(personneN(n + 1), { session: SESSION, listeAttente: true })),
    );
    expect(reponses.every((r) => r.statut === "OUVERTE")).toBe(true);
    expect(await inscrits()).toBe(5);
    const rangs = await ligne(
      "select rang from offre_insertion.rangs_attente('{94}', (select array_agg(id) from offre_insertion.prescription)) order by rang",
    );
    expect(rangs.map((r) => r.rang)).toEqual(Array.from({ length: 95 }, (_, n) => n + 1));
  });
});

describe("une place rendue va au premier de la file, dans la même transaction", () => {
  const remplir = async (nombre: number) => {
    const ids: string[] = [];
    for (let n = 1; n <= nombre; n++) ids.push((await p.prescrire(personneN(n), { session: SESSION, listeAttente: true })).id);
    return ids;
  };
  const attend = async () =>
    (await ligne("select id from offre_insertion.prescription where attente is not null order by attente")).map((r) => r.id);

  it("par un refus ou une annulation : le suivant a la place, il le sait, et l’historique le dit", async () => {
    const ids = await remplir(8);
    expect(await attend()).toEqual(ids.slice(5));
    await p.avancer(ids[0]!, "REFUSEE", { motifRefus: "BENEFICIAIRE_ABSENT" });
    await p.avancer(ids[1]!, "ANNULEE", { motif: "Erreur" });
    expect(await attend()).toEqual([ids[7]]);
    expect(await inscrits()).toBe(5);
    expect(await evenements("PlaceAttribuee")).toEqual(
      [ids[5], ids[6]].map((prescription) => ({ prescription, offre: "dora--a", structure: "dora--s1", session: SESSION })),
    );
    const { historique } = await p.avancer(ids[5]!, "A_L_ETUDE");
    expect(historique[1]).toMatchObject({ statut: "OUVERTE", acteur: "DELAI", par: "liste d’attente" });
  });

  it("qui attend ne se valide pas ; qui renonce quitte la file sans rendre de place", async () => {
    const ids = await remplir(7);
    expect(await p.avancer(ids[5]!, "VALIDEE")).toMatchObject({ code: "EN_LISTE_D_ATTENTE" });
    expect(await p.avancer(ids[5]!, "ANNULEE", { motif: "Renonce" })).toMatchObject({ statut: "ANNULEE", rangAttente: null });
    expect(await inscrits()).toBe(5);
    expect(await attend()).toEqual([ids[6]]);
  });

  it("une capacité plus grande sert la file ; jamais moins de places que de personnes qui y tiennent", async () => {
    const ids = await remplir(8);
    expect(await p.demander(LIBERER, { s: SESSION, c: 7 }, STRUCTURE, MAINTENANT)).toEqual({ capacite: 7, inscrits: 7 });
    expect(await attend()).toEqual([ids[7]]);
    expect(await p.demander(LIBERER, { s: SESSION, c: 6 }, STRUCTURE, MAINTENANT)).toMatchObject({
      code: "CAPACITE_INVALIDE",
      champ: "capacite",
    });
    for (const appelant of [CALLERS.referent, CALLERS.departement93, CALLERS.departement])
      expect(await p.demander(LIBERER, { s: SESSION, c: 50 }, appelant, MAINTENANT)).toMatchObject({ code: "SESSION_INTROUVABLE" });
  });

  it("une session annulée ne déplace personne : chacun l’apprend, la file attend, et rien ne s’y prescrit plus", async () => {
    const ids = await remplir(6);
    expect(await p.demander(ANNULER, { s: SESSION, m: " " }, STRUCTURE, MAINTENANT)).toMatchObject({ code: "MOTIF_MANQUANT" });
    expect(await p.demander(ANNULER, { s: SESSION, m: "Salle fermée" }, STRUCTURE, MAINTENANT)).toEqual({
      annuleeLe: "2026-02-10T09:00:00.000Z",
    });
    expect((await evenements("SessionAnnulee")).map((d) => d.prescription).sort()).toEqual([...ids].sort());
    expect(await p.prescrire(personneN(50), { session: SESSION })).toMatchObject({ code: "SESSION_ANNULEE" });
    await p.avancer(ids[0]!, "REFUSEE", { motif: "x" });
    expect(await attend()).toEqual([ids[5]]);
    const { data } = await t.executer(CALLERS.departement, "{ prescriptionsASuivre { totalCount nodes { raison } } }");
    expect(data.prescriptionsASuivre).toEqual({ totalCount: 5, nodes: Array(5).fill({ raison: "SESSION_ANNULEE" }) });
  });

  it("ses activités prévues sont annulées avec elle, une étape chacune ; ce qui est déclaré ne change pas, et rien n’est prévu ensuite", async () => {
    const [validee, declaree, ensuite] = await remplir(3);
    for (const id of [validee, declaree]) expect(await p.avancer(id!, "VALIDEE")).toMatchObject({ statut: "VALIDEE" });
    await t.base.owner.query("update offre_insertion.activite set statut = 'DECLAREE' where prescription = $1", [declaree]);
    await p.demander(ANNULER, { s: SESSION, m: "Salle fermée" }, STRUCTURE, MAINTENANT);
    await p.avancer(ensuite!, "VALIDEE");
    await p.avancer(validee!, "DEMARREE");
    const etat = await ligne(
      `select a.prescription, a.statut, (select array_agg(e.statut || ' ' || e.par order by e.rang) from offre_insertion.etape_activite e where e.activite = a.id) as etapes
       from offre_insertion.activite a`,
    );
    expect(etat).toHaveLength(2);
    expect(etat).toEqual(
      expect.arrayContaining([
        { prescription: validee, statut: "ANNULEE", etapes: ["PREVUE 94-CD94", "ANNULEE 94-ASSO-1"] },
        { prescription: declaree, statut: "DECLAREE", etapes: ["PREVUE 94-CD94"] },
      ]),
    );
  });

  it("une personne effacée rend sa place", async () => {
    const ids = await remplir(6);
    await t.base.owner.query("select offre_insertion.effacer('{94}', array[$1]::uuid[], $2)", [personneN(1), MAINTENANT]);
    expect(await inscrits()).toBe(5);
    expect(await attend()).toEqual([]);
    expect((await evenements("PlaceAttribuee"))[0].prescription).toBe(ids[5]);
  });
});

it("un brouillon ne prend pas de place ; ouvert, il prend la sienne, attend ou est refusé", async () => {
  await t.base.owner.query("update offre_insertion.session set capacite = 1");
  const un = await p.prescrire(personneN(1), { session: SESSION, brouillon: true });
  const deux = await p.prescrire(personneN(2), { session: SESSION, brouillon: true });
  const trois = await p.prescrire(personneN(3), { session: SESSION, brouillon: true, listeAttente: true });
  expect([un.statut, await inscrits()]).toEqual(["BROUILLON", 0]);
  expect(await p.avancer(un.id, "OUVERTE")).toMatchObject({ statut: "OUVERTE", rangAttente: null });
  expect(await p.avancer(deux.id, "OUVERTE")).toMatchObject({ code: "PLUS_DE_PLACE" });
  expect(await p.avancer(trois.id, "OUVERTE")).toMatchObject({ statut: "OUVERTE", rangAttente: 1 });
});

describe("quelle que soit l’histoire", () => {
  it("jamais plus de places prises que de places, jamais de place libre quand quelqu’un l’attend, et chaque place a sa prescription", async () => {
    const acte = fc.record({
      quoi: fc.constantFrom("prescrire", "prescrire", "REFUSEE", "ANNULEE", "VALIDEE", "capacite"),
      n: fc.integer({ min: 1, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(acte, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), async (vagues) => {
        await t.base.owner.query("truncate offre_insertion.prescription cascade");
        await t.base.owner.query("update offre_insertion.session set inscrits = 0, capacite = 2");
        const ids = new Map<number, string>();
        for (const vague of vagues) {
          await Promise.all(
            vague.map(async ({ quoi, n }) => {
              if (quoi === "capacite") return p.demander(LIBERER, { s: SESSION, c: n % 5 }, STRUCTURE, MAINTENANT);
              if (quoi !== "prescrire") return ids.has(n) ? p.avancer(ids.get(n)!, quoi, { motif: "m" }) : undefined;
              const faite = await p.prescrire(personneN(n), { session: SESSION, listeAttente: n % 2 === 0 });
              if (faite.id) ids.set(n, faite.id);
            }),
          );
          const [etat] =
            await ligne(`select s.capacite, s.inscrits, count(*) filter (where x.place)::int as tenues, count(x.attente)::int as attendent
            from offre_insertion.session s left join offre_insertion.prescription x on x.session = s.id group by s.id`);
          expect(etat.inscrits).toBeLessThanOrEqual(etat.capacite);
          expect(etat.tenues).toBe(etat.inscrits);
          if (etat.attendent > 0) expect(etat.inscrits).toBe(etat.capacite);
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

it("dans vingt jours la session a commencé : elle ne se prescrit plus", async () => {
  expect(await p.prescrire(personneN(1), { session: SESSION }, apres(20))).toMatchObject({ code: "SESSION_COMMENCEE" });
});
