import { encoderWindows1252 } from "../../simulation/caf/windows-1252";
import { instant, iso, jourDe, joursOuvres } from "../../simulation/calendrier";
import { cleDuNir, LIEUX_DE_NAISSANCE, nirFictif } from "../../simulation/foyer/nir";
import { NOMS, PRENOMS_F, PRENOMS_H } from "../../simulation/foyer/noms";
import { Hasard } from "../../simulation/hasard";
import { Ordre } from "../../simulation/ordre";

describe("le hasard", () => {
  it("donne la même suite pour les mêmes clés, une autre pour d’autres", () => {
    const suite = (...cles: (string | number)[]) => {
      const h = new Hasard(...cles);
      return Array.from({ length: 20 }, () => h.reel());
    };
    expect(suite("graine", 7)).toEqual(suite("graine", 7));
    expect(suite("graine", 7)).not.toEqual(suite("graine", 8));
  });

  it("est uniforme, même d’une clé à la suivante", () => {
    const tirages = Array.from({ length: 20_000 }, (_, i) => new Hasard("graine", i).reel());
    const dixiemes = Array.from({ length: 10 }, (_, d) => tirages.filter((t) => Math.floor(t * 10) === d).length);
    for (const nombre of dixiemes) expect(Math.abs(nombre - 2000)).toBeLessThan(200);
  });
});

describe("le calendrier", () => {
  it("saute les week-ends et les jours fériés", () => {
    const ouvres = joursOuvres(jourDe("2026-04-01"), jourDe("2026-05-31")).map(iso);
    for (const ferie of ["2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-05-16"])
      expect(ouvres).not.toContain(ferie);
    expect(ouvres).toContain("2026-04-07");
  });

  it.each([
    ["2026-03-28", "+01:00"],
    ["2026-03-29", "+02:00"],
    ["2026-10-24", "+02:00"],
    ["2026-10-25", "+01:00"],
  ])("le %s à midi, Paris est à %s", (date, decalage) => {
    expect(instant(jourDe(date), 43_200)).toBe(`${date}T12:00:00${decalage}`);
  });
});

describe("windows-1252", () => {
  it("se relit à l’identique, Œ et Ÿ compris", () => {
    const texte = `${[...NOMS, ...PRENOMS_F, ...PRENOMS_H].join(" ")} ŒŸœÿ’€ÇÉ`;
    for (const t of [texte, texte.toUpperCase()])
      expect(new TextDecoder("windows-1252").decode(encoderWindows1252(t), { stream: true })).toBe(t);
    expect([...encoderWindows1252("ŒŸ")]).toEqual([0x8c, 0x9f]);
  });

  it("refuse ce que l’encodage n’a pas", () => {
    expect(() => encoderWindows1252("Şahin")).toThrow("U+015e");
  });
});

describe("le NIR fictif", () => {
  it.each([
    ["2820251108030", "94"],
    ["1770393050005", "66"],
    ["1810693050030", "87"],
    ["193122A004002", "91"],
    ["193122B004002", "21"],
  ])("la clé de %s est %s", (nir, cle) => {
    expect(cleDuNir(nir)).toBe(cle);
  });

  it("n’est jamais donné deux fois, même à un territoire de cent mille foyers dont tous sont nés le même mois", () => {
    expect(new Set(LIEUX_DE_NAISSANCE.map(([code]) => code)).size).toBe(LIEUX_DE_NAISSANCE.length);
    const vus = new Set<string>();
    for (let rang = 0; rang < 400_000; rang++) vus.add(nirFictif({ sexe: 1, naissance: "1990-05-01", serie: 0, rang, lieu: 3 }).nir);
    for (let rang = 0; rang < 400_000; rang++) vus.add(nirFictif({ sexe: 1, naissance: "1990-05-01", serie: 1, rang, lieu: 3 }).nir);
    expect(vus.size).toBe(800_000);
  });
});

it("un ordre rend les cibles par moment, puis par cible", () => {
  const ordre = new Ordre();
  for (let i = 0; i < 3000; i++) ordre.ajouter((i * 7) % 100, i);
  const lu = [...ordre.dansLOrdre()];
  expect(lu).toHaveLength(3000);
  expect(lu).toEqual([...lu].sort((a, b) => ((a * 7) % 100) - ((b * 7) % 100) || a - b));
});
