import fc from "fast-check";
import { apres, TRANSITIONS } from "../../subgraphs/allocataires/orientation/cycle";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { STATUTS_ORIENTATION, type StatutOrientation } from "../../subgraphs/allocataires/vocabulaire";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
let suivante = 0;
const RUNS = 40;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 200);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

/** A mutation with its arguments; `cible`: which orientation it is on, from the first, -1 for the last. */
interface Acte extends Record<string, unknown> {
  mutation: string;
  cible?: number;
}
interface Etat {
  id: string;
  rang: number;
  statut: StatutOrientation;
  decideeLe: string | null;
  closeLe: string | null;
  parcours: string | null;
}
const etats = async (allocataire: string): Promise<Etat[]> =>
  (
    await base.owner.query(
      `select id, rang, statut, decidee_le::text as "decideeLe", close_le::text as "closeLe", parcours from allocataires.orientation where allocataire = $1 order by rang`,
      [allocataire],
    )
  ).rows;

describe("le cycle de vie d’une orientation", () => {
  it("chaque étape de la table existe ; REFUSEE et CLOSE ne bougent plus", () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...STATUTS_ORIENTATION].sort());
    for (const acte of ["decider", "accepter", "refuser", "clore"] as const) {
      expect(apres("REFUSEE", acte)).toBeNull();
      expect(apres("CLOSE", acte)).toBeNull();
    }
  });

  const PARCOURS = ["FRANCE_TRAVAIL", "REMOBILISATION_EMPLOI", "PARCOURS_INSERTION"];
  const parcours = fc.constantFrom(...PARCOURS);
  const jour = fc.integer({ min: 10, max: 28 }).map((j) => `2026-01-${j}`);
  const acte: fc.Arbitrary<Acte> = fc.oneof<fc.Arbitrary<Acte>[]>(
    fc.record({
      mutation: fc.constant("demanderOrientation"),
      origine: fc.constantFrom("TRANSFERT_DEPARTEMENT", "INSCRIPTION_FRANCE_TRAVAIL"),
      demandeeLe: jour,
    }),
    fc.record({ mutation: fc.constant("deciderOrientation"), parcours, decideeLe: jour }),
    fc.record({ mutation: fc.constant("proposerReorientation"), parcours, organisme: fc.constantFrom("94-REMOB-1", "94-FT94", null) }),
    fc.record({
      mutation: fc.constant("statuerReorientation"),
      cible: fc.nat(5),
      accepter: fc.boolean(),
      organisme: fc.constantFrom("94-REMOB-1", null),
    }),
    fc.record({
      mutation: fc.constant("statuerReorientation"),
      cible: fc.constant(-1),
      accepter: fc.boolean(),
      organisme: fc.constant("94-FT94"),
    }),
    fc.record({ mutation: fc.constant("declarerSortie"), nature: fc.constant("EMPLOI_DURABLE"), date: jour }),
  );

  const statuer = (accepter: boolean) => ({ mutation: "statuerReorientation", cible: -1, accepter, organisme: "94-FT94" });
  const proposer = { mutation: "proposerReorientation", parcours: "PARCOURS_INSERTION", organisme: null };
  /** Goes through every step at least once. */
  const TOUT_LE_CYCLE: Acte[] = [
    { mutation: "demanderOrientation", origine: "TRANSFERT_DEPARTEMENT", demandeeLe: "2026-01-12" },
    { mutation: "deciderOrientation", parcours: "REMOBILISATION_EMPLOI", decideeLe: "2026-01-20" },
    proposer,
    statuer(false),
    proposer,
    statuer(true),
  ];

  /** What no sequence of acts may break. */
  async function verifier(allocataire: string, avant: Etat[], apresActe: Etat[], refusee: boolean): Promise<void> {
    if (refusee) return expect(apresActe).toEqual(avant);
    const courantes = apresActe.filter((o) => o.statut === "DECIDEE");
    expect(courantes.length).toBeLessThanOrEqual(1);
    expect(apresActe.filter((o) => o.statut === "A_L_ETUDE").length).toBeLessThanOrEqual(1);
    expect(apresActe.map((o) => o.rang)).toEqual(apresActe.map((_, i) => i + 1));
    for (const o of apresActe) {
      const ancienne = avant.find((a) => a.id === o.id);
      if (ancienne && ancienne.statut !== o.statut) expect(Object.values(TRANSITIONS[ancienne.statut])).toContain(o.statut);
      expect(o.decideeLe !== null).toBe(o.statut === "DECIDEE" || o.statut === "CLOSE");
      expect(o.closeLe !== null).toBe(o.statut === "CLOSE");
      if (ancienne && (ancienne.statut === "CLOSE" || ancienne.statut === "REFUSEE")) expect(o).toEqual(ancienne);
    }
    const suivis = await base.owner.query(
      "select orientation from allocataires.intervention where allocataire = $1 and au is null and role = 'REFERENT_UNIQUE'",
      [allocataire],
    );
    expect(suivis.rows.map((row) => row.orientation)).toEqual(courantes.map((o) => o.id));
  }

  it("aucune suite d’actes ne mène hors de la table, ni à deux orientations en cours", async () => {
    const atteints = new Set<StatutOrientation>();
    await fc.assert(
      fc.asyncProperty(fc.array(acte, { minLength: 3, maxLength: 10 }), async (actes) => {
        const allocataire = foule[suivante++ % foule.length]!;
        await base.owner.query("delete from allocataires.intervention where allocataire = $1", [allocataire]);
        await base.owner.query(
          "delete from allocataires.passage_instance p using allocataires.orientation o where o.id = p.orientation and o.allocataire = $1",
          [allocataire],
        );
        await base.owner.query("delete from allocataires.orientation where allocataire = $1", [allocataire]);
        await base.owner.query("delete from allocataires.sortie where allocataire = $1", [allocataire]);
        for (const { mutation, ...variables } of actes) {
          const avant = await etats(allocataire);
          const cible = variables.cible === undefined ? undefined : avant.at(variables.cible)?.id;
          const donnees = {
            allocataire,
            motif: "Un motif suffisant",
            organisme: "94-REMOB-1",
            le: "2026-02-01",
            orientation: cible ?? allocataire,
            ...variables,
          };
          const { r, errors } = await agir(graphe, CALLERS.departement, mutation, donnees, "");
          expect(errors).toBeUndefined();
          const ensuite = await etats(allocataire);
          await verifier(allocataire, avant, ensuite, r.__typename === "Refus");
          for (const o of ensuite) atteints.add(o.statut);
        }
      }),
      { numRuns: RUNS, examples: [[TOUT_LE_CYCLE]] },
    );
    expect([...atteints].sort()).toEqual(STATUTS_ORIENTATION.filter((statut) => statut !== "PRECONISEE").sort());
  });
});
