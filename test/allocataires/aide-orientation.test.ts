import fc from "fast-check";
import {
  CODES_CRITERES,
  type CodeCritere,
  CRITERES,
  type Criteres,
  criteresDe,
  type Faits,
  type Valeur,
} from "../../subgraphs/allocataires/orientation/aide/critere";
import { preconiser, type Regle, vaut } from "../../subgraphs/allocataires/orientation/aide/evaluer";

const FAITS: Faits = {
  allocataire: "a",
  dateNaissance: "1990-06-15",
  diagnostic: false,
  situationEmploi: null,
  niveauQualification: null,
  projetProfessionnel: null,
  metiersRecherches: [],
  procheAidant: null,
  freins: [],
  independant: null,
  enfantsACharge: null,
  sansDomicileFixe: null,
};
const INCONNU = Object.fromEntries(CODES_CRITERES.map((code) => [code, null])) as Criteres;
const regle = (r: Partial<Regle>): Regle => ({
  rang: 1,
  critere: "SANTE",
  operateur: "PARMI",
  valeurs: ["FORT"],
  parcours: "A",
  points: 1,
  eliminatoire: false,
  raison: "Une raison.",
  ...r,
});

describe("les critères, tels qu’ils se lisent", () => {
  it("rien n’est deviné : sans diagnostic, seul l’âge est connu", () => {
    expect(criteresDe(FAITS, "2026-06-14")).toEqual({ ...INCONNU, AGE: 35 });
    expect(criteresDe(FAITS, "2026-06-15").AGE).toBe(36);
  });

  it.each([
    ["situationEmploi", "SITUATION_PROFESSIONNELLE", "Sans emploi depuis plus de deux ans", "PLUS_DEUX_ANS"],
    ["situationEmploi", "SITUATION_PROFESSIONNELLE", "N'a jamais travaillé", "JAMAIS"],
    ["situationEmploi", "SITUATION_PROFESSIONNELLE", "DEUX_DERNIERES_ANNEES", "DEUX_DERNIERES_ANNEES"],
    ["situationEmploi", "SITUATION_PROFESSIONNELLE", "Cherche un peu", null],
    ["niveauQualification", "NIVEAU_QUALIFICATION", "CAP ou BEP", "NV5"],
    ["niveauQualification", "NIVEAU_QUALIFICATION", "C3A", "SANS_DIPLOME"],
    ["niveauQualification", "NIVEAU_QUALIFICATION", "Permis B", null],
    ["projetProfessionnel", "PROJET", "Création d’entreprise", "ENTREPRENARIAT"],
    ["projetProfessionnel", "PROJET", "Ouvrir un salon de thé à Créteil", null],
  ] as const)("%s : « %s » %s → %s", (champ, critere, texte, attendu) => {
    expect(criteresDe({ ...FAITS, [champ]: texte }, "2026-01-01")[critere]).toBe(attendu);
  });

  it("un frein levé ne pèse plus, un impact non renseigné manque ; les freins qui pèsent se comptent", () => {
    const freins = [
      { frein: "SANTE", impact: "FORT", leveeLe: null },
      { frein: "MOBILITE", impact: "MOYEN", leveeLe: "2026-01-01" },
      { frein: "LOGEMENT", impact: "NON_RENSEIGNE", leveeLe: null },
      { frein: "NUMERIQUE", impact: "FAIBLE", leveeLe: null },
    ] as const;
    const lus = criteresDe({ ...FAITS, diagnostic: true, freins: [...freins] }, "2026-02-01");
    expect(lus).toMatchObject({
      SANTE: "FORT",
      MOBILITE: "AUCUN",
      LOGEMENT: null,
      NUMERIQUE: "FAIBLE",
      FAMILLE: null,
      FREINS_QUI_PESENT: 1,
    });
  });
});

describe("l’aide à la décision", () => {
  it("propose le parcours qui a le plus de points, avec ses raisons, ses réserves et ce qui manque", () => {
    const regles = [
      regle({ rang: 1, parcours: "A", points: 2, raison: "La santé." }),
      regle({ rang: 2, parcours: "A", critere: "MOBILITE", points: 2, raison: "La mobilité." }),
      regle({ rang: 3, parcours: "B", points: 4, raison: "Plus fort." }),
      regle({
        rang: 4,
        parcours: "B",
        critere: "AGE",
        operateur: "AU_MOINS",
        valeurs: ["50"],
        points: -1,
        raison: "Cinquante ans ou plus.",
      }),
      regle({ rang: 5, parcours: "B", critere: "LOGEMENT", points: 4, raison: "Le logement." }),
    ];
    expect(preconiser(regles, { ...INCONNU, SANTE: "FORT", AGE: 52 })).toEqual({
      parcours: "B",
      score: 0.375,
      raisons: ["Plus fort.", "Réserve : Cinquante ans ou plus."],
      manquants: ["Mobilité : non renseigné", "Logement : non renseigné"],
    });
  });

  it("à égalité, le parcours que la table nomme le premier ; l’ordre des lignes du fichier n’y fait rien", () => {
    const regles = [regle({ rang: 2, parcours: "B" }), regle({ rang: 1, parcours: "A" })];
    expect(preconiser(regles, { ...INCONNU, SANTE: "FORT" })?.parcours).toBe("A");
  });

  it("écarte un parcours dont une règle éliminatoire vaut, même le mieux placé ; un critère inconnu n’écarte personne", () => {
    const regles = [
      regle({ rang: 1, parcours: "A", points: 9 }),
      regle({ rang: 2, parcours: "A", critere: "AGE", operateur: "AU_PLUS", valeurs: ["24"], points: 0, eliminatoire: true }),
      regle({ rang: 3, parcours: "B" }),
    ];
    expect(preconiser(regles, { ...INCONNU, SANTE: "FORT", AGE: 24 })?.parcours).toBe("B");
    expect(preconiser(regles, { ...INCONNU, SANTE: "FORT", AGE: 25 })?.parcours).toBe("A");
    expect(preconiser(regles, { ...INCONNU, SANTE: "FORT" })?.parcours).toBe("A");
  });

  it("ne propose rien quand rien ne parle pour un parcours", () => {
    expect(preconiser([regle({})], INCONNU)).toBeNull();
    expect(preconiser([regle({ points: -1 })], { ...INCONNU, SANTE: "FORT" })).toBeNull();
    expect(preconiser([], INCONNU)).toBeNull();
  });

  it.each([
    ["PARMI", ["FORT", "MOYEN"], "MOYEN", true],
    ["PARMI", ["FORT"], "MOYEN", false],
    ["HORS", ["FORT"], "MOYEN", true],
    ["HORS", ["FORT"], "FORT", false],
    ["AU_MOINS", ["25"], 25, true],
    ["AU_MOINS", ["25"], 24, false],
    ["AU_PLUS", ["30"], 30, true],
    ["AU_PLUS", ["30"], 31, false],
    ["ENTRE", ["25", "30"], 24, false],
    ["ENTRE", ["25", "30"], 25, true],
    ["ENTRE", ["25", "30"], 30, true],
    ["ENTRE", ["25", "30"], 31, false],
    ["AU_MOINS", ["1"], null, null],
  ] as const)("%s %j : %s → %s", (operateur, valeurs, valeur, attendu) => {
    expect(vaut({ operateur, valeurs: [...valeurs] }, valeur)).toBe(attendu);
  });

  const critere = fc.constantFrom(...CODES_CRITERES.filter((code) => CRITERES[code].valeurs !== null));
  const uneRegle = critere.chain((code) =>
    fc.record({
      critere: fc.constant(code),
      operateur: fc.constantFrom("PARMI" as const, "HORS" as const),
      valeurs: fc.subarray([...CRITERES[code].valeurs!], { minLength: 1 }),
      parcours: fc.constantFrom("A", "B", "C"),
      points: fc.integer({ min: -5, max: 9 }),
      eliminatoire: fc.boolean(),
      raison: fc.constantFrom("Une raison.", "Une autre."),
    }),
  );
  const desRegles = fc.array(uneRegle, { maxLength: 25 }).map((liste) => liste.map((r, i): Regle => ({ ...r, rang: i + 1 })));
  const valeurDe = (code: CodeCritere): fc.Arbitrary<Valeur> => {
    const { valeurs } = CRITERES[code];
    return fc.option<Valeur>(valeurs ? fc.constantFrom<Valeur>(...valeurs) : fc.nat(70));
  };
  const desCriteres = fc.record(Object.fromEntries(CODES_CRITERES.map((code) => [code, valeurDe(code)]))).map((lus) => lus as Criteres);

  it("quelles que soient la table et les réponses : la même réponse dans tout ordre, un score de 0 à 1, un parcours ni écarté ni dépassé", () => {
    fc.assert(
      fc.property(desRegles, desCriteres, fc.infiniteStream(fc.nat()), (regles, criteres, hasard) => {
        const avis = preconiser(regles, criteres);
        const cles = new Map(regles.map((r) => [r, hasard.next().value as number]));
        expect(
          preconiser(
            [...regles].sort((a, b) => cles.get(a)! - cles.get(b)!),
            criteres,
          ),
        ).toEqual(avis);
        const points = (parcours: string) =>
          regles.filter((r) => r.parcours === parcours && vaut(r, criteres[r.critere])).reduce((somme, r) => somme + r.points, 0);
        const ecarte = (parcours: string) => regles.some((r) => r.parcours === parcours && r.eliminatoire && vaut(r, criteres[r.critere]));
        const ouverts = ["A", "B", "C"].filter((p) => !ecarte(p) && points(p) > 0);
        expect(avis === null).toBe(ouverts.length === 0);
        if (avis === null) return;
        expect(ouverts).toContain(avis.parcours);
        expect(points(avis.parcours)).toBe(Math.max(...ouverts.map(points)));
        expect(avis.score).toBeGreaterThan(0);
        expect(avis.score).toBeLessThanOrEqual(1);
        expect(avis.manquants).toHaveLength(new Set(regles.map((r) => r.critere).filter((code) => criteres[code] === null)).size);
      }),
    );
  });
});
