import { scoreQualite } from "../../subgraphs/offre-insertion/data-inclusion/score-qualite";
import { classesDAge, publicVise } from "../../subgraphs/offre-insertion/offre/age-et-public";
import { clesDeLOffre } from "../../subgraphs/offre-insertion/offre/frein";
import { phraseDeZone, zonesDeLaCommune, zonesDeLOffre, zonesDeProposition } from "../../subgraphs/offre-insertion/offre/zone";
import { service } from "./fiches";

const AUJOURDHUI = "2026-02-10";
const note = (plus: Record<string, unknown>) => scoreQualite(service("a", plus) as never, AUJOURDHUI);
/** A complete record meets nine criteria: it has no courriel to judge. */
const CRITERES = 9;

describe("score de qualité d’une fiche", () => {
  it.each<[string, Record<string, unknown>, number]>([
    ["complète", {}, 1],
    ["payante sans précision", { frais: "payant" }, (CRITERES - 0.5) / CRITERES],
    ["payante, précisée", { frais: "payant", frais_precisions: "2 €" }, 1],
    ["à la description trop courte", { description: "Trop court." }, (CRITERES - 1) / CRITERES],
    ["à la description d’un paragraphe", { description: "x".repeat(199) }, (CRITERES - 0.5) / CRITERES],
    ["à la description trop longue", { description: "x".repeat(2_000) }, (CRITERES - 0.5) / CRITERES],
    ["vieille de plus de deux ans", { date_maj: "2024-01-01" }, (CRITERES - 1) / CRITERES],
    ["vieille, d’un producteur sans fraîcheur", { date_maj: "2024-01-01", source: "agefiph" }, 1],
    ["sans adresse, reçue sur place", { adresse: null }, (CRITERES - 1) / CRITERES],
    ["sans adresse, à distance : le critère ne s’applique pas", { adresse: null, modes_accueil: ["a-distance"] }, 1],
    ["mobilisable par un moyen absent", { modes_mobilisation: ["envoyer-un-courriel"] }, (CRITERES - 0.5) / CRITERES],
  ])("%s", (_nom, plus, attendu) => {
    // The description of the tests' records has 107 characters: half a point.
    const longue = "description" in plus ? {} : { description: "x".repeat(500) };
    expect(note({ ...longue, ...plus })).toBeCloseTo(attendu, 3);
  });

  it("la fraîcheur baisse entre six mois et deux ans", () => {
    const notes = ["2026-02-01", "2025-08-15", "2025-02-10", "2024-08-10", "2024-02-01"].map((date_maj) =>
      note({ date_maj, description: "x".repeat(500) }),
    );
    expect(notes[0]).toBe(notes[1]);
    expect(notes).toEqual([...notes].sort((a, b) => b - a));
    expect(new Set(notes).size).toBe(4);
  });
});

describe("zones, publics et freins", () => {
  it("les zones d’une commune, de la plus proche au pays", () => {
    expect(zonesDeLaCommune("94028").map((z) => z.zone)).toEqual(["94028", "200058006", "94", "200054781", "france"]);
    expect(zonesDeLaCommune("75112").map((z) => z.zone)).toContain("75056");
    expect(zonesDeLaCommune("97101").map((z) => z.zone)).toEqual(["97101", "971", "200018653", "france"]);
    expect(zonesDeLaCommune(null).map((z) => z.zone)).toEqual(["france"]);
  });

  it("99100 est la France, pas une commune ; un autre pays ne concerne personne ici", () => {
    expect(zonesDeLOffre(["99100"])).toEqual(["france"]);
    expect(zonesDeLOffre(["99109", "94"])).toEqual(["94"]);
    expect(zonesDeLOffre(["99109"])).toEqual([]);
    expect(zonesDeLOffre(null)).toEqual(["france"]);
  });

  it("une offre nationale en présentiel est proposée autour de son lieu", () => {
    expect(zonesDeProposition(["france"], ["en-presentiel"], "94028")).toEqual(["200054781", "200058006", "94"]);
    expect(zonesDeProposition(["france"], ["en-presentiel", "a-distance"], "94028")).toEqual(["france"]);
    expect(zonesDeProposition(["france"], ["en-presentiel"], null)).toEqual(["france"]);
    expect(zonesDeProposition(["93"], ["en-presentiel"], "94028")).toEqual(["93"]);
  });

  it.each([
    ["94028", "Proposée à Créteil"],
    ["76351", "Proposée au Havre"],
    ["94", "Proposée dans le département 94"],
    ["200058006", "Proposée sur le territoire Grand Paris Sud Est Avenir"],
    ["france", "Proposée dans toute la France"],
    ["00000", "Proposée dans la commune 00000"],
  ])("%s se dit « %s »", (zone, phrase) => expect(phraseDeZone(zone)).toBe(phrase));

  it("un public large vaut pour tous, un âge se compare, le reste se vérifie", () => {
    expect(publicVise(["femmes", "demandeurs-emploi"])).toEqual({ ages: 7, aVerifier: [] });
    expect(publicVise(["jeunes", "seniors"])).toEqual({ ages: 5, aVerifier: [] });
    expect(publicVise(["jeunes", "femmes"])).toEqual({ ages: 7, aVerifier: ["femmes"] });
    expect([24, 30, 31, 49, 50, null].map(classesDAge)).toEqual([3, 3, 2, 2, 6, 7]);
  });

  it("les freins viennent de la correspondance avec le diagnostic de France Travail", () => {
    expect(clesDeLOffre(["lecture-ecriture-calcul--maitriser-le-francais"])).toEqual(["LANGUE_SAVOIRS_DE_BASE", "lecture-ecriture-calcul"]);
    expect(clesDeLOffre(["equipement-et-alimentation--alimentation"])).toEqual(["FINANCES", "equipement-et-alimentation"]);
    expect(clesDeLOffre(["equipement-et-alimentation--electromenager"])).toEqual(["equipement-et-alimentation"]);
    expect(clesDeLOffre([])).toEqual([]);
  });
});
