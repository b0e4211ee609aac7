import type { Caller } from "../../subgraphs/shared/identity";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { agir } from "./actes";
import { acte, base, decider, fermer, franceTravail, graphe, notifier, ouvrir, proposer, signaler } from "./sanctions";

const { departement, departement93, referent } = CALLERS;
beforeAll(ouvrir);
afterAll(fermer);

describe("qui peut quoi", () => {
  it("un délégataire constate, mais ne propose pas ; France Travail propose, mais n’instruit pas", async () => {
    const manquement = await signaler(PEOPLE.amina);
    const proposant: Caller = { ...referent, scopes: new Set([...referent.scopes, "sanction.proposer"]) };
    expect((await acte("proposerSanction", { manquement, nature: "SUSPENSION", motif: "m" }, "2026-02-01", proposant)).code).toBe(
      "NON_HABILITE",
    );
    const instructeur: Caller = { ...franceTravail, scopes: new Set(["sanction.instruire"]) };
    const { id } = await proposer();
    for (const [mutation, variables] of [
      ["instruireSanction", { le: "2026-02-01" }],
      ["notifierSanction", { le: "2026-02-01" }],
      ["recueillirObservations", { recuesLe: "2026-02-01", assistee: false, motifLegitime: false }],
      ["enregistrerAvisEquipe", { le: "2026-02-01", favorable: true }],
      ["transmettreSanction", { le: "2026-02-01" }],
    ] as const)
      expect((await acte(mutation, { sanction: id, ...variables }, "2026-02-01", instructeur)).code).toBe("NON_HABILITE");
  });

  it("France Travail décide, lève et annule le temps d’une délégation écrite, et la décision le dit", async () => {
    const { id } = await notifier();
    await base.owner.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CAF94', '94', 'CAF94', 'CAF', 'CAF')",
    );
    expect((await decider(id, {}, "2026-02-20", franceTravail)).code).toBe("DELEGATION_SANCTION_ABSENTE");
    const DELEGATION = "... on DelegationSanction { id du au reference organisme { id } }";
    const deleguer = (variables: Record<string, unknown>, appelant: Caller = departement) =>
      agir(
        graphe,
        appelant,
        "deleguerSanction",
        { organisme: "94-FT94", du: "2026-02-15", reference: "Arrêté 2026-12", ...variables },
        DELEGATION,
      );
    for (const [code, variables, appelant] of [
      ["NON_HABILITE", {}, franceTravail],
      ["MOTIF_MANQUANT", { reference: "" }, departement],
      ["ORGANISME_INCONNU", { organisme: "93-CD93" }, departement],
      ["DELEGATION_SANS_OBJET", { organisme: "94-CD94" }, departement],
      ["DELEGATAIRE_PAYEUR", { organisme: "94-CAF94" }, departement],
      ["DATE_ANTERIEURE", { au: "2026-02-14" }, departement],
    ] as const)
      expect((await deleguer(variables, appelant)).r.code).toBe(code);
    const { r } = await deleguer({});
    expect(r).toMatchObject({ du: "2026-02-15", au: null, organisme: { id: "94-FT94" } });
    expect((await deleguer({ du: "2026-03-01" })).r.code).toBe("DELEGATION_EXISTANTE");
    expect((await decider(id, { decideeLe: "2026-02-14" }, "2026-02-20", franceTravail)).code).toBe("DELEGATION_SANCTION_ABSENTE");
    expect(await decider(id, {}, "2026-02-20", franceTravail)).toMatchObject({ parDelegation: true, decideePar: "FRANCE_TRAVAIL" });
    const finir = (variables: Record<string, unknown>, jour: string) =>
      agir(graphe, departement, "finirDelegationSanction", { delegation: r.id, ...variables }, DELEGATION, jour);
    expect((await finir({ au: "2026-02-19" }, "2026-02-20")).r.code).toBe("DATE_ANTERIEURE");
    expect((await finir({ delegation: "x", au: "2026-02-20" }, "2026-02-20")).r.code).toBe("DELEGATION_INTROUVABLE");
    expect((await finir({ au: "2026-02-21" }, "2026-02-20")).r.au).toBe("2026-02-21");
    const levee = { sanction: id, remobilisationLe: "2026-02-22", motif: "m" };
    expect((await acte("leverSanction", levee, "2026-02-22", franceTravail)).code).toBe("DELEGATION_SANCTION_ABSENTE");
    expect((await acte("annulerSanction", { sanction: id, motif: "m" }, "2026-02-22", franceTravail)).code).toBe(
      "DELEGATION_SANCTION_ABSENTE",
    );
    const lues = await graphe.run(departement, "{ delegationsSanction { id reference } }");
    expect(lues.data.delegationsSanction).toEqual([{ id: r.id, reference: "Arrêté 2026-12" }]);
    expect((await graphe.run(departement93, "{ delegationsSanction { id } }")).data.delegationsSanction).toEqual([]);
  });

  it("une autre procédure sur le même manquement, un autre département, un identifiant faux", async () => {
    const { id, manquement } = await proposer();
    expect((await acte("proposerSanction", { manquement: manquement.id, nature: "SUSPENSION", motif: "m" })).code).toBe(
      "PROCEDURE_EXISTANTE",
    );
    for (const sanction of ["x", "00000000-0000-4000-8000-00000000ffff"])
      expect((await acte("annulerSanction", { sanction, motif: "m" })).code).toBe("SANCTION_INTROUVABLE");
    expect((await acte("annulerSanction", { sanction: id, motif: "m" }, "2026-02-01", departement93)).code).toBe("SANCTION_INTROUVABLE");
    for (const m of ["x", manquement.id]) {
      const demande = { manquement: m, nature: "SUSPENSION", motif: "m" };
      expect((await acte("proposerSanction", demande, "2026-02-01", departement93)).code).toBe("MANQUEMENT_INTROUVABLE");
      expect((await agir(graphe, departement93, "examinerManquement", { manquement: m, motifLegitime: true }, "")).r.code).toBe(
        "MANQUEMENT_INTROUVABLE",
      );
    }
  });

  it.each([
    ["MOTIF_MANQUANT", { motif: "" }],
    ["QUOTITE_SANCTION_INVALIDE", { quotitePourcent: 10 }],
    ["DUREE_SANCTION_INVALIDE", { dureeMois: 5 }],
  ])("refuse une proposition : %s", async (code, variables) => {
    expect((await proposer(variables)).code).toBe(code);
  });

  it("cinquante personnes se lisent avec leurs sanctions en autant de requêtes qu’une", async () => {
    for (let n = 0; n < 12; n++) await proposer();
    const document = "query ($n: Int) { allocataires(first: $n) { nodes { id sanctions { id statut manquement { id } } } } }";
    const une = await graphe.run(departement, document, { n: 1 });
    const cinquante = await graphe.run(departement, document, { n: 50 });
    expect(cinquante.data.allocataires.nodes).toHaveLength(50);
    expect(cinquante.data.allocataires.nodes.flatMap((n: any) => n.sanctions).length).toBeGreaterThan(10);
    const autres = cinquante.statements.filter(({ text }) => /from allocataires\.(sanction|manquement)/.test(text));
    expect(autres).toHaveLength(2);
    expect(cinquante.statements.length).toBeLessThanOrEqual(une.statements.length + 2);
  });
});
