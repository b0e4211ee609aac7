import fc from "fast-check";
import { etapeSuivante, TRANSITIONS_SANCTION } from "../../subgraphs/allocataires/droits-devoirs/cycle-sanction";
import type { StatutSanction } from "../../subgraphs/allocataires/vocabulaire";
import { addDays } from "../../subgraphs/shared/civil-date";
import { acte, base, fermer, ouvrir, proposer } from "./sanctions";

beforeAll(ouvrir);
afterAll(fermer);

const ARGUMENTS: Record<string, (le: string) => Record<string, unknown>> = {
  instruireSanction: (le) => ({ le }),
  notifierSanction: (le) => ({ le }),
  recueillirObservations: (recuesLe) => ({ recuesLe, assistee: true, motifLegitime: false }),
  enregistrerAvisEquipe: (le) => ({ le, favorable: true }),
  deciderSanction: (decideeLe) => ({ accepter: true, motif: "m", decideeLe }),
  leverSanction: (remobilisationLe) => ({ remobilisationLe, motif: "m" }),
  annulerSanction: () => ({ motif: "m", cause: "RECOURS" }),
  transmettreSanction: (le) => ({ le }),
};
const ACTION: Record<string, Parameters<typeof etapeSuivante>[1]> = {
  instruireSanction: "instruire",
  notifierSanction: "notifier",
  recueillirObservations: "observer",
  enregistrerAvisEquipe: "aviser",
  deciderSanction: "decider",
  leverSanction: "lever",
  annulerSanction: "annuler",
};

describe("n’importe quelle suite d’actes, jusque dans la base", () => {
  it("suit la table des étapes, sans jamais heurter une contrainte, et une seule décision vaut", async () => {
    const pas = fc.record({
      mutation: fc.oneof(fc.constantFrom(...Object.keys(ARGUMENTS)), fc.constantFrom("notifierSanction", "deciderSanction")),
      attente: fc.integer({ min: 0, max: 14 }),
      recul: fc.constantFrom(0, 0, 0, 3, 20),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("SUSPENSION", "SUPPRESSION"),
        fc.array(pas, { minLength: 4, maxLength: 9 }),
        async (nature, suite) => {
          const { id } = await proposer({ nature });
          let statut: StatutSanction = "PROPOSEE";
          let jour = "2026-02-01";
          for (const { mutation, attente, recul } of suite) {
            jour = addDays(jour, attente);
            // `acte` fails when the base refuses what a rule accepted.
            const r = await acte(mutation, { sanction: id, ...ARGUMENTS[mutation]!(addDays(jour, -recul)) }, jour);
            if (r.code) continue;
            const action = ACTION[mutation];
            if (action) expect(r.statut).toBe(etapeSuivante(statut, action));
            statut = r.statut;
          }
          const { rows } = await base.owner.query("select statut from allocataires.sanction where id = $1", [id]);
          expect(rows).toEqual([{ statut }]);
          const decisions = await base.owner.query(
            "select count(*)::int as n from journal.evenement where type = 'SanctionDecidee' and donnees ->> 'sanction' = $1",
            [id],
          );
          expect(decisions.rows[0].n).toBe(["DECIDEE", "LEVEE", "ANNULEE"].includes(statut) ? 1 : 0);
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it.each([
    ["statut_de_sanction_connu", "statut = 'X'"],
    [
      "pas_de_decision_sans_observations_ou_delai",
      "statut = 'DECIDEE', decidee_le = proposee_le, quotite_pourcent = 30, duree_mois = 1, debut = proposee_le, fin = proposee_le",
    ],
    [
      "suppression_apres_avis",
      "statut = 'DECIDEE', nature = 'SUPPRESSION', notifiee_le = proposee_le, observations_limite = proposee_le, observations_recues_le = proposee_le, decidee_le = proposee_le, quotite_pourcent = 30, duree_mois = 1, debut = proposee_le, fin = proposee_le",
    ],
    ["dates_de_sanction_ordonnees", "notifiee_le = proposee_le - 1"],
    [
      "quotite_et_duree_de_sanction",
      "statut = 'DECIDEE', notifiee_le = proposee_le, observations_limite = proposee_le, observations_recues_le = proposee_le, decidee_le = proposee_le, quotite_pourcent = null",
    ],
    [
      "sanction_levee_datee",
      "statut = 'LEVEE', notifiee_le = proposee_le, observations_limite = proposee_le, observations_recues_le = proposee_le, decidee_le = proposee_le, quotite_pourcent = 30, duree_mois = 1, debut = proposee_le, fin = proposee_le",
    ],
    [
      "sanction_annulee_datee",
      "statut = 'ANNULEE', notifiee_le = proposee_le, observations_limite = proposee_le, observations_recues_le = proposee_le, decidee_le = proposee_le, quotite_pourcent = 30, duree_mois = 1, debut = proposee_le, fin = proposee_le",
    ],
  ])("la base refuse elle-même : %s", async (contrainte, valeurs) => {
    const { id } = await proposer();
    await expect(base.owner.query(`update allocataires.sanction set ${valeurs} where id = $1`, [id])).rejects.toMatchObject({
      code: "23514",
      constraint: contrainte,
    });
  });

  it("chaque étape de la table peut être atteinte", () => {
    const atteintes = new Set<string>(["PROPOSEE"]);
    for (let n = 0; n < 8; n++)
      for (const statut of [...atteintes])
        for (const suite of Object.values(TRANSITIONS_SANCTION[statut as StatutSanction])) atteintes.add(suite);
    expect([...atteintes].sort()).toEqual(Object.keys(TRANSITIONS_SANCTION).sort());
  });
});
