import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { echeances, type FaitsEcheances } from "../../subgraphs/allocataires/une-fois/echeances";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterFoule } from "./personnes";

const RIEN: FaitsEcheances = {
  soumisDroitsDevoirs: true,
  flux: true,
  notification: null,
  sortie: null,
  premiereConvocation: null,
  decisionOrientation: null,
  orientationCouranteDecideeLe: null,
  premierEntretien: null,
  signatureContrat: null,
  contratEnCours: null,
};
const notifiee = { ...RIEN, notification: "2026-01-31" };
const orientee = { ...RIEN, orientationCouranteDecideeLe: "2026-01-31" };
const engagee = { ...RIEN, contratEnCours: { depart: "2026-01-01", fin: "2026-06-30" } };
const trouver = (faits: FaitsEcheances, code: string, jour: string) => echeances(faits, jour).find((e) => e.code === code);

describe("échéances", () => {
  it.each([
    ["CONVOCATION_1_MOIS", notifiee, "2026-02-28"],
    ["ORIENTATION_15_JOURS", notifiee, "2026-02-15"],
    ["ORIENTATION_1_MOIS", notifiee, "2026-02-28"],
    ["ORIENTATION_6_SEMAINES", notifiee, "2026-03-14"],
    ["PREMIER_ENTRETIEN_15_JOURS", orientee, "2026-02-15"],
    ["CONTRAT_1_MOIS", orientee, "2026-02-28"],
    ["FIN_CONTRAT", engagee, "2026-06-30"],
  ])("%s : la veille et le jour même dans le délai, le lendemain dépassée", (code, faits, limite) => {
    const decale = (jours: number) => new Date(Date.parse(limite) + jours * 86_400_000).toISOString().slice(0, 10);
    expect([-1, 0, 1].map((jours) => trouver(faits, code, decale(jours))?.depassee)).toEqual([false, false, true]);
    expect(trouver(faits, code, limite)).toMatchObject({ limite, respecteeLe: null });
  });

  it("un acte fait, même tard, n’est plus à faire", () => {
    const tardive = trouver({ ...notifiee, decisionOrientation: "2026-03-20" }, "ORIENTATION_1_MOIS", "2026-04-01");
    expect(tardive).toMatchObject({ respecteeLe: "2026-03-20", limite: "2026-02-28", depassee: false });
  });

  it.each([
    ["hors droits et devoirs", { ...notifiee, soumisDroitsDevoirs: false }],
    ["après une sortie", { ...notifiee, sortie: "2026-02-01" }],
    ["sans date de départ", RIEN],
  ])("aucune horloge ne court %s", (_titre, faits) => {
    expect(echeances(faits, "2027-01-01")).toEqual([]);
  });

  it("le premier stock n’a pas d’échéance de convocation", () => {
    expect(trouver({ ...notifiee, flux: false }, "CONVOCATION_1_MOIS", "2026-02-01")).toBeUndefined();
  });
});

describe("le filtre echeanceDepassee", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await graphe.close();
    await base.drop();
  });

  /** Every combination of what a clock can depend on, one person each. */
  async function population(): Promise<void> {
    const ids = await ajouterFoule(base.owner, 96);
    await base.owner.query(
      `update allocataires.entree e set flux = n % 2 = 0, sortie = case when n % 12 = 0 then date '2026-01-25' end,
         decision_orientation = case when n % 3 > 0 then date '2026-01-20' end, premier_entretien = case when n % 5 = 0 then date '2026-01-28' end
       from unnest($1::uuid[]) with ordinality p(id, n) where e.allocataire = p.id`,
      [ids],
    );
    await base.owner.query(
      `insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, decidee_le, parcours, source, collectee_le, recue_le)
       select '94', id, 1, 'DECIDEE', 'FLUX_CAF', 'DEPARTEMENT', '2026-01-10', '2026-01-20', 'FRANCE_TRAVAIL', 'CAF', now(), now()
       from unnest($1::uuid[]) with ordinality p(id, n) where n % 3 > 0`,
      [ids],
    );
    await base.owner.query(
      `insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_debut, date_signature, date_fin, source, collectee_le, recue_le)
       select '94', id, 'CONTRAT_ENGAGEMENT', 'SIGNE', d, d, date '2026-01-20' + (n % 60)::int, 'CAF', now(), now()
       from unnest($1::uuid[]) with ordinality p(id, n), lateral (select case when n % 8 < 4 then date '2026-01-15' else date '2026-01-22' end as d) x where n % 4 < 3`,
      [ids],
    );
    await base.owner.query(
      `with r as (insert into rendez_vous.rendez_vous (departement, debut, duree_minutes, modalite, famille, motif, organisme, source, collectee_le, recue_le)
         select '94', case f when 'ORIENTATION' then timestamptz '2026-01-18T09:00:00Z' else '2026-01-29T09:00:00Z' end, 30, 'PHYSIQUE', f, 'motif', '94-CD94', 'DEPARTEMENT', now(), now() from unnest(array['ORIENTATION', 'PREMIER_ACCOMPAGNEMENT']) f
         returning departement, id, famille)
       insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le)
       select r.departement, r.id, p.id, case when n % 2 = 0 then 'HONORE' else 'ABSENT' end, now()
       from r, unnest($1::uuid[]) with ordinality p(id, n) where (r.famille = 'ORIENTATION') = (n % 7 < 4)`,
      [ids],
    );
    await base.owner.query(
      `insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal)
       select p.departement, p.rendez_vous, p.allocataire, 1, '2026-01-12T08:00:00Z', 'COURRIER' from rendez_vous.participation p
       join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous where r.famille = 'ORIENTATION' and p.statut = 'HONORE'`,
    );
  }

  it("garde exactement les personnes dont une échéance est dépassée", async () => {
    await population();
    for (const jour of ["2026-01-20", "2026-01-25", "2026-01-26", "2026-02-04", "2026-02-05", "2026-02-11", "2026-02-21", "2026-03-15"]) {
      const { data, errors } = await graphe.run(
        CALLERS.departement,
        `{ tous: allocataires(first: 200) { nodes { id echeances { code depassee } } } avec: allocataires(first: 200, filtre: { echeanceDepassee: true }) { nodes { id } }
           sans: allocataires(first: 200, filtre: { echeanceDepassee: false }) { nodes { id } } }`,
        {},
        new Date(`${jour}T10:00:00Z`),
      );
      expect(errors).toBeUndefined();
      const depassees = data.tous.nodes.filter((n: any) => n.echeances.some((e: any) => e.depassee)).map((n: any) => n.id);
      expect(data.avec.nodes.map((n: any) => n.id)).toEqual(depassees);
      expect(data.sans.nodes).toHaveLength(data.tous.nodes.length - depassees.length);
    }
  });

  it("les dates viennent des rendez-vous, en un ordre SQL", async () => {
    const { data, statements, errors } = await graphe.run(
      CALLERS.departement,
      '{ allocataires(first: 50, filtre: { recherche: "foule" }) { nodes { nom dates { premiereConvocation rendezVousOrientation premierEntretien } } } }',
    );
    expect(errors).toBeUndefined();
    expect(statements.map((s) => s.text).filter((texte) => texte.includes("publie.presence"))).toHaveLength(1);
    expect(data.allocataires.nodes[1]).toEqual({
      nom: "Foule0002",
      dates: { premiereConvocation: "2026-01-12", rendezVousOrientation: "2026-01-18", premierEntretien: null },
    });
    expect(data.allocataires.nodes[5].dates).toEqual({
      premiereConvocation: null,
      rendezVousOrientation: null,
      premierEntretien: "2026-01-29",
    });
  });
});
