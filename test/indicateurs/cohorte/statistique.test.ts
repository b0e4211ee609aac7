import {
  differenceDeProportions,
  dissociee,
  proportion,
  tailleDEffet,
} from "../../../subgraphs/indicateurs/cohorte/statistique/intervalle";
import { kaplanMeier } from "../../../subgraphs/indicateurs/cohorte/statistique/survie";

describe("intervalle d’une part", () => {
  it("Wilson, exemple publié : 81 sur 263 donne 0,2553 à 0,3662 (Newcombe 1998)", () => {
    const { valeur, bas, haut } = proportion(81, 263)!;
    expect(valeur).toBeCloseTo(0.308, 3);
    expect(bas).toBeCloseTo(0.2553, 4);
    expect(haut).toBeCloseTo(0.3662, 4);
  });
  it("0 sur 10 n’est pas 0 à 0, et personne ne donne rien", () => {
    expect(proportion(0, 10)!.bas).toBe(0);
    expect(proportion(0, 10)!.haut).toBeCloseTo(0.2775, 4);
    expect(proportion(0, 0)).toBeNull();
  });
});

describe("différence de deux parts", () => {
  it("Newcombe, méthode 10, exemple publié : 56/70 moins 48/80 donne 0,2 de 0,0524 à 0,3339", () => {
    const { valeur, bas, haut } = differenceDeProportions(proportion(56, 70), proportion(48, 80))!;
    expect(valeur).toBeCloseTo(0.2, 6);
    expect(bas).toBeCloseTo(0.0524, 4);
    expect(haut).toBeCloseTo(0.3339, 4);
    expect(dissociee({ valeur, bas, haut })).toBe(true);
  });
  it("la même part dans deux groupes ne les distingue pas", () => {
    expect(dissociee(differenceDeProportions(proportion(5, 10), proportion(50, 100))!)).toBe(false);
    expect(tailleDEffet(0.5, 0.5)).toBe(0);
    expect(tailleDEffet(0.7, 0.5)).toBeCloseTo(0.4115, 4);
  });
});

describe("part de ceux pour qui c’est arrivé (Kaplan-Meier)", () => {
  it("une personne perdue de vue compte tant qu’on la voyait : 10 personnes, 2 au mois 1, 1 perdue au mois 1, 1 au mois 2", () => {
    const durees = [
      { mois: 1, survenu: true, effectif: 2 },
      { mois: 1, survenu: false, effectif: 1 },
      { mois: 2, survenu: true, effectif: 1 },
      { mois: 6, survenu: false, effectif: 6 },
    ];
    const paliers = kaplanMeier(durees, 3);
    expect(paliers.map(({ exposees, survenus, perdues }) => [exposees, survenus, perdues])).toEqual([
      [10, 0, 0],
      [10, 2, 1],
      [7, 1, 0],
      [6, 0, 0],
    ]);
    expect(paliers.map(({ part }) => Math.round(part * 10_000) / 10_000)).toEqual([0, 0.2, 0.3143, 0.3143]);
    const dernier = paliers.at(-1)!;
    expect(dernier.bas).toBeLessThan(dernier.part);
    expect(dernier.haut).toBeGreaterThan(dernier.part);
  });
  it("sans perdus de vue, c’est la part simple", () => {
    expect(
      kaplanMeier(
        [
          { mois: 0, survenu: true, effectif: 3 },
          { mois: 9, survenu: false, effectif: 7 },
        ],
        4,
      ).at(-1)!.part,
    ).toBeCloseTo(0.3, 12);
  });
});
