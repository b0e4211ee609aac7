import { entree, orientation } from "../../journal";
import { charger, preparer } from "../../mesures";
import { chiffres, id, inscrite, parts, sortie, stock } from "./faits";

preparer();
const MARS = { debut: "2026-03-01", fin: "2026-03-31" };

describe("l’inscription à France Travail", () => {
  it("F.1 : le flux, au dernier statut constaté le dernier jour de la période", async () => {
    const [jour, lendemain, identifiee, cessee, jamais, hors, duStock] = Array.from({ length: 7 }, id);
    const notifiee = { notification: "2026-03-10" };
    await charger(
      ...[jour, lendemain, identifiee, cessee, jamais].map((x) => entree(x!, notifiee)),
      entree(hors!, { ...notifiee, soumisDroitsDevoirs: false }),
      stock(duStock!, notifiee),
      inscrite(jour!, "2026-03-31"),
      inscrite(lendemain!, "2026-04-01"),
      inscrite(identifiee!, "2026-03-20", "IDENTIFIE"),
      inscrite(cessee!, "2026-03-12"),
      inscrite(cessee!, "2026-03-30", "CESSE"),
      inscrite(hors!, "2026-03-12"),
      inscrite(duStock!, "2026-03-12"),
    );
    expect(await chiffres("F.1", MARS)).toEqual([2, 5, 40]);
    expect(await parts("F.1", MARS)).toEqual([
      ["CESSE", 1],
      ["IDENTIFIE", 1],
      ["INSCRIT", 1],
      ["NON_CONSTATE", 2],
    ]);
    // A month later, the same people: one more is registered.
    expect(await chiffres("F.1", { debut: "2026-03-01", fin: "2026-04-30" })).toEqual([3, 5, 60]);
  });

  it("F.2 : le stock encore présent ; une personne sortie n’en est plus", async () => {
    const [a, b, sortante, duFlux] = [id(), id(), id(), id()];
    await charger(
      stock(a),
      stock(b),
      stock(sortante),
      entree(duFlux),
      ...[a, sortante, duFlux].map((x) => inscrite(x, "2026-01-15")),
      sortie(sortante, "2026-03-31", "EMPLOI_DURABLE"),
    );
    expect(await chiffres("F.2", MARS)).toEqual([1, 2, 50]);
    expect(await chiffres("F.2", { debut: "2026-03-01", fin: "2026-03-30" })).toEqual([2, 3, 200 / 3]);
  });

  it("L.I.V3.3 : inscrites après leur orientation, flux et stock", async () => {
    const [a, b, c] = [id(), id(), id()];
    await charger(
      entree(a),
      stock(b),
      entree(c),
      orientation(a, "2026-03-02"),
      orientation(b, "2026-03-31"),
      orientation(c, "2026-02-28"),
      inscrite(a, "2026-03-31"),
      inscrite(c, "2026-03-01"),
    );
    expect(await chiffres("L.I.V3.3", MARS)).toEqual([1, 2, 50]);
    // Its own cut shares the people out; another one tells the rate of each part.
    expect(await parts("L.I.V3.3", MARS)).toEqual([
      ["INSCRIT", 1],
      ["NON_CONSTATE", 1],
    ]);
    expect(await parts("L.I.V3.3", { ...MARS, ventilation: "flux" })).toEqual([
      ["FLUX", 1],
      ["STOCK", 0],
    ]);
  });

  it("N.I.V3.3 à N.I.V3.5 : inscrits ou identifiés présents, dont entrants, dont sortants", async () => {
    const [ancienne, nouvelle, sortante, cessee] = [id(), id(), id(), id()];
    await charger(
      stock(ancienne),
      entree(nouvelle, { notification: "2026-03-01" }),
      entree(sortante),
      entree(cessee, { notification: "2026-03-05" }),
      inscrite(ancienne, "2024-01-01"),
      inscrite(nouvelle, "2026-03-15", "IDENTIFIE"),
      inscrite(sortante, "2026-02-01"),
      inscrite(sortante, "2026-03-20", "CESSE"), // on the day of her exit: the eve counts
      sortie(sortante, "2026-03-20", "EMPLOI_COURT"),
      inscrite(cessee, "2026-03-06", "RADIE"),
    );
    expect(await chiffres("N.I.V3.3", MARS)).toEqual([2, null, 2]);
    expect(await parts("N.I.V3.3", MARS)).toEqual([
      ["IDENTIFIE", 1],
      ["INSCRIT", 1],
    ]);
    expect(await chiffres("N.I.V3.4", MARS)).toEqual([1, null, 1]);
    expect(await parts("N.I.V3.5", MARS)).toEqual([["EMPLOI_COURT", 1]]);
    expect(await chiffres("N.I.V3.5", { debut: "2026-03-21", fin: "2026-03-31" })).toEqual([0, null, 0]);
  });

  it("F.1, F.2 et L.I.V3.3 sont absents, et non nuls, tant que rien n’est lu de France Travail", async () => {
    const [a, b] = [id(), id()];
    await charger(entree(a, { notification: "2026-03-10" }), stock(b), orientation(a, "2026-03-20"), inscrite(b, "2026-04-01"));
    for (const code of ["F.1", "F.2", "L.I.V3.3"]) {
      expect([code, (await chiffres(code, MARS))[2]]).toEqual([code, null]);
      expect([code, (await chiffres(code, { debut: "2026-03-01", fin: "2026-04-01" }))[2]]).toEqual([code, code === "F.2" ? 100 : 0]);
    }
  });
});
