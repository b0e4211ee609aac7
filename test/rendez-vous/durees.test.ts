import { ecrireDisponibilites } from "../../subgraphs/rendez-vous/disponibilite/disponibilite.repository";
import type { PlageRecue } from "../../subgraphs/rendez-vous/disponibilite/plage";
import { DUREE_PAR_FAMILLE, dureesDe, dureesLues } from "../../subgraphs/rendez-vous/duree/durees";
import { Database } from "../../subgraphs/shared/database";
import { CALLERS } from "../setup/subgraph";
import { appeler, database, lire, now, preparer } from "./appels";

const DEFINIR = `mutation ($famille: FamilleMotif!, $minutes: Int!, $depuis: Date!, $cle: String) {
  r: definirDureeCreneaux(famille: $famille, minutes: $minutes, depuis: $depuis, cleIdempotence: $cle) {
    ... on DureeCreneaux { famille minutes depuis } ... on Refus { code champ } } }`;
const DUREES = "{ r: dureesCreneaux { famille minutes depuis } }";
const definir = (plus: object = {}, caller = CALLERS.departement) =>
  appeler(caller, DEFINIR, { famille: "ORIENTATION", minutes: 45, depuis: "2026-03-16", ...plus });

/** Every Thursday, 10:00 to 12:00 in Paris; nobody says how long a slot lasts. */
const plage = (dureeMinutes: number | null, plus: Partial<PlageRecue> = {}): PlageRecue => ({
  systeme: "RENDEZ_VOUS_SOLIDARITES",
  identifiant: "1",
  departement: "94",
  organisme: "94-CD94",
  agent: "7",
  lieu: null,
  motifs: [{ identifiant: "1", nom: "RSA", famille: "ORIENTATION", modalite: "PHYSIQUE", collectif: false, dureeMinutes }],
  premierJour: "2026-03-12",
  debut: "10:00",
  fin: "12:00",
  rrule: "FREQ=WEEKLY;COUNT=2",
  fuseau: "Europe/Paris",
  ...plus,
});

describe("la durée des créneaux d’une famille", () => {
  let base: Database;
  preparer();
  beforeAll(async () => {
    base = await Database.open(database.url, { role: "none", poolSize: 1 });
  });
  afterAll(() => base.close());
  beforeEach(() =>
    database.owner.query("truncate rendez_vous.duree_creneau, rendez_vous.creneau, rendez_vous.creneau_agenda, rendez_vous.plage"),
  );
  const ouvrir = (...plages: PlageRecue[]) =>
    base.write(base.systemRights(["94"], "2026-03-10"), (tx) => ecrireDisponibilites(tx, { plages, absences: [], retirees: [], le: now }));
  const creneaux = (departement = "94") =>
    lire(
      `select to_char(debut at time zone 'Europe/Paris', 'DD HH24:MI') as debut, (extract(epoch from fin - debut) / 60)::int as minutes
       from rendez_vous.creneau where departement = $1 order by 1`,
      [departement],
    );

  it("est celle du hub, montrée comme telle, tant que le Département n’en définit pas", async () => {
    expect(await appeler(CALLERS.departement, DUREES, {})).toEqual(
      Object.entries(DUREE_PAR_FAMILLE).map(([famille, minutes]) => ({ famille, minutes, depuis: null })),
    );
    await ouvrir(plage(null));
    expect((await creneaux()).map((c) => c.debut)).toEqual(["12 10:00", "12 11:00", "19 10:00", "19 11:00"]);
  });

  it("définie à partir d’un jour, elle refait les créneaux de ce jour et des suivants, et le dit", async () => {
    await ouvrir(plage(null), plage(30, { identifiant: "2", agent: "8", organisme: "94-REMOB-1" }));
    const [premier] = await lire("select id from rendez_vous.creneau where organisme = '94-CD94' order by debut");
    await database.owner.query("truncate journal.evenement");
    expect(await definir()).toEqual({ famille: "ORIENTATION", minutes: 45, depuis: "2026-03-16" });
    const deCd = await lire(
      "select to_char(debut at time zone 'Europe/Paris', 'DD HH24:MI') as debut from rendez_vous.creneau where organisme = '94-CD94' order by 1",
    );
    expect(deCd.map((c) => c.debut)).toEqual(["12 10:00", "12 11:00", "19 10:00", "19 10:45"]);
    expect(await lire("select 1 from rendez_vous.creneau where id = $1", [premier.id])).toHaveLength(1);
    // The tool that says its length keeps it.
    expect(await lire("select 1 from rendez_vous.creneau where organisme = '94-REMOB-1'")).toHaveLength(8);
    expect(await lire("select type, donnees from journal.evenement order by type")).toEqual([
      { type: "DisponibilitesModifiees", donnees: { organisme: "94-CD94", publies: 2, retires: 2 } },
      { type: "DureeCreneauxDefinie", donnees: { famille: "ORIENTATION", minutes: 45, depuis: "2026-03-16" } },
    ]);
    expect(await appeler(CALLERS.departement, DUREES, {})).toEqual(
      expect.arrayContaining([
        { famille: "ORIENTATION", minutes: 60, depuis: null },
        { famille: "ORIENTATION", minutes: 45, depuis: "2026-03-16" },
      ]),
    );
  });

  it("ne change rien d’un autre département", async () => {
    await ouvrir(plage(null, { departement: "93", organisme: "93-CD93" }));
    const avant = await creneaux("93");
    await definir({ depuis: "2026-03-10" });
    expect(await creneaux("93")).toEqual(avant);
    expect((await appeler(CALLERS.departement93, DUREES, {})).every((d: any) => d.depuis === null)).toBe(true);
  });

  it("dite deux fois sous la même clé, elle s’applique une fois ; dite autrement, la dernière vaut", async () => {
    await definir({ cle: "a" });
    await definir({ cle: "a" });
    await definir({ minutes: 20 });
    expect(await lire("select minutes from rendez_vous.duree_creneau")).toEqual([{ minutes: 20 }]);
    expect(await lire("select count(*)::int as n from journal.evenement where type = 'DureeCreneauxDefinie'")).toEqual([{ n: 2 }]);
  });

  it.each([
    ["un délégataire", CALLERS.referent, {}, { code: "NON_HABILITE", champ: null }],
    ["trop court", CALLERS.departement, { minutes: 4 }, { code: "DUREE_CRENEAU_INVALIDE", champ: "minutes" }],
    ["trop long", CALLERS.departement, { minutes: 721 }, { code: "DUREE_CRENEAU_INVALIDE", champ: "minutes" }],
    ["la veille", CALLERS.departement, { depuis: "2026-03-09" }, { code: "DEPUIS_INVALIDE", champ: "depuis" }],
    ["dans trois ans", CALLERS.departement, { depuis: "2029-03-09" }, { code: "DEPUIS_INVALIDE", champ: "depuis" }],
  ])("refuse : %s", async (_, caller, plus, refus) => {
    expect(await definir(plus, caller)).toEqual(refus);
    expect(await lire("select 1 from rendez_vous.duree_creneau")).toEqual([]);
  });

  it("la règle : la dernière définie pour ce jour, sinon celle du hub", () => {
    const definies = [
      { famille: "AUTRE" as const, minutes: 20, depuis: "2026-04-01" },
      { famille: "AUTRE" as const, minutes: 25, depuis: "2026-03-01" },
    ];
    const durees = dureesDe(definies);
    expect(["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"].map((jour) => durees("AUTRE", jour))).toEqual([30, 25, 25, 20]);
    expect(durees("ORIENTATION", "2026-04-01")).toBe(60);
    expect(dureesLues(definies, "2026-03-15").filter((d) => d.famille === "AUTRE")).toEqual([definies[1], definies[0]]);
  });
});
