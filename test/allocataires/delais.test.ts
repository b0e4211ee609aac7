import fc from "fast-check";
import {
  type Delai,
  limite,
  premierDepartDansLeDelai,
  REGLES_REPORT,
  sixSemaines,
  UNITES_DELAI,
} from "../../subgraphs/allocataires/echeance/delai";
import { addDays, addMonths, daysBetween, daysInMonth, isCivilDate } from "../../subgraphs/shared/civil-date";
import { addWorkingDays, easter, isWorkingDay, publicHolidays } from "../../subgraphs/shared/working-days";

const jour = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays("2000-01-01", n));
const departement = fc.constantFrom("94", "93", "67", "972", "974", "2A");
const delai = fc.record<Delai>({
  valeur: fc.integer({ min: 0, max: 60 }),
  unite: fc.constantFrom(...UNITES_DELAI),
  report: fc.constantFrom(...REGLES_REPORT),
});

describe("jours fériés", () => {
  // Known dates, not computed by the code under test.
  it.each([
    [2024, "2024-03-31", "2024-04-01", "2024-05-09", "2024-05-20"],
    [2025, "2025-04-20", "2025-04-21", "2025-05-29", "2025-06-09"],
    [2026, "2026-04-05", "2026-04-06", "2026-05-14", "2026-05-25"],
    [2027, "2027-03-28", "2027-03-29", "2027-05-06", "2027-05-17"],
    [2028, "2028-04-16", "2028-04-17", "2028-05-25", "2028-06-05"],
    [2029, "2029-04-01", "2029-04-02", "2029-05-10", "2029-05-21"],
    [2030, "2030-04-21", "2030-04-22", "2030-05-30", "2030-06-10"],
  ])("%i : Pâques le %s, lundi %s, Ascension %s, Pentecôte %s", (annee, paques, lundi, ascension, pentecote) => {
    expect(easter(annee)).toBe(paques);
    const attendus = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"].map((j) => `${annee}-${j}`);
    expect(publicHolidays(annee, "94")).toEqual([...attendus, lundi, ascension, pentecote].sort());
  });

  it.each([
    ["67", ["2026-04-03", "2026-12-26"]],
    ["57", ["2026-04-03", "2026-12-26"]],
    ["971", ["2026-05-27"]],
    ["972", ["2026-05-22"]],
    ["973", ["2026-06-10"]],
    ["974", ["2026-12-20"]],
    ["976", ["2026-04-27"]],
    ["93", []],
  ])("département %s : %j en plus", (lieu, enPlus) => {
    const communs = publicHolidays(2026, "94");
    expect(publicHolidays(2026, lieu).filter((j) => !communs.includes(j))).toEqual(enPlus);
  });

  it("un samedi est ouvrable, jamais ouvré ; un dimanche et un jour férié, ni l’un ni l’autre", () => {
    const lire = (date: string) => [isWorkingDay(date, "OUVRES", "94"), isWorkingDay(date, "OUVRABLES", "94")];
    expect(["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-11", "2026-05-25"].map(lire)).toEqual([
      [true, true],
      [false, true],
      [false, false],
      [false, false],
      [false, false],
    ]);
  });
});

describe("délais", () => {
  it.each<[string, Delai, string, string]>([
    ["2024-01-31", { valeur: 1, unite: "MOIS", report: "AUCUNE" }, "94", "2024-02-29"],
    ["2025-01-31", { valeur: 1, unite: "MOIS", report: "AUCUNE" }, "94", "2025-02-28"],
    ["2025-08-31", { valeur: 6, unite: "MOIS", report: "AUCUNE" }, "94", "2026-02-28"],
    ["2026-03-28", { valeur: 15, unite: "JOURS", report: "AUCUNE" }, "94", "2026-04-12"],
    ["2026-01-10", { valeur: 6, unite: "SEMAINES", report: "AUCUNE" }, "94", "2026-02-21"],
    ["2026-04-02", { valeur: 1, unite: "JOURS_OUVRES", report: "AUCUNE" }, "94", "2026-04-03"],
    ["2026-04-02", { valeur: 1, unite: "JOURS_OUVRES", report: "AUCUNE" }, "67", "2026-04-07"],
    ["2026-04-03", { valeur: 1, unite: "JOURS_OUVRES", report: "AUCUNE" }, "94", "2026-04-07"],
    ["2026-04-03", { valeur: 1, unite: "JOURS_OUVRABLES", report: "AUCUNE" }, "94", "2026-04-04"],
    ["2026-10-25", { valeur: 7, unite: "JOURS", report: "JOUR_OUVRE_SUIVANT" }, "94", "2026-11-02"],
    ["2026-12-11", { valeur: 14, unite: "JOURS", report: "JOUR_OUVRE_SUIVANT" }, "94", "2026-12-28"],
  ])("du %s, %j dans le %s : jusqu’au %s", (depart, d, lieu, attendue) => {
    expect(limite(depart, d, lieu)).toBe(attendue);
  });

  it("six semaines font quarante-deux jours, d’une heure à l’autre de Paris comprise", () => {
    fc.assert(fc.property(jour, (d) => daysBetween(d, sixSemaines(d)) === 42));
  });

  it("une limite n’est jamais avant son départ, et ne recule pas quand le départ avance", () => {
    fc.assert(
      fc.property(jour, fc.nat(60), delai, departement, (d, n, regle, lieu) => {
        const premiere = limite(d, regle, lieu);
        expect(premiere >= d && isCivilDate(premiere)).toBe(true);
        expect(limite(addDays(d, n), regle, lieu) >= premiere).toBe(true);
      }),
    );
  });

  it("un mois garde le jour, ou prend le dernier d’un mois plus court", () => {
    fc.assert(
      fc.property(jour, fc.integer({ min: 0, max: 36 }), (d, mois) => {
        const fin = addMonths(d, mois);
        const [annee, rang, quantieme] = fin.split("-").map(Number) as [number, number, number];
        expect(quantieme).toBe(Math.min(Number(d.slice(8)), daysInMonth(annee, rang)));
        expect(annee * 12 + rang).toBe(Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7)) + mois);
      }),
    );
  });

  it("un délai en jours ouvrés finit un jour ouvré, après autant de jours ouvrés", () => {
    fc.assert(
      fc.property(
        jour,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom("OUVRES" as const, "OUVRABLES" as const),
        departement,
        (d, n, semaine, lieu) => {
          const fin = addWorkingDays(d, n, semaine, lieu);
          const entre = Array.from({ length: daysBetween(d, fin) }, (_, i) => addDays(d, i + 1));
          expect(isWorkingDay(fin, semaine, lieu)).toBe(true);
          expect(entre.filter((j) => isWorkingDay(j, semaine, lieu))).toHaveLength(n);
        },
      ),
    );
  });

  it("le premier départ dans le délai sépare les départs en retard des autres", () => {
    fc.assert(
      fc.property(jour, delai, departement, (j, regle, lieu) => {
        const seuil = premierDepartDansLeDelai(j, regle, lieu);
        expect(limite(seuil, regle, lieu) >= j).toBe(true);
        expect(limite(addDays(seuil, -1), regle, lieu) < j).toBe(true);
      }),
    );
  });
});
