import { randomUUID } from "node:crypto";
import path from "node:path";
import { importerContrat } from "../../subgraphs/indicateurs/import-contrat";
import { sousGraphe } from "../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouter, entree, orientation, projeterTout } from "./journal";

const MAINTENANT = new Date("2026-11-22T08:00:00Z");
let db: TestDatabase;
let sg: TestSubgraph;

beforeAll(async () => {
  db = await testDatabase();
  await importerContrat(path.join(__dirname, "../../data/contrat-94-2024"), "94", { ownerUrl: db.url, now: () => MAINTENANT });
  sg = await testSubgraph(sousGraphe, db.url);
  const [a, b] = [randomUUID(), randomUUID()];
  await ajouter(db.owner, [entree(a), orientation(a, "2026-01-20"), entree(b)]);
  await projeterTout(db.owner);
});
afterAll(async () => {
  await sg.close();
  await db.drop();
});

const pilotage = (
  document: string,
  variables: Record<string, unknown> = {},
  caller: Parameters<TestSubgraph["run"]>[0] = CALLERS.pilotage,
) => sg.run(caller, document, variables, MAINTENANT);
const SUIVI = `query ($departement: String!, $annee: Int!) { suiviContrat(departement: $departement, annee: $annee) {
  code fiche indicateur producteur situation2023 cibles { annee cible resultat resultatTexte } mesure { definition { code } territoire debut fin valeur numerateur } } }`;
const SAISIR = `mutation ($code: String!, $territoire: String!, $annee: Int!, $valeur: Float, $texte: String, $preuve: String!, $cle: String) {
  saisirResultat(code: $code, territoire: $territoire, annee: $annee, valeur: $valeur, texte: $texte, preuve: $preuve, cleIdempotence: $cle) {
    __typename ... on LigneContrat { code cibles { annee resultat resultatTexte } mesure { valeur } } ... on Refus { code message champ } } }`;
const saisir = (plus: Record<string, unknown>, caller?: Parameters<TestSubgraph["run"]>[0]) =>
  pilotage(SAISIR, { code: "L.S.1.1.1", territoire: "94", annee: 2024, preuve: "rapport d’exécution, page 12", ...plus }, caller);

describe("suivi du contrat", () => {
  it("les 122 lignes dans l’ordre, avec les chiffres du hub, en trois instructions SQL", async () => {
    const { data, statements, errors } = await pilotage(SUIVI, { departement: "94", annee: 2026 });
    expect(errors).toBeUndefined();
    expect(data.suiviContrat).toHaveLength(122);
    expect(data.suiviContrat[0]).toMatchObject({
      code: "L.S.1.1.1",
      fiche: "S.1.1",
      producteur: "DEPARTEMENT",
      situation2023: "60",
      mesure: null,
    });
    expect(data.suiviContrat[0].cibles.map((c: any) => [c.annee, c.cible])).toEqual([
      [2024, "60"],
      [2025, "60"],
      [2026, "60"],
      [2027, "60"],
    ]);
    const parCode = Object.fromEntries(data.suiviContrat.map((l: any) => [l.code, l.mesure]));
    expect(parCode["L.I.V2.1.3"]).toEqual({
      definition: { code: "L.I.V2.1.3" },
      territoire: "94",
      debut: "2026-01-01",
      fin: "2026-12-31",
      valeur: 1,
      numerateur: 1,
    });
    expect(parCode["F.4"]).toMatchObject({ valeur: 50 });
    expect(parCode["F.19"]).toBeNull();
    expect(statements).toHaveLength(3);
  });

  it("une année que le hub n’a pas connue n’a pas de chiffre : ni 0, ni valeur inventée", async () => {
    const { data } = await pilotage(SUIVI, { departement: "94", annee: 2024 });
    const parCode = Object.fromEntries(data.suiviContrat.map((l: any) => [l.code, l.mesure]));
    expect(parCode["L.I.V2.1.3"]).toBeNull();
    expect(parCode["N.I.V2.2"]).toMatchObject({ valeur: null });
  });

  it("une année hors du contrat est vide ; un autre département est null", async () => {
    expect((await pilotage(SUIVI, { departement: "94", annee: 2023 })).data.suiviContrat).toEqual([]);
    expect((await pilotage(SUIVI, { departement: "94", annee: 2028 })).data.suiviContrat).toEqual([]);
    expect((await pilotage(SUIVI, { departement: "93", annee: 2026 })).data).toEqual({ suiviContrat: null });
    expect((await pilotage(SUIVI, { departement: "94", annee: 2026 }, CALLERS.departement93)).data).toEqual({ suiviContrat: null });
    expect((await pilotage(SUIVI, { departement: "93", annee: 2026 }, CALLERS.departement93)).data.suiviContrat).toEqual([]);
  });

  it("les définitions, par cadre", async () => {
    const codes = async (cadre: string | null) =>
      (
        await pilotage(
          "query ($cadre: String) { definitionsIndicateurs(cadre: $cadre) { code cadre version unite numerateur regleCohorte source } }",
          { cadre },
        )
      ).data.definitionsIndicateurs;
    // Those of the contract, then what completes them.
    expect((await codes(null)).findIndex((d: any) => !["local", "national", "feuille-de-route"].includes(d.cadre))).toBe(122);
    expect(await codes("local")).toHaveLength(66);
    expect(await codes("national")).toHaveLength(35);
    expect((await codes("feuille-de-route")).map((d: any) => d.code)).toEqual(Array.from({ length: 21 }, (_, i) => `F.${i + 1}`));
    const { data, errors } = await pilotage('{ definitionsIndicateurs(cadre: "regional") { code } }');
    expect(data.definitionsIndicateurs).toBeNull();
    expect(errors![0]!.extensions.code).toBe("ARGUMENT_INVALIDE");
    expect(
      (await pilotage("{ definitionsIndicateurs { code } }", {}, CALLERS.departement93)).data.definitionsIndicateurs.map(
        (d: any) => d.code,
      ),
    ).toContain("F.6");
  });

  it("les lignes financières en centimes, sans les totaux", async () => {
    const FINANCE = `query ($d: String!, $a: Int!) { suiviFinancier(departement: $d, annee: $a) {
      fiche partEtatCentimes partDepartementCentimes autresCentimes totalCentimes creditsEtatVersesCentimes realiseEtatCentimes imputation } }`;
    const { data } = await pilotage(FINANCE, { d: "94", a: 2024 });
    expect(data.suiviFinancier).toHaveLength(14);
    expect(data.suiviFinancier.find((l: any) => l.fiche === "I.V3")).toEqual({
      fiche: "I.V3",
      partEtatCentimes: 140_625_000,
      partDepartementCentimes: 143_819_400,
      autresCentimes: 0,
      totalCentimes: 284_444_400,
      creditsEtatVersesCentimes: null,
      realiseEtatCentimes: null,
      imputation: null,
    });
    expect((await pilotage(FINANCE, { d: "94", a: 2025 })).data.suiviFinancier).toEqual([]);
    expect((await pilotage(FINANCE, { d: "94", a: 2024 }, CALLERS.departement93)).data.suiviFinancier).toBeNull();
  });
});

describe("saisir un résultat", () => {
  it("le dernier compte, les précédents restent, et la mesure le dit", async () => {
    expect((await saisir({ valeur: 58 })).data.saisirResultat).toMatchObject({
      __typename: "LigneContrat",
      code: "L.S.1.1.1",
      mesure: { valeur: 58 },
    });
    const { data } = await saisir({ valeur: 61, texte: "dont 3 en internat" });
    expect(data.saisirResultat.cibles[0]).toEqual({ annee: 2024, resultat: 61, resultatTexte: "dont 3 en internat" });
    expect(data.saisirResultat.cibles[1]).toEqual({ annee: 2025, resultat: null, resultatTexte: null });
    const { rows } = await db.owner.query(
      "select valeur, par, preuve, le from indicateurs.resultat_saisi where code = 'L.S.1.1.1' order by rang",
    );
    expect(rows.map((r) => r.valeur)).toEqual([58, 61]);
    expect(rows[1]).toMatchObject({ par: "demo-pilotage", preuve: "rapport d’exécution, page 12", le: MAINTENANT });
    const INDICATEUR =
      'query ($fin: Date!) { indicateur(code: "L.S.1.1.1", territoire: "94", debut: "2024-01-01", fin: $fin) { valeur cible definition { unite } } }';
    expect((await pilotage(INDICATEUR, { fin: "2024-12-31" })).data.indicateur).toEqual({
      valeur: 61,
      cible: 60,
      definition: { unite: "nombre" },
    });
    expect((await pilotage(INDICATEUR, { fin: "2024-06-30" })).data.indicateur).toMatchObject({ valeur: null, cible: 60 });
    expect((await pilotage(INDICATEUR, { fin: "2024-06-30" })).statements).toHaveLength(1);
  });

  it("la même clé donne la même réponse, appliquée une fois ; un autre contenu est refusé", async () => {
    const premiere = await saisir({ code: "L.S.1.3.1", valeur: 27, cle: "k1" });
    expect((await saisir({ code: "L.S.1.3.1", valeur: 27, cle: "k1" })).data).toEqual(premiere.data);
    expect((await saisir({ code: "L.S.1.3.1", valeur: 28, cle: "k1" })).data.saisirResultat).toMatchObject({ code: "CLE_DEJA_UTILISEE" });
    const { rows } = await db.owner.query("select 1 from indicateurs.resultat_saisi where code = 'L.S.1.3.1'");
    expect(rows).toHaveLength(1);
  });

  it("un résultat de commune ou du pilote ne devient pas celui du département", async () => {
    await saisir({ code: "F.3", territoire: "94-PILOTE", annee: 2025, valeur: 40 });
    const { data } = await saisir({ code: "F.3", territoire: "94028", annee: 2025, valeur: 30 });
    expect(data.saisirResultat.cibles.find((c: any) => c.annee === 2025).resultat).toBeNull();
    const valeur = async (territoire: string) =>
      (
        await pilotage(
          'query ($t: String!) { indicateur(code: "F.3", territoire: $t, debut: "2025-01-01", fin: "2025-12-31") { valeur } }',
          { t: territoire },
        )
      ).data.indicateur.valeur;
    expect([await valeur("94-PILOTE"), await valeur("94028"), await valeur("94")]).toEqual([40, 30, null]);
  });

  it.each([
    ["un code hors du contrat", { code: "F.99", valeur: 1 }, "CODE_INCONNU", "code"],
    ["une année hors du contrat", { annee: 2023, valeur: 1 }, "CODE_INCONNU", "code"],
    ["une année future", { annee: 2027, valeur: 1 }, "ANNEE_FUTURE", "annee"],
    ["ni valeur ni texte", { texte: "  " }, "RESULTAT_VIDE", "valeur"],
    ["sans preuve", { valeur: 1, preuve: " " }, "PREUVE_MANQUANTE", "preuve"],
    ["un texte sans fin", { texte: "x".repeat(2001) }, "TEXTE_TROP_LONG", "texte"],
    ["le territoire d’un autre département", { valeur: 1, territoire: "93" }, "TERRITOIRE_INCONNU", "territoire"],
    ["un ensemble de communes inconnu", { valeur: 1, territoire: "94-AUTRE" }, "TERRITOIRE_INCONNU", "territoire"],
  ])("refuse %s", async (_titre, plus, code, champ) => {
    const avant = (await db.owner.query("select count(*)::int as n from indicateurs.resultat_saisi")).rows[0].n;
    expect((await saisir(plus)).data.saisirResultat).toMatchObject({ __typename: "Refus", code, champ });
    expect((await db.owner.query("select count(*)::int as n from indicateurs.resultat_saisi")).rows[0].n).toBe(avant);
  });

  it("sans le droit indicateurs.saisir : FORBIDDEN", async () => {
    const { errors } = await saisir({ valeur: 1 }, { ...CALLERS.pilotage, scopes: new Set(["indicateurs.lire"]) });
    expect(errors![0]!.extensions.code).toBe("FORBIDDEN");
  });

  it("la base refuse d’écrire ou de changer le résultat d’un autre département", async () => {
    await db.owner.query("begin");
    await db.owner.query("set local role unefois_indicateurs");
    await db.owner.query("select set_config('unefois.departements', '94', true), set_config('unefois.portee', 'aucune', true)");
    const ecrire =
      "insert into indicateurs.resultat_saisi (departement, code, territoire, annee, valeur, preuve, par, le) values ('93', 'F.3', '93', 2025, 1, 'p', 'x', '2026-01-01')";
    await expect(db.owner.query(ecrire)).rejects.toMatchObject({ code: "42501" });
    await db.owner.query("rollback");
  });
});
