import { randomUUID } from "node:crypto";
import { CATALOGUE } from "../../subgraphs/indicateurs/mesure/catalogue";
import { sousGraphe } from "../../subgraphs/indicateurs/sous-graphe";
import { addMonths } from "../../subgraphs/shared/civil-date";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouter, contratSigne, entree, orientation, presence, projeterTout } from "./journal";

let db: TestDatabase;
let sg: TestSubgraph;

beforeAll(async () => {
  db = await testDatabase();
  sg = await testSubgraph(sousGraphe, db.url);
  for (const [departement, code, categorie] of [
    ["94", "FRANCE_TRAVAIL", "EMPLOI"],
    ["94", "JEUNES", "EQUILIBRE"],
    ["94", "PARCOURS_INSERTION", "REMOBILISATION"],
    ["93", "FRANCE_TRAVAIL", "EMPLOI"],
  ]) {
    await db.owner.query("insert into indicateurs.parcours_local (departement, code, libelle, categorie) values ($1, $2, $2, $3)", [
      departement,
      code,
      categorie,
    ]);
  }
  await db.owner.query(
    "insert into indicateurs.territoire (departement, code, libelle, communes) values ('94', '94-PILOTE', 'Pilote', '{94028,94017}')",
  );
});
afterEach(async () => {
  await db.owner.query(
    "truncate journal.evenement, indicateurs.curseur, indicateurs.personne, indicateurs.entree, indicateurs.orientation, indicateurs.contrat, indicateurs.presence, indicateurs.activite, indicateurs.sortie",
  );
});
afterAll(async () => {
  await sg.close();
  await db.drop();
});

const REQUETE = `query ($code: String!, $territoire: String!, $debut: Date!, $fin: Date!, $version: Int, $ventilation: String) {
  indicateur(code: $code, territoire: $territoire, debut: $debut, fin: $fin, version: $version, ventilation: $ventilation) {
    definition { code unite version } territoire debut fin numerateur denominateur valeur cible masquee ventilation { cle numerateur denominateur valeur masquee } } }`;

const demander = (code: string, plus: Record<string, unknown> = {}, caller: Parameters<TestSubgraph["run"]>[0] = CALLERS.pilotage) =>
  sg.run(caller, REQUETE, { code, territoire: "94", debut: "2026-01-01", fin: "2026-12-31", ...plus });

async function charger(...evenements: Parameters<typeof ajouter>[1]) {
  await ajouter(db.owner, evenements);
  await projeterTout(db.owner);
}
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
    expect(data.indicateur.definition).toEqual({ code: "L.I.V2.1.3", unite: "personnes", version: 1 });
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
  it("commune, département et communes pilotes ; la commune est l’actuelle", async () => {
    const [a, b, c, d] = [id(), id(), id(), id()];
    await charger(
      entree(a),
      entree(b, { codeInsee: "94017" }),
      entree(c, { codeInsee: "94080" }),
      entree(d),
      ...[a, b, c, d].map((x) => orientation(x, "2026-01-20")),
      { type: "AllocataireModifie", allocataire: d, donnees: { champs: ["codeInsee"], codeInsee: "94080" } },
    );
    const nombre = async (territoire: string) => (await demander("L.I.V2.1.3", { territoire })).data.indicateur.numerateur;
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
    ["une ventilation qui n’a pas de sens", { ventilation: "parcours" }, "ventilation"],
    ["une ventilation nommée comme un mot du langage", { ventilation: "constructor" }, "ventilation"],
  ])("%s : ARGUMENT_INVALIDE", async (_titre, plus, champ) => {
    const { data, errors } = await demander("F.4", plus);
    expect(data.indicateur).toBeNull();
    expect(errors![0]!.extensions).toMatchObject({ code: "ARGUMENT_INVALIDE", champ });
  });

  it("la ventilation refusée dit celles qui existent, le code inconnu dit les codes", async () => {
    expect((await demander("F.4", { ventilation: "sexe" })).errors![0]!.extensions.ventilations).toEqual(["commune"]);
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

describe("les autres indicateurs calculés", () => {
  it("F.5 : l’absence par rang de convocation, jour civil de Paris", async () => {
    const [a, b] = [id(), id()];
    await charger(
      entree(a),
      entree(b),
      presence(a, "2026-03-01T09:00:00Z", "ABSENT"),
      presence(b, "2026-03-01T09:00:00Z", "HONORE"),
      presence(a, "2026-03-15T09:00:00Z", "HONORE", { convocationRang: 2 }),
      presence(b, "2026-03-31T22:30:00Z", "ABSENT"), // 1 April in Paris
      presence(b, "2026-03-02T09:00:00Z", "ABSENT", { famille: "AUTRE" }),
      presence(b, "2026-03-02T09:00:00Z", "ABSENT", { convocationRang: null }),
      presence(b, "2026-03-02T09:00:00Z", "PREVU"),
    );
    const { indicateur } = (await demander("F.5", { debut: "2026-03-01", fin: "2026-03-31" })).data;
    expect(indicateur.ventilation.map((p: any) => [p.cle, p.numerateur, p.denominateur, p.valeur])).toEqual([
      ["1", 1, 2, 50],
      ["2", 0, 1, 0],
    ]);
    expect(indicateur.valeur).toBeCloseTo(100 / 3);
  });

  it("N.I.V3.7 et F.7 : délais moyens jusqu’au premier entretien honoré", async () => {
    const [a, b] = [id(), id()];
    const entretien = (x: string, debut: string, statut: string) =>
      presence(x, debut, statut, { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null });
    await charger(
      entree(a, { ouvertureDroits: "2026-01-01" }),
      orientation(a, "2026-01-20"),
      entree(b, { ouvertureDroits: "2026-01-11" }),
      orientation(b, "2026-01-21"),
      entretien(a, "2026-01-25T09:00:00Z", "ABSENT"),
      entretien(a, "2026-01-31T09:00:00Z", "HONORE"),
      entretien(a, "2026-02-15T09:00:00Z", "HONORE"),
      entretien(b, "2026-01-31T09:00:00Z", "HONORE"),
    );
    expect((await demander("N.I.V3.7")).data.indicateur).toMatchObject({ numerateur: 50, denominateur: 2, valeur: 25 });
    expect((await demander("F.7")).data.indicateur).toMatchObject({ numerateur: 21, denominateur: 2, valeur: 10.5 });
  });

  it("N.I.V3.8 et F.9 : les personnes en accompagnement à la fin de la période", async () => {
    const [a, b, c] = [id(), id(), id()];
    const close = id();
    await charger(
      entree(a),
      entree(b),
      entree(c),
      orientation(a, "2026-01-20"),
      orientation(b, "2026-01-20", { parcours: "JEUNES", categorie: "EQUILIBRE" }),
      orientation(c, "2026-01-20", { orientation: close }),
      { type: "OrientationClose", allocataire: c, donnees: { orientation: close, closeLe: "2026-06-30", motifFin: "SORTIE" } },
      { type: "SortieDeclaree", allocataire: a, donnees: { sortie: id(), nature: "EMPLOI_DURABLE", date: "2026-09-01" } },
    );
    const parts = async (code: string, fin: string) =>
      (await demander(code, { fin })).data.indicateur.ventilation.map((p: any) => [p.cle, p.numerateur]);
    expect(await parts("N.I.V3.8", "2026-06-29")).toEqual([
      ["FRANCE_TRAVAIL", 2],
      ["JEUNES", 1],
      ["PARCOURS_INSERTION", 0],
    ]);
    expect(await parts("N.I.V3.8", "2026-06-30")).toEqual([
      ["FRANCE_TRAVAIL", 1],
      ["JEUNES", 1],
      ["PARCOURS_INSERTION", 0],
    ]);
    expect(await parts("F.9", "2026-09-01")).toEqual([
      ["EMPLOI", 0],
      ["EQUILIBRE", 1],
      ["REMOBILISATION", 0],
    ]);
  });

  it("F.12 : avec contrat, exemptées, sans contrat ; F.13 : heures par personne", async () => {
    const [a, b, c] = [id(), id(), id()];
    const activite = (statut: string, minutes: number) => ({
      type: "ActiviteDeclaree",
      allocataire: a,
      donnees: { activite: id(), date: "2026-05-05", minutes, statut },
    });
    await charger(
      entree(a),
      entree(b),
      entree(c),
      orientation(a, "2026-01-20"),
      orientation(b, "2026-01-20"),
      contratSigne(a, "2026-02-01"),
      contratSigne(b, "2026-02-01", { exempte: true }),
      contratSigne(c, "2026-02-01", { dateFin: "2026-04-30" }),
      activite("DECLAREE", 120),
      activite("CONFIRMEE", 60),
      activite("PREVUE", 600),
      activite("REFUSEE", 600),
    );
    const { indicateur } = (await demander("F.12")).data;
    expect(indicateur).toMatchObject({ numerateur: 2, denominateur: 3 });
    expect(indicateur.ventilation.map((p: any) => [p.cle, p.numerateur])).toEqual([
      ["AVEC_CONTRAT", 1],
      ["AVEC_CONTRAT_EXEMPTE", 1],
      ["SANS_CONTRAT", 1],
    ]);
    expect((await demander("F.13")).data.indicateur).toMatchObject({ numerateur: 3, denominateur: 2, valeur: 1.5 });
    expect((await demander("F.13", { debut: "2026-06-01" })).data.indicateur).toMatchObject({ numerateur: null, valeur: null });
  });

  it("L.I.V3.1 et L.I.V3.2 : flux et stock ne se mélangent pas", async () => {
    const [a, b, c] = [id(), id(), id()];
    await charger(
      entree(a),
      orientation(a, "2026-01-20"),
      entree(b),
      entree(c, { flux: false, notification: "2020-05-01" }),
      orientation(c, "2026-01-20"),
    );
    expect((await demander("L.I.V3.1")).data.indicateur).toMatchObject({ numerateur: 1, denominateur: 2, valeur: 1 });
    expect((await demander("L.I.V3.2")).data.indicateur).toMatchObject({ numerateur: 1, denominateur: 1, valeur: 1 });
  });

  it("N.I.V2.3 : une ligne par parcours, jamais un chiffre d’ensemble", async () => {
    const a = id();
    await charger(entree(a), orientation(a, "2026-01-20"));
    const { indicateur } = (await demander("N.I.V2.3")).data;
    expect(indicateur).toMatchObject({ numerateur: null, denominateur: null, valeur: null });
    expect(indicateur.ventilation[0]).toEqual({ cle: "FRANCE_TRAVAIL", numerateur: 1, denominateur: null, valeur: 1, masquee: false });
  });

  it("tous les indicateurs du catalogue répondent, sur les trois sortes de territoire et toutes leurs ventilations", async () => {
    const a = id();
    await charger(entree(a), orientation(a, "2026-01-20"), contratSigne(a, "2026-02-01"));
    for (const [code, { calcul }] of CATALOGUE) {
      for (const territoire of ["94", "94028", "94-PILOTE"]) {
        for (const ventilation of [null, ...Object.keys(calcul.coupes)]) {
          const { errors, data, statements } = await demander(code, { territoire, ventilation });
          expect({ code, territoire, ventilation, errors }).toEqual({ code, territoire, ventilation, errors: undefined });
          expect(data.indicateur.definition.code).toBe(code);
          expect(statements).toHaveLength(1);
        }
      }
    }
  });

  it("un mois plus tard est le même dans la base et dans les dates civiles", async () => {
    const jours = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(2028, 0, 1 + i)).toISOString().slice(0, 10));
    const { rows } = await db.owner.query("select j::text, (j + interval '1 month')::date::text as plus from unnest($1::date[]) j", [
      jours,
    ]);
    for (const { j, plus } of rows) expect([j, plus]).toEqual([j, addMonths(j, 1)]);
  });
});
