import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { buildSchema, type GraphQLObjectType } from "graphql";
import { controlerRelations, controlerRepartition } from "../../../subgraphs/indicateurs/contrat/controle/relation";
import { FAITS_DU_HUB } from "../../../subgraphs/indicateurs/contrat/donnee/donnee";
import { causeAttente, type LigneAttendue } from "../../../subgraphs/indicateurs/contrat/resultat/attendu";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";
import { ajouter, entree, orientation, projeterTout } from "../journal";

const MAINTENANT = new Date("2026-11-22T08:00:00Z");
let db: TestDatabase;
let sg: TestSubgraph;
beforeAll(async () => {
  db = await testDatabase();
  await importerContrat(path.join(__dirname, "../../../data/contrat-94-2024"), "94", { ownerUrl: db.url, now: () => MAINTENANT });
  sg = await testSubgraph(sousGraphe, db.url);
  const [a, b] = [randomUUID(), randomUUID()];
  await ajouter(db.owner, [entree(a), orientation(a, "2026-01-20"), entree(b, { notification: null })]);
  await projeterTout(db.owner);
});
afterEach(() => db.owner.query("truncate indicateurs.resultat_saisi, indicateurs.validation_resultat, indicateurs.resultat_recu"));
afterAll(async () => {
  await sg.close();
  await db.drop();
});

const demander = async (document: string, caller: Parameters<TestSubgraph["run"]>[0] = CALLERS.pilotage) =>
  sg.run(caller, document, {}, MAINTENANT);
const saisir = async (code: string, valeur: number, annee = 2024) =>
  (
    await demander(
      `mutation { saisirResultat(code: "${code}", territoire: "94", annee: ${annee}, valeur: ${valeur}, preuve: "p") { ... on LigneContrat { saisie { id } } ... on Refus { code } } }`,
    )
  ).data.saisirResultat.saisie.id as string;

describe("les sommes du tableau de suivi", () => {
  const CONTROLES = '{ controlesContrat(departement: "94", annee: 2024) { code lignes quoi ecrit attendu message } }';

  it("le vrai contrat : les lignes nationales sont bien la somme de leurs lignes locales, en 2023 et en cible", async () => {
    const { data, errors, statements } = await demander(CONTROLES);
    expect(errors).toBeUndefined();
    expect(data.controlesContrat).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(5);
  });

  it("un résultat national qui n’est pas la somme des locaux est dit, et gardé", async () => {
    for (const [i, valeur] of [50, 340, 90, 40, 260].entries()) await saisir(`L.S.1.2.${i + 1}`, valeur);
    await saisir("N.S.1.4", 800);
    await saisir("N.S.1.3", 61);
    const { data } = await demander(CONTROLES);
    expect(data.controlesContrat).toEqual([
      {
        code: "SOMME_INEXACTE",
        lignes: ["N.S.1.4", "L.S.1.2.1", "L.S.1.2.2", "L.S.1.2.3", "L.S.1.2.4", "L.S.1.2.5"],
        quoi: "Résultat 2024",
        ecrit: 800,
        attendu: 780,
        message: expect.stringContaining("N.S.1.4 vaut 800, L.S.1.2.1 + L.S.1.2.2 + L.S.1.2.3 + L.S.1.2.4 + L.S.1.2.5 font 780"),
      },
    ]);
  });

  it("une part ne dépasse pas son ensemble ; sans l’un des chiffres, rien n’est dit", () => {
    const relation = { code: "L.I.V2.1.4", relation: "PART_DE" as const, lignes: ["L.I.V2.1.3"], source: "Annexe 4" };
    const de = (valeurs: [string, number][]) => controlerRelations([relation], [{ quoi: "Résultat 2026", valeurs: new Map(valeurs) }]);
    expect(
      de([
        ["L.I.V2.1.4", 12],
        ["L.I.V2.1.3", 10],
      ]),
    ).toMatchObject([{ code: "PART_DEPASSE_TOTAL", ecrit: 12, attendu: 10 }]);
    expect(
      de([
        ["L.I.V2.1.4", 10],
        ["L.I.V2.1.3", 10],
      ]),
    ).toEqual([]);
    expect(de([["L.I.V2.1.4", 12]])).toEqual([]);
  });

  it("une répartition fait 100 % ; une part tue n’en dit rien", () => {
    expect(controlerRepartition("F.6", "Résultat 2026", [50, 49])).toMatchObject([{ code: "REPARTITION_INEXACTE", ecrit: 99 }]);
    expect(controlerRepartition("F.6", "Résultat 2026", [100 / 3, 100 / 3, 100 / 3])).toEqual([]);
    expect(controlerRepartition("F.6", "Résultat 2026", [50, null])).toEqual([]);
    expect(controlerRepartition("F.6", "Résultat 2026", [])).toEqual([]);
  });
});

describe("ce qui manque au suivi d’une année", () => {
  const ligne = (plus: Partial<LigneAttendue>): LigneAttendue => ({
    origineAttendue: "SAISIE",
    calculee: false,
    saisie: null,
    rejetee: false,
    recue: false,
    ...plus,
  });
  it.each([
    ["rien de saisi", ligne({}), "A_SAISIR"],
    ["saisi, pas encore validé", ligne({ saisie: "A_VALIDER" }), "A_VALIDER"],
    ["validé", ligne({ saisie: "VALIDE" }), null],
    ["rejeté, rien depuis", ligne({ rejetee: true }), "A_CORRIGER"],
    ["rejeté, puis saisi de nouveau", ligne({ rejetee: true, saisie: "A_VALIDER" }), "A_VALIDER"],
    ["compté par le hub", ligne({ origineAttendue: "CALCULEE", calculee: true }), null],
    ["le hub ne savait rien de l’année", ligne({ origineAttendue: "CALCULEE" }), "A_SAISIR"],
    ["France Travail n’a rien envoyé", ligne({ origineAttendue: "RECUE" }), "A_RECEVOIR"],
    ["reçu", ligne({ origineAttendue: "RECUE", recue: true }), null],
  ])("%s", (_titre, attendue, cause) => {
    expect(causeAttente(attendue)).toBe(cause);
  });

  it("par ligne, avec l’échéance du rapport et le résultat à valider", async () => {
    const id = await saisir("L.S.1.1.1", 58);
    const { data, statements } = await demander(
      '{ resultatsAttendus(departement: "94", annee: 2024) { code cause origineAttendue echeance ecartJours resultat { id } } }',
    );
    expect(statements.length).toBeLessThanOrEqual(6);
    expect(data.resultatsAttendus[0]).toEqual({
      code: "L.S.1.1.1",
      cause: "A_VALIDER",
      origineAttendue: "SAISIE",
      echeance: "2025-03-31",
      ecartJours: 601,
      resultat: { id },
    });
    const parCode = Object.fromEntries(data.resultatsAttendus.map((r: any) => [r.code, r.cause]));
    expect(parCode["L.I.V2.1.3"]).toBe("A_SAISIR");
    const { data: deux } = await demander('{ resultatsAttendus(departement: "94", annee: 2026) { code cause } }');
    expect(Object.fromEntries(deux.resultatsAttendus.map((r: any) => [r.code, r.cause]))["L.I.V2.1.3"]).toBeUndefined();
    expect(
      (await demander('{ resultatsAttendus(departement: "94", annee: 2026) { code } }', CALLERS.departement93)).data.resultatsAttendus,
    ).toBeNull();
  });
});

describe("suivre un territoire", () => {
  it("les chiffres et les résultats sont les siens ; les cibles restent celles du département", async () => {
    await demander(
      'mutation { saisirResultat(code: "F.3", territoire: "94-PILOTE", annee: 2026, valeur: 40, preuve: "p") { __typename } }',
    );
    const { data } = await demander(
      '{ suiviContrat(departement: "94", annee: 2026, territoire: "94-PILOTE") { code territoire mesure { valeur territoire } ecart { valeur texte } } }',
    );
    const parCode = Object.fromEntries(data.suiviContrat.map((l: any) => [l.code, l]));
    expect(data.suiviContrat).toHaveLength(122);
    expect(parCode["F.3"].mesure).toEqual({ valeur: 40, territoire: "94-PILOTE" });
    expect(parCode["L.I.V2.1.3"].mesure.territoire).toBe("94-PILOTE");
    expect(parCode["L.S.1.1.1"].ecart).toEqual({
      valeur: null,
      texte: "Les chiffres du contrat sont ceux du département entier : rien à comparer.",
    });
    for (const territoire of ["93", "94-AUTRE", "nulle part"])
      expect(
        (await demander(`{ suiviContrat(departement: "94", annee: 2026, territoire: "${territoire}") { code } }`)).data.suiviContrat,
      ).toBeNull();
  });
});

describe("les données à fournir", () => {
  it("dix, chacune avec ses faits et la part des personnes qui l’ont, en une instruction", async () => {
    const sansSeuil = await testSubgraph(sousGraphe, db.url, { seuilIndicateurs: 0 });
    const { data, statements } = await sansSeuil.run(
      CALLERS.pilotage,
      '{ donneesAFournir(departement: "94") { code champ fait personnes renseignees part } }',
    );
    await sansSeuil.close();
    expect(statements).toHaveLength(1);
    expect(data.donneesAFournir.map((d: any) => [d.code, d.personnes, d.renseignees, d.part])).toEqual([
      ["IDENTIFIANT_FRANCE_TRAVAIL", 2, 0, 0],
      ["IDENTIFIANT_RSA", 2, 2, 100],
      ["DATE_OUVERTURE_DROITS", 2, 2, 100],
      ["DATE_NOTIFICATION", 2, 1, 50],
      ["DATE_ENTREE_DISPOSITIF", 2, 2, 100],
      ["DATE_RDV_ORIENTATION", 2, 0, 0],
      ["DIAGNOSTIC", 2, 0, 0],
      ["TYPE_PARCOURS", 2, 1, 50],
      ["DATES_RDV_ACCOMPAGNEMENT", 2, 0, 0],
      ["PRESTATIONS", 2, 0, 0],
    ]);
    for (const { champ, fait } of data.donneesAFournir) expect([typeof champ, typeof fait]).toEqual(["string", "string"]);
    expect((await demander('{ donneesAFournir(departement: "94") { code } }', CALLERS.departement93)).data.donneesAFournir).toBeNull();
  });

  it("trop peu de personnes qui ont la donnée, ou qui ne l’ont pas : le nombre est tu", async () => {
    const avec = await testSubgraph(sousGraphe, db.url, { seuilIndicateurs: 5 });
    const { data } = await avec.run(CALLERS.pilotage, '{ donneesAFournir(departement: "94") { code masquee renseignees part } }');
    await avec.close();
    expect(data.donneesAFournir.find((d: any) => d.code === "DATE_NOTIFICATION")).toEqual({
      code: "DATE_NOTIFICATION",
      masquee: true,
      renseignees: null,
      part: null,
    });
  });

  it("chaque champ nommé existe dans l’API", () => {
    const api = buildSchema(fs.readFileSync(path.join(__dirname, "../../../schema/api.graphql"), "utf8"), { assumeValid: true });
    for (const { champ } of Object.values(FAITS_DU_HUB)) {
      const [type, nom] = champ.split(".") as [string, string];
      expect([champ, Object.hasOwn((api.getType(type) as GraphQLObjectType).getFields(), nom)]).toEqual([champ, true]);
    }
  });

  it("les dix-huit échanges du contrat", async () => {
    const { data } = await demander('{ echangesDuContrat(departement: "94") { code sens } }');
    expect(data.echangesDuContrat).toHaveLength(18);
    expect(data.echangesDuContrat[0]).toEqual({ code: "ORIENTATION_DEMANDE", sens: "LES_DEUX" });
  });
});
