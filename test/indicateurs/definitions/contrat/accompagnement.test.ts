import { contratSigne, entree, orientation, presence } from "../../journal";
import { charger, demanderDelais, preparer } from "../../mesures";
import { chiffres, close, entretien, id, parts, sortie, stock } from "./faits";

preparer();
const MARS = { debut: "2026-03-01", fin: "2026-03-31" };
const diagnostic = (allocataire: string, etabliLe: string) => ({
  type: "DiagnosticEnregistre",
  allocataire,
  donnees: { diagnostic: id(), etabliLe },
});
const affecte = (allocataire: string, orientation: string, referent: string, role: string, du: string) => ({
  type: "ReferentAffecte",
  allocataire,
  donnees: { orientation, referent, role, du, au: null },
});

describe("ce qui suit l’orientation", () => {
  it("L.I.V3.5 : entrées en accompagnement de la période sur orientations de la période, par parcours", async () => {
    const [a, b, c] = [id(), id(), id()];
    await charger(
      ...[a, b, c].map((x) => entree(x)),
      orientation(a, "2026-02-10"),
      orientation(b, "2026-03-02"),
      orientation(c, "2026-03-03", { parcours: "JEUNES", categorie: "EQUILIBRE" }),
      entretien(a, "2026-03-01"), // decided in February: her interview counts in March
      entretien(a, "2026-03-20"),
      entretien(b, "2026-04-01"),
      entretien(c, "2026-03-31"),
      entretien(c, "2026-03-02"), // before the decision
    );
    expect(await chiffres("L.I.V3.5", MARS)).toEqual([2, 2, 100]);
    expect(await parts("L.I.V3.5", MARS)).toEqual([
      ["FRANCE_TRAVAIL", 1],
      ["JEUNES", 1],
    ]);
  });

  it("F.8 : le stock convoqué ou en accompagnement, au dernier jour", async () => {
    const [suivie, convoquee, rien, sortante, duFlux] = [id(), id(), id(), id(), id()];
    await charger(
      ...[suivie, convoquee, rien, sortante].map((x) => stock(x)),
      entree(duFlux),
      orientation(suivie, "2026-03-31"),
      orientation(sortante, "2026-01-20"),
      sortie(sortante, "2026-03-15", "FIN_DE_DROIT"),
      presence(convoquee, "2026-03-31T09:00:00Z", "ABSENT"),
      presence(rien, "2026-03-20T09:00:00Z", "HONORE", { convocationRang: null }),
      orientation(duFlux, "2026-01-20"),
    );
    expect(await chiffres("F.8", MARS)).toEqual([2, 3, 200 / 3]);
    expect(await parts("F.8", MARS)).toEqual([
      ["CONVOQUEE", 1],
      ["EN_ACCOMPAGNEMENT", 1],
      ["NI_L_UN_NI_L_AUTRE", 1],
    ]);
  });

  it("F.10 et F.12 (version 3) : diagnostic et contrat d’engagement en cours ; ni trois mois, ni clos", async () => {
    const [tout, diagnostique, troisMois, clos] = [id(), id(), id(), id()];
    const contrat = id();
    await charger(
      ...[tout, diagnostique, troisMois, clos].map((x) => entree(x)),
      ...[tout, diagnostique, troisMois, clos].map((x) => orientation(x, "2026-01-20")),
      diagnostic(tout, "2026-03-31"),
      contratSigne(tout, "2026-03-31", { dateFin: "2026-03-31" }),
      diagnostic(diagnostique, "2026-02-01"),
      diagnostic(troisMois, "2026-04-01"),
      contratSigne(troisMois, "2026-02-01", { nature: "ORIENTATION_3_MOIS" }),
      contratSigne(clos, "2026-02-01", { contrat }),
      { type: "ContratCloture", allocataire: clos, donnees: { contrat, le: "2026-03-31", cause: "REMPLACE" } },
    );
    expect(await chiffres("F.10", MARS)).toEqual([1, 4, 25]);
    expect(await parts("F.10", MARS)).toEqual([
      ["AUCUN", 2],
      ["DIAGNOSTIC_ET_CONTRAT", 1],
      ["DIAGNOSTIC_SEUL", 1],
    ]);
    expect(await chiffres("F.12", MARS)).toEqual([1, 4, 25]);
    expect(await chiffres("F.12", { ...MARS, version: 2 })).toEqual([3, 4, 75]);
    expect(await chiffres("F.10", { debut: "2026-03-01", fin: "2026-03-30" })).toEqual([0, 4, 0]);
  });

  it("N.I.V3.6 compte tout contrat à la date de sa signature, celui de trois mois aussi : la nature les distingue", async () => {
    const a = id();
    await charger(entree(a), contratSigne(a, "2026-03-02"), contratSigne(a, "2026-03-20", { nature: "ORIENTATION_3_MOIS" }));
    for (const version of [1, 2, 3]) expect(await chiffres("N.I.V3.6", { ...MARS, version })).toEqual([2, null, 2]);
  });

  it("F.11 et L.I.V3.6 : files actives intensives, et taille des files avec les intervenants", async () => {
    const [a, b, c] = [id(), id(), id()];
    const [oa, ob, oc] = [id(), id(), id()];
    const referent = (n: number) => `94-FT94-REF-${n}`;
    await charger(
      ...[a, b, c].map((x) => entree(x)),
      orientation(a, "2026-01-20", { orientation: oa, referent: referent(1), intensite: "INTENSIF" }),
      orientation(b, "2026-01-20", { orientation: ob, referent: referent(1), intensite: "INTENSIF" }),
      orientation(c, "2026-01-20", { orientation: oc, referent: referent(2), intensite: "STANDARD" }),
      affecte(a, oa, referent(2), "CO_REFERENT", "2026-02-01"),
      affecte(b, ob, referent(3), "TRAVAILLEUR_SOCIAL", "2026-04-01"), // after the period
    );
    // Two intensive people of one référent: one portfolio.
    expect(await chiffres("F.11", MARS)).toEqual([2, 1, 1]);
    // REF-1 follows a and b; REF-2 follows c, and a beside REF-1.
    expect(await chiffres("L.I.V3.6", MARS)).toEqual([4, 2, 2]);
    expect(await chiffres("L.I.V3.6", { ...MARS, version: 2 })).toEqual([3, 2, 1.5]);
    expect(await parts("L.I.V3.6", { ...MARS, ventilation: "referent" })).toEqual([
      [referent(1), 2],
      [referent(2), 2],
    ]);
    expect(await chiffres("L.I.V3.6", { debut: "2026-04-01", fin: "2026-04-30" })).toEqual([5, 3, 5 / 3]);
  });

  it("UF.C.1, UF.C.2, UF.C.3, UF.C.6 : six semaines, refus, sorties par nature, délai jusqu’au contrat", async () => {
    const jours = ["2026-02-24", "2026-02-25", "2026-03-09", "2026-03-10", "2026-03-23", "2026-03-24"];
    const gens = jours.map(() => id());
    const o = id();
    await charger(
      // Notified on 10 February: + 15 = the 25th, + 1 month = 10 March, + 42 = 24 March.
      ...gens.map((x) => entree(x, { notification: "2026-02-10" })),
      ...gens.map((x, i) => orientation(x, jours[i]!, i === 0 ? { orientation: o } : {})),
      contratSigne(gens[0]!, "2026-03-06"),
      contratSigne(gens[0]!, "2026-03-26"),
      { type: "ContratRefuse", allocataire: gens[1]!, donnees: { contrat: id(), nature: "CONTRAT_ENGAGEMENT", dateRefus: "2026-03-31" } },
      sortie(gens[2]!, "2026-03-31", "EMPLOI_DURABLE"),
      sortie(gens[3]!, "2026-03-31", "FIN_DE_DROIT"),
      close(gens[0]!, o, "2026-03-27"),
    );
    const periode = { debut: "2026-02-01", fin: "2026-03-31" };
    expect(await chiffres("UF.C.1", periode)).toEqual([5, 6, (100 * 5) / 6]);
    expect(await parts("UF.C.1", periode)).toEqual([
      ["6_SEMAINES_ET_PLUS", 1],
      ["MOINS_15_JOURS", 1],
      ["MOINS_1_MOIS", 2],
      ["MOINS_6_SEMAINES", 2],
    ]);
    expect(await demanderDelais("UF.C.1", periode)).toMatchObject({ effectif: 6, mediane: 27.5 });
    expect(await chiffres("UF.C.2", MARS)).toEqual([1, 3, 100 / 3]);
    expect(await parts("UF.C.3", MARS)).toEqual([
      ["EMPLOI_DURABLE", 1],
      ["FIN_DE_DROIT", 1],
    ]);
    expect(await chiffres("UF.C.6", MARS)).toEqual([10, 1, 10]);
  });
});
