import { contratSigne, entree, orientation, presence } from "./journal";
import {
  A_TEMPS,
  ABSENCES,
  CONTRATS,
  demander,
  dire,
  ENTRANTS,
  ENTRETIEN,
  id,
  JANVIER,
  MARS,
  nombre,
  preparer,
  type Question,
  su,
} from "./reference/question";

/** One figure for each rule that people dispute, with its arithmetic. */

preparer();

describe("la personne qui a déménagé", () => {
  it("notifiée à Créteil le 10 janvier, orientée le 20, à Champigny depuis le 1er février : janvier compte 1 à Créteil et 0 à Champigny ; selon la commune actuelle (version 1), 0 et 1", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-01-20", orientation(a, "2026-01-20")),
      su("2026-02-01", {
        type: "AllocataireModifie",
        allocataire: a,
        donnees: { champs: ["codeInsee"], codeInsee: "94017", soumisDroitsDevoirs: true },
      }),
    );
    const communes = (version: number) =>
      Promise.all(["94028", "94017", "94"].map((territoire) => nombre(A_TEMPS, JANVIER, { version, territoire })));
    expect(await communes(2)).toEqual([1, 0, 1]);
    expect(await communes(1)).toEqual([0, 1, 1]);
    expect((await demander(A_TEMPS, JANVIER, { ventilation: "commune" })).ventilation).toEqual([
      { cle: "94028", numerateur: 1, denominateur: null, valeur: 1 },
    ]);
  });

  it("ce qu’elle fait après compte là où elle vit alors : contrat signé à Créteil le 31 janvier, un autre à Champigny le 1er février", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-02-01", {
        type: "AllocataireModifie",
        allocataire: a,
        donnees: { champs: ["codeInsee"], codeInsee: "94017", soumisDroitsDevoirs: true },
      }),
      su("2026-02-03", contratSigne(a, "2026-01-31"), contratSigne(a, "2026-02-01")),
    );
    const { ventilation } = await demander(CONTRATS, ["2026-01-01", "2026-02-28"], { ventilation: "commune" });
    expect(ventilation.map((p: any) => [p.cle, p.numerateur])).toEqual([
      ["94017", 1],
      ["94028", 1],
    ]);
  });
});

describe("le droit fermé puis rouvert", () => {
  it("deux entrées, chacune avec son délai : du 1er janvier au 30 (29 jours), du 1er septembre au 10 octobre (39 jours) ; moyenne (29 + 39) / 2 = 34, une seule personne sur l’année", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su(
        "2026-01-30",
        orientation(a, "2026-01-20"),
        presence(a, "2026-01-30T09:00:00Z", "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null }),
      ),
      su("2026-04-01", { type: "SortieDeclaree", allocataire: a, donnees: { sortie: id(), nature: "FIN_DE_DROIT", date: "2026-04-01" } }),
      su("2026-09-05", entree(a, { rang: 2, ouvertureDroits: "2026-09-01", notification: "2026-09-05", entreeDispositif: "2026-09-05" })),
      su(
        "2026-10-10",
        orientation(a, "2026-09-25", { rang: 2 }),
        presence(a, "2026-10-10T09:00:00Z", "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null }),
      ),
    );
    const annee = ["2026-01-01", "2026-12-31"] as const;
    expect(await demander(ENTRETIEN, annee)).toMatchObject({ numerateur: 68, denominateur: 2, valeur: 34 });
    expect(await demander(ENTRETIEN, JANVIER)).toMatchObject({ numerateur: 29, denominateur: 1, valeur: 29 });
    expect([await nombre(ENTRANTS, JANVIER), await nombre(ENTRANTS, ["2026-09-01", "2026-09-30"]), await nombre(ENTRANTS, annee)]).toEqual([
      1, 1, 1,
    ]);
    // Oriented 20 days after the second notification: on time, and not the 258 days since the first.
    expect(await nombre(A_TEMPS, ["2026-09-01", "2026-09-30"])).toBe(1);
  });
});

describe("la personne dans deux foyers", () => {
  it("notifiée le 10 janvier dans un dossier et le 25 dans un autre : 2 entrées, 1 personne ; orientée une fois, elle compte 1 sur 1", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-01-25", entree(a, { rang: 2, dossier: id(), notification: "2026-01-25", entreeDispositif: "2026-01-25" })),
      su("2026-01-28", orientation(a, "2026-01-28")),
    );
    expect(await nombre(ENTRANTS, JANVIER)).toBe(1);
    expect(await demander("F.4", JANVIER)).toMatchObject({ numerateur: 1, denominateur: 1, valeur: 100 });
  });
});

describe("le rendez-vous corrigé après la fin du mois", () => {
  const rendezVous = id();
  const statut = (a: string, dit: string) => presence(a, "2026-03-20T09:00:00Z", dit, { rendezVous });
  const histoire = (apres = false) => {
    const [a, b] = [id(), id()];
    return dire(
      su("2026-01-10", entree(a), entree(b)),
      su("2026-03-20", statut(a, "ABSENT"), presence(b, "2026-03-21T09:00:00Z", "HONORE")),
      su("2026-04-10", statut(a, "HONORE")),
      apres ? su("2026-07-10", statut(a, "ABSENT_JUSTIFIE")) : [],
    );
  };

  it("dit absent le 20 mars, présent le 10 avril : mars, provisoire, valait 1 sur 2 au 31 mars et vaut 0 sur 2 au 15 avril ; connu au 31 mars, il est redonné", async () => {
    await histoire();
    expect(await demander(ABSENCES, MARS, { le: "2026-06-01" })).toMatchObject({ statut: "PROVISOIRE", numerateur: 0, valeur: 0 });
    const donne = await demander(ABSENCES, MARS, { le: "2026-06-01", connuLe: "2026-03-31" });
    expect(donne).toMatchObject({ numerateur: 1, denominateur: 2, valeur: 50, actuelle: { numerateur: 0 } });
  });

  it("consolidé le 29 juin (31 mars + 90 jours), il ne bouge plus : corrigé le 10 juillet, mars reste à 0 sur 2, et la valeur actuelle dit 1 sur 2", async () => {
    await histoire(true);
    const consolide = await demander(ABSENCES, MARS, { le: "2026-08-01" });
    expect(consolide).toMatchObject({ statut: "CONSOLIDE", numerateur: 0, denominateur: 2, valeur: 0 });
    expect(consolide.actuelle).toEqual({ numerateur: 1, denominateur: 2, valeur: 50 });
    expect(await demander(ABSENCES, MARS, { le: "2026-08-01", connuLe: "2026-07-31" })).toMatchObject({ numerateur: 1, valeur: 50 });
  });
});

describe("l’orientation annulée", () => {
  it("close par une sortie dite le 1er mars, rouverte le 20 quand la sortie est annulée : suivies fin mars, 1 ; connu au 10 mars, 0", async () => {
    const [a, o, sortie] = [id(), id(), id()];
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-01-20", orientation(a, "2026-01-20", { orientation: o })),
      su(
        "2026-03-01",
        { type: "SortieDeclaree", allocataire: a, donnees: { sortie, nature: "AUTRE", date: "2026-03-01" } },
        { type: "OrientationClose", allocataire: a, donnees: { orientation: o, closeLe: "2026-03-01", motifFin: "AUTRE" } },
      ),
      su("2026-03-20", { type: "SortieAnnulee", allocataire: a, donnees: { sortie, le: "2026-03-20", orientation: o } }),
    );
    const suivies = async (plus: Question) => (await demander("N.I.V3.8", MARS, plus)).denominateur;
    expect([await suivies({}), await suivies({ connuLe: "2026-03-10" }), await suivies({ connuLe: "2026-03-20" })]).toEqual([1, 0, 1]);
  });

  it("une réorientation refusée n’est pas une orientation : 1 en janvier, 0 en mars ; une décision close le jour même et refaite le 5 mars compte une fois chaque fois", async () => {
    const [a, b, o] = [id(), id(), id()];
    const proposee = { orientation: id(), rang: 2, parcours: "JEUNES", organisme: "94-JEUNES-1", demandeeLe: "2026-03-02" };
    await dire(
      su("2026-01-10", entree(a), entree(b)),
      su("2026-01-20", orientation(a, "2026-01-20"), orientation(b, "2026-01-20", { orientation: o })),
      su("2026-01-20", { type: "OrientationClose", allocataire: b, donnees: { orientation: o, closeLe: "2026-01-20", motifFin: "AUTRE" } }),
      su("2026-03-02", { type: "ReorientationProposee", allocataire: a, donnees: proposee }),
      su("2026-03-05", orientation(b, "2026-03-05", { rang: 2, parcours: "JEUNES", categorie: "EQUILIBRE" })),
      su("2026-03-20", {
        type: "ReorientationRefusee",
        allocataire: a,
        donnees: { orientation: proposee.orientation, rang: 2, le: "2026-03-20" },
      }),
    );
    const decidees = async (periode: readonly [string, string]) => (await demander("L.I.V3.4", periode)).denominateur;
    expect([await decidees(JANVIER), await decidees(MARS)]).toEqual([2, 1]);
    expect((await demander("N.I.V3.8", JANVIER)).denominateur).toBe(1);
    expect((await demander("N.I.V3.8", MARS)).denominateur).toBe(2);
    // The delay of the entry is that of its first decision, which was made.
    expect([await nombre(A_TEMPS, JANVIER), await nombre(A_TEMPS, MARS)]).toEqual([2, 0]);
  });

  it("l’entrée que les flux ne disent plus n’a jamais eu lieu : janvier compte 1 au 31 janvier, 0 depuis le 15 février", async () => {
    const a = id();
    const e = entree(a);
    await dire(su("2026-01-10", e), su("2026-02-15", { ...e, donnees: { ...e.donnees, annulee: true } }));
    expect([
      await nombre(ENTRANTS, JANVIER, { connuLe: "2026-01-31" }),
      await nombre(ENTRANTS, JANVIER, { connuLe: "2026-02-15" }),
    ]).toEqual([1, 0]);
  });
});

describe("le jour bissextile", () => {
  it.each([
    ["2028-01-29", "2028-02-28", 1, "le 29 janvier plus un mois est le 29 février"],
    ["2028-01-29", "2028-02-29", 0, "le 29 février n’est plus « en moins d’un mois » du 29 janvier"],
    ["2028-01-31", "2028-02-28", 1, "le 31 janvier plus un mois est le 29 février"],
    ["2028-01-31", "2028-02-29", 0, "le dernier jour de février est le 29"],
    ["2027-01-29", "2027-02-28", 0, "l’année d’avant, c’est le 28"],
    ["2028-02-29", "2028-03-28", 1, "le 29 février plus un mois est le 29 mars"],
    ["2028-02-29", "2028-03-29", 0, "et non le 31"],
  ])("notifiée le %s, orientée le %s : %i, %s", async (notification, decideeLe, attendu) => {
    const a = id();
    await dire(su("2028-03-30", entree(a, { notification, entreeDispositif: notification }), orientation(a, decideeLe)));
    expect(await nombre(A_TEMPS, ["2027-01-01", "2028-12-31"])).toBe(attendu);
  });

  it.each([
    ["2028-02-14", "2028-02-28", 1, 1],
    ["2028-02-14", "2028-02-29", 0, 1],
    ["2028-02-14", "2028-03-01", 0, 0],
    ["2027-02-14", "2027-03-01", 0, 1],
  ])("notifiée le %s, orientée le %s : %i en moins de 15 jours, %i en 15 jours au plus", async (notification, decideeLe, moins, auPlus) => {
    const a = id();
    await dire(su("2028-03-30", entree(a, { notification, entreeDispositif: notification }), orientation(a, decideeLe)));
    const periode = ["2027-01-01", "2028-12-31"] as const;
    expect(await nombre("L.I.V2.1.4", periode)).toBe(moins);
    expect((await demander("N.I.V2.4", periode)).ventilation.find((p: any) => p.cle === "FRANCE_TRAVAIL").numerateur).toBe(auPlus);
  });

  it("février d’une année sur l’autre : février 2029 se compare aux 29 jours de février 2028, et février 2028 aux 28 jours de février 2027", async () => {
    const notifiee = (notification: string) => entree(id(), { notification, entreeDispositif: notification });
    await dire(
      su(
        "2029-03-05",
        notifiee("2028-02-29"),
        notifiee("2028-02-28"),
        notifiee("2029-02-28"),
        notifiee("2027-02-28"),
        notifiee("2027-03-01"),
      ),
    );
    const le = "2029-03-06";
    expect(await demander("L.I.V2.1.2", ["2029-02-01", "2029-02-28"], { le })).toMatchObject({
      numerateur: 1,
      denominateur: 2,
      valeur: -50,
    });
    expect(await demander("L.I.V2.1.2", ["2028-02-01", "2028-02-29"], { le })).toMatchObject({
      numerateur: 2,
      denominateur: 1,
      valeur: 100,
    });
  });
});
