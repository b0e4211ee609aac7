import fc from "fast-check";
import { STATUTS_ACTIVITE, type StatutActivite, TRANSITIONS_ACTIVITE } from "../../subgraphs/offre-insertion/activite/activite";
import { joursPrevus } from "../../subgraphs/offre-insertion/activite/planifier";
import { refusDeConfirmer, refusDeContester } from "../../subgraphs/offre-insertion/activite/refus-activite";
import {
  heuresDeLaSemaine,
  motifDExemption,
  objectifDeLaSemaine,
  semaineDe,
  semainesEntre,
} from "../../subgraphs/offre-insertion/activite/semaine";
import { addDays, isoWeek } from "../../subgraphs/shared/civil-date";

describe("objectif d’une semaine, sans prorata", () => {
  const contrat = (du: string, au: string | null = null, minutes: number | null = 900) => ({
    modulation: false,
    minutes,
    exempte: false,
    du,
    au,
  });
  const modulation = (du: string, au: string | null, minutes: number, exempte = false) => ({ modulation: true, minutes, exempte, du, au });
  const LUNDI = "2026-02-09";

  it.each([
    ["un contrat qui la couvre toute", [contrat("2026-01-01")], 900],
    ["aucun contrat", [], null],
    ["un contrat qui ne dit pas ses heures", [contrat("2026-01-01", null, null)], null],
    ["un contrat qui commence le mardi", [contrat("2026-02-10")], null],
    ["un contrat qui finit le samedi", [contrat("2026-01-01", "2026-02-14")], null],
    ["un contrat qui finit le dimanche", [contrat("2026-01-01", "2026-02-15")], 900],
    ["deux contrats qui se suivent", [contrat("2026-01-01", "2026-02-11", 600), contrat("2026-02-12", null, 900)], 600],
    ["une réduction le jeudi", [contrat("2026-01-01"), modulation("2026-02-12", null, 300)], 300],
    ["une réduction finie la veille", [contrat("2026-01-01"), modulation("2026-01-01", "2026-02-08", 300)], 900],
    [
      "une réduction dont une autre prend la suite",
      [contrat("2026-01-01"), modulation("2026-01-01", null, 600), modulation("2026-02-01", null, 240)],
      240,
    ],
  ])("%s", (_nom, periodes, minutes) => {
    expect(objectifDeLaSemaine(periodes, LUNDI)).toEqual({ minutes, exempte: false });
  });

  it("un jour d’exemption exempte la semaine, et il n’y a plus d’écart", () => {
    const periodes = [contrat("2026-01-01"), modulation("2026-02-15", "2026-03-15", 0, true)];
    expect(objectifDeLaSemaine(periodes, LUNDI)).toEqual({ minutes: 0, exempte: true });
    expect(objectifDeLaSemaine(periodes, "2026-02-02")).toEqual({ minutes: 900, exempte: false });
    const minutes = { prevues: 0, declarees: 60, confirmees: 0, contestees: 0, horsObjectif: 0 };
    const ecart = (semaine: string, lundi: string) =>
      heuresDeLaSemaine({ semaine, lundi, aujourdhui: "2026-02-20" }, periodes, minutes).ecartMinutes;
    expect(ecart("2026-W07", LUNDI)).toBeNull();
    expect(ecart("2026-W06", "2026-02-02")).toBe(-840);
  });

  it.each([
    ["2026-02-08", null],
    ["2026-02-09", -840],
    ["2026-02-15", -840],
  ])("tant que la semaine n’a pas commencé, rien ne manque : lue le %s, l’écart est %s", (aujourdhui, ecart) => {
    const minutes = { prevues: 0, declarees: 60, confirmees: 0, contestees: 0, horsObjectif: 0 };
    const heures = heuresDeLaSemaine({ semaine: "2026-W07", lundi: LUNDI, aujourdhui }, [contrat("2026-01-01")], minutes);
    expect(heures).toMatchObject({ objectifMinutes: 900, realiseesMinutes: 60, ecartMinutes: ecart });
  });

  it("le motif est celui de l’exemption qui touche la semaine ; rien quand la finalité ne l’ouvre pas", () => {
    const exemptions = [
      { du: "2026-01-01", au: "2026-01-31", motif: "SANTE" as const },
      { du: "2026-02-10", au: null, motif: "PROCHE_AIDANT" as const },
    ];
    expect(motifDExemption(exemptions, LUNDI)).toBe("PROCHE_AIDANT");
    expect(motifDExemption(exemptions, "2026-01-26")).toBe("SANTE");
    expect(motifDExemption(exemptions, "2026-02-02")).toBeNull();
    expect(motifDExemption([{ du: "2026-01-01", au: null, motif: null }], LUNDI)).toBeNull();
  });
});

describe("semaines ISO", () => {
  it("chaque jour est dans la semaine qui le contient, année de 53 semaines comprise", () => {
    expect(semaineDe("2026-12-28")).toBe("2026-W53");
    expect(semaineDe("2027-01-03")).toBe("2026-W53");
    expect(semaineDe("2027-01-04")).toBe("2027-W01");
    expect(semaineDe("2024-12-30")).toBe("2025-W01");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (n) => {
        const jour = addDays("2000-01-01", n);
        const { debut, fin } = isoWeek(semaineDe(jour))!;
        return debut <= jour && jour <= fin;
      }),
    );
  });

  it("d’une semaine à l’autre, toutes, dans l’ordre ; au plus 53", () => {
    expect(semainesEntre("2026-W52", "2027-W02")!.map((s) => s.semaine)).toEqual(["2026-W52", "2026-W53", "2027-W01", "2027-W02"]);
    expect(semainesEntre("2026-W01", "2026-W53")).toHaveLength(53);
    expect(semainesEntre("2026-W01", "2027-W01")).toBeNull();
    expect(semainesEntre("2026-W02", "2026-W01")).toBeNull();
    expect(semainesEntre("2027-W53", "2027-W53")).toBeNull();
  });
});

describe("jours prévus d’une prescription", () => {
  const sans = { departement: "94", session: null, volumeHoraireHebdomadaire: null, nombreSemaines: null };
  const session = (debut: string, fin: string | null) => ({ debut: new Date(debut), fin: fin === null ? null : new Date(fin) });

  it("une session d’un jour dure ce qu’elle dure, heure de Paris", () => {
    expect(joursPrevus({ ...sans, session: session("2026-02-12T08:00:00Z", "2026-02-12T11:30:00Z") }, "2026-02-10")).toEqual([
      { date: "2026-02-12", minutes: 210 },
    ]);
    expect(joursPrevus({ ...sans, session: session("2026-06-30T22:30:00Z", "2026-07-01T00:30:00Z") }, "2026-06-01")[0]!.date).toBe(
      "2026-07-01",
    );
  });

  it("une session de plusieurs jours prend les heures de l’horloge chaque jour ouvré, même quand l’heure change", () => {
    const jours = joursPrevus({ ...sans, session: session("2026-03-26T08:00:00Z", "2026-03-31T10:00:00Z") }, "2026-03-01");
    expect(jours.map((j) => j.date)).toEqual(["2026-03-26", "2026-03-27", "2026-03-30", "2026-03-31"]);
    expect(new Set(jours.map((j) => j.minutes))).toEqual(new Set([180]));
  });

  it("sans session : les heures par semaine, à la minute près, sur les jours ouvrés", () => {
    const jours = joursPrevus({ ...sans, volumeHoraireHebdomadaire: 6.2, nombreSemaines: 2 }, "2026-02-11");
    expect(jours.map((j) => j.date)).toEqual([
      "2026-02-11",
      "2026-02-12",
      "2026-02-13",
      "2026-02-16",
      "2026-02-17",
      "2026-02-18",
      "2026-02-19",
      "2026-02-20",
      "2026-02-23",
      "2026-02-24",
    ]);
    expect(jours.reduce((somme, j) => somme + j.minutes, 0)).toBe(2 * 372);
  });

  it("un jour férié ne se reporte pas ; ce qui n’est pas connu n’est pas inventé", () => {
    const jours = joursPrevus({ ...sans, volumeHoraireHebdomadaire: 5, nombreSemaines: 1 }, "2026-05-11");
    expect(jours.map((j) => j.date)).not.toContain("2026-05-14");
    expect(joursPrevus(sans, "2026-05-11")).toEqual([]);
    expect(joursPrevus({ ...sans, volumeHoraireHebdomadaire: 5 }, "2026-05-11")).toEqual([]);
    expect(joursPrevus({ ...sans, session: session("2026-05-11T08:00:00Z", null) }, "2026-05-11")).toEqual([]);
  });
});

describe("vie d’une activité", () => {
  it("chaque état s’atteint ; seule l’annulation est sans retour, et tout le reste ne se rouvre qu’en contestant", () => {
    const atteints = new Set<StatutActivite>(["PREVUE"]);
    for (const statut of atteints) for (const suivant of TRANSITIONS_ACTIVITE[statut]) atteints.add(suivant);
    expect([...atteints].sort()).toEqual([...STATUTS_ACTIVITE].sort());
    for (const tranchee of ["CONFIRMEE", "REFUSEE", "NON_REALISEE"] as const) expect(TRANSITIONS_ACTIVITE[tranchee]).toEqual(["CONTESTEE"]);
    expect(STATUTS_ACTIVITE.filter((s) => TRANSITIONS_ACTIVITE[s].length === 0)).toEqual(["ANNULEE"]);
  });

  it("aucune suite de demandes ne mène hors du tableau", () => {
    const demande = fc.record({
      quoi: fc.constantFrom("confirmer", "refuser", "contester"),
      motif: fc.option(fc.string()),
      minutes: fc.option(fc.integer()),
    });
    fc.assert(
      fc.property(fc.constantFrom(...STATUTS_ACTIVITE), fc.array(demande, { maxLength: 20 }), (depart, demandes) => {
        let statut: StatutActivite = depart;
        for (const { quoi, motif, minutes } of demandes) {
          const activite = { statut, date: "2026-02-09", minutes: 60 } as never;
          const vers = quoi === "confirmer" ? "CONFIRMEE" : quoi === "refuser" ? "REFUSEE" : "CONTESTEE";
          const refus =
            quoi === "contester"
              ? refusDeContester(activite, motif ?? "", minutes)
              : refusDeConfirmer(activite, quoi === "confirmer", motif, minutes, "2026-02-10");
          if (refus) continue;
          expect(TRANSITIONS_ACTIVITE[statut]).toContain(vers);
          if (vers !== "CONFIRMEE") expect(motif?.trim()).toBeTruthy();
          if (minutes !== null) expect(minutes).toBeLessThanOrEqual(1_440);
          statut = vers;
        }
      }),
      { numRuns: 500 },
    );
  });
});
