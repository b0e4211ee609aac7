import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { ajouterPdie, importer, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

const SESSION = "22222222-0000-4000-8000-000000000001";
const PASSEE = "22222222-0000-4000-8000-000000000002";
let t: Territoire;
beforeAll(async () => {
  t = await territoire();
  await importer(t.base, [structure("s1")], [service("a", { volume_horaire_hebdomadaire: 2.5, nombre_semaines: 4 }), service("b")]);
  await ajouterPdie(t.base.owner, "pdie-94", "94", 5);
  await ajouterPdie(t.base.owner, "pdie-93", "93", 5);
});
beforeEach(async () => {
  await t.base.owner.query(
    "truncate offre_insertion.prescription, offre_insertion.cle_idempotence, offre_insertion.session, journal.evenement, journal.consultation cascade",
  );
  await t.base.owner.query("update offre_insertion.pdie set places_occupees = 0");
  await t.base.owner.query(
    `insert into offre_insertion.session (id, offre, debut, fin, capacite) values ($1, 'dora--b', '2026-02-20T09:00:00Z', '2026-02-20T12:00:00Z', 1),
       ($2, 'dora--b', '2026-02-01T09:00:00Z', null, null)`,
    [SESSION, PASSEE],
  );
});
afterAll(() => t.fermer());

const PRESCRIRE = `mutation($allocataire: ID!, $offre: ID!, $session: ID, $motif: String!, $cle: String) {
  prescrire(allocataire: $allocataire, offre: $offre, session: $session, motif: $motif, cleIdempotence: $cle) {
    ... on Prescription { id statut motif dureeMinutes prescripteur { id } allocataire { id } offre { id pdie { placesOccupees placesDisponibles } } session { inscrits } historique { statut par motif } }
    ... on Refus { code message champ } } }`;
const AVANCER = `mutation($prescription: ID!, $statut: StatutPrescription!, $motif: String, $cle: String) {
  avancerPrescription(prescription: $prescription, statut: $statut, motif: $motif, cleIdempotence: $cle) {
    ... on Prescription { id statut debut fin resultat historique { statut par motif } }
    ... on Refus { code message champ } } }`;

const prescrire = async (plus: object = {}, appelant = CALLERS.referent) => {
  const { data, errors } = await t.executer(appelant, PRESCRIRE, {
    allocataire: PEOPLE.amina,
    offre: "dora--a",
    motif: "Lever le frein mobilité",
    ...plus,
  });
  expect(errors).toBeUndefined();
  return data.prescrire;
};
const avancer = async (prescription: string, statut: string, motif: string | null = null, appelant = CALLERS.referent) => {
  const { data, errors } = await t.executer(appelant, AVANCER, { prescription, statut, motif });
  expect(errors).toBeUndefined();
  return data.avancerPrescription;
};
const compter = async (table: string) => (await t.base.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n;
const places = async (offre: string) =>
  (await t.base.owner.query("select places_occupees as n from offre_insertion.pdie where offre = $1", [offre])).rows[0].n;

describe("prescrire une offre", () => {
  it("ouvre la prescription : fait, étape, événement et trace ensemble", async () => {
    const p = await prescrire();
    expect(p).toMatchObject({
      statut: "OUVERTE",
      motif: "Lever le frein mobilité",
      dureeMinutes: 600,
      prescripteur: { id: "94-REMOB-1" },
      allocataire: { id: PEOPLE.amina },
      offre: { id: "dora--a", pdie: null },
      session: null,
      historique: [{ statut: "OUVERTE", par: "94-REMOB-1", motif: "Lever le frein mobilité" }],
    });
    const evenements = await t.base.owner.query("select type, departement, allocataire, donnees from journal.evenement");
    expect(evenements.rows).toEqual([
      {
        type: "PrescriptionAvancee",
        departement: "94",
        allocataire: PEOPLE.amina,
        donnees: {
          prescription: p.id,
          offre: "dora--a",
          structure: "dora--s1",
          statut: "OUVERTE",
          acteur: "PRESCRIPTEUR",
          le: "2026-02-10",
        },
      },
    ]);
    const traces = await t.base.owner.query("select champs from journal.consultation where allocataires = array[$1]::uuid[]", [
      PEOPLE.amina,
    ]);
    expect(traces.rows.flatMap((r) => r.champs)).toContain("Prescription.statut");
  });

  it.each<[string, object, string]>([
    ["à une personne d’un autre portefeuille", { allocataire: PEOPLE.bruno }, "ALLOCATAIRE_INTROUVABLE"],
    ["à une personne d’un autre département", { allocataire: PEOPLE.elodie }, "ALLOCATAIRE_INTROUVABLE"],
    ["à personne", { allocataire: "xyz" }, "ALLOCATAIRE_INTROUVABLE"],
    ["d’une offre inconnue", { offre: "absente" }, "OFFRE_INTROUVABLE"],
    ["d’une offre du PDIE d’un autre département", { offre: "pdie-93" }, "OFFRE_INTROUVABLE"],
    ["d’une session d’une autre offre", { session: SESSION }, "SESSION_INTROUVABLE"],
    ["d’une session commencée", { offre: "dora--b", session: PASSEE }, "SESSION_COMMENCEE"],
    ["sans motif", { motif: "  " }, "MOTIF_MANQUANT"],
  ])("refuse la prescription %s", async (_nom, plus, code) => {
    expect(await prescrire(plus)).toMatchObject({ code });
    expect(await compter("offre_insertion.prescription")).toBe(0);
    expect(await compter("journal.evenement")).toBe(0);
  });

  it("refuse deux prescriptions en cours de la même offre, même demandées ensemble", async () => {
    const reponses = await Promise.all([prescrire(), prescrire(), prescrire()]);
    expect(reponses.map((r) => r.code ?? "faite").sort()).toEqual(["DEJA_PRESCRITE", "DEJA_PRESCRITE", "faite"]);
    await avancer(reponses.find((r) => r.id).id, "ANNULEE", "Erreur");
    expect(await prescrire()).toMatchObject({ statut: "OUVERTE" });
  });

  it("vingt prescriptions à la fois sur cinq places en font cinq, et les autres sont refusées", async () => {
    await t.base.owner.query(`insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, nom_tri, source, collectee_le, recue_le)
      select ('33333333-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '94', 'N', '{P}', '1990-01-01', 'N', 'CAF', '2026-01-01', '2026-01-01' from generate_series(1, 20) n
      on conflict do nothing`);
    const reponses = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        prescrire({ allocataire: `33333333-0000-4000-8000-${String(n + 1).padStart(12, "0")}`, offre: "pdie-94" }, CALLERS.departement),
      ),
    );
    expect(reponses.filter((r) => r.statut === "OUVERTE")).toHaveLength(5);
    expect(reponses.filter((r) => r.code === "PLUS_DE_PLACE")).toHaveLength(15);
    expect(await places("pdie-94")).toBe(5);
    expect(await compter("offre_insertion.prescription")).toBe(5);
  });

  it("une session pleine refuse, et ne garde pas la place de l’offre", async () => {
    expect(await prescrire({ offre: "dora--b", session: SESSION })).toMatchObject({
      statut: "OUVERTE",
      dureeMinutes: 180,
      session: { inscrits: 1 },
    });
    expect(await prescrire({ allocataire: PEOPLE.driss, offre: "dora--b", session: SESSION }, CALLERS.departement)).toMatchObject({
      code: "PLUS_DE_PLACE",
      champ: "session",
    });
    await t.base.owner.query(
      "insert into offre_insertion.session (id, offre, departement, debut, capacite) values ('22222222-0000-4000-8000-000000000003', 'pdie-94', '94', '2026-03-01', 0)",
    );
    const refus = await prescrire({ offre: "pdie-94", session: "22222222-0000-4000-8000-000000000003" });
    expect(refus).toMatchObject({ code: "PLUS_DE_PLACE" });
    expect(await places("pdie-94")).toBe(0);
  });

  it("la même clé donne la même prescription, une seule fois ; avec d’autres arguments, elle est refusée", async () => {
    const cle = { cle: "k1", offre: "pdie-94" };
    const [un, deux] = await Promise.all([prescrire(cle), prescrire(cle)]);
    expect(un.id).toBe(deux.id);
    expect(await places("pdie-94")).toBe(1);
    expect(await compter("journal.evenement")).toBe(1);
    expect(await prescrire({ ...cle, motif: "Autre" })).toMatchObject({ code: "CLE_DEJA_UTILISEE" });
  });

  it("sans le droit prescription.gerer : FORBIDDEN, et rien n’est écrit", async () => {
    const { errors } = await t.executer(CALLERS.franceTravail, PRESCRIRE, { allocataire: PEOPLE.amina, offre: "dora--a", motif: "m" });
    expect(errors![0]!.extensions.code).toBe("FORBIDDEN");
    expect(await compter("offre_insertion.prescription")).toBe(0);
  });
});

describe("faire avancer une prescription", () => {
  it("de l’étude à la fin, chaque étape est gardée", async () => {
    const { id } = await prescrire({ offre: "pdie-94" });
    for (const statut of ["A_L_ETUDE", "VALIDEE"]) expect(await avancer(id, statut)).toMatchObject({ statut });
    expect(await avancer(id, "DEMARREE")).toMatchObject({ debut: "2026-02-10", fin: null });
    const finie = await avancer(id, "TERMINEE", "Permis obtenu");
    expect(finie).toMatchObject({ statut: "TERMINEE", debut: "2026-02-10", fin: "2026-02-10", resultat: "Permis obtenu" });
    expect(finie.historique.map((e: { statut: string }) => e.statut)).toEqual(["OUVERTE", "A_L_ETUDE", "VALIDEE", "DEMARREE", "TERMINEE"]);
    expect(await places("pdie-94")).toBe(1);
    expect(await compter("journal.evenement")).toBe(5);
  });

  it("personne ne fait expirer une prescription : seul le délai passe", async () => {
    const { id } = await prescrire({ offre: "pdie-94" });
    expect(await avancer(id, "EXPIREE", "Motif")).toMatchObject({ code: "ETAPE_RESERVEE", champ: "statut" });
    expect(await places("pdie-94")).toBe(1);
  });

  it.each(["REFUSEE", "ANNULEE"])("%s rend la place, une fois", async (statut) => {
    const { id } = await prescrire({ offre: "pdie-94" });
    expect(await places("pdie-94")).toBe(1);
    expect(await avancer(id, statut, "Motif")).toMatchObject({ statut });
    expect(await avancer(id, statut, "Motif")).toMatchObject({ code: "TRANSITION_IMPOSSIBLE" });
    expect(await places("pdie-94")).toBe(0);
  });

  it("refuse sans motif, et refuse une étape qui ne suit pas", async () => {
    const { id } = await prescrire();
    expect(await avancer(id, "REFUSEE")).toMatchObject({ code: "MOTIF_MANQUANT", champ: "motif" });
    expect(await avancer(id, "TERMINEE")).toMatchObject({ code: "TRANSITION_IMPOSSIBLE", champ: "statut" });
    expect(await avancer("pas-un-id", "VALIDEE")).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
  });

  it("deux décisions à la fois : une seule passe", async () => {
    const { id } = await prescrire({ offre: "pdie-94" });
    const reponses = await Promise.all([avancer(id, "REFUSEE", "a"), avancer(id, "ANNULEE", "b"), avancer(id, "REFUSEE", "c")]);
    expect(reponses.filter((r) => r.code === "TRANSITION_IMPOSSIBLE")).toHaveLength(2);
    expect(await places("pdie-94")).toBe(0);
  });
});

describe("qui lit les prescriptions", () => {
  const CHAMPS = "prescriptions { id offre { id } prescripteur { id } historique { statut } }";
  const lire = async (appelant: (typeof CALLERS)[keyof typeof CALLERS], personne: string) =>
    (await t.personnes(appelant, [{ id: personne }], CHAMPS)).entites[0]?.prescriptions;

  it("le Département et France Travail tout leur territoire, un référent les siennes, le 93 aucune du 94", async () => {
    const { id } = await prescrire();
    for (const appelant of [CALLERS.departement, CALLERS.franceTravail, CALLERS.referent])
      expect((await lire(appelant, PEOPLE.amina)).map((p: { id: string }) => p.id)).toEqual([id]);
    expect(await lire(CALLERS.departement93, PEOPLE.amina)).toBeNull();
    expect(await lire(CALLERS.departement, PEOPLE.bruno)).toEqual([]);
    expect(await lire(CALLERS.referent, PEOPLE.bruno)).toBeNull();
  });

  it("ni par l’identifiant de la prescription, ni pour la faire avancer", async () => {
    const { id } = await prescrire({ allocataire: PEOPLE.bruno }, CALLERS.departement);
    const document = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Prescription { id statut allocataire { id } } } }";
    const lue = async (appelant: (typeof CALLERS)[keyof typeof CALLERS]) =>
      (await t.executer(appelant, document, { r: [{ __typename: "Prescription", id }] })).data._entities[0];
    expect(await lue(CALLERS.departement)).toMatchObject({ id, allocataire: { id: PEOPLE.bruno } });
    for (const appelant of [CALLERS.departement93, CALLERS.referent, CALLERS.pilotage]) expect(await lue(appelant)).toBeNull();
    for (const appelant of [CALLERS.departement93, CALLERS.referent]) {
      expect(await avancer(id, "VALIDEE", null, appelant)).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
    }
  });

  it("après une fusion, les prescriptions suivent la personne et portent son identifiant canonique", async () => {
    const { id } = await prescrire({ allocataire: PEOPLE.driss }, CALLERS.departement);
    await t.base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [PEOPLE.amina, PEOPLE.driss]);
    try {
      const champs = "id prescriptions { id allocataire { id } }";
      const attendu = { id: PEOPLE.amina, prescriptions: [{ id, allocataire: { id: PEOPLE.amina } }] };
      for (const personne of [PEOPLE.driss, PEOPLE.amina]) {
        expect((await t.personnes(CALLERS.referent, [{ id: personne }], champs)).entites).toEqual([attendu]);
      }
      expect(await prescrire()).toMatchObject({ code: "DEJA_PRESCRITE" });
    } finally {
      await t.base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [PEOPLE.driss]);
    }
  });

  it("pour cinquante personnes : une instruction par liste", async () => {
    await prescrire();
    const representations = Array.from({ length: 50 }, (_, n) => ({
      id: n === 0 ? PEOPLE.amina : `44444444-0000-4000-8000-${String(n).padStart(12, "0")}`,
    }));
    const { statements, errors } = await t.personnes(CALLERS.departement, representations, CHAMPS);
    expect(errors).toBeUndefined();
    expect(statements).toHaveLength(3);
  });
});
