import { entree, orientation } from "../../journal";
import { charger, db, preparer } from "../../mesures";
import { chiffres, ese, id, offre, parts, prescription, viderLeCatalogue } from "./faits";

preparer();
beforeAll(() =>
  db.owner.query(`insert into allocataires.organisme (id, departement, code, nom, type)
    values ('94-FT94', '94', 'FT94', 'France Travail', 'FRANCE_TRAVAIL'), ('94-ESE94', '94', 'ESE94', 'ESE', 'DEPARTEMENT'),
      ('94-DEL', '94', 'DEL', 'Délégataire', 'DELEGATAIRE')`),
);
afterEach(() => viderLeCatalogue());
const MARS = { debut: "2026-03-01", fin: "2026-03-31" };

describe("l’offre et les dispositifs", () => {
  it("F.14 : part des offres du programme prescrites dans la période ; une offre retirée avant n’en est plus", async () => {
    const [a, b] = [await offre("A", { fiche: "I.V2.2" }), await offre("B", { fiche: "I.V2.2" })];
    await offre("C", { fiche: "I.V2.1" });
    const parti = await offre("D", { retiree: "2026-02-15T10:00:00Z" });
    const national = await offre("N", { origine: "DATA_INCLUSION" });
    await charger(
      ...prescription(id(), a, { OUVERTE: "2026-03-31" }),
      ...prescription(id(), a, { OUVERTE: "2026-03-01" }),
      ...prescription(id(), b, { OUVERTE: "2026-02-28" }),
      ...prescription(id(), parti, { OUVERTE: "2026-02-10" }),
      ...prescription(id(), national, { OUVERTE: "2026-03-10" }),
    );
    expect(await chiffres("F.14", MARS)).toEqual([1, 3, 100 / 3]);
    expect(await parts("F.14", { ...MARS, ventilation: "fiche" })).toEqual([
      ["I.V2.1", 0],
      ["I.V2.2", 1],
    ]);
    expect(await chiffres("F.14", { debut: "2026-02-01", fin: "2026-02-28" })).toEqual([2, 4, 50]);
  });

  it("F.15 : offres de France Travail prescrites par l’ESE ou un délégataire, et UF.C.5 : prescriptions par source", async () => {
    const [ese1, delegataire, france, pdie] = [
      await offre("FT-1", { origine: "FRANCE_TRAVAIL" }),
      await offre("FT-2", { origine: "FRANCE_TRAVAIL" }),
      await offre("FT-3", { origine: "FRANCE_TRAVAIL" }),
      await offre("P"),
    ];
    const [e, d, f] = [id(), id(), id()];
    await charger(
      ...[e, d, f].map((x) => entree(x)),
      ese(e, "2026-03-02"),
      orientation(d, "2026-01-20", { organisme: "94-DEL", parcours: "JEUNES", categorie: "EQUILIBRE" }),
      orientation(f, "2026-01-20"),
      ...prescription(e, ese1, { OUVERTE: "2026-03-02" }),
      ...prescription(d, delegataire, { OUVERTE: "2026-03-10" }),
      ...prescription(f, france, { OUVERTE: "2026-03-10" }),
      ...prescription(e, france, { OUVERTE: "2026-03-01" }), // the eve of her orientation
      ...prescription(e, pdie, { OUVERTE: "2026-03-10" }),
    );
    expect(await chiffres("F.15", MARS)).toEqual([2, 3, 200 / 3]);
    expect(await parts("UF.C.5", MARS)).toEqual([
      ["FRANCE_TRAVAIL", 4],
      ["PDIE", 1],
    ]);
  });

  it("L.I.V3.7, F.17 et F.18 : personnes et heures des dispositifs d’accès à l’emploi", async () => {
    const immersion = await offre("IMM", { origine: "IMMERSION" });
    const deux = await offre("POE", { origine: "FRANCE_TRAVAIL", dispositif: "POEI" });
    const ppal = await offre("PPAL");
    const [a, b, hors] = [id(), id(), id()];
    const p = id();
    const activite = (allocataire: string, date: string, statut: string, prescription?: string) => ({
      type: "ActiviteDeclaree",
      allocataire,
      donnees: { activite: id(), date, minutes: 90, statut, ...(prescription && { prescription }) },
    });
    await charger(
      entree(a),
      entree(b),
      entree(hors, { soumisDroitsDevoirs: false }),
      ...prescription(a, immersion, { DEMARREE: "2026-03-05", TERMINEE: "2026-03-20" }, p),
      ...prescription(a, deux, { DEMARREE: "2026-03-25" }),
      ...prescription(b, deux, { DEMARREE: "2026-02-01", TERMINEE: "2026-03-01" }),
      ...prescription(b, ppal, { DEMARREE: "2026-03-01" }),
      ...prescription(hors, immersion, { DEMARREE: "2026-03-05" }),
      activite(a, "2026-03-06", "DECLAREE", p),
      activite(a, "2026-03-07", "CONFIRMEE", p),
      activite(a, "2026-03-08", "PREVUE", p),
      activite(a, "2026-03-09", "DECLAREE"), // of no prescription
    );
    for (const code of ["L.I.V3.7", "F.17"]) {
      expect(await chiffres(code, MARS)).toEqual([2, null, 2]);
      expect(await parts(code, MARS)).toEqual([
        ["IMMERSION", 1],
        ["POE", 2],
      ]);
    }
    expect(await chiffres("F.18", MARS)).toEqual([3, null, 3]);
    expect(await parts("F.18", MARS)).toEqual([["IMMERSION", 3]]);
    // No hour is known of April: nothing, never 0.
    expect(await chiffres("F.18", { debut: "2026-04-01", fin: "2026-04-30" })).toEqual([null, null, null]);
  });
});
