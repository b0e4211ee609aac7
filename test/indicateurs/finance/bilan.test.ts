import fc from "fast-check";
import { bilan } from "../../../subgraphs/indicateurs/finance/bilan";
import { controler } from "../../../subgraphs/indicateurs/finance/controle";
import type { SaisieFinanciere } from "../../../subgraphs/indicateurs/finance/nature";
import { type LigneDuContrat, partEtat, tranche } from "../../../subgraphs/indicateurs/finance/regle";

const ligne = (fiche: string, axe: string, etat: number, departement: number, total = etat + departement): LigneDuContrat => ({
  fiche,
  axe,
  intitule: fiche,
  partEtatCentimes: etat * 100,
  partDepartementCentimes: departement * 100,
  autresCentimes: null,
  totalCentimes: total * 100,
});

/** The four insertion lines and one of solidarités, as the contract of 2024 prints them. */
const LIGNES = [
  ligne("S.1.1", "Solidarités - axe 1", 31_795, 31_795),
  ligne("I.V1", "Insertion - volet 1", 135_000, 0),
  ligne("I.V2.1", "Insertion - volet 2", 847_520, 10_742_480),
  ligne("I.V2.2", "Insertion - volet 2", 847_520, 1_397_280),
  ligne("I.V3", "Insertion - volet 3", 1_406_250, 1_438_194),
];
const saisie = (nature: SaisieFinanciere["nature"], objet: string, euros: number | null, le = "2024-08-01"): SaisieFinanciere => ({
  annee: 2024,
  nature,
  objet,
  montantCentimes: euros === null ? null : Math.round(euros * 100),
  le,
  imputation: null,
});
const SIGNATURE = saisie("SIGNATURE", "CONTRAT", null, "2024-07-01");
const faire = (saisies: SaisieFinanciere[], aujourdhui = "2024-09-01", plus: object = {}) =>
  bilan({ departement: "94", annee: 2024, lignes: LIGNES, saisies, precedentes: [], aujourdhui, ...plus });
const insertion = (fait: ReturnType<typeof bilan>) => fait.programmes.find(({ programme }) => programme === "INSERTION")!;
const codes = (fait: ReturnType<typeof bilan>) => controler(fait, [], []).map(({ code, objet }) => `${code} ${objet}`);
const echeance = (fait: ReturnType<typeof bilan>, code: string) => fait.echeances.find((e) => e.code === code)!;

describe("la part de l’État", () => {
  it.each([
    ["Solidarités - axe 1", 63_590, "MOITIE_AU_PLUS", 31_795],
    ["Insertion - volet 1", 135_000, "ETAT_SEUL", 135_000],
    ["Insertion - volet 2", 11_590_000, "MOITIE_AU_PLUS", 5_795_000],
    ["Insertion - volet 3", 2_844_444, "FORFAIT", 1_406_250],
  ])("%s", (axe, total, code, plafond) => {
    expect(partEtat({ axe, totalCentimes: total * 100 })).toMatchObject({ code, plafondCentimes: plafond * 100 });
  });

  it("60 % puis le solde font le tout, au centime", () => {
    expect([tranche(323_629_000, "INSERTION", 0), tranche(323_629_000, "INSERTION", 1)]).toEqual([194_177_400, 129_451_600]);
    for (const part of [1, 3, 101, 99_999]) expect(tranche(part, "INSERTION", 0) + tranche(part, "INSERTION", 1)).toBe(part);
    expect(tranche(155_339_500, "SOLIDARITES", 0)).toBe(155_339_500);
  });

  it("au-delà de 50 %, ou autre que le forfait : une alerte, les montants restent", () => {
    const lignes = [
      ligne("S.9", "Solidarités - axe 9", 51, 49),
      ligne("I.V3", "Insertion - volet 3", 1_406_249, 1),
      ligne("S.8", "Solidarités", 1, 1, 3),
    ];
    const fait = faire([SIGNATURE], "2024-07-02", { lignes });
    expect(codes(fait)).toEqual(["PART_ETAT_DEPASSEE S.9", "PART_ETAT_DIFFERENTE I.V3", "TOTAL_INEXACT S.8"]);
    expect(fait.lignes[0]!.partEtatCentimes).toBe(5100);
  });
});

describe("les échéances du contrat", () => {
  it("quinze jours civils après la signature ; le jour ouvré qui suit est dit ; le solde attend le rapport", () => {
    const fait = faire([saisie("SIGNATURE", "CONTRAT", null, "2024-06-29")], "2024-07-14");
    // 14 July 2024 is a Sunday and a holiday.
    expect(echeance(fait, "PREMIER_VERSEMENT")).toMatchObject({
      date: "2024-07-14",
      jourOuvre: "2024-07-15",
      montantCentimes: 194_177_400,
      etat: "A_VENIR",
      ecartJours: 0,
    });
    expect(echeance(fait, "SOLDE")).toMatchObject({ date: null, etat: "SANS_DATE", montantCentimes: 129_451_600 });
    expect(echeance(fait, "RAPPORT_FINAL")).toMatchObject({ date: "2025-03-31", etat: "A_VENIR" });
    expect(echeance(fait, "RAPPORT_EXECUTION")).toMatchObject({ date: "2026-03-31" });
    expect(echeance(fait, "SUIVI_T1")).toMatchObject({ date: "2024-03-31", jourOuvre: "2024-04-02", etat: "PASSEE" });
    expect(echeance(fait, "AVENANT")).toMatchObject({ date: null, etat: "SANS_DATE" });
  });

  it("le 29 février compte : signé le 15 février 2024, dû le 1er mars ; en 2025, le 2 mars", () => {
    const dueLe = (le: string) => echeance(faire([saisie("SIGNATURE", "CONTRAT", null, le)]), "VERSEMENT_UNIQUE").date;
    expect([dueLe("2024-02-15"), dueLe("2025-02-15")]).toEqual(["2024-03-01", "2025-03-02"]);
  });

  it("sans signature, aucune date de versement, et c’est dit", () => {
    const fait = faire([]);
    expect(echeance(fait, "PREMIER_VERSEMENT")).toMatchObject({ date: null, etat: "SANS_DATE" });
    expect(insertion(fait).exigibleCentimes).toBeNull();
    expect(codes(fait)).toContain("SIGNATURE_INCONNUE CONTRAT");
  });

  it("un versement en retard est une alerte, jusqu’au jour où le compte y est", () => {
    const partiel = saisie("VERSEMENT_ETAT", "INSERTION", 1_000_000, "2024-07-10");
    const reste = saisie("VERSEMENT_ETAT", "I.V3", 941_774, "2024-07-20");
    expect(codes(faire([SIGNATURE, partiel]))).toContain("VERSEMENT_EN_RETARD INSERTION");
    const complet = faire([SIGNATURE, partiel, reste]);
    expect(echeance(complet, "PREMIER_VERSEMENT")).toMatchObject({ etat: "FAITE", faiteLe: "2024-07-20", ecartJours: 4 });
    expect(codes(complet)).not.toContain("VERSEMENT_EN_RETARD INSERTION");
  });
});

describe("dû, versé, restant, reporté, à rendre", () => {
  const VERSE = saisie("VERSEMENT_ETAT", "INSERTION", 3_236_290);
  const REALISES = [
    saisie("REALISE_ETAT", "I.V1", 135_000),
    saisie("REALISE_ETAT", "I.V2.1", 800_000),
    saisie("REALISE_ETAT", "I.V2.2", 847_520),
    saisie("REALISE_ETAT", "I.V3", 1_000_000),
  ];

  it("rien de saisi : null, jamais 0", () => {
    expect(insertion(faire([SIGNATURE]))).toMatchObject({
      partEtatCentimes: 323_629_000,
      exigibleCentimes: 194_177_400,
      verseCentimes: null,
      resteAVerserCentimes: null,
      realiseEtatCentimes: null,
      aRestituerCentimes: null,
      tauxExecution: null,
      lignesSansRealise: ["I.V1", "I.V2.1", "I.V2.2", "I.V3"],
    });
  });

  it("le solde est exigible une fois le rapport remis", () => {
    const rapport = saisie("RAPPORT_INSERTION", "CONTRAT", null, "2025-03-28");
    expect(insertion(faire([SIGNATURE, rapport], "2025-03-27")).exigibleCentimes).toBe(194_177_400);
    expect(insertion(faire([SIGNATURE, rapport], "2025-04-01")).exigibleCentimes).toBe(323_629_000);
  });

  it("ce qui n’est ni dépensé, ni reporté, ni rendu est redemandé", () => {
    const fait = faire([SIGNATURE, VERSE, ...REALISES, saisie("REPORT_ETAT", "I.V3", 300_000)]);
    // 3 236 290 − 2 782 520 − 300 000
    expect(insertion(fait)).toMatchObject({
      realiseEtatCentimes: 278_252_000,
      reportEtatCentimes: 30_000_000,
      aRestituerCentimes: 15_377_000,
    });
    expect(codes(fait)).toContain("A_RESTITUER INSERTION");
    const rendu = faire([
      SIGNATURE,
      VERSE,
      ...REALISES,
      saisie("REPORT_ETAT", "I.V3", 300_000),
      saisie("RESTITUTION", "INSERTION", 153_770),
    ]);
    expect(insertion(rendu).aRestituerCentimes).toBe(0);
    expect(codes(rendu)).not.toContain("A_RESTITUER INSERTION");
  });

  it("une ligne sans réalisé : ce qui reste n’est pas connu", () => {
    expect(insertion(faire([SIGNATURE, VERSE, ...REALISES.slice(1)]))).toMatchObject({
      realiseEtatCentimes: 264_752_000,
      aRestituerCentimes: null,
      tauxExecution: null,
      lignesSansRealise: ["I.V1"],
    });
  });

  it("le réalisé est un total à sa date : le dernier saisi compte ; les versements s’additionnent", () => {
    const fait = faire([
      saisie("REALISE_ETAT", "I.V3", 400_000),
      saisie("REALISE_ETAT", "I.V3", 900_000),
      saisie("VERSEMENT_ETAT", "I.V3", 500_000),
      saisie("VERSEMENT_ETAT", "I.V3", 500_000),
    ]);
    expect(fait.lignes.find(({ fiche }) => fiche === "I.V3")!.montants).toMatchObject({
      realiseEtatCentimes: 90_000_000,
      verseCentimes: 100_000_000,
      resteAVerserCentimes: 40_625_000,
      aRestituerCentimes: 10_000_000,
    });
  });

  it("le report de l’année d’avant s’ajoute à ce qui est à justifier", () => {
    const precedentes = [{ ...saisie("REPORT_ETAT", "I.V3", 300_000), annee: 2023 }];
    const saisies = [saisie("VERSEMENT_ETAT", "I.V3", 500_000), saisie("REALISE_ETAT", "I.V3", 700_000)];
    expect(faire(saisies, "2024-09-01", { precedentes }).lignes.find(({ fiche }) => fiche === "I.V3")!.montants).toMatchObject({
      reportPrecedentCentimes: 30_000_000,
      aRestituerCentimes: 10_000_000,
    });
  });

  it("trop versé, trop dépensé, réalisé absent après le rapport : des alertes", () => {
    const fait = faire(
      [SIGNATURE, saisie("VERSEMENT_ETAT", "INSERTION", 4_011_290), saisie("REALISE_DEPARTEMENT", "S.1.1", 70_000)],
      "2025-04-01",
    );
    expect(codes(fait)).toEqual(
      expect.arrayContaining([
        "REALISE_DEPASSE S.1.1",
        "VERSEMENT_DEPASSE INSERTION",
        "RAPPORT_EN_RETARD INSERTION",
        "REALISE_ABSENT INSERTION",
        "VERSEMENT_EN_RETARD SOLIDARITES",
      ]),
    );
  });
});

describe("quoi qu’on saisisse", () => {
  const MONTANTS = ["VERSEMENT_ETAT", "RESTITUTION", "REALISE_ETAT", "REPORT_ETAT"] as const;
  const saisies = fc.array(
    fc.record({
      nature: fc.constantFrom(...MONTANTS),
      objet: fc.constantFrom(...LIGNES.map(({ fiche }) => fiche)),
      euros: fc.integer({ min: 0, max: 3_000_000 }),
    }),
    { maxLength: 25 },
  );

  it("chaque euro versé est dépensé, reporté, rendu ou redemandé ; jamais un montant inventé", () => {
    fc.assert(
      fc.property(saisies, (choisies) => {
        const fait = faire([SIGNATURE, ...choisies.map(({ nature, objet, euros }) => saisie(nature, objet, euros))]);
        for (const { fiche, montants: m } of fait.lignes) {
          const de = (nature: string) => choisies.filter((c) => c.nature === nature && c.objet === fiche).map(({ euros }) => euros * 100);
          const total = (nature: string) => de(nature).reduce((somme, x) => somme + x, 0);
          const dernier = (nature: string) => de(nature).at(-1) ?? 0;
          expect(m.verseCentimes).toBe(de("VERSEMENT_ETAT").length > 0 ? total("VERSEMENT_ETAT") : null);
          expect(m.realiseEtatCentimes).toBe(de("REALISE_ETAT").at(-1) ?? null);
          const reste = total("VERSEMENT_ETAT") - dernier("REALISE_ETAT") - dernier("REPORT_ETAT") - total("RESTITUTION");
          const connu = m.verseCentimes !== null && m.realiseEtatCentimes !== null;
          expect(m.aRestituerCentimes).toBe(connu ? Math.max(0, reste) : null);
          expect(m.exigibleCentimes).toBeLessThanOrEqual(m.partEtatCentimes);
        }
        for (const { programme, verseCentimes } of fait.programmes) {
          const siennes = fait.lignes.filter(({ axe }) => axe.startsWith(programme === "INSERTION" ? "Insertion" : "Solidarités"));
          expect(verseCentimes ?? 0).toBe(siennes.reduce((somme, { montants }) => somme + (montants.verseCentimes ?? 0), 0));
        }
      }),
    );
  });
});
