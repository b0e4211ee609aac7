import { contratSigne, entree, orientation, presence } from "../../journal";
import { charger, preparer } from "../../mesures";
import { chiffres, close, entretien, ese, id, parts, sortie } from "./faits";

preparer();
const FEVRIER = { debut: "2026-02-01", fin: "2026-02-28" };

describe("l’équipe spécialisée emploi (L.I.V2.1.6 à L.I.V2.1.13)", () => {
  it("reçoit des orientations, réorientations comprises, et non celles d’un autre parcours", async () => {
    const [a, b] = [id(), id()];
    await charger(
      entree(a),
      entree(b),
      ese(a, "2026-02-01"),
      ese(a, "2026-02-28", { rang: 2, origine: "REORIENTATION" }),
      ese(b, "2026-03-01"),
      orientation(b, "2026-02-10"),
    );
    expect(await chiffres("L.I.V2.1.6", FEVRIER)).toEqual([2, null, 2]);
  });

  it("reçoit des personnes : la même une fois, et pas celle dont l’orientation est close ou mène ailleurs", async () => {
    const [a, b, c] = [id(), id(), id()];
    const finie = id();
    await charger(
      ...[a, b, c].map((x) => entree(x)),
      ese(a, "2026-01-20"),
      ese(b, "2026-01-20", { orientation: finie }),
      close(b, finie, "2026-02-10"),
      orientation(c, "2026-01-20"),
      entretien(a, "2026-02-02", { famille: "PREMIER_ACCOMPAGNEMENT" }),
      entretien(a, "2026-02-20"),
      entretien(b, "2026-02-10"), // the day of the end no longer counts
      entretien(c, "2026-02-10"),
      presence(a, "2026-02-12T09:00:00Z", "HONORE"), // of orientation
    );
    expect(await chiffres("L.I.V2.1.7", FEVRIER)).toEqual([1, null, 1]);
    // Follow-up interviews: not the first.
    expect(await chiffres("L.I.V2.1.10", FEVRIER)).toEqual([1, null, 1]);
  });

  it("en moins de 1 mois : du 31 janvier, le 27 février en est, le 28 n’en est plus", async () => {
    const [a, b] = [id(), id()];
    await charger(
      entree(a),
      entree(b),
      ese(a, "2026-01-31"),
      ese(b, "2026-01-31"),
      entretien(a, "2026-02-27"),
      entretien(a, "2026-02-28"), // only the first counts
      entretien(b, "2026-02-28"),
    );
    expect(await chiffres("L.I.V2.1.8", FEVRIER)).toEqual([1, 2, 1]);
  });

  it("voit signer des contrats d’engagement, et non ceux d’orientation de trois mois ni ceux d’avant l’orientation", async () => {
    const a = id();
    await charger(
      entree(a),
      ese(a, "2026-02-10"),
      contratSigne(a, "2026-02-09"),
      contratSigne(a, "2026-02-10"),
      contratSigne(a, "2026-02-20", { nature: "ORIENTATION_3_MOIS" }),
      contratSigne(a, "2026-02-28", { nature: "PPAE" }),
    );
    expect(await chiffres("L.I.V2.1.9", FEVRIER)).toEqual([2, null, 2]);
    expect(await parts("L.I.V2.1.9", { ...FEVRIER, ventilation: "nature" })).toEqual([
      ["CONTRAT_ENGAGEMENT", 1],
      ["PPAE", 1],
    ]);
  });

  it("compte une sortie positive le jour où elle clôt l’orientation, et pas un déménagement", async () => {
    const [a, b, c] = [id(), id(), id()];
    const [oa, oc] = [id(), id()];
    await charger(
      ...[a, b, c].map((x) => entree(x)),
      ese(a, "2026-01-20", { orientation: oa }),
      sortie(a, "2026-02-15", "EMPLOI_DURABLE"),
      close(a, oa, "2026-02-15"),
      ese(b, "2026-01-20"),
      sortie(b, "2026-02-15", "DEMENAGEMENT"),
      ese(c, "2026-01-20", { orientation: oc }),
      close(c, oc, "2026-02-14"),
      sortie(c, "2026-02-15", "FORMATION"),
    );
    expect(await chiffres("L.I.V2.1.11", FEVRIER)).toEqual([1, null, 1]);
  });

  it("voit étudier en instance les situations qui viennent d’elle ou vont vers elle, et la durée de ses parcours", async () => {
    const [a, b, c] = [id(), id(), id()];
    const [avant, apres, refusee, ailleurs] = [id(), id(), id(), id()];
    await charger(
      ...[a, b, c].map((x) => entree(x)),
      // From the team, accepted elsewhere.
      ese(a, "2026-01-20", { orientation: avant }),
      close(a, avant, "2026-02-10"),
      orientation(a, "2026-02-10", { orientation: apres, rang: 2, origine: "REORIENTATION" }),
      // Towards the team, refused.
      orientation(b, "2026-01-20"),
      {
        type: "ReorientationProposee",
        allocataire: b,
        donnees: { orientation: refusee, rang: 2, parcours: "ESE", organisme: null, demandeeLe: "2026-02-01" },
      },
      { type: "ReorientationRefusee", allocataire: b, donnees: { orientation: refusee, rang: 2, le: "2026-02-20" } },
      // Between two others.
      orientation(c, "2026-01-20"),
      orientation(c, "2026-02-10", {
        orientation: ailleurs,
        rang: 2,
        origine: "REORIENTATION",
        parcours: "JEUNES",
        categorie: "EQUILIBRE",
      }),
    );
    expect(await parts("L.I.V2.1.12", FEVRIER)).toEqual([
      ["ACCEPTEE", 1],
      ["REFUSEE", 1],
    ]);
    expect(await chiffres("L.I.V2.1.12", FEVRIER)).toEqual([2, null, 2]);
    expect(await chiffres("L.I.V2.1.13", FEVRIER)).toEqual([21, 1, 21]);
  });
});
