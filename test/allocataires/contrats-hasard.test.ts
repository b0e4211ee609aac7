import fc from "fast-check";
import { cloreContratsSuspendus } from "../../subgraphs/allocataires/contrat/cloture.repository";
import { TRANSITIONS_CONTRAT } from "../../subgraphs/allocataires/contrat/cycle-contrat";
import { remettreASigner } from "../../subgraphs/allocataires/contrat/remettre-a-signer.repository";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import type { StatutContratEngagement } from "../../subgraphs/allocataires/vocabulaire";
import { addDays } from "../../subgraphs/shared/civil-date";
import { Database } from "../../subgraphs/shared/database";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let systeme: Database;
let foule: string[];
let suivant = 0;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 60);
  await orienter(base.owner, foule);
  graphe = await testSubgraph(sousGraphe, base.url);
  systeme = await Database.open(base.url, { role: "unefois_allocataires", entities: sousGraphe.entities, poolSize: 1 });
});
afterAll(async () => {
  await systeme.close();
  await graphe.close();
  await base.drop();
});

type Contrats = Map<string, StatutContratEngagement>;
const lire = async (allocataire: string): Promise<Contrats> =>
  new Map(
    (await base.owner.query("select id, statut from allocataires.contrat_engagement where allocataire = $1", [allocataire])).rows.map(
      (c) => [c.id, c.statut],
    ),
  );

/** One act, of which the answer may be a refusal, never an error. */
async function agirAuHasard(allocataire: string, acte: string, jour: string, contrats: Contrats): Promise<void> {
  const dernier = [...contrats.keys()].at(-1) ?? "x";
  const mutations: Record<string, [string, Record<string, unknown>]> = {
    proposer: ["proposerContrat", { allocataire, proposeLe: jour }],
    signer: ["signerContrat", { allocataire, dateSignature: jour, dureeMois: 1 }],
    signer3mois: ["signerContrat", { allocataire, dateSignature: jour, dureeMois: 3, nature: "ORIENTATION_3_MOIS" }],
    refuser: ["refuserContrat", { allocataire, dateRefus: jour, motif: "m" }],
    suspendre: ["suspendreContrat", { contrat: dernier, le: jour, motif: "RADIATION" }],
    moduler: ["modulerContrat", { contrat: dernier, exempte: true, motif: "SANTE", du: jour }],
    sortir: ["declarerSortie", { allocataire, nature: "AUTRE", date: jour }],
  };
  if (acte === "remettre") {
    await systeme.write(systeme.systemRights(["94"], jour), (tx) =>
      remettreASigner({ tx, publish: async () => undefined }, "94", allocataire, jour),
    );
  } else if (acte === "clore") {
    await cloreContratsSuspendus(base.owner, new Date(`${jour}T10:00:00Z`));
  } else {
    const [mutation, variables] = mutations[acte]!;
    const { errors } = await agir(graphe, CALLERS.departement, mutation, variables, "", jour);
    expect(errors).toBeUndefined();
  }
}

const suites = (statut: StatutContratEngagement): string[] => Object.values(TRANSITIONS_CONTRAT[statut]);

describe("n’importe quelle suite d’actes sur les contrats d’une personne", () => {
  it("suit la table des étapes, et ne laisse jamais deux contrats en cours", async () => {
    const pas = fc.record({
      acte: fc.constantFrom("proposer", "signer", "signer3mois", "refuser", "suspendre", "moduler", "remettre", "clore", "sortir"),
      attente: fc.constantFrom(0, 1, 15, 40, 370),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(pas, { minLength: 3, maxLength: 10 }), async (suite) => {
        const allocataire = foule[suivant++]!;
        let jour = "2026-02-01";
        let avant: Contrats = new Map();
        for (const { acte, attente } of suite) {
          jour = addDays(jour, attente);
          await agirAuHasard(allocataire, acte, jour, avant);
          const apres = await lire(allocataire);
          for (const [id, statut] of apres) {
            const de = avant.get(id);
            if (de !== undefined && de !== statut) expect(suites(de)).toContain(statut);
            if (de === undefined) expect(["A_SIGNER", "SIGNE", "REFUSE"]).toContain(statut);
          }
          expect([...avant.keys()].every((id) => apres.has(id))).toBe(true);
          expect([...apres.values()].filter((statut) => ["A_SIGNER", "SIGNE", "SUSPENDU"].includes(statut)).length).toBeLessThanOrEqual(1);
          avant = apres;
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it.each([
    ["statut_de_contrat_connu", "statut = 'X'"],
    ["contrat_signe_date", "statut = 'SIGNE'"],
    ["contrat_refuse_date", "statut = 'REFUSE'"],
    ["contrat_suspendu_date", "statut = 'SUSPENDU'"],
  ])("la base refuse elle-même : %s", async (contrainte, valeurs) => {
    const allocataire = foule[suivant++]!;
    await agir(graphe, CALLERS.departement, "proposerContrat", { allocataire, proposeLe: "2026-02-01" }, "");
    await expect(
      base.owner.query(`update allocataires.contrat_engagement set ${valeurs} where allocataire = $1`, [allocataire]),
    ).rejects.toMatchObject({
      code: "23514",
      constraint: contrainte,
    });
  });
});
