import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerFinances } from "../../../subgraphs/indicateurs/finance/import-finances";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";

const MAINTENANT = new Date("2026-11-22T08:00:00Z");
let db: TestDatabase;
let sg: TestSubgraph;
let dossier: string;

beforeAll(async () => {
  db = await testDatabase();
  dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-finances-"));
  await importerContrat(path.join(__dirname, "../../../data/contrat-94-2024"), "94", { ownerUrl: db.url, now: () => MAINTENANT });
  sg = await testSubgraph(sousGraphe, db.url);
});
afterEach(() => db.owner.query("truncate indicateurs.saisie_financiere, journal.evenement"));
afterAll(async () => {
  await sg.close();
  await db.drop();
  fs.rmSync(dossier, { recursive: true });
});

type Caller = Parameters<TestSubgraph["run"]>[0];
const demander = async (document: string, variables: Record<string, unknown> = {}, caller: Caller = CALLERS.pilotage) =>
  sg.run(caller, document, variables, MAINTENANT);
const saisir = async (plus: Record<string, unknown>, caller: Caller = CALLERS.pilotage) =>
  (
    await demander(
      `mutation ($departement: String = "94", $annee: Int = 2024, $nature: NatureFinanciere!, $objet: String, $montant: Float, $le: Date = "2024-08-01",
        $preuve: String = "titre 12", $remplace: ID, $imputation: String, $cle: String) {
        saisirFinance(departement: $departement, annee: $annee, nature: $nature, objet: $objet, montantCentimes: $montant, le: $le, preuve: $preuve,
          remplace: $remplace, imputation: $imputation, cleIdempotence: $cle) {
          __typename ... on BilanFinancier { signeLe saisies { id nature montantCentimes remplacee remplace par } programmes { programme montants { verseCentimes } } }
          ... on Refus { code champ } } }`,
      plus,
      caller,
    )
  ).data.saisirFinance;

describe("le bilan d’un contrat", () => {
  it("du vrai contrat : parts, plafonds, échéances sans signature, sommes qui se contredisent, en deux instructions SQL", async () => {
    const { data, statements, errors } = await demander(`{ bilanFinancier(departement: "94", annee: 2024) {
      signeLe lignes { fiche tauxEtat plafondEtatCentimes regleEtat { code } volet }
      programmes { programme totalCentimes montants { partEtatCentimes exigibleCentimes regles { code } } }
      echeances { code date etat } controles { code objet alerte message ecritCentimes attenduCentimes } } }`);
    expect(errors).toBeUndefined();
    expect(statements).toHaveLength(2);
    const { lignes, programmes, controles, echeances, signeLe } = data.bilanFinancier;
    expect(signeLe).toBeNull();
    expect(lignes.map((l: any) => l.fiche)).toHaveLength(14);
    expect(lignes.find((l: any) => l.fiche === "I.V3")).toMatchObject({
      plafondEtatCentimes: 140_625_000,
      regleEtat: { code: "FORFAIT" },
      volet: 3,
    });
    expect(lignes.find((l: any) => l.fiche === "S.1.1")).toMatchObject({
      tauxEtat: 50,
      regleEtat: { code: "MOITIE_AU_PLUS" },
      volet: null,
    });
    expect(programmes.map((p: any) => [p.programme, p.totalCentimes, p.montants.partEtatCentimes])).toEqual([
      ["INSERTION", 1_681_424_400, 323_629_000],
      ["SOLIDARITES", 457_016_200, 155_339_500],
    ]);
    expect(
      controles.filter((c: any) => c.code === "MONTANTS_CONTRADICTOIRES").map((c: any) => c.ecritCentimes - c.attenduCentimes),
    ).toEqual([1_500_000, 77_500_000, 33_100]);
    expect(controles.map((c: any) => c.code)).toEqual(
      expect.arrayContaining(["SIGNATURE_INCONNUE", "RAPPORT_EN_RETARD", "REALISE_ABSENT"]),
    );
    expect(controles.map((c: any) => c.code)).not.toContain("PART_ETAT_DEPASSEE");
    expect(echeances.find((e: any) => e.code === "RAPPORT_EXECUTION")).toEqual({
      code: "RAPPORT_EXECUTION",
      date: "2026-03-31",
      etat: "EN_RETARD",
    });
  });

  it("un total imprimé faux, une part de l’État de plus de 50 % : des alertes, les montants restent", async () => {
    await db.owner.query("update indicateurs.ligne_financiere set part_etat_centimes = 4000000 where fiche = 'S.1.1'");
    const { data } = await demander('{ bilanFinancier(departement: "94", annee: 2024) { controles { code objet alerte } } }');
    expect(data.bilanFinancier.controles.filter((c: any) => c.alerte).map((c: any) => `${c.code} ${c.objet}`)).toEqual(
      expect.arrayContaining([
        "TOTAL_INEXACT S.1.1",
        "PART_ETAT_DEPASSEE S.1.1",
        "SOMME_INEXACTE SOUS_TOTAL_AXE_1",
        "SOMME_INEXACTE TOTAL_SOLIDARITES",
      ]),
    );
    await db.owner.query("update indicateurs.ligne_financiere set part_etat_centimes = 3179500 where fiche = 'S.1.1'");
  });

  it("une année sans financement, ou un autre département : null", async () => {
    const BILAN = 'query ($annee: Int!) { bilanFinancier(departement: "94", annee: $annee) { annee } }';
    expect((await demander(BILAN, { annee: 2025 })).data.bilanFinancier).toBeNull();
    expect((await demander(BILAN, { annee: 2024 }, CALLERS.departement93)).data.bilanFinancier).toBeNull();
  });
});

describe("saisir l’argent", () => {
  it("avec son auteur ; une correction garde les deux ; l’événement ne dit pas le montant", async () => {
    await saisir({ nature: "SIGNATURE", le: "2024-07-01" });
    const premier = await saisir({ nature: "VERSEMENT_ETAT", objet: "INSERTION", montant: 194_177_400 });
    expect(premier).toMatchObject({ signeLe: "2024-07-01", programmes: [{ montants: { verseCentimes: 194_177_400 } }, {}] });
    const id = premier.saisies[0].id;
    const corrige = await saisir({ nature: "VERSEMENT_ETAT", objet: "INSERTION", montant: 271_677_400, remplace: id });
    expect(corrige.programmes[0].montants.verseCentimes).toBe(271_677_400);
    expect(corrige.saisies).toMatchObject([
      { montantCentimes: 271_677_400, remplacee: false, remplace: id, par: "demo-pilotage" },
      { id, montantCentimes: 194_177_400, remplacee: true },
      { nature: "SIGNATURE" },
    ]);
    const { rows } = await db.owner.query(
      "select donnees from journal.evenement where type = 'FinanceSaisie' and donnees ->> 'saisie' = $1",
      [id],
    );
    expect(rows).toEqual([{ donnees: { saisie: id, annee: 2024, nature: "VERSEMENT_ETAT", objet: "INSERTION" } }]);
    expect(await saisir({ nature: "VERSEMENT_ETAT", objet: "INSERTION", montant: 1, remplace: id })).toMatchObject({
      code: "SAISIE_REMPLACEE",
    });
  });

  it("les colonnes de l’annexe 3 viennent de ce qui est saisi", async () => {
    await saisir({ nature: "VERSEMENT_ETAT", objet: "I.V3", montant: 100_000_000 });
    await saisir({ nature: "REALISE_ETAT", objet: "I.V3", montant: 90_000_000, imputation: "65-564" });
    await saisir({ nature: "REPORT_ETAT", objet: "I.V3", montant: 4_000_000 });
    const { data, statements } = await demander(`{ suiviFinancier(departement: "94", annee: 2024) {
      fiche creditsEtatVersesCentimes realiseEtatCentimes realiseDepartementCentimes reportEtatCentimes imputation montants { aRestituerCentimes resteAVerserCentimes } } }`);
    expect(statements).toHaveLength(2);
    expect(data.suiviFinancier.find((l: any) => l.fiche === "I.V3")).toEqual({
      fiche: "I.V3",
      creditsEtatVersesCentimes: 100_000_000,
      realiseEtatCentimes: 90_000_000,
      realiseDepartementCentimes: null,
      reportEtatCentimes: 4_000_000,
      imputation: "65-564",
      montants: { aRestituerCentimes: 6_000_000, resteAVerserCentimes: 40_625_000 },
    });
  });

  it("la même clé, appliquée une fois", async () => {
    const une = await saisir({ nature: "VERSEMENT_ETAT", objet: "I.V3", montant: 1, cle: "f1" });
    expect(await saisir({ nature: "VERSEMENT_ETAT", objet: "I.V3", montant: 1, cle: "f1" })).toEqual(une);
    expect((await db.owner.query("select 1 from indicateurs.saisie_financiere")).rows).toHaveLength(1);
  });

  it.each([
    ["un contrat sans financement", { nature: "REALISE_ETAT", objet: "I.V3", montant: 1, annee: 2025 }, "CONTRAT_SANS_FINANCES"],
    [
      "le contrat d’un autre département",
      { nature: "REALISE_ETAT", objet: "I.V3", montant: 1, departement: "93" },
      "CONTRAT_SANS_FINANCES",
    ],
    ["une fiche inconnue", { nature: "REALISE_ETAT", objet: "I.V9", montant: 1 }, "FICHE_INCONNUE"],
    ["le réalisé d’un programme entier", { nature: "REALISE_ETAT", objet: "INSERTION", montant: 1 }, "FICHE_INCONNUE"],
    ["une signature avec un objet", { nature: "SIGNATURE", objet: "I.V3" }, "OBJET_SANS_OBJET"],
    ["une signature avec un montant", { nature: "SIGNATURE", montant: 1 }, "MONTANT_SANS_OBJET"],
    ["un versement sans montant", { nature: "VERSEMENT_ETAT", objet: "I.V3" }, "MONTANT_INVALIDE"],
    ["un demi-centime", { nature: "VERSEMENT_ETAT", objet: "I.V3", montant: 1.5 }, "MONTANT_INVALIDE"],
    ["un montant négatif", { nature: "VERSEMENT_ETAT", objet: "I.V3", montant: -1 }, "MONTANT_INVALIDE"],
    ["une date future", { nature: "SIGNATURE", le: "2026-11-23" }, "DATE_FUTURE"],
    ["sans preuve", { nature: "SIGNATURE", preuve: " " }, "PREUVE_MANQUANTE"],
    ["une imputation sans fin", { nature: "SIGNATURE", imputation: "x".repeat(2001) }, "TEXTE_TROP_LONG"],
    [
      "une saisie à corriger qui n’existe pas",
      { nature: "SIGNATURE", remplace: "00000000-0000-4000-8000-000000000000" },
      "SAISIE_INTROUVABLE",
    ],
    ["un identifiant qui n’en est pas un", { nature: "SIGNATURE", remplace: "x" }, "SAISIE_INTROUVABLE"],
  ])("refuse %s", async (_titre, plus, code) => {
    expect(await saisir(plus)).toMatchObject({ __typename: "Refus", code });
    expect((await db.owner.query("select 1 from indicateurs.saisie_financiere")).rows).toHaveLength(0);
  });
});

describe("importer les finances", () => {
  const importer = (lignes: string[], par = "Anne Martin") => {
    const chemin = path.join(dossier, "finances.csv");
    fs.writeFileSync(chemin, ["annee;nature;objet;montant_eur;le;preuve;imputation", ...lignes].join("\n"));
    return importerFinances({ ownerUrl: db.url, now: () => MAINTENANT }, chemin, { departement: "94", par });
  };

  it("ligne par ligne ; le même fichier ne change rien ; les refus sont dits", async () => {
    const lignes = [
      "2024;SIGNATURE;;;2024-07-01;courrier du 2 juillet;",
      "2024;VERSEMENT_ETAT;INSERTION;1 941 774,00;2024-07-12;titre 12;74-718",
      "2024;VERSEMENT_ETAT;INSERTION;1 941 774,00;2024-07-12;titre 13;74-718",
      "2024;REALISE_ETAT;I.V1;135000;2024-12-31;compte administratif;",
    ];
    expect((await importer(lignes))[0]!.compteurs).toMatchObject({ lus: 4, appliques: 4, rejetes: 0 });
    expect((await importer(lignes))[0]!.compteurs).toMatchObject({ appliques: 0, inchanges: 4 });
    expect((await importer(["2024;REALISE_ETAT;I.V1;134000;2025-01-31;compte corrigé;"]))[0]!.compteurs).toMatchObject({ appliques: 1 });
    const { data } = await demander(
      '{ bilanFinancier(departement: "94", annee: 2024) { signeLe lignes { fiche realiseEtatCentimes } programmes { montants { verseCentimes } } saisies { par } } }',
    );
    expect(data.bilanFinancier).toMatchObject({ signeLe: "2024-07-01", programmes: [{ montants: { verseCentimes: 388_354_800 } }, {}] });
    expect(data.bilanFinancier.lignes.find((l: any) => l.fiche === "I.V1").realiseEtatCentimes).toBe(13_400_000);
    expect(data.bilanFinancier.saisies[0].par).toBe("import (Anne Martin)");
    const [refuse] = await importer([
      "2024;CADEAU;I.V1;1;2024-12-31;p;",
      "2024;REALISE_ETAT;I.V9;1;2024-12-31;p;",
      "2030;REALISE_ETAT;I.V1;1;2024-12-31;p;",
      "2024;REALISE_ETAT;I.V2.1;1;2024-02-30;p;",
      "2024;REALISE_ETAT;I.V2.1;1;2024-12-31;p;",
      "2024;REALISE_ETAT;I.V2.1;2;2024-12-31;p;",
    ]);
    expect(refuse!.signalements.map(({ ligne, code }) => [ligne, code])).toEqual([
      [2, "LIGNE_INVALIDE"],
      [3, "FICHE_INCONNUE"],
      [4, "CONTRAT_SANS_FINANCES"],
      [5, "LIGNE_INVALIDE"],
      [7, "CLE_EN_DOUBLE"],
    ]);
    await expect(importer(lignes, "")).rejects.toMatchObject({ code: "AUTEUR_MANQUANT" });
  });
});
