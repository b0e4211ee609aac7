import { randomUUID } from "node:crypto";
import { CATALOGUE } from "../../subgraphs/indicateurs/mesure/catalogue";
import { coupesDe } from "../../subgraphs/indicateurs/mesure/coupe";
import { addMonths } from "../../subgraphs/shared/civil-date";
import { contratSigne, entree, orientation, presence } from "./journal";
import { charger, db, demander, preparer } from "./mesures";

preparer();
const id = () => randomUUID();

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
    expect(indicateur.ventilation[0]).toMatchObject({
      cle: "FRANCE_TRAVAIL",
      numerateur: 1,
      denominateur: null,
      valeur: 1,
      masquee: false,
    });
  });

  it("tous les indicateurs du catalogue répondent : sans ventilation, par les leurs, et par des communes tour à tour, sur les trois sortes de territoire", async () => {
    const a = id();
    await charger(entree(a), orientation(a, "2026-01-20"), contratSigne(a, "2026-02-01"));
    const territoires = ["94", "94028", "94-PILOTE"];
    let tour = 0;
    for (const { definition, calcul } of [...CATALOGUE.values()].flat()) {
      const { code, version } = definition;
      const coupes = coupesDe(calcul);
      // The common cuts are the engine's: three hundred indicators ask for two of them each, one after the other.
      const communes = coupes.filter((coupe) => !Object.hasOwn(calcul.coupes ?? {}, coupe));
      const tournantes = communes.length > 0 ? [communes[tour % communes.length]!, communes[(tour + 7) % communes.length]!] : [];
      for (const ventilation of [null, ...Object.keys(calcul.coupes ?? {}), ...tournantes]) {
        const territoire = territoires[tour++ % territoires.length]!;
        const { errors, data, statements } = await demander(code, { territoire, ventilation, version });
        expect({ code, territoire, ventilation, errors }).toEqual({ code, territoire, ventilation, errors: undefined });
        expect(data.indicateur.definition.code).toBe(code);
        expect(statements).toHaveLength(1);
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
