import pg from "pg";
import { passerLeJour } from "../../subgraphs/offre-insertion/pdie/executer-suivi";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { MAINTENANT } from "./fiches";
import { de, OFFRES, pdieDeTest, TOUT } from "./pdie";

describe("les places et la validité d’une offre du PDIE", () => {
  const banc = pdieDeTest();
  const { importer, compte, offre } = banc;

  describe("les places", () => {
    const prescrire = (id: string, personne: string = PEOPLE.amina, le = MAINTENANT, suite = "") =>
      banc.t.executer(
        CALLERS.departement,
        `mutation { prescrire(allocataire: "${personne}", offre: "${id}", motif: "Passer le permis"${suite}) { ... on Prescription { id statut } ... on Refus { code } } }`,
        {},
        le,
      );

    it("ne descendent pas sous celles qui sont prises", async () => {
      await importer(TOUT);
      expect((await prescrire("pdie-94--AUTO")).data.prescrire).toMatchObject({ statut: "OUVERTE" });
      await banc.t.base.owner.query("update offre_insertion.pdie set places_occupees = 7 where offre = 'pdie-94--AUTO'");
      const avec = (places: number) => importer({ ...TOUT, "offres.csv": OFFRES.replace(";20;1200,50", `;${places};1200,50`) });
      const refuse = de(await avec(6), "offres.csv");
      expect(refuse.signalements).toEqual([
        expect.objectContaining({
          code: "PLACES_INSUFFISANTES",
          message:
            "offres.csv, ligne 2, colonne « places_financees » : 6 places pour 2026, mais 7 sont déjà prises : annulez d’abord des prescriptions, ou gardez au moins 7.",
        }),
      ]);
      expect(de(await avec(7), "offres.csv").compteurs).toMatchObject({ appliques: 1, rejetes: 0 });
      expect(await offre("pdie-94--AUTO", "pdie { placesFinancees placesOccupees placesDisponibles }")).toEqual({
        pdie: { placesFinancees: 7, placesOccupees: 7, placesDisponibles: 0 },
      });
    });

    it("l’exercice qui s’ouvre garde les places des personnes encore suivies, rend les autres, et sert ceux qui attendaient", async () => {
      const offres = OFFRES.replace("valide_du;valide_au", "places_par_exercice;valide_au").replace(
        ";2026-01-01;2026-06-30;",
        ";2027:2;2027-06-30;",
      );
      await importer({ ...TOUT, "offres.csv": offres });
      await prescrire("pdie-94--AUTO");
      await banc.t.base.owner.query("update offre_insertion.pdie set places_occupees = 20 where offre = 'pdie-94--AUTO'");
      await prescrire("pdie-94--AUTO", PEOPLE.bruno, MAINTENANT, ", listeAttente: true");
      expect(await compte("offre_insertion.prescription where attente is not null")).toBe(1);
      const janvier = new Date("2026-12-31T23:30:00Z");
      expect(await passerLeJour(banc.t.base.owner, new Date("2026-12-31T22:30:00Z"))).toBe(0);
      expect(await passerLeJour(banc.t.base.owner, janvier)).toBeGreaterThan(0);
      expect(await passerLeJour(banc.t.base.owner, janvier)).toBe(0);
      expect(
        await offre(
          "pdie-94--AUTO",
          "pdie { exercice placesFinancees placesOccupees placesDisponibles placesParExercice { exercice placesFinancees placesOccupees } }",
          CALLERS.departement,
          janvier,
        ),
      ).toEqual({
        pdie: {
          exercice: 2027,
          placesFinancees: 2,
          placesOccupees: 2,
          placesDisponibles: 0,
          placesParExercice: [
            { exercice: 2026, placesFinancees: 20, placesOccupees: 20 },
            { exercice: 2027, placesFinancees: 2, placesOccupees: 2 },
          ],
        },
      });
      expect(await compte("offre_insertion.prescription where place")).toBe(2);
      await prescrire("pdie-94--AUTO", PEOPLE.chantal, janvier);
      expect(await compte("offre_insertion.prescription where place")).toBe(2);
    });
  });

  it("une offre dont la validité est finie, ou pas commencée, ne se trouve ni ne se prescrit ; elle se lit", async () => {
    await importer(TOUT);
    const noms = async (le: Date) => {
      const { data } = await banc.t.executer(CALLERS.departement, "{ offres(filtre: { origines: [PDIE] }) { nodes { id } } }", {}, le);
      return data.offres.nodes.map(({ id }: { id: string }) => id).sort();
    };
    const [avant, apres] = [new Date("2026-06-30T20:00:00Z"), new Date("2026-06-30T22:30:00Z")];
    expect(await noms(avant)).toEqual(["pdie-94--AUTO", "pdie-94--KIT"]);
    expect(await noms(apres)).toEqual(["pdie-94--KIT"]);
    expect((await offre("pdie-94--AUTO", "retireeLe", CALLERS.departement, apres)).retireeLe).toBe("2026-06-30T22:00:00.000Z");
    const { data } = await banc.t.executer(
      CALLERS.departement,
      `mutation { prescrire(allocataire: "${PEOPLE.amina}", offre: "pdie-94--AUTO", motif: "Permis") { ... on Refus { code } } }`,
      {},
      apres,
    );
    expect(data.prescrire).toEqual({ code: "OFFRE_RETIREE" });
    expect(await passerLeJour(banc.t.base.owner, apres)).toBe(1);
    expect(await compte("offre_insertion.proposition where offre = 'pdie-94--AUTO'")).toBe(0);
    await importer({ ...TOUT, "offres.csv": OFFRES.replace("2026-01-01;2026-06-30", "2026-09-01;") }, { le: apres });
    expect(await noms(apres)).toEqual(["pdie-94--KIT"]);
    expect(await passerLeJour(banc.t.base.owner, new Date("2026-09-01T06:00:00Z"))).toBe(1);
    expect(await noms(new Date("2026-09-01T06:00:00Z"))).toEqual(["pdie-94--AUTO", "pdie-94--KIT"]);
  });

  it("le bilan ajoute, pour un exercice, les places, les coûts et les financeurs de la fiche et de ses offres", async () => {
    await importer(TOUT);
    await banc.t.base.owner.query("update offre_insertion.pdie set places_occupees = 3 where offre = 'pdie-94--AUTO'");
    const bilan = async (exercice: number) =>
      (
        await banc.t.executer(
          CALLERS.departement,
          `query ($e: Int) { bilanPdie(departement: "94", exercice: $e) { total { offres financeCentimes } fiches { ficheAction axe budgetCentimes offres placesFinancees
            placesOccupees placesDisponibles coutPrevuCentimes coutEngageCentimes financeCentimes financeurs { type montantCentimes } } } }`,
          { e: exercice },
        )
      ).data.bilanPdie;
    const [fiche, sansFiche, ...suite] = (await bilan(2026)).fiches;
    expect(fiche).toEqual({
      ficheAction: "I.V2.2",
      axe: "Insertion - volet 2",
      budgetCentimes: 100_000,
      offres: 1,
      placesFinancees: 20,
      placesOccupees: 3,
      placesDisponibles: 17,
      coutPrevuCentimes: 20 * 120_050,
      coutEngageCentimes: 3 * 120_050,
      financeCentimes: 2_100_000,
      financeurs: [
        { type: "DEPARTEMENT", montantCentimes: 1_000_000 },
        { type: "ETAT", montantCentimes: 1_100_000 },
      ],
    });
    // The kit names no fiche; the immersion is not of the programme.
    expect(sansFiche).toMatchObject({ ficheAction: null, offres: 1, placesFinancees: null, placesDisponibles: null, financeCentimes: 0 });
    expect(suite).toEqual([]);
    expect(await bilan(2027)).toMatchObject({ total: { offres: 2, financeCentimes: 401_000 } });
    expect((await bilan(2027)).fiches[0]).toMatchObject({ placesFinancees: 20, placesOccupees: 0, coutEngageCentimes: 0 });
  });

  it("un fichier qui baisse les places pendant qu’on en prend n’en laisse jamais plus prises que financées", async () => {
    await importer(TOUT);
    const preneurs = new pg.Pool({ connectionString: banc.t.base.url, max: 5 });
    const prendre = () =>
      preneurs.query(
        "update offre_insertion.pdie set places_occupees = places_occupees + 1 where offre = 'pdie-94--AUTO' and places_occupees < places_financees",
      );
    const [resultats] = await Promise.all([
      importer({ ...TOUT, "offres.csv": OFFRES.replace(";20;1200,50", ";5;1200,50") }),
      ...Array.from({ length: 20 }, prendre),
    ]);
    await preneurs.end();
    const { rows } = await banc.t.base.owner.query(
      "select places_financees as financees, places_occupees as occupees from offre_insertion.pdie where offre = 'pdie-94--AUTO'",
    );
    const refuse = de(resultats, "offres.csv").compteurs.rejetes === 1;
    expect(rows[0]).toEqual(refuse ? { financees: 20, occupees: 20 } : { financees: 5, occupees: 5 });
  });
});
