import fc from "fast-check";
import {
  anneesDe,
  coupures,
  moisDuTrimestre,
  niveauDe,
  pointsDe,
  trimestreDe,
  trimestresDe,
} from "../../../subgraphs/indicateurs/masque/calendrier";

describe("les points où une période coupe une année", () => {
  it.each([
    ["une année", "2026-01-01", "2026-12-31", []],
    ["deux années", "2025-01-01", "2026-12-31", []],
    ["un trimestre", "2026-04-01", "2026-06-30", ["2026-04-01", "2026-07-01"]],
    ["un mois, un 29 février", "2028-02-01", "2028-02-29", ["2028-02-01", "2028-03-01"]],
    ["de juillet à juin", "2025-07-01", "2026-06-30", ["2025-07-01", "2026-07-01"]],
    ["un jour", "2026-03-14", "2026-03-14", ["2026-03-14", "2026-03-15"]],
  ])("%s", (_titre, debut, fin, points) => expect(pointsDe(debut, fin)).toEqual(points));

  it.each([
    ["2026-01-01", "A"],
    ["2026-07-01", "T"],
    ["2026-08-01", "M"],
    ["2026-08-02", "J"],
  ])("le %s est un point de niveau %s", (point, niveau) => expect(niveauDe(point)).toBe(niveau));

  it("années, trimestres et mois s’emboîtent", () => {
    expect(anneesDe("2024-11-02", "2026-01-01")).toEqual(["2024-01-01", "2025-01-01", "2026-01-01"]);
    expect(trimestresDe("2026-01-01").flatMap(moisDuTrimestre)).toHaveLength(12);
    expect(trimestreDe("2026-12-31")).toBe("2026-10-01");
  });
});

describe("les coupures du département au jour", () => {
  const jours = (...presents: number[]) => presents.map((n) => ({ presents: n, premiers: n }));

  it.each([
    ["chaque jour compte assez de monde", [6, 7, 5], [0, 1, 2]],
    ["on accumule jusqu’au seuil", [2, 2, 2, 9], [0, 3]],
    ["le reste rejoint le bloc d’avant", [6, 7, 3], [0, 1]],
    ["un jour sans personne se coupe partout", [6, 0, 0, 8], [0, 1, 2, 3]],
    ["rien ne se coupe", [2, 0, 1, 2], [0]],
  ])("%s", (_titre, presents, debuts) => expect([...coupures(jours(...presents), 5)]).toEqual(debuts));

  it("une personne présente plusieurs jours ne compte qu’une fois dans un bloc", () => {
    const memes = [
      { presents: 3, premiers: 3 },
      { presents: 3, premiers: 0 },
      { presents: 5, premiers: 5 },
    ];
    expect([...coupures(memes, 5)]).toEqual([0]);
  });

  it("entre deux coupures, personne ou au moins le seuil", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 28, maxLength: 31 }), (presents) => {
        const debuts = [...coupures(jours(...presents), 5), presents.length];
        const blocs = debuts.slice(1).map((fin, i) => presents.slice(debuts[i], fin).reduce((a, b) => a + b, 0));
        const total = presents.reduce((a, b) => a + b, 0);
        if (total === 0 || total >= 5) for (const bloc of blocs) expect(bloc === 0 || bloc >= 5).toBe(true);
      }),
    );
  });
});
