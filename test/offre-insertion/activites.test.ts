import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { importer, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

let t: Territoire;
beforeAll(async () => {
  t = await territoire();
  await importer(t.base, [structure("s1")], [service("a")]);
  await t.base.owner.query(`insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_signature, heures_hebdomadaires, source, collectee_le, recue_le)
    values ('94', '${PEOPLE.amina}', 'CONTRAT_ENGAGEMENT', 'SIGNE', '2026-01-25', 15, 'DEPARTEMENT', '2026-01-25', '2026-01-25')`);
});
beforeEach(() =>
  t.base.owner.query(
    "truncate offre_insertion.prescription, offre_insertion.activite, offre_insertion.cle_idempotence, journal.evenement cascade",
  ),
);
afterAll(() => t.fermer());

const DECLARER = `mutation($allocataire: ID!, $date: Date!, $minutes: Int!, $nature: String!, $prescription: ID, $cle: String) {
  declarerActivite(allocataire: $allocataire, date: $date, minutes: $minutes, nature: $nature, mode: COLLECTIF, prescription: $prescription, cleIdempotence: $cle) {
    ... on Activite { id date minutes nature mode statut prescription { id } } ... on Refus { code champ } } }`;
const CONFIRMER = `mutation($activite: ID!, $accepter: Boolean!, $motif: String) {
  confirmerActivite(activite: $activite, accepter: $accepter, motif: $motif) { ... on Activite { id statut } ... on Refus { code champ } } }`;

const declarer = async (plus: object = {}, appelant = CALLERS.referent, maintenant?: Date) => {
  const variables = { allocataire: PEOPLE.amina, date: "2026-02-09", minutes: 120, nature: "Atelier CV", ...plus };
  const { data, errors } = await t.executer(appelant, DECLARER, variables, maintenant);
  expect(errors).toBeUndefined();
  return data.declarerActivite;
};
const confirmer = async (activite: string, accepter: boolean, motif: string | null = null, appelant = CALLERS.referent) =>
  (await t.executer(appelant, CONFIRMER, { activite, accepter, motif })).data.confirmerActivite;
const heures = async (semaine: string, appelant = CALLERS.departement, personne: string = PEOPLE.amina) => {
  const { entites, errors } = await t.personnes(
    appelant,
    [{ id: personne }],
    `heuresActivite(semaine: "${semaine}") { semaine objectifMinutes realiseesMinutes prevuesMinutes exempte }`,
  );
  expect(errors).toBeUndefined();
  return entites[0]?.heuresActivite;
};
const inserer = (date: string, minutes: number, statut: string, personne: string = PEOPLE.amina) =>
  t.base.owner.query(
    "insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, statut, declaree_le) values ('94', $4, $1, $2, 'essai', $3, '2026-02-10')",
    [date, minutes, statut, personne],
  );

describe("déclarer une activité", () => {
  it("la garde, avec sa prescription, son événement et sa trace", async () => {
    const prescrite = await t.executer(
      CALLERS.referent,
      `mutation { prescrire(allocataire: "${PEOPLE.amina}", offre: "dora--a", motif: "m") { ... on Prescription { id } } }`,
    );
    const prescription = prescrite.data.prescrire.id;
    const activite = await declarer({ prescription });
    expect(activite).toMatchObject({
      date: "2026-02-09",
      minutes: 120,
      nature: "Atelier CV",
      mode: "COLLECTIF",
      statut: "DECLAREE",
      prescription: { id: prescription },
    });
    const { rows } = await t.base.owner.query("select allocataire, donnees from journal.evenement where type = 'ActiviteDeclaree'");
    const donnees = {
      activite: activite.id,
      date: "2026-02-09",
      minutes: 120,
      statut: "DECLAREE",
      prescription,
      structure: "dora--s1",
    };
    expect(rows).toEqual([{ allocataire: PEOPLE.amina, donnees }]);
  });

  it.each<[string, object, string]>([
    ["d’aucune minute", { minutes: 0 }, "MINUTES_INVALIDES"],
    ["de plus d’un jour", { minutes: 1441 }, "MINUTES_INVALIDES"],
    ["de demain", { date: "2026-02-11" }, "DATE_FUTURE"],
    ["sans nature", { nature: " " }, "NATURE_MANQUANTE"],
    ["d’une personne d’un autre portefeuille", { allocataire: PEOPLE.bruno }, "ALLOCATAIRE_INTROUVABLE"],
    ["d’une prescription inconnue", { prescription: PEOPLE.amina }, "PRESCRIPTION_INTROUVABLE"],
  ])("refuse une activité %s", async (_nom, plus, code) => {
    expect(await declarer(plus)).toMatchObject({ code });
    expect((await t.base.owner.query("select from offre_insertion.activite")).rowCount).toBe(0);
  });

  it("le jour est celui de Paris : à minuit une, heure d’été, le jour a commencé", async () => {
    expect(await declarer({ date: "2026-07-01" }, CALLERS.referent, new Date("2026-06-30T22:01:00Z"))).toMatchObject({
      statut: "DECLAREE",
    });
    expect(await declarer({ date: "2026-07-02" }, CALLERS.referent, new Date("2026-07-01T21:59:00Z"))).toMatchObject({
      code: "DATE_FUTURE",
    });
  });

  it("une journée n’a que 1440 minutes, même déclarées ensemble", async () => {
    const reponses = await Promise.all([1, 2, 3, 4].map(() => declarer({ minutes: 600 })));
    expect(reponses.filter((r) => r.code === "JOURNEE_DEPASSEE")).toHaveLength(2);
    expect(await declarer({ minutes: 240 })).toMatchObject({ statut: "DECLAREE" });
    expect(await declarer({ minutes: 1, date: "2026-02-08" })).toMatchObject({ statut: "DECLAREE" });
  });

  it("la même clé, une seule activité", async () => {
    const [un, deux] = await Promise.all([declarer({ cle: "k" }), declarer({ cle: "k" })]);
    expect(un.id).toBe(deux.id);
    expect(await declarer({ cle: "k", minutes: 30 })).toMatchObject({ code: "CLE_DEJA_UTILISEE" });
    expect((await t.base.owner.query("select from journal.evenement")).rowCount).toBe(1);
  });
});

describe("confirmer une activité", () => {
  it("l’accepte ou la refuse, une seule fois, et le dit", async () => {
    const [a, b] = [await declarer(), await declarer({ nature: "Autre" })];
    expect(await confirmer(a.id, true)).toEqual({ id: a.id, statut: "CONFIRMEE" });
    expect(await confirmer(a.id, false, "Absente")).toMatchObject({ code: "TRANSITION_IMPOSSIBLE" });
    expect(await confirmer(b.id, false)).toMatchObject({ code: "MOTIF_MANQUANT" });
    expect(await confirmer(b.id, false, "Absente")).toMatchObject({ statut: "REFUSEE" });
    const { rows } = await t.base.owner.query(
      "select donnees ->> 'statut' as statut from journal.evenement where type = 'ActiviteConfirmee' order by rang",
    );
    expect(rows.map((r) => r.statut)).toEqual(["CONFIRMEE", "REFUSEE"]);
  });

  it("ni par un autre département, ni par un autre référent, ni avant son jour", async () => {
    await inserer("2026-02-09", 60, "DECLAREE", PEOPLE.bruno);
    await inserer("2026-02-20", 60, "PREVUE");
    const { rows } = await t.base.owner.query("select id from offre_insertion.activite order by date");
    expect(await confirmer(rows[0].id, true)).toMatchObject({ code: "ACTIVITE_INTROUVABLE" });
    expect(await confirmer(rows[0].id, true, null, CALLERS.departement93)).toMatchObject({ code: "ACTIVITE_INTROUVABLE" });
    expect(await confirmer(rows[1].id, true)).toMatchObject({ code: "DATE_FUTURE" });
  });
});

describe("heures d’activité d’une semaine", () => {
  it("compte les minutes selon leur statut, à côté de l’objectif du contrat", async () => {
    for (const [date, minutes, statut] of [
      ["2026-02-09", 100, "DECLAREE"],
      ["2026-02-15", 200, "CONFIRMEE"],
      ["2026-02-12", 400, "PREVUE"],
      ["2026-02-11", 800, "REFUSEE"],
      ["2026-02-08", 1, "CONFIRMEE"],
      ["2026-02-16", 1, "CONFIRMEE"],
    ] as const)
      await inserer(date, minutes, statut);
    expect(await heures("2026-W07")).toEqual({
      semaine: "2026-W07",
      objectifMinutes: 900,
      realiseesMinutes: 300,
      prevuesMinutes: 400,
      exempte: false,
    });
    expect(await heures("2026-W07", CALLERS.departement, PEOPLE.bruno)).toEqual({
      semaine: "2026-W07",
      objectifMinutes: null,
      realiseesMinutes: 0,
      prevuesMinutes: 0,
      exempte: false,
    });
  });

  it("la semaine 53 de 2026 va jusqu’au 3 janvier 2027, et la semaine 1 commence le 4", async () => {
    await inserer("2026-12-28", 10, "CONFIRMEE");
    await inserer("2027-01-03", 20, "CONFIRMEE");
    await inserer("2027-01-04", 40, "CONFIRMEE");
    expect((await heures("2026-W53")).realiseesMinutes).toBe(30);
    expect((await heures("2027-W01")).realiseesMinutes).toBe(40);
  });

  it.each(["2027-W53", "2026-W00", "2026-W54", "2026-7", "2026-W7", "semaine"])("%s n’est pas une semaine", async (semaine) => {
    const { entites, errors } = await t.personnes(
      CALLERS.departement,
      [{ id: PEOPLE.amina }],
      `heuresActivite(semaine: "${semaine}") { semaine }`,
    );
    expect(entites[0].heuresActivite).toBeNull();
    expect(errors![0]!.extensions.code).toBe("ARGUMENT_INVALIDE");
  });

  it("pour cinquante personnes et deux semaines : une instruction ; hors périmètre : null", async () => {
    const representations = [
      ...Object.values(PEOPLE),
      ...Array.from({ length: 45 }, (_, n) => `55555555-0000-4000-8000-${String(n).padStart(12, "0")}`),
    ].map((id) => ({ id }));
    const { entites, statements } = await t.personnes(
      CALLERS.departement,
      representations,
      'a: heuresActivite(semaine: "2026-W07") { realiseesMinutes } b: heuresActivite(semaine: "2026-W08") { objectifMinutes }',
    );
    expect(statements).toHaveLength(1);
    expect(entites[0]).toEqual({ a: { realiseesMinutes: 0 }, b: { objectifMinutes: 900 } });
    expect(entites.slice(4).every((e: { a: unknown; b: unknown }) => e.a === null && e.b === null)).toBe(true);
    expect(await heures("2026-W07", CALLERS.referent, PEOPLE.bruno)).toBeNull();
    expect(await heures("2026-W07", CALLERS.departement93)).toBeNull();
  });
});

describe("lire les activités", () => {
  it("entre deux jours compris, par date, pour qui suit la personne", async () => {
    for (const date of ["2026-02-03", "2026-02-01", "2026-02-05"]) await inserer(date, 60, "DECLAREE");
    const lire = async (appelant: (typeof CALLERS)[keyof typeof CALLERS], bornes: string, personne: string = PEOPLE.amina) =>
      (await t.personnes(appelant, [{ id: personne }], `activites${bornes} { date statut prescription { id } }`)).entites[0]?.activites;
    const dates = (liste: { date: string }[]) => liste.map((a) => a.date);
    expect(dates(await lire(CALLERS.referent, ""))).toEqual(["2026-02-01", "2026-02-03", "2026-02-05"]);
    expect(dates(await lire(CALLERS.referent, '(depuis: "2026-02-03", jusque: "2026-02-05")'))).toEqual(["2026-02-03", "2026-02-05"]);
    expect(await lire(CALLERS.departement93, "")).toBeNull();
    expect(await lire(CALLERS.referent, "", PEOPLE.bruno)).toBeNull();
    expect(await lire(CALLERS.departement, "", PEOPLE.bruno)).toEqual([]);
  });
});
