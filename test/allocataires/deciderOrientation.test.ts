import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
const { departement, departement93, franceTravail, referent, pilotage } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 20);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const DEMANDE = {
  parcours: "REMOBILISATION_EMPLOI",
  organisme: "94-REMOB-1",
  referent: "94-REMOB-1-REF-1",
  motif: "Freins de mobilité",
  decideeLe: "2026-01-25",
};
const LUE = `... on Orientation { id rang statut origine competence demandeeLe decideeLe decideePar motif intensite parcours { code } organisme { id } referent { id }
  intervenants { role du au referent { id } } provenance { source organisme certifiee } }`;
const decider = (variables: Record<string, unknown>, appelant = departement) =>
  agir(graphe, appelant, "deciderOrientation", { ...DEMANDE, ...variables }, LUE);
const compter = async (table: string, allocataire: string) =>
  (await base.owner.query(`select count(*)::int as n from ${table} where allocataire = $1`, [allocataire])).rows[0].n;

describe("décider une orientation", () => {
  it("écrit l’orientation, le suivi, la date d’entrée, l’événement et la trace, et se relit", async () => {
    const { r, errors } = await decider({ allocataire: PEOPLE.driss });
    expect(errors).toBeUndefined();
    expect(r).toMatchObject({
      rang: 1,
      statut: "DECIDEE",
      origine: "FLUX_CAF",
      competence: "DEPARTEMENT",
      demandeeLe: "2026-01-10",
      decideeLe: "2026-01-25",
      decideePar: "DEPARTEMENT",
      motif: "Freins de mobilité",
      intensite: "STANDARD",
      parcours: { code: "REMOBILISATION_EMPLOI" },
      organisme: { id: "94-REMOB-1" },
      referent: { id: "94-REMOB-1-REF-1" },
      intervenants: [{ role: "REFERENT_UNIQUE", du: "2026-01-25", au: null, referent: { id: "94-REMOB-1-REF-1" } }],
      provenance: { source: "DEPARTEMENT", organisme: "94-CD94", certifiee: true },
    });
    const { rows } = await base.owner.query("select type, departement, donnees from journal.evenement where allocataire = $1", [
      PEOPLE.driss,
    ]);
    expect(rows).toEqual([
      {
        type: "OrientationDecidee",
        departement: "94",
        donnees: {
          orientation: r.id,
          rang: 1,
          origine: "FLUX_CAF",
          parcours: "REMOBILISATION_EMPLOI",
          categorie: "EQUILIBRE",
          organisme: "94-REMOB-1",
          referent: "94-REMOB-1-REF-1",
          demandeeLe: "2026-01-10",
          decideeLe: "2026-01-25",
          intensite: "STANDARD",
        },
      },
    ]);
    const trace = await base.owner.query("select champs from journal.consultation where $1 = any (allocataires)", [PEOPLE.driss]);
    expect(trace.rows.flatMap((row) => row.champs)).toContain("Orientation.motif");
    const relue = await graphe.run(
      referent,
      "{ allocataires { nodes { nom dates { decisionOrientation } orientation { id } referent { id } } } }",
      {},
      new Date("2026-02-01T10:00:00Z"),
    );
    expect(relue.data.allocataires.nodes).toContainEqual({
      nom: "Étienne",
      dates: { decisionOrientation: "2026-01-25" },
      orientation: { id: r.id },
      referent: { id: "94-REMOB-1-REF-1" },
    });
  });

  it("sans date, décide aujourd’hui ; l’intensité suit le parcours", async () => {
    await base.owner.query(
      "update allocataires.parcours_local set intensif = true where departement = '94' and code = 'PARCOURS_INSERTION'",
    );
    const { r } = await decider({ allocataire: foule[0], parcours: "PARCOURS_INSERTION", decideeLe: null, referent: null });
    expect(r).toMatchObject({ decideeLe: "2026-02-01", intensite: "INTENSIF", referent: null, intervenants: [] });
    expect(await compter("allocataires.intervention", foule[0]!)).toBe(1);
  });

  it.each([
    ["ORIENTATION_DEJA_DECIDEE", { allocataire: PEOPLE.amina }, departement],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: PEOPLE.elodie }, departement],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: PEOPLE.chantal }, departement93],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: "00000000-0000-4000-8000-00000000ffff" }, departement],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: "x" }, departement],
    ["PARCOURS_INCONNU", { parcours: "ESE" }, departement],
    ["PARCOURS_INCONNU", { parcours: "'; drop table x; --" }, departement],
    ["ORGANISME_INCONNU", { organisme: "93-CD93" }, departement],
    ["ORGANISME_INADAPTE", { organisme: "94-CAF94", referent: null }, departement],
    ["REFERENT_INCONNU", { referent: "94-REMOB-1-REF-9" }, departement],
    ["REFERENT_HORS_ORGANISME", { organisme: "94-FT94", parcours: "FRANCE_TRAVAIL" }, departement],
    ["DATE_FUTURE", { decideeLe: "2026-02-02" }, departement],
    ["DATE_ANTERIEURE", { decideeLe: "2026-01-09" }, departement],
    ["MOTIF_MANQUANT", { motif: " \n" }, departement],
    ["TEXTE_INVALIDE", { motif: "x".repeat(2001) }, departement],
    ["TEXTE_INVALIDE", { motif: "a\u0000b" }, departement],
    ["DELEGATION_ABSENTE", {}, franceTravail],
    ["NON_HABILITE", { allocataire: PEOPLE.amina }, { ...referent, scopes: departement.scopes }],
  ])("refuse : %s", async (code, variables, appelant) => {
    await base.owner.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CAF94', '94', 'CAF94', 'CAF', 'CAF') on conflict do nothing",
    );
    const { r, errors } = await decider({ allocataire: foule[1], ...variables }, appelant);
    expect(errors).toBeUndefined();
    expect(r).toMatchObject({ __typename: "Refus", code });
    expect(r.message).toMatch(/^[A-ZÀ-Ý].{20,}\.$/);
    expect(await compter("allocataires.orientation", foule[1]!)).toBe(0);
    expect(await compter("journal.evenement", foule[1]!)).toBe(0);
  });

  it.each([
    ["le jour de la notification", "2026-01-10"],
    ["le jour même", "2026-02-01"],
  ])("accepte une décision %s", async (titre, decideeLe) => {
    const { r } = await decider({ allocataire: titre === "le jour même" ? foule[2] : foule[3], decideeLe });
    expect(r.decideeLe).toBe(decideeLe);
  });

  it("demande le droit orientation.decider", async () => {
    const { errors, data } = await decider({ allocataire: foule[1] }, referent);
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect(data).toBeNull();
    expect((await decider({ allocataire: foule[1] }, pilotage)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("tient en peu d’ordres SQL, sans lecture quand rien n’est demandé", async () => {
    const { statements } = await agir(
      graphe,
      departement,
      "deciderOrientation",
      { ...DEMANDE, allocataire: foule[4], cleIdempotence: "peu" },
      "",
    );
    expect(statements.map((s) => s.text.trim().slice(0, 40))).toHaveLength(9);
  });
});

describe("clé d’idempotence", () => {
  it("la même clé donne la même réponse, appliquée une fois ; d’autres arguments sont refusés", async () => {
    const variables = { allocataire: foule[5], cleIdempotence: "cle-1" };
    const [premiere, seconde] = [await decider(variables), await decider(variables)];
    expect(seconde.r).toEqual(premiere.r);
    expect(await compter("allocataires.orientation", foule[5]!)).toBe(1);
    expect(await compter("journal.evenement", foule[5]!)).toBe(1);
    expect((await decider({ ...variables, motif: "Autre" })).r.code).toBe("CLE_DEJA_UTILISEE");
    expect((await decider({ ...variables }, { ...departement, client: "autre-client" })).r.code).toBe("ORIENTATION_DEJA_DECIDEE");
  });

  it("un refus n’est pas gardé", async () => {
    const refusee = await decider({ allocataire: foule[6], parcours: "INCONNU", cleIdempotence: "cle-2" });
    expect(refusee.r.code).toBe("PARCOURS_INCONNU");
    const corrigee = await decider({ allocataire: foule[6], cleIdempotence: "cle-2" });
    expect(corrigee.r.__typename).toBe("Orientation");
  });

  it("deux appels en même temps n’en font qu’un", async () => {
    const variables = { allocataire: foule[7], cleIdempotence: "cle-3" };
    const [un, deux] = await Promise.all([decider(variables), decider(variables)]);
    expect(un.r).toEqual(deux.r);
    expect(un.r.__typename).toBe("Orientation");
    expect(await compter("allocataires.orientation", foule[7]!)).toBe(1);
  });

  it("dix décisions en même temps : une seule l’emporte", async () => {
    const reponses = await Promise.all(Array.from({ length: 10 }, (_, i) => decider({ allocataire: foule[8], motif: `Décision ${i}` })));
    expect(reponses.flatMap((reponse) => reponse.errors ?? [])).toEqual([]);
    expect(reponses.map(({ r }) => r.code ?? r.__typename).sort()).toEqual([...Array(9).fill("ORIENTATION_DEJA_DECIDEE"), "Orientation"]);
    expect(await compter("allocataires.intervention", foule[8]!)).toBe(1);
    expect(await compter("journal.evenement", foule[8]!)).toBe(1);
  });

  it("une autre écriture, hors du verrou, est reconnue par le nom de sa contrainte", async () => {
    await base.owner.query("begin");
    await base.owner.query(
      `insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, decidee_le, source, collectee_le, recue_le)
       values ('94', $1, 2, 'DECIDEE', 'FLUX_CAF', 'DEPARTEMENT', '2026-01-10', '2026-01-20', 'CAF', now(), now())`,
      [foule[9]],
    );
    const enAttente = decider({ allocataire: foule[9] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await base.owner.query("commit");
    expect((await enAttente).r.code).toBe("ORIENTATION_DEJA_DECIDEE");
  });
});
