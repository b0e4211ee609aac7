import fc from "fast-check";
import { DateTime } from "luxon";
import { rrulestr } from "rrule";
import { creneauxDePlage } from "../../subgraphs/rendez-vous/disponibilite/decoupage";
import { defautHeures, etendre, joursOuverts } from "../../subgraphs/rendez-vous/disponibilite/expansion";
import { exceptionsIcal } from "../../subgraphs/rendez-vous/disponibilite/ical";
import type { HeuresRepetees, PlageRecue } from "../../subgraphs/rendez-vous/disponibilite/plage";
import { addDays } from "../../subgraphs/shared/civil-date";
import { civilDateIn, wallInstant, zoneOf } from "../../subgraphs/shared/time-zone";

const heures = (plus: Partial<HeuresRepetees> = {}): HeuresRepetees => ({
  premierJour: "2026-03-02",
  debut: "09:00",
  fin: "12:00",
  rrule: null,
  fuseau: "Europe/Paris",
  ...plus,
});
const fenetre = { du: "2026-03-01", au: "2026-04-30" };
const jours = (rrule: string, plus: Partial<HeuresRepetees> = {}) =>
  joursOuverts(heures({ rrule, ...plus }), fenetre).map((j) => j.slice(5));
const mur = (instants: { debut: Date; fin: Date }[], fuseau = "Europe/Paris") =>
  instants.map(({ debut, fin }) =>
    [debut, fin].map((i) => DateTime.fromJSDate(i, { zone: fuseau }).toFormat("MM-dd HH:mm ZZ")).join(" → "),
  );

describe("les jours d’une plage qui se répète", () => {
  it.each([
    ["aucune règle : ce jour-là seulement", null, ["03-02"]],
    ["chaque mardi, quatre fois", "FREQ=WEEKLY;BYDAY=TU;COUNT=4", ["03-03", "03-10", "03-17", "03-24"]],
    ["une semaine sur deux, lundi et jeudi", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4", ["03-02", "03-05", "03-16", "03-19"]],
    ["jusqu’à une date, comprise", "FREQ=WEEKLY;UNTIL=20260316", ["03-02", "03-09", "03-16"]],
    ["jusqu’à un instant UTC, compris à l’heure près", "FREQ=WEEKLY;UNTIL=20260316T080000Z", ["03-02", "03-09", "03-16"]],
    ["jusqu’à un instant UTC, une minute trop tôt", "FREQ=WEEKLY;UNTIL=20260316T075900Z", ["03-02", "03-09"]],
    [
      "en heure d’été, 09:00 à Paris est 07:00 UTC",
      "FREQ=WEEKLY;UNTIL=20260406T070000Z;BYDAY=MO",
      ["03-02", "03-09", "03-16", "03-23", "03-30", "04-06"],
    ],
    ["jusqu’à une heure du mur", "FREQ=WEEKLY;UNTIL=20260316T085900", ["03-02", "03-09"]],
    ["le deuxième mardi du mois", "FREQ=MONTHLY;BYDAY=2TU", ["03-10", "04-14"]],
    ["le dernier vendredi du mois", "FREQ=MONTHLY;BYDAY=-1FR", ["03-27", "04-24"]],
    ["le dernier jour ouvré du mois", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["03-31", "04-30"]],
    ["chaque mois, le 31 : les mois courts n’en ont pas", "FREQ=MONTHLY;BYMONTHDAY=31", ["03-31"]],
    ["le même jour du mois que le premier", "FREQ=MONTHLY", ["03-02", "04-02"]],
    [
      "trois jours sur quatre de la semaine qui commence le dimanche",
      "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO;COUNT=4",
      ["03-02", "03-15", "03-16", "03-29"],
    ],
    [
      "préfixe, point-virgule final et minuscules, comme certains outils l’écrivent",
      "rrule:freq=weekly;byday=mo;count=2;",
      ["03-02", "03-09"],
    ],
    ["un 30 février n’arrive jamais", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", []],
  ])("%s", (_, regle, attendus) => {
    expect(regle === null ? joursOuverts(heures(), fenetre).map((j) => j.slice(5)) : jours(regle)).toEqual(attendus);
  });

  it("les jours retirés (EXDATE) et ajoutés (RDATE) de l’ical comptent, sur l’heure du lieu", () => {
    const ical = [
      "BEGIN:VCALENDAR",
      "BEGIN:VEVENT",
      "RRULE:FREQ=WEEKLY;COUNT=3",
      "EXDATE;TZID=Europe/Paris:20260309T090000,2026",
      " 0316T090000",
      "RDATE;VALUE=DATE:20260320",
      "EXDATE:20260331T230000Z",
      "END:VEVENT",
      "EXDATE:20260302",
    ].join("\r\n");
    const exceptions = exceptionsIcal(ical, "Europe/Paris");
    expect(exceptions).toEqual({ exclus: ["2026-03-09", "2026-03-16", "2026-04-01"], ajoutes: ["2026-03-20"] });
    expect(jours("FREQ=WEEKLY;COUNT=3", exceptions)).toEqual(["03-02", "03-20"]);
    expect(exceptionsIcal("n’importe quoi\nEXDATE:hier", "Europe/Paris")).toEqual({ exclus: [], ajoutes: [] });
    expect(exceptionsIcal(null, "Mars/Olympus")).toEqual({ exclus: [], ajoutes: [] });
  });

  const JOURS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
  const jour = fc.integer({ min: 0, max: 900 }).map((n) => addDays("2024-01-01", n));
  const regle = fc
    .record({
      freq: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
      interval: fc.integer({ min: 1, max: 5 }),
      fin: fc.oneof(
        fc.constant(""),
        fc.integer({ min: 1, max: 60 }).map((n) => `;COUNT=${n}`),
        jour.map((j) => `;UNTIL=${j.replaceAll("-", "")}`),
      ),
      wkst: fc.constantFrom(...JOURS),
      byday: fc.uniqueArray(fc.constantFrom(...JOURS), { maxLength: 4 }),
      rang: fc.constantFrom("", "", "1", "2", "4", "-1", "-2"),
      bymonthday: fc.uniqueArray(
        fc.integer({ min: -28, max: 31 }).filter((n) => n !== 0),
        { maxLength: 3 },
      ),
      bymonth: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
      // Not -2, nor two positions: of a set of one day the library gives that day, or gives it twice, against RFC 5545.
      bysetpos: fc.uniqueArray(fc.constantFrom(1, 1, 2, -1), { maxLength: 1 }),
    })
    .map((r) => {
      // A rule that never falls takes the library to the year 9999, a minute for some: few of them are drawn.
      const compte = r.freq === "MONTHLY" || r.freq === "YEARLY";
      const rang = compte && r.bymonthday.length === 0 ? r.rang : "";
      const parts = [
        `FREQ=${r.freq};INTERVAL=${r.interval};WKST=${r.wkst}${r.fin}`,
        r.byday.length > 0 && `BYDAY=${r.byday.map((d) => rang + d).join(",")}`,
        r.bymonthday.length > 0 && r.freq !== "WEEKLY" && `BYMONTHDAY=${r.bymonthday.join(",")}`,
        r.bymonth.length > 0 && `BYMONTH=${r.bymonth.join(",")}`,
        r.bysetpos.length > 0 &&
          r.freq !== "DAILY" &&
          (r.byday.length > 0 || r.bymonthday.length > 0) &&
          `BYSETPOS=${r.bysetpos.join(",")}`,
      ];
      return parts.filter(Boolean).join(";");
    });

  it("sont ceux que donne une autre lecture de la RFC 5545 (bibliothèque rrule), pour toute règle prise en charge", () => {
    fc.assert(
      fc.property(regle, jour, fc.integer({ min: 0, max: 400 }), (texte, premierJour, apres) => {
        const du = addDays(premierJour, apres);
        const au = addDays(du, 91);
        const autre = rrulestr(`DTSTART:${premierJour.replaceAll("-", "")}T000000Z\nRRULE:${texte}`);
        const attendus = autre
          .between(new Date(`${du}T00:00:00Z`), new Date(`${au}T00:00:00Z`), true)
          .map((d) => d.toISOString().slice(0, 10));
        expect(joursOuverts(heures({ premierJour, rrule: texte }), { du, au })).toEqual(attendus);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

describe("ce qui ne se lit pas ne donne aucun créneau et n’arrête rien", () => {
  it.each([
    ["RRULE_TROP_DENSE", { rrule: "FREQ=SECONDLY" }],
    ["RRULE_TROP_DENSE", { rrule: "FREQ=MINUTELY;INTERVAL=5" }],
    ["RRULE_NON_PRISE_EN_CHARGE", { rrule: "FREQ=DAILY;BYSECOND=0,1,2" }],
    ["RRULE_NON_PRISE_EN_CHARGE", { rrule: "FREQ=DAILY;BYHOUR=9" }],
    ["RRULE_ILLISIBLE", { rrule: "tous les mardis" }],
    ["RRULE_ILLISIBLE", { rrule: "FREQ=WEEKLY;COUNT=999999999999" }],
    ["RRULE_ILLISIBLE", { rrule: "FREQ=WEEKLY;COUNT=2;UNTIL=20260101" }],
    ["RRULE_ILLISIBLE", { rrule: "FREQ=WEEKLY;BYDAY=XX" }],
    ["RRULE_ILLISIBLE", { rrule: "FREQ=WEEKLY;INTERVAL=0" }],
    ["RRULE_ILLISIBLE", { rrule: "FREQ=WEEKLY;UNTIL=20260231" }],
    ["RRULE_ILLISIBLE", { rrule: `FREQ=WEEKLY;BYDAY=${"MO,".repeat(500)}MO` }],
    ["HEURES_INVALIDES", { debut: "12:00", fin: "12:00" }],
    ["HEURES_INVALIDES", { debut: "25:00" }],
    ["HEURES_INVALIDES", { premierJour: "2026-02-30" }],
    ["HEURES_INVALIDES", { premierJour: "0001-01-01" }],
    ["FUSEAU_INCONNU", { fuseau: "Europe/Creteil" }],
  ])("%s : %j", (defaut, plus) => {
    expect(defautHeures(heures(plus))).toBe(defaut);
  });

  it("toute chaîne reçue est lue ou refusée, jamais une autre erreur, et une règle hostile reste brève", () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (rrule) => defautHeures(heures({ rrule })) !== undefined));
    const hostiles = [
      "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
      "FREQ=YEARLY;BYDAY=53MO;BYSETPOS=366",
      "FREQ=DAILY;COUNT=10000",
    ];
    const avant = process.cpuUsage().user;
    for (const rrule of hostiles) joursOuverts(heures({ premierJour: "1990-01-01", rrule }), fenetre);
    expect((process.cpuUsage().user - avant) / 1_000).toBeLessThan(2_000);
  });
});

describe("l’heure du lieu", () => {
  it("09:00 reste 09:00 sur le mur, avant et après le changement d’heure", () => {
    expect(mur(etendre(heures({ premierJour: "2026-03-28", rrule: "FREQ=DAILY;COUNT=3" }), fenetre))).toEqual([
      "03-28 09:00 +01:00 → 03-28 12:00 +01:00",
      "03-29 09:00 +02:00 → 03-29 12:00 +02:00",
      "03-30 09:00 +02:00 → 03-30 12:00 +02:00",
    ]);
  });

  it.each([
    [
      "une heure qui n’existe pas : l’ouverture commence quand l’horloge saute",
      "2026-03-29",
      "02:30",
      "04:00",
      "2026-03-29T01:00:00Z",
      "2026-03-29T02:00:00Z",
    ],
    ["une ouverture dans l’heure qui n’existe pas est vide", "2026-03-29", "02:00", "03:00", null, null],
    [
      "une nuit d’été commence : elle dure une heure de moins",
      "2026-03-29",
      "01:00",
      "04:00",
      "2026-03-29T00:00:00Z",
      "2026-03-29T02:00:00Z",
    ],
    ["une heure qui vient deux fois : la première", "2026-10-25", "02:30", "04:00", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z"],
    [
      "une nuit d’hiver commence : elle dure une heure de plus",
      "2026-10-25",
      "01:00",
      "04:00",
      "2026-10-24T23:00:00Z",
      "2026-10-25T03:00:00Z",
    ],
    ["minuit de fin de journée", "2026-03-29", "22:00", "24:00", "2026-03-29T20:00:00Z", "2026-03-29T22:00:00Z"],
  ])("%s", (_, premierJour, debut, fin, du, au) => {
    const etendues = etendre(heures({ premierJour, debut, fin }), { du: premierJour, au: premierJour });
    expect(etendues).toEqual(du === null ? [] : [{ debut: new Date(du), fin: new Date(au!) }]);
  });

  it.each([
    ["971", "2026-07-01T13:00:00Z"],
    ["972", "2026-07-01T13:00:00Z"],
    ["973", "2026-07-01T12:00:00Z"],
    ["974", "2026-07-01T05:00:00Z"],
    ["976", "2026-07-01T06:00:00Z"],
    ["94", "2026-07-01T07:00:00Z"],
  ])("09:00 dans le %s", (departement, instant) => {
    expect(wallInstant("2026-07-01", "09:00", zoneOf(departement))).toEqual(new Date(instant));
    expect(civilDateIn(new Date("2026-07-01T23:30:00Z"), zoneOf(departement))).toBe(
      ["974", "976", "94"].includes(departement) ? "2026-07-02" : "2026-07-01",
    );
  });

  it("tout instant du mur relu donne la même heure, sauf dans le trou d’une heure", () => {
    const zones = fc.constantFrom("Europe/Paris", "America/Miquelon", "Indian/Reunion", "Australia/Lord_Howe");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 1439 }), zones, (n, minute, zone) => {
        const jour = addDays("2024-01-01", n);
        const heure = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
        const instant = wallInstant(jour, heure, zone);
        const relu = DateTime.fromJSDate(instant, { zone }).toFormat("yyyy-MM-dd HH:mm");
        const avant = DateTime.fromMillis(instant.getTime() - 60_000, { zone });
        if (relu !== `${jour} ${heure}`)
          expect(avant.toFormat("yyyy-MM-dd HH:mm") < `${jour} ${heure}` && relu > `${jour} ${heure}`).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("découper une plage", () => {
  const plage = (plus: Partial<PlageRecue> = {}): PlageRecue => ({
    ...heures(),
    systeme: "RENDEZ_VOUS_SOLIDARITES",
    identifiant: "1",
    departement: "94",
    organisme: "94-CD94",
    agent: "7",
    lieu: null,
    motifs: [{ identifiant: "1", nom: "RSA", famille: "ORIENTATION", modalite: "PHYSIQUE", collectif: false, dureeMinutes: 60 }],
    ...plus,
  });
  const debuts = (p: PlageRecue, absences: { debut: Date; fin: Date }[] = [], f = fenetre) =>
    creneauxDePlage(p, absences, f)!.map((c) => DateTime.fromJSDate(c.debut, { zone: p.fuseau }).toFormat("MM-dd HH:mm"));

  it("dans la durée du motif, celle de sa famille à défaut ; le reste trop court ne donne rien", () => {
    expect(debuts(plage({ fin: "11:30" }))).toEqual(["03-02 09:00", "03-02 10:00"]);
    const [motif] = plage().motifs;
    expect(debuts(plage({ fin: "10:00", motifs: [{ ...motif!, famille: "ACCOMPAGNEMENT", dureeMinutes: null }] }))).toEqual([
      "03-02 09:00",
      "03-02 09:30",
    ]);
    expect(debuts(plage({ motifs: [{ ...motif!, collectif: true }] }))).toEqual([]);
    expect(debuts(plage({ motifs: [{ ...motif!, dureeMinutes: 0 }] }))).toEqual([]);
  });

  it("aucun créneau un jour férié du département, sauf si la plage le dit", () => {
    const mai = { premierJour: "2026-05-22", fin: "10:00", rrule: "FREQ=DAILY;COUNT=4" };
    const f = { du: "2026-05-20", au: "2026-05-30" };
    expect(debuts(plage(mai), [], f)).toEqual(["05-22 09:00", "05-23 09:00", "05-24 09:00"]);
    expect(debuts(plage({ ...mai, departement: "972", fuseau: "America/Martinique" }), [], f)).toEqual(["05-23 09:00", "05-24 09:00"]);
    expect(debuts(plage({ ...mai, joursFeries: true }), [], f)).toHaveLength(4);
  });

  it("aucun créneau qui touche une absence, répétée ou sur plusieurs jours", () => {
    const semaine = plage({ rrule: "FREQ=DAILY;COUNT=4", fin: "11:00" });
    const conge = etendre(heures({ premierJour: "2026-03-03", debut: "09:30", fin: "10:00" }), fenetre, "2026-03-04");
    expect(debuts(semaine, conge)).toEqual(["03-02 09:00", "03-02 10:00", "03-04 10:00", "03-05 09:00", "03-05 10:00"]);
    const pause = etendre(heures({ debut: "10:00", fin: "10:15", rrule: "FREQ=WEEKLY;BYDAY=MO,WE" }), fenetre);
    expect(debuts(semaine, pause)).toEqual(["03-02 09:00", "03-03 09:00", "03-03 10:00", "03-04 09:00", "03-05 09:00", "03-05 10:00"]);
  });

  it("la nuit où une heure vient deux fois, ses créneaux viennent deux fois ; où elle manque, aucun", () => {
    const nuit = (jour: string) => debuts(plage({ premierJour: jour, debut: "01:00", fin: "04:00" }), [], { du: jour, au: jour });
    expect(nuit("2026-10-25").map((d) => d.slice(6))).toEqual(["01:00", "02:00", "02:00", "03:00"]);
    expect(nuit("2026-03-29").map((d) => d.slice(6))).toEqual(["01:00", "03:00"]);
  });

  it("une plage démesurée ne donne rien", () => {
    const [motif] = plage().motifs;
    const bombe = plage({ debut: "00:00", fin: "24:00", rrule: "FREQ=DAILY", motifs: [{ ...motif!, dureeMinutes: 5 }] });
    expect(creneauxDePlage(bombe, [], fenetre)).toBeNull();
  });
});
