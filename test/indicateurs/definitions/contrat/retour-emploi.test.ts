import { entree, orientation } from "../../journal";
import { charger, demanderDelais, preparer } from "../../mesures";
import { chiffres, id, parts, reprise, sortie } from "./faits";

preparer();
const AOUT = { debut: "2026-08-01", fin: "2026-08-31" };

describe("le retour à l’emploi", () => {
  it("N.I.V3.1 : six mois depuis la décision du 28 février finissent le 28 août ; la reprise de la veille en est, celle du jour n’en est plus", async () => {
    const [veille, jour, court, avant, hors] = [id(), id(), id(), id(), id()];
    await charger(
      ...[veille, jour, court, avant].map((x) => entree(x)),
      entree(hors, { soumisDroitsDevoirs: false }),
      ...[veille, jour, court, avant, hors].map((x) => orientation(x, "2026-02-28")),
      reprise(veille, "2026-08-27", "CDD_6_MOIS_ET_PLUS"),
      reprise(jour, "2026-08-28", "CDI"),
      reprise(court, "2026-03-10", "CDD_MOINS_6_MOIS"),
      reprise(avant, "2026-02-27", "CDI"),
      reprise(hors, "2026-03-27", "CDI"),
    );
    expect(await chiffres("N.I.V3.1", AOUT)).toEqual([1, 4, 25]);
    expect(await chiffres("N.I.V3.1", { debut: "2026-08-01", fin: "2026-08-27" })).toEqual([0, 0, null]);
    expect(await chiffres("N.I.V3.2", AOUT)).toEqual([2, 4, 50]);
    expect(await parts("N.I.V3.2", AOUT)).toEqual([
      ["CDD_6_MOIS_ET_PLUS", 1],
      ["CDD_MOINS_6_MOIS", 1],
      ["SANS_REPRISE", 2],
    ]);
  });

  it("N.I.V3.1 : du 31 août, six mois finissent le dernier jour de février ; N.I.V3.2 prend la première reprise", async () => {
    const [a, b] = [id(), id()];
    await charger(
      entree(a, { notification: "2025-08-01", ouvertureDroits: "2025-07-01" }),
      orientation(a, "2025-08-31"),
      reprise(a, "2026-01-10", "INTERIM"),
      reprise(a, "2026-02-27", "CDI"),
      // 29 February of a leap year.
      entree(b, { notification: "2027-08-01", ouvertureDroits: "2027-07-01" }),
      orientation(b, "2027-08-31"),
      reprise(b, "2028-02-28", "CDI"),
    );
    expect(await chiffres("N.I.V3.1", { debut: "2026-02-28", fin: "2026-02-28" })).toEqual([1, 1, 100]);
    expect(await parts("N.I.V3.2", { debut: "2026-02-28", fin: "2026-02-28" })).toEqual([["INTERIM", 1]]);
    expect(await chiffres("N.I.V3.1", { debut: "2028-02-29", fin: "2028-02-29" })).toEqual([1, 1, 100]);
    expect(await demanderDelais("N.I.V3.1", { debut: "2026-02-28", fin: "2026-02-28" })).toMatchObject({ effectif: 1, mediane: 180 });
  });

  it("F.16 : en emploi le dernier jour, et encore en accompagnement", async () => {
    const [suivie, seule, finie, ancienne, sortante] = [id(), id(), id(), id(), id()];
    const r = id();
    await charger(
      ...[suivie, seule, finie, ancienne, sortante].map((x) => entree(x)),
      ...[suivie, finie, sortante].map((x) => orientation(x, "2026-01-20")),
      reprise(suivie, "2026-08-31", "CDI"),
      reprise(seule, "2026-05-01", "INTERIM"),
      reprise(finie, "2026-05-01", "CDI", r),
      { type: "RepriseEmploiSuivie", allocataire: finie, donnees: { reprise: r, le: "2026-08-31", terminee: true } },
      reprise(ancienne, "2025-08-31", "CDI"), // twelve months: no longer
      reprise(sortante, "2026-05-01", "CDI"),
      sortie(sortante, "2026-05-01", "EMPLOI_DURABLE"),
    );
    expect(await chiffres("F.16", AOUT)).toEqual([1, 3, 100 / 3]);
  });

  it("UF.C.4 : encore en emploi six mois après, seulement quand quelqu’un l’a constaté", async () => {
    const [constatee, tue, finie] = [id(), id(), id()];
    const [r1, r3] = [id(), id()];
    await charger(
      ...[constatee, tue, finie].map((x) => entree(x)),
      reprise(constatee, "2026-02-28", "CDI", r1),
      { type: "RepriseEmploiSuivie", allocataire: constatee, donnees: { reprise: r1, le: "2026-08-28", terminee: false } },
      reprise(tue, "2026-02-28", "CDI"),
      reprise(finie, "2026-02-28", "INTERIM", r3),
      { type: "RepriseEmploiSuivie", allocataire: finie, donnees: { reprise: r3, le: "2026-05-01", terminee: true } },
    );
    expect(await chiffres("UF.C.4", AOUT)).toEqual([1, 3, 100 / 3]);
  });
});
