import { lireCibles, lireValeur, periodeDe } from "../../../subgraphs/indicateurs/contrat/cible";
import { ecartALaCible, evolution } from "../../../subgraphs/indicateurs/contrat/ecart";
import { origineAttendue, origineDe } from "../../../subgraphs/indicateurs/contrat/origine";

const resultat = (plus: object = {}) => ({ valeur: null, texte: null, masquee: false, enCours: false, ...plus });

describe("ce que le contrat écrit dans une case", () => {
  it.each([
    ["60", "NOMBRE", 60, null],
    ["350 jeunes", "NOMBRE", 350, null],
    ["50 jeunes accompagnés", "NOMBRE", 50, null],
    ["60 (fiche S.1.1)", "NOMBRE", 60, "S.1.1"],
    ["0", "NOMBRE", 0, null],
    ["A définir", "A_DEFINIR", null, null],
    ["A définir, non ciblé", "A_DEFINIR", null, null],
    ["non contractualisé", "NON_CONTRACTUALISEE", null, null],
    ["Flyers, affiches", "MOTS", null, null],
    ["CCAS/EDS", "MOTS", null, null],
    [null, "ABSENTE", null, null],
    ["  ", "ABSENTE", null, null],
  ])("« %s » : %s", (texte, sorte, valeur, fiche) => {
    expect(lireValeur(texte)).toMatchObject({ sorte, valeur, fiche, reprise: false });
  });

  it("« Idem » reprend l’année d’avant, et celle d’avant encore", () => {
    const cibles = lireCibles(lireValeur("Flyers, affiches"), [
      { annee: 2025, cible: "Idem" },
      { annee: 2024, cible: "Evénements grand public, articles de presse" },
      { annee: 2026, cible: "Idem" },
    ]);
    expect(cibles.map((c) => [c.annee, c.lue.texte, c.lue.reprise])).toEqual([
      [2024, "Evénements grand public, articles de presse", false],
      [2025, "Evénements grand public, articles de presse", true],
      [2026, "Evénements grand public, articles de presse", true],
    ]);
    expect(lireCibles(lireValeur("12"), [{ annee: 2024, cible: "Idem" }])[0]!.lue).toMatchObject({
      sorte: "NOMBRE",
      valeur: 12,
      reprise: true,
    });
    expect(lireValeur("Idem")).toMatchObject({ sorte: "ABSENTE", texte: null, reprise: true });
  });

  it("une situation dit sa période : l’année 2023, sauf autre écrit", () => {
    expect(periodeDe(null)).toEqual({ debut: "2023-01-01", fin: "2023-12-31" });
    expect(periodeDe("2023-07-01/2023-12-31")).toEqual({ debut: "2023-07-01", fin: "2023-12-31" });
  });
});

describe("l’écart à la cible", () => {
  it("en nombre, avec son sens, sans dire ce qui est bien", () => {
    expect(ecartALaCible(lireValeur("60"), 2024, resultat({ valeur: 58 }))).toEqual({
      valeur: -2,
      pourcentage: (100 * 58) / 60,
      sens: "EN_DESSOUS",
      texte: "58 : 2 de moins que la cible de 2024 (« 60 »).",
    });
    expect(ecartALaCible(lireValeur("350 jeunes"), 2024, resultat({ valeur: 350 }))).toMatchObject({ valeur: 0, sens: "EGAL" });
    expect(ecartALaCible(lireValeur("60 (fiche S.1.1)"), 2024, resultat({ valeur: 61.5, enCours: true }))).toMatchObject({
      valeur: 1.5,
      sens: "AU_DESSUS",
      texte: "61,5 à ce jour : 1,5 de plus que la cible de 2024 (« 60 (fiche S.1.1) »).",
    });
    expect(ecartALaCible(lireValeur("0"), 2024, resultat({ valeur: 4 }))).toMatchObject({ valeur: 4, pourcentage: null });
  });

  it.each([
    ["A définir", resultat({ valeur: 3 }), "La cible de 2026 reste à définir : rien à comparer."],
    ["non contractualisé", resultat({ valeur: 3 }), "Ligne non contractualisée : rien à comparer."],
    [null, resultat({ valeur: 3 }), "Le contrat n’écrit pas de cible pour 2026."],
    ["60", resultat(), "Pas encore de résultat ; à comparer à la cible de 2026 (« 60 »)."],
    [
      "CCAS/EDS/PDV/Espaces autonomie",
      resultat({ texte: "CCAS et EDS" }),
      "Résultat : « CCAS et EDS » ; à comparer à la cible de 2026 (« CCAS/EDS/PDV/Espaces autonomie »).",
    ],
    ["60", resultat({ texte: "une soixantaine" }), "Résultat : « une soixantaine » ; à comparer à la cible de 2026 (« 60 »)."],
    [
      "60",
      resultat({ valeur: null, masquee: true }),
      "Chiffre tu, car il porte sur trop peu de personnes ; à comparer à la cible de 2026 (« 60 »).",
    ],
  ])("en mots quand le contrat est en mots : « %s »", (cible, compare, texte) => {
    expect(ecartALaCible(lireValeur(cible), 2026, compare)).toEqual({ valeur: null, pourcentage: null, sens: null, texte });
  });

  it("une situation de six mois ne se compare pas à une année", () => {
    const six = evolution(lireValeur("123"), periodeDe("2023-07-01/2023-12-31"), resultat({ valeur: 571 }));
    expect(six).toMatchObject({ valeur: null, texte: expect.stringContaining("ne se compare pas à une année") });
    expect(evolution(lireValeur("180"), periodeDe(null), resultat({ valeur: 250 }))).toMatchObject({ valeur: 70, sens: "AU_DESSUS" });
    expect(evolution(lireValeur("A définir, non ciblé"), periodeDe(null), resultat({ valeur: 1 })).texte).toBe(
      "Situation de 2023 : « A définir, non ciblé », rien à comparer.",
    );
  });
});

describe("la place d’une ligne", () => {
  it("calculée avant saisie, saisie avant reçue, absente sinon", () => {
    const de = (calcule: boolean, saisi: boolean, recu: boolean) => origineDe({ calcule, saisi, recu });
    expect([de(true, true, true), de(false, true, true), de(false, false, true), de(false, false, false)]).toEqual([
      "CALCULEE",
      "SAISIE",
      "RECUE",
      "ABSENTE",
    ]);
    expect([origineAttendue(true, "FRANCE_TRAVAIL"), origineAttendue(false, "FRANCE_TRAVAIL"), origineAttendue(false, "PARTAGE")]).toEqual([
      "CALCULEE",
      "RECUE",
      "SAISIE",
    ]);
  });
});
