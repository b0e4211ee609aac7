import { randomUUID } from "node:crypto";
import { CALLERS } from "../setup/subgraph";
import { contratSigne, entree, orientation } from "./journal";
import { charger, demander, preparer } from "./mesures";

preparer();
const id = () => randomUUID();

describe("L.I.V2.1.3 : nouveaux orientés en moins de 1 mois", () => {
  it.each([
    ["2026-01-31", "2026-02-27", 1],
    ["2026-01-31", "2026-02-28", 0],
    ["2026-01-31", "2026-03-01", 0],
    ["2028-01-31", "2028-02-28", 1],
    ["2028-01-31", "2028-02-29", 0],
    ["2026-03-15", "2026-04-14", 1],
    ["2026-03-15", "2026-04-15", 0],
    ["2026-12-31", "2027-01-30", 1],
    ["2026-12-31", "2027-01-31", 0],
  ])("notifiée le %s, décidée le %s : %i", async (notification, decideeLe, attendu) => {
    const a = id();
    await charger(entree(a, { notification }), orientation(a, decideeLe));
    const { data } = await demander("L.I.V2.1.3", { debut: "2026-01-01", fin: "2028-12-31" });
    expect(data.indicateur).toMatchObject({ numerateur: attendu, valeur: attendu, denominateur: null, masquee: false });
    expect(data.indicateur.definition).toEqual({ code: "L.I.V2.1.3", unite: "personnes", version: 2 });
  });

  it("compte à la date de décision, bornes de la période comprises", async () => {
    const [a, b, c, d] = [id(), id(), id(), id()];
    await charger(
      ...[a, b, c, d].map((x) => entree(x, { notification: "2026-02-20" })),
      orientation(a, "2026-02-28"),
      orientation(b, "2026-03-01"),
      orientation(c, "2026-03-10"),
      orientation(d, "2026-03-11"),
    );
    const { data } = await demander("L.I.V2.1.3", { debut: "2026-03-01", fin: "2026-03-10" });
    expect(data.indicateur.numerateur).toBe(2);
  });

  it("une réorientation dans le mois ne compte pas la personne deux fois", async () => {
    const a = id();
    await charger(entree(a), orientation(a, "2026-01-15"), orientation(a, "2026-02-02", { rang: 2 }));
    expect((await demander("L.I.V2.1.3")).data.indicateur.numerateur).toBe(1);
    expect((await demander("L.I.V2.1.3", { debut: "2026-02-01", fin: "2026-02-28" })).data.indicateur.numerateur).toBe(0);
  });

  it("une deuxième entrée a sa propre notification et sa propre première orientation", async () => {
    const a = id();
    await charger(
      entree(a),
      orientation(a, "2026-01-15"),
      entree(a, { rang: 2, notification: "2026-06-01" }),
      orientation(a, "2026-06-10", { rang: 2 }),
    );
    expect((await demander("L.I.V2.1.3", { debut: "2026-06-01", fin: "2026-06-30" })).data.indicateur.numerateur).toBe(1);
    expect((await demander("L.I.V2.1.3", { debut: "2026-01-01", fin: "2026-01-31" })).data.indicateur.numerateur).toBe(1);
  });

  it("est répondu en une seule instruction SQL", async () => {
    const { statements, data } = await demander("L.I.V2.1.3", { territoire: "94028" });
    expect(data.indicateur.numerateur).toBe(0);
    expect(statements).toHaveLength(1);
  });
});

describe("les territoires", () => {
  it("commune, département et communes pilotes ; version 1 : la commune est l’actuelle", async () => {
    const [a, b, c, d] = [id(), id(), id(), id()];
    await charger(
      entree(a),
      entree(b, { codeInsee: "94017" }),
      entree(c, { codeInsee: "94080" }),
      entree(d),
      ...[a, b, c, d].map((x) => orientation(x, "2026-01-20")),
      { type: "AllocataireModifie", allocataire: d, donnees: { champs: ["codeInsee"], codeInsee: "94080" } },
    );
    const nombre = async (territoire: string) => (await demander("L.I.V2.1.3", { territoire, version: 1 })).data.indicateur.numerateur;
    expect(await nombre("94")).toBe(4);
    expect(await nombre("94028")).toBe(1);
    expect(await nombre("94080")).toBe(2);
    expect(await nombre("94-PILOTE")).toBe(2);
  });

  it.each([["93"], ["93071"], ["93-PILOTE"], ["94-AILLEURS"], ["ailleurs"], [""]])(
    "« %s » donne null, comme un territoire inconnu",
    async (territoire) => {
      const { data, errors } = await demander("L.I.V2.1.3", { territoire });
      expect(data).toEqual({ indicateur: null });
      expect(errors).toBeUndefined();
    },
  );

  it("chaque département ne compte que les siens, même dans une commune de l’autre", async () => {
    const [a, b] = [id(), id()];
    await charger(
      entree(a, {}, "94"),
      orientation(a, "2026-01-20"),
      entree(b, { codeInsee: "94028" }, "93"),
      orientation(b, "2026-01-20", {}, "93"),
    );
    expect((await demander("L.I.V2.1.3", { territoire: "94028" })).data.indicateur.numerateur).toBe(1);
    expect((await demander("L.I.V2.1.3", { territoire: "93" }, CALLERS.departement93)).data.indicateur.numerateur).toBe(1);
    expect((await demander("L.I.V2.1.3", { territoire: "94" }, CALLERS.departement93)).data.indicateur).toBeNull();
  });

  it("sans le droit indicateurs.lire : FORBIDDEN ; sans jeton : UNAUTHENTICATED", async () => {
    expect((await demander("F.4", {}, CALLERS.referent)).errors![0]!.extensions.code).toBe("FORBIDDEN");
    expect((await demander("F.4", {}, null)).errors![0]!.extensions.code).toBe("UNAUTHENTICATED");
  });
});

describe("les arguments", () => {
  it.each([
    ["une période à l’envers", { debut: "2026-12-31", fin: "2026-01-01" }, "fin"],
    ["une version qui n’existe pas", { version: 7 }, "version"],
    ["une ventilation qui n’a pas de sens", { ventilation: "rang" }, "ventilation"],
    ["trois ventilations à la fois", { ventilation: "commune,age,sexe" }, "ventilation"],
    ["une ventilation croisée avec elle-même", { ventilation: "age,age" }, "ventilation"],
    ["une ventilation nommée comme un mot du langage", { ventilation: "constructor" }, "ventilation"],
  ])("%s : ARGUMENT_INVALIDE", async (_titre, plus, champ) => {
    const { data, errors } = await demander("F.4", plus);
    expect(data.indicateur).toBeNull();
    expect(errors![0]!.extensions).toMatchObject({ code: "ARGUMENT_INVALIDE", champ });
  });

  it("la ventilation refusée dit celles qui existent, le code inconnu dit les codes", async () => {
    const { ventilations } = (await demander("F.4", { ventilation: "couleur" })).errors![0]!.extensions;
    expect(ventilations).toEqual(expect.arrayContaining(["commune", "epci", "age", "anciennete"]));
    expect(ventilations).not.toContain("mois");
    const { errors, data } = await demander("F.99");
    expect(data.indicateur).toBeNull();
    expect(errors![0]!.extensions.code).toBe("ARGUMENT_INVALIDE");
    expect(errors![0]!.extensions.codes).toEqual(expect.arrayContaining(["L.I.V2.1.3", "F.4", "N.I.V3.6", "F.6"]));
  });
});

describe("F.4 : part du flux orienté", () => {
  it("notifiées dans la période, décidées au plus tard à la fin ; droits et devoirs seulement", async () => {
    const [a, b, c, d, e] = [id(), id(), id(), id(), id()];
    await charger(
      entree(a, { notification: "2026-03-01" }),
      orientation(a, "2026-03-31"),
      entree(b, { notification: "2026-03-31" }),
      orientation(b, "2026-04-01"),
      entree(c, { notification: "2026-03-15" }),
      entree(d, { notification: "2026-02-28" }),
      orientation(d, "2026-03-10"),
      entree(e, { notification: "2026-03-15", soumisDroitsDevoirs: false }),
      orientation(e, "2026-03-20"),
    );
    const { data } = await demander("F.4", { debut: "2026-03-01", fin: "2026-03-31" });
    expect(data.indicateur).toMatchObject({ numerateur: 1, denominateur: 3, definition: { unite: "%" } });
    expect(data.indicateur.valeur).toBeCloseTo(100 / 3);
  });

  it("personne n’est notifié : la valeur est null, non 0", async () => {
    expect((await demander("F.4")).data.indicateur).toMatchObject({ numerateur: 0, denominateur: 0, valeur: null });
  });
});

describe("F.6 : répartition entre les parcours", () => {
  it("une part par parcours local, zéro compris, la somme vaut 100 ; pas de valeur d’ensemble", async () => {
    const people = [id(), id(), id(), id()];
    await charger(
      ...people.map((x) => entree(x)),
      ...people.slice(0, 3).map((x) => orientation(x, "2026-01-20")),
      orientation(people[3]!, "2026-01-20", { parcours: "PARCOURS_INSERTION", categorie: "REMOBILISATION" }),
      orientation(people[2]!, "2026-03-01", { rang: 2, parcours: "PARCOURS_INSERTION", categorie: "REMOBILISATION" }),
    );
    const { indicateur } = (await demander("F.6")).data;
    expect(indicateur).toMatchObject({ valeur: null, numerateur: null, denominateur: 4 });
    expect(indicateur.ventilation).toEqual([
      { cle: "FRANCE_TRAVAIL", numerateur: 2, denominateur: 4, valeur: 50, masquee: false },
      { cle: "JEUNES", numerateur: 0, denominateur: 4, valeur: 0, masquee: false },
      { cle: "PARCOURS_INSERTION", numerateur: 2, denominateur: 4, valeur: 50, masquee: false },
    ]);
    expect((await demander("F.6", { fin: "2026-02-01" })).data.indicateur.ventilation[0]).toMatchObject({ numerateur: 3, valeur: 75 });
    const categories = (await demander("F.6", { ventilation: "categorie" })).data.indicateur.ventilation;
    expect(categories.map((p: any) => [p.cle, p.valeur])).toEqual([
      ["EMPLOI", 50],
      ["EQUILIBRE", 0],
      ["REMOBILISATION", 50],
    ]);
  });

  it("personne n’est orienté : les parts n’ont pas de valeur", async () => {
    const { ventilation } = (await demander("F.6")).data.indicateur;
    expect(ventilation).toHaveLength(3);
    expect(ventilation[0]).toMatchObject({ numerateur: 0, denominateur: 0, valeur: null });
  });
});

describe("N.I.V3.6 : contrats signés", () => {
  it("date de signature dans la période ; un contrat refusé n’est pas signé", async () => {
    const [a, b, c] = [id(), id(), id()];
    await charger(
      entree(a),
      entree(b),
      entree(c, { soumisDroitsDevoirs: false }),
      contratSigne(a, "2026-01-01"),
      contratSigne(a, "2026-12-31", { nature: "CER" }),
      contratSigne(b, "2027-01-01"),
      contratSigne(c, "2026-05-05"),
      { type: "ContratRefuse", allocataire: b, donnees: { contrat: id(), nature: "CONTRAT_ENGAGEMENT", dateRefus: "2026-05-05" } },
    );
    expect((await demander("N.I.V3.6")).data.indicateur).toMatchObject({ numerateur: 2, valeur: 2 });
    const { ventilation } = (await demander("N.I.V3.6", { ventilation: "nature" })).data.indicateur;
    expect(ventilation.map((p: any) => [p.cle, p.valeur])).toEqual([
      ["CER", 1],
      ["CONTRAT_ENGAGEMENT", 1],
    ]);
  });
});
