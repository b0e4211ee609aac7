import { entree } from "../../journal";
import { charger, db, preparer } from "../../mesures";
import { chiffres, id, offre, parts, prescription, reprise, sortie, viderLeCatalogue } from "./faits";

preparer();
afterEach(() => viderLeCatalogue());
const MARS = { debut: "2026-03-01", fin: "2026-03-31" };

describe("les solutions de la fiche I.V2.2", () => {
  it("L.I.V2.2.1 : entrées en PPAL, la personne une fois ; une prescription qui n’a pas commencé ne compte pas", async () => {
    const [ppal, creche] = [await offre("PPAL"), await offre("CRECHE")];
    const [a, b, c] = [id(), id(), id()];
    await charger(
      ...[a, b, c].map((x) => entree(x)),
      ...prescription(a, ppal, { OUVERTE: "2026-02-20", DEMARREE: "2026-03-01" }),
      ...prescription(a, ppal, { OUVERTE: "2026-03-20", DEMARREE: "2026-03-31" }),
      ...prescription(b, ppal, { OUVERTE: "2026-03-10" }),
      ...prescription(b, creche, { OUVERTE: "2026-03-10", DEMARREE: "2026-03-12" }),
      ...prescription(c, ppal, { OUVERTE: "2026-03-10", DEMARREE: "2026-04-01" }),
    );
    expect(await chiffres("L.I.V2.2.1", MARS)).toEqual([1, null, 1]);
    expect(await parts("N.I.V2.7", MARS)).toEqual([
      ["CRECHE", 1],
      ["PPAL", 1],
    ]);
    expect(await chiffres("N.I.V2.7", MARS)).toEqual([null, null, null]);
  });

  it("L.I.V2.2.2 : un emploi trouvé depuis l’entrée en PPAL, jusqu’à douze mois après sa fin", async () => {
    const ppal = await offre("PPAL");
    const [pendant, juste, tard, avant] = [id(), id(), id(), id()];
    await charger(
      ...prescription(pendant, ppal, { OUVERTE: "2026-01-05", DEMARREE: "2026-02-01" }),
      reprise(pendant, "2026-03-10", "CDI"),
      ...prescription(juste, ppal, { OUVERTE: "2025-01-05", DEMARREE: "2025-01-10", TERMINEE: "2025-03-15" }),
      reprise(juste, "2026-03-15", "INTERIM"),
      ...prescription(tard, ppal, { OUVERTE: "2025-01-05", DEMARREE: "2025-01-10", TERMINEE: "2025-03-14" }),
      reprise(tard, "2026-03-15", "CDI"),
      ...prescription(avant, ppal, { OUVERTE: "2026-03-05", DEMARREE: "2026-03-20" }),
      reprise(avant, "2026-03-10", "CDI"),
    );
    expect(await chiffres("L.I.V2.2.2", MARS)).toEqual([2, null, 2]);
    expect(await parts("L.I.V2.2.2", { ...MARS, ventilation: "typeContrat" })).toEqual([
      ["CDI", 1],
      ["INTERIM", 1],
    ]);
  });

  it("L.I.V2.2.3 et L.I.V2.2.4 : diagnostics terminés, personnes de l’auto-école un jour au moins", async () => {
    const [diagnostic, ecole] = [await offre("DIAGNOSTIC-MOBILITE"), await offre("AUTO-ECOLE-SOCIALE")];
    const [a, b, c] = [id(), id(), id()];
    await charger(
      ...prescription(a, diagnostic, { DEMARREE: "2026-02-01", TERMINEE: "2026-03-01" }),
      ...prescription(a, diagnostic, { DEMARREE: "2026-03-02", TERMINEE: "2026-03-31" }),
      ...prescription(b, diagnostic, { DEMARREE: "2026-03-02" }),
      ...prescription(a, ecole, { DEMARREE: "2026-01-02", TERMINEE: "2026-03-01" }),
      ...prescription(b, ecole, { DEMARREE: "2026-03-31" }),
      ...prescription(c, ecole, { DEMARREE: "2026-01-02", TERMINEE: "2026-02-28" }),
    );
    expect(await chiffres("L.I.V2.2.3", MARS)).toEqual([2, null, 2]);
    expect(await chiffres("L.I.V2.2.4", MARS)).toEqual([2, null, 2]);
  });

  it("L.I.V2.2.6 à L.I.V2.2.9 : berceaux du dernier jour, personnes de la période, emplois et formations, garderies", async () => {
    const [creche, garderie] = [await offre("CRECHE"), await offre("GARDERIE-EPHEMERE")];
    const [a, b] = [id(), id()];
    await charger(
      // Two cradles for one person on the last day; b gave hers back that day.
      ...prescription(a, creche, { DEMARREE: "2026-03-05" }),
      ...prescription(a, creche, { DEMARREE: "2026-03-06" }),
      ...prescription(b, creche, { DEMARREE: "2026-01-05", TERMINEE: "2026-03-31" }),
      reprise(a, "2026-03-20", "CDD_MOINS_6_MOIS"),
      sortie(a, "2026-03-25", "FORMATION"),
      sortie(b, "2026-03-25", "DEMENAGEMENT"),
      ...prescription(b, garderie, { DEMARREE: "2026-03-09", TERMINEE: "2026-03-10" }),
    );
    expect(await chiffres("L.I.V2.2.6", MARS)).toEqual([2, null, 2]);
    expect(await chiffres("L.I.V2.2.7", MARS)).toEqual([2, null, 2]);
    expect(await chiffres("L.I.V2.2.8", MARS)).toEqual([1, null, 1]);
    expect(await parts("L.I.V2.2.8", { ...MARS, ventilation: "issue" })).toEqual([
      ["EMPLOI", 1],
      ["FORMATION", 1],
    ]);
    expect(await chiffres("L.I.V2.2.9", MARS)).toEqual([1, null, 1]);
  });

  it("N.I.V2.8 : le quinzième jour après la prescription est compté, le seizième ne l’est plus", async () => {
    const ppal = await offre("PPAL");
    await charger(
      ...prescription(id(), ppal, { OUVERTE: "2026-02-28", DEMARREE: "2026-03-15" }),
      ...prescription(id(), ppal, { OUVERTE: "2026-02-28", DEMARREE: "2026-03-16" }),
    );
    expect(await parts("N.I.V2.8", MARS)).toEqual([["PPAL", 1]]);
    expect((await chiffres("N.I.V2.8", MARS))[2]).toBeNull();
  });

  it("N.I.V2.5 et N.I.V2.6 : prix et places du programme, de l’année demandée ; sans prix connu, rien", async () => {
    const ppal = await offre("PPAL", { cout: 150_000, exercice: 2026, places: 40 });
    await offre("CRECHE");
    await db.owner.query(
      "insert into offre_insertion.places_exercice (departement, offre, exercice, places_financees) values ('94', $1, 2025, 25)",
      [ppal],
    );
    expect(await parts("N.I.V2.5")).toEqual([["PPAL", 1500]]);
    expect(await parts("N.I.V2.6")).toEqual([["PPAL", 40]]);
    expect(await parts("N.I.V2.6", { debut: "2025-01-01", fin: "2025-12-31" })).toEqual([["PPAL", 25]]);
    // Known for the département only.
    expect(await chiffres("N.I.V2.6", { territoire: "94028" })).toEqual([null, null, null]);
  });

  it("un département qui dit ses propres règles remplace celles de tous, pour ce dispositif seulement", async () => {
    const [ppal, autre, creche] = [await offre("PPAL"), await offre("COURS-DE-FRANCAIS"), await offre("CRECHE")];
    const a = id();
    await charger(
      ...prescription(a, ppal, { DEMARREE: "2026-03-05" }),
      ...prescription(a, autre, { DEMARREE: "2026-03-06" }),
      ...prescription(id(), autre, { DEMARREE: "2026-03-06" }),
      ...prescription(a, creche, { DEMARREE: "2026-03-06" }),
    );
    expect(await chiffres("L.I.V2.2.1", MARS)).toEqual([1, null, 1]);
    await db.owner.query(
      "insert into indicateurs.dispositif (departement, code, rang, libelle, offre) values ('94', 'PPAL', 1, 'Cours', 'COURS-DE-FRANCAIS')",
    );
    expect(await chiffres("L.I.V2.2.1", MARS)).toEqual([2, null, 2]);
    expect(await chiffres("L.I.V2.2.7", MARS)).toEqual([1, null, 1]);
    await db.owner.query("delete from indicateurs.dispositif where departement = '94'");
  });
});
