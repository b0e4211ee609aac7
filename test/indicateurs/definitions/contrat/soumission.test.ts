import { entree, orientation } from "../../journal";
import { charger, preparer } from "../../mesures";
import { chiffres, close, entretien, id, parts, reprise, sortie } from "./faits";

preparer();
const TRIMESTRE = { debut: "2026-01-01", fin: "2026-03-31" };
const AVRIL = { debut: "2026-04-01", fin: "2026-04-30" };

describe("soumises aux droits et devoirs le jour compté", () => {
  const [partie, restee, jamais] = [id(), id(), id()];
  const o = id();
  /** She finds work, her right closes and she leaves: no flow says any more that she has duties. */
  const histoire = () =>
    charger(
      entree(partie),
      entree(restee),
      entree(jamais, { soumisDroitsDevoirs: false }),
      ...[restee, jamais].map((x) => orientation(x, "2026-01-20")),
      orientation(partie, "2026-01-20", { orientation: o }),
      ...[partie, jamais].map((x) => entretien(x, "2026-02-01")),
      reprise(partie, "2026-03-15", "CDI"),
      {
        type: "AllocataireModifie",
        allocataire: partie,
        donnees: { champs: ["soumisDroitsDevoirs"], codeInsee: "94028", soumisDroitsDevoirs: false, depuis: "2026-04-15" },
      },
      sortie(partie, "2026-04-15", "EMPLOI_DURABLE"),
      close(partie, o, "2026-04-15"),
    );

  it("qui sort ne disparaît pas des mois passés (version 3), comme elle le faisait (version 2)", async () => {
    await histoire();
    for (const [code, avant, apres] of [
      ["F.4", [1, 1, 100], [2, 2, 100]],
      ["L.I.V3.1", [1, 1, 1], [2, 2, 2]],
      ["F.7", [0, 0, null], [12, 1, 12]],
    ] as const) {
      expect([code, await chiffres(code, { ...TRIMESTRE, version: 2 })]).toEqual([code, avant]);
      expect([code, await chiffres(code, TRIMESTRE)]).toEqual([code, apres]);
    }
    expect(await parts("F.9", TRIMESTRE)).toEqual([
      ["EMPLOI", 2],
      ["EQUILIBRE", 0],
      ["REMOBILISATION", 0],
    ]);
    // In April she has left: one remains.
    expect((await parts("F.9", AVRIL))[0]).toEqual(["EMPLOI", 1]);
  });

  it("sa sortie, la durée de son parcours et son retour à l’emploi comptent", async () => {
    await histoire();
    expect(await parts("UF.C.3", AVRIL)).toEqual([["EMPLOI_DURABLE", 1]]);
    expect(await chiffres("L.I.V3.8", { ...AVRIL, version: 2 })).toEqual([0, 0, null]);
    expect(await chiffres("L.I.V3.8", AVRIL)).toEqual([85, 1, 85]);
    expect(await chiffres("N.I.V3.1", { debut: "2026-07-01", fin: "2026-07-31" })).toEqual([1, 2, 50]);
  });
});
