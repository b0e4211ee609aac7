import { presence } from "../../journal";
import { charger, db, preparer } from "../../mesures";
import { cer, codes, entree, etat, id, mesure, organismes, orientee, parts, valeurs } from "./etat";

preparer();
beforeAll(organismes);

const JANVIER = { debut: "2026-01-01", fin: "2026-01-31" };
const FEVRIER = { debut: "2026-02-01", fin: "2026-02-28" };
const rdv = (x: string, debut: string, statut: string) =>
  presence(x, debut, statut, { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null });

describe("plan pauvreté, tableau A1 : entrées", () => {
  it("une nature par entrée ; les suspendus sont dans la version 2, jamais dans la version 3", async () => {
    const [primo, retour, devenue, demandeur, conjoint, mutee, suspendue] = Array.from({ length: 7 }, id) as string[];
    const [dossier, foyer, venu, connu] = [id(), id(), id(), id()];
    await db.owner.query(
      "insert into allocataires.dossier (departement, id, numero_demande, fonorg, numorg, etat, empreinte, flux_cree_le, source, collectee_le, recue_le) select '94', $1, '94000000001', 'CAF', '941', 'OUVERT_VERSABLE', '', '2026-01-01', 'CAF', '2026-01-01', '2026-01-01'",
      [venu],
    );
    await db.owner.query(
      "insert into allocataires.mutation_dossier (departement, dossier, sens, fonorg, numorg, le) values ('94', $1, 'CEDANT', 'CAF', '751', '2026-01-05')",
      [venu],
    );
    await charger(
      entree(primo!),
      entree(retour!, { rang: 1, ouvertureDroits: "2024-01-01", notification: "2024-01-10", dossier: id() }),
      entree(retour!, { rang: 2, dossier: id() }),
      {
        type: "DossierModifie",
        allocataire: devenue!,
        donnees: {
          dossier: connu,
          etat: "OUVERT_VERSABLE",
          soumisDroitsDevoirs: false,
          depuis: "2025-10-01",
          champs: ["soumisDroitsDevoirs"],
        },
      },
      entree(devenue!, { dossier: connu }),
      entree(demandeur!, { dossier: foyer, ouvertureDroits: "2025-03-01", notification: "2025-03-10" }),
      entree(conjoint!, { dossier: foyer, ouvertureDroits: "2025-03-01" }),
      entree(mutee!, { dossier: venu }),
      entree(suspendue!, { dossier }),
      etat(suspendue!, dossier, "VERSEMENT_SUSPENDU", "2026-01-20"),
      etat(suspendue!, dossier, "OUVERT_VERSABLE", "2026-02-10"),
      orientee(primo!, "DEPARTEMENT", "2026-01-20", { categorie: "REMOBILISATION" }),
      orientee(conjoint!, "FRANCE_TRAVAIL", "2026-02-05"),
    );
    const table = codes("PP.A1", 1, 2, 3, 4, 5, 6, 7, 10, 12, 14);
    expect(await valeurs(table, { ...JANVIER, version: 2 })).toEqual({
      "PP.A1.01": 6,
      "PP.A1.02": 2,
      "PP.A1.03": 1,
      "PP.A1.04": 1,
      "PP.A1.05": 1,
      "PP.A1.06": 1,
      "PP.A1.07": 1,
      "PP.A1.10": 1,
      "PP.A1.12": 1,
      "PP.A1.14": 100 / 6,
    });
    expect(await valeurs(table, JANVIER)).toMatchObject({ "PP.A1.01": 5, "PP.A1.02": 1, "PP.A1.03": 1, "PP.A1.14": 20 });
    expect(await parts("PP.A1.01", "suspension", { ...JANVIER, version: 2 })).toEqual({ NON_SUSPENDU: 5, SUSPENDU: 1 });
    // In February the suspended right is payable again: she comes back.
    expect(await valeurs(["PP.A1.01", "PP.A1.03"], FEVRIER)).toEqual({ "PP.A1.01": 1, "PP.A1.03": 1 });
  });

  it("absentes au rendez-vous d’orientation après leur entrée", async () => {
    const [a, b] = [id(), id()];
    await charger(entree(a), entree(b), presence(a, "2026-01-20T09:00:00Z", "ABSENT"), presence(b, "2026-01-20T09:00:00Z", "HONORE"));
    expect(await valeurs(["PP.A1.15", "PP.A1.16"], JANVIER)).toEqual({ "PP.A1.15": 1, "PP.A1.16": 50 });
  });
});

describe("plan pauvreté, tableau A2 : parcours et contrats", () => {
  it("stock orienté, contrats actifs ; la version 2 garde les suspendus", async () => {
    const [a, b, c, d] = [id(), id(), id(), id()];
    const dossier = id();
    await charger(
      entree(a),
      entree(b),
      entree(c, { dossier }),
      entree(d),
      orientee(a, "FRANCE_TRAVAIL"),
      orientee(b, "DEPARTEMENT", "2026-02-01", { categorie: "REMOBILISATION", parcours: "PARCOURS_INSERTION" }),
      orientee(c, "DEPARTEMENT", "2026-02-01", { categorie: "EQUILIBRE", parcours: "JEUNES" }),
      etat(c, dossier, "OUVERT_SUSPENDU", "2026-06-01"),
      cer(b, "2026-03-01"),
      cer(c, "2026-03-01"),
    );
    const table = codes("PP.A2", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15);
    expect(Object.values(await valeurs(table, { version: 2 }))).toEqual([4, 3, 75, 1, 1, 1, 1, 2, 0, 2, 50, 2, 1, 1]);
    expect(Object.values(await valeurs(table))).toEqual([3, 2, (100 * 2) / 3, 1, 0, 1, 1, 1, 0, 1, 100 / 3, 1, 1, 0]);
    expect(await parts("PP.A2.13", "suspension", { version: 2 })).toEqual({ NON_SUSPENDU: 1, SUSPENDU: 1 });
  });

  it("un organisme que le référentiel n’a pas est un autre organisme : les lignes font le tout", async () => {
    const [a, b] = [id(), id()];
    await charger(entree(a), entree(b), orientee(a, "INCONNU_DU_HUB"), orientee(b, "DEPARTEMENT"));
    const table = ["PP.A1.07", "PP.A1.12", "PP.A1.13", "PP.A2.02", "PP.A2.08", "PP.A2.09", "PP.B1.05", "PP.B1.10", "PP.B1.11"];
    expect(Object.values(await valeurs(table, { debut: "2026-01-01", fin: "2026-12-31" }))).toEqual([2, 1, 1, 2, 1, 1, 2, 1, 1]);
  });

  it("de deux orientations, celle qui court : la dernière, close, ne rend pas la personne non orientée", async () => {
    const a = id();
    const orientation = id();
    await charger(
      entree(a),
      orientee(a, "DEPARTEMENT", "2026-02-01"),
      orientee(a, "FRANCE_TRAVAIL", "2026-03-01", { orientation, rang: 2 }),
      { type: "OrientationClose", allocataire: a, donnees: { orientation, closeLe: "2026-04-01", motifFin: "REORIENTATION" } },
    );
    expect(await valeurs(["PP.A2.02", "PP.A2.07", "PP.A2.08"])).toEqual({ "PP.A2.02": 1, "PP.A2.07": 0, "PP.A2.08": 1 });
  });

  it("A2a et A2b : personnes orientées vers le Département lui-même", async () => {
    const [a, b] = [id(), id()];
    await charger(
      entree(a, { notification: "2026-01-10" }),
      entree(b, { notification: "2026-01-10" }),
      orientee(a, "DEPARTEMENT", "2026-02-09", { categorie: "EQUILIBRE" }), // one month less a day
      orientee(b, "FRANCE_TRAVAIL", "2026-02-01"),
      rdv(a, "2026-02-24T09:00:00Z", "PREVU"), // the 15th day
      cer(a, "2026-04-09"), // two months to the day
    );
    expect(Object.values(await valeurs(codes("PP.A2", 21, 22, 23, 24, 25, 26, 29, 31, 32, 33, 34, 37), FEVRIER))).toEqual([
      1, 1, 1, 0, 1, 1, 100, 1, 1, 0, 1, 100,
    ]);
  });
});

describe("plan pauvreté, tableau B1 : première orientation", () => {
  it("31 jours, six semaines, délai moyen, et qui attend encore", async () => {
    const [a, b, c, d] = [id(), id(), id(), id()];
    await charger(
      ...[a, b, c].map((x) => entree(x, { notification: "2026-01-01" })),
      entree(d, { notification: "2026-02-10" }),
      orientee(a, "FRANCE_TRAVAIL", "2026-02-01"), // 31 days
      orientee(b, "DEPARTEMENT", "2026-02-12"), // 42 days
      orientee(c, "DEPARTEMENT", "2026-02-13"), // 43 days
      {
        type: "RendezVousPlanifie",
        allocataire: d,
        donnees: { rendezVous: id(), famille: "ORIENTATION", debut: "2026-12-15T09:00:00Z", convocationRang: 1 },
      },
    );
    expect(await valeurs(codes("PP.B1", 1, 2, 4, 5, 6, 9, 10, 12, 13, 14, 15, 16), FEVRIER)).toEqual({
      "PP.B1.01": 4,
      "PP.B1.02": 1,
      "PP.B1.04": 75,
      "PP.B1.05": 3,
      "PP.B1.06": 3,
      "PP.B1.09": 1,
      "PP.B1.10": 2,
      "PP.B1.12": (31 + 42 + 43) / 3,
      "PP.B1.13": 1,
      "PP.B1.14": 100 / 3,
      "PP.B1.15": 2,
      "PP.B1.16": (100 * 2) / 3,
    });
    // The appointment was given on 22 November: in February nobody could know of it, on 30 November it is planned.
    expect((await mesure("PP.B1.03", FEVRIER)).valeur).toBe(0);
    expect((await mesure("PP.B1.03", { debut: "2026-02-01", fin: "2026-11-30" })).valeur).toBe(1);
  });
});

describe("plan pauvreté, tableau B4 : premier rendez-vous", () => {
  it("venue, excusée, sans excuse, par catégorie ; un rendez-vous annulé ne compte pas", async () => {
    const [a, b, c, d] = [id(), id(), id(), id()];
    const EQUILIBRE = { categorie: "EQUILIBRE" };
    await charger(
      ...[a, b, c, d].map((x) => entree(x)),
      ...[a, b, c].map((x) => orientee(x, "DEPARTEMENT", "2026-02-01", EQUILIBRE)),
      orientee(d, "FRANCE_TRAVAIL", "2026-02-01"),
      rdv(a, "2026-02-05T09:00:00Z", "ANNULE_USAGER"),
      rdv(a, "2026-02-16T09:00:00Z", "HONORE"), // 15 days
      rdv(b, "2026-02-17T09:00:00Z", "ABSENT_JUSTIFIE"), // 16 days
      rdv(b, "2026-02-20T09:00:00Z", "HONORE"), // not the first
      rdv(c, "2026-02-11T09:00:00Z", "ABSENT"),
    );
    expect(Object.values(await valeurs(codes("PP.B4", 1, 2, 3, 4, 5, 6, 7, 8), FEVRIER))).toEqual([
      3,
      2,
      1,
      1,
      1,
      100 / 3,
      50,
      (15 + 16 + 10) / 3,
    ]);
    expect(await parts("PP.B4.07", "categorie", FEVRIER)).toEqual({ EMPLOI: 0, EQUILIBRE: (100 * 2) / 3 });
  });
});

describe("plan pauvreté, tableau B5 : contrats", () => {
  it("le contrat compte dans le mois de l’orientation, pas dans celui de la signature", async () => {
    const [a, b, c] = [id(), id(), id()];
    await charger(
      ...[a, b, c].map((x) => entree(x, { notification: "2026-01-20" })),
      orientee(a, "DEPARTEMENT", "2026-01-31", { categorie: "REMOBILISATION" }),
      orientee(b, "DEPARTEMENT", "2026-01-31", { categorie: "EQUILIBRE" }),
      orientee(c, "FRANCE_TRAVAIL", "2026-01-31"),
      cer(a, "2026-02-15"), // 15 days, in February
      cer(b, "2026-03-31"), // two months to the day: 59 days
    );
    const table = codes("PP.B5", 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15);
    expect(await valeurs(table, JANVIER)).toEqual({
      "PP.B5.01": 3,
      "PP.B5.02": 1,
      "PP.B5.03": 1,
      "PP.B5.04": 2,
      "PP.B5.05": (15 + 59) / 2,
      "PP.B5.06": 15,
      "PP.B5.07": 59,
      "PP.B5.09": 1,
      "PP.B5.10": 2,
      "PP.B5.11": (100 * 2) / 3,
      "PP.B5.12": (100 * 2) / 3,
      "PP.B5.13": (26 + 70) / 2,
      "PP.B5.14": 0,
      "PP.B5.15": 1,
    });
    expect(await valeurs(["PP.B5.04", "PP.B5.12"], FEVRIER)).toEqual({ "PP.B5.04": 0, "PP.B5.12": null });
    expect((await mesure("PP.B5.05", JANVIER)).numerateur).toBe(74);
  });
});
