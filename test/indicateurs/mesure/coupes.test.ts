import { randomUUID } from "node:crypto";
import { CATALOGUE } from "../../../subgraphs/indicateurs/mesure/catalogue";
import { faits } from "../../../subgraphs/indicateurs/projection/faits";
import { CALLERS } from "../../setup/subgraph";
import { type Evenement, entree, orientation } from "../journal";
import { charger, db, demander, demanderDelais, preparer, sg } from "../mesures";

preparer();
const id = () => randomUUID();
const parts = async (code: string, ventilation: string, plus: Record<string, unknown> = {}) => {
  const { data, errors } = await demander(code, { ventilation, ...plus });
  expect(errors).toBeUndefined();
  return Object.fromEntries(data.indicateur.ventilation.map((p: any) => [p.cle, p.numerateur]));
};
const profils = (lignes: [string, string, string, string][]) =>
  db.owner.query(
    `with connu as (select set_config('indicateurs.connu_le', '2026-11-22', true))
     insert into indicateurs.profil (departement, allocataire, naissance, sexe, situation_familiale, connu_depuis)
     select '94', x.a, x.n, x.s, x.f, '2026-11-22' from connu, unnest($1::uuid[], $2::date[], $3::text[], $4::text[]) x (a, n, s, f)
     on conflict (departement, allocataire) do update set naissance = excluded.naissance, sexe = excluded.sexe, situation_familiale = excluded.situation_familiale`,
    [0, 1, 2, 3].map((rang) => lignes.map((ligne) => ligne[rang])),
  );

describe("les ventilations communes à tous les indicateurs", () => {
  it("âge le jour compté, anniversaire compris ; sexe et situation familiale ; inconnus à part", async () => {
    const [a, b, c, d] = [id(), id(), id(), id()];
    await charger(...[a, b, c, d].map((x) => entree(x, { notification: "2026-03-01" })));
    await profils([
      [a, "2001-03-01", "F", "ISOLE_AVEC_ENFANT"],
      [b, "2001-04-01", "H", "ISOLE_SANS_ENFANT"],
      [c, "1966-03-01", "F", "COUPLE_AVEC_ENFANT"],
    ]);
    expect(await parts("L.I.V2.1.1", "age")).toEqual({ "0-24": 1, "25-29": 1, "60+": 1, INCONNU: 1 });
    expect(await parts("L.I.V2.1.1", "sexe")).toEqual({ F: 2, H: 1, INCONNU: 1 });
    expect(await parts("L.I.V2.1.1", "situationFamiliale")).toEqual({
      COUPLE_AVEC_ENFANT: 1,
      INCONNU: 1,
      ISOLE_AVEC_ENFANT: 1,
      ISOLE_SANS_ENFANT: 1,
    });
    expect(await parts("L.I.V2.1.1", "age,sexe")).toEqual({ "0-24|H": 1, "25-29|F": 1, "60+|F": 1, "INCONNU|INCONNU": 1 });
  });

  it.each([
    ["2025-12-02", "MOINS_6_MOIS"],
    ["2025-12-01", "6_MOIS_1_AN"],
    ["2025-06-02", "6_MOIS_1_AN"],
    ["2025-06-01", "1_2_ANS"],
    ["2024-06-01", "2_5_ANS"],
    ["2021-06-01", "5_ANS_ET_PLUS"],
  ])("ancienneté le 1er juin 2026 d’un droit ouvert le %s : %s", async (ouvertureDroits, classe) => {
    await charger(entree(id(), { ouvertureDroits, notification: "2026-06-01" }));
    expect(await parts("L.I.V2.1.1", "anciennete")).toEqual({ [classe]: 1 });
  });

  it("EPCI, CLPE, pilote et département, d’après la commune du jour compté", async () => {
    await db.owner.query(
      `insert into indicateurs.territoire (departement, code, libelle, communes, nature, origine) values
       ('94', '94-T11', 'T11', '{94028}', 'EPCI', 'ZONAGE'), ('94', '94-T10', 'T10', '{94017}', 'EPCI', 'ZONAGE'), ('94', '94-SUD', 'Sud', '{94080}', 'CLPE', 'ZONAGE')`,
    );
    const [a, b, c] = [id(), id(), id()];
    await charger(entree(a), entree(b, { codeInsee: "94017" }), entree(c, { codeInsee: "94080" }));
    expect(await parts("L.I.V2.1.1", "epci")).toEqual({ "94-T10": 1, "94-T11": 1, INCONNU: 1 });
    expect(await parts("L.I.V2.1.1", "clpe")).toEqual({ "94-SUD": 1, INCONNU: 2 });
    expect(await parts("L.I.V2.1.1", "pilote")).toEqual({ HORS_PILOTE: 1, PILOTE: 2 });
    expect(await parts("L.I.V2.1.1", "departement")).toEqual({ "94": 3 });
    expect(await parts("L.I.V2.1.1", "commune", { territoire: "94-T10" })).toEqual({ "94017": 1 });
    await db.owner.query("delete from indicateurs.territoire where origine = 'ZONAGE'");
  });

  it("parcours, catégorie, organisme et référent : ceux de la dernière orientation décidée le jour compté", async () => {
    const a = id();
    const contrat = (dateSignature: string): Evenement => ({
      type: "ContratSigne",
      allocataire: a,
      donnees: {
        contrat: id(),
        nature: "CONTRAT_ENGAGEMENT",
        dateSignature,
        dateDebut: dateSignature,
        dateFin: null,
        minutesHebdomadaires: 900,
        exempte: false,
      },
    });
    await charger(
      entree(a),
      orientation(a, "2026-01-20"),
      orientation(a, "2026-05-10", {
        rang: 2,
        parcours: "JEUNES",
        categorie: "EQUILIBRE",
        organisme: "94-ML94-1",
        referent: "94-ML94-1-REF-1",
      }),
      contrat("2026-01-19"),
      contrat("2026-01-20"),
      contrat("2026-05-10"),
    );
    expect(await parts("N.I.V3.6", "parcours")).toEqual({ FRANCE_TRAVAIL: 1, INCONNU: 1, JEUNES: 1 });
    expect(await parts("N.I.V3.6", "categorie")).toEqual({ EMPLOI: 1, EQUILIBRE: 1, INCONNU: 1 });
    expect(await parts("N.I.V3.6", "organisme")).toEqual({ "94-FT94": 1, "94-ML94-1": 1, INCONNU: 1 });
    expect(await parts("N.I.V3.6", "flux,mois")).toEqual({ "FLUX|2026-01": 2, "FLUX|2026-05": 1 });
  });

  it("une personne n’est comptée qu’une fois par part et dans l’ensemble, même quand deux parts la comptent", async () => {
    const a = id();
    await charger(
      entree(a),
      orientation(a, "2026-01-15"),
      entree(a, { rang: 2, notification: "2026-06-01", codeInsee: "94017" }),
      orientation(a, "2026-06-10", { rang: 2 }),
    );
    const { indicateur } = (await demander("L.I.V2.1.1", { ventilation: "mois" })).data;
    expect(indicateur.numerateur).toBe(1);
    expect(indicateur.ventilation.map((p: any) => [p.cle, p.numerateur])).toEqual([
      ["2026-01", 1],
      ["2026-06", 1],
    ]);
  });
});

describe("les délais", () => {
  it("effectif, moyenne, médiane et percentiles interpolés, en tout et par part", async () => {
    const personnes = [5, 10, 20, 40, 80].map((jours) => ({ personne: id(), jours }));
    await charger(
      ...personnes.flatMap(({ personne, jours }) => [
        entree(personne, { ouvertureDroits: "2026-01-01" }),
        {
          type: "PresenceRenseignee",
          allocataire: personne,
          donnees: {
            rendezVous: id(),
            famille: "PREMIER_ACCOMPAGNEMENT",
            debut: new Date(Date.UTC(2026, 0, 1 + jours, 9)).toISOString(),
            statut: "HONORE",
            convocationRang: null,
          },
        },
      ]),
    );
    expect(await demanderDelais("N.I.V3.7")).toEqual({ effectif: 5, moyenne: 31, mediane: 20, p10: 7, p25: 10, p75: 40, p90: 64 });
    const { data } = await sg.run(
      CALLERS.pilotage,
      `{ indicateur(code: "N.I.V3.7", territoire: "94", debut: "2026-01-01", fin: "2026-12-31", ventilation: "commune") {
        ventilation { cle delais { effectif mediane } } } }`,
    );
    expect(data.indicateur.ventilation).toEqual([{ cle: "94028", delais: { effectif: 5, mediane: 20 } }]);
    expect(await demanderDelais("F.4")).toBeNull();
  });
});

it("les colonnes de chaque indicateur sont celles qu’il annonce", async () => {
  for (const { definition, calcul } of [...CATALOGUE.values()].flat()) {
    const { fields } = await db.owner.query({
      text: `select l.*, $1::text as p1, $2::date as p2, $3::date as p3, $4::date as p4 from (${calcul.lignes(faits(false))}) l limit 0`,
      values: ["94", "2026-01-01", "2026-12-31", null],
    });
    const donnees = fields.map(({ name }) => name);
    const attendues = ["allocataire", "le", "numerateur", "denominateur", ...(calcul.donne ?? []), ...Object.values(calcul.coupes ?? {})];
    const manquantes = attendues.filter((colonne) => !donnees.includes(colonne));
    expect([definition.code, definition.version, manquantes]).toEqual([definition.code, definition.version, []]);
  }
});
