import { remettreASigner } from "../../subgraphs/allocataires/contrat/remettre-a-signer.repository";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { Database } from "../../subgraphs/shared/database";
import type { Caller } from "../../subgraphs/shared/identity";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { verifierEvenements } from "./evenements-conformes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
const { departement } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 30);
  await orienter(base.owner, foule);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

/** What a réorientation does to the contract of a person. */
async function reorienter(allocataire: string, le = "2026-02-01") {
  const publies: unknown[] = [];
  const base94 = await Database.open(base.url, { role: "unefois_allocataires", entities: sousGraphe.entities, poolSize: 1 });
  const contrat = await base94.write(base94.systemRights(["94"], le), (tx) =>
    remettreASigner({ tx, publish: async (...e) => void publies.push(...e) }, "94", allocataire, le),
  );
  await base94.close();
  return { contrat, publies };
}

const signer = async (allocataire: string, dateSignature = "2026-01-25") =>
  (await agir(graphe, departement, "signerContrat", { allocataire, dateSignature, dureeMois: 6 }, "... on ContratEngagement { id }")).r
    .id as string;
const statuts = async (allocataire: string) =>
  (
    await base.owner.query(
      "select statut, date_signature, date_refus, remis_le from allocataires.contrat_engagement where allocataire = $1 order by recue_le",
      [allocataire],
    )
  ).rows;

describe("remettre un contrat à la signature", () => {
  it("un contrat signé revient à signer ; sa date de signature reste", async () => {
    const contrat = await signer(foule[0]!);
    const { contrat: remis, publies } = await reorienter(foule[0]!);
    expect(remis).toBe(contrat);
    expect(await statuts(foule[0]!)).toEqual([
      { statut: "A_SIGNER", date_signature: "2026-01-25", date_refus: null, remis_le: "2026-02-01" },
    ]);
    expect(publies).toEqual([
      {
        type: "ContratASigner",
        departement: "94",
        allocataire: foule[0],
        donnees: { contrat, nature: "CONTRAT_ENGAGEMENT", le: "2026-02-01", cause: "REORIENTATION" },
      },
    ]);
    expect((await reorienter(foule[0]!)).contrat).toBeNull();
  });

  it("à défaut de contrat en cours, le dernier refusé revient à signer", async () => {
    for (const dateRefus of ["2026-01-22", "2026-01-28"])
      await agir(graphe, departement, "refuserContrat", { allocataire: foule[1], dateRefus, motif: "non" }, "");
    expect((await reorienter(foule[1]!)).contrat).not.toBeNull();
    expect(await statuts(foule[1]!)).toEqual([
      { statut: "REFUSE", date_signature: null, date_refus: "2026-01-22", remis_le: null },
      { statut: "A_SIGNER", date_signature: null, date_refus: "2026-01-28", remis_le: "2026-02-01" },
    ]);
  });

  it("un refus passé ne revient pas quand un contrat court, et rien ne change sans contrat", async () => {
    await agir(graphe, departement, "refuserContrat", { allocataire: foule[2], dateRefus: "2026-01-22", motif: "non" }, "");
    const contrat = await signer(foule[2]!);
    expect((await reorienter(foule[2]!)).contrat).toBe(contrat);
    expect((await reorienter(foule[3]!)).contrat).toBeNull();
  });
});

const CONTRAT = `... on ContratEngagement { id nature statut proposeLe dateSignature dateRefus dateFin renouvelle suspenduLe motifSuspension clotureLe heuresAttendues
  modulations { exempte heuresHebdomadaires motif du au } planAction { rang libelle echeance realiseeLe prescription { id } } }`;
const acte = async (mutation: string, variables: Record<string, unknown>, jour = "2026-02-01", appelant: Caller = departement) => {
  const reponse = await agir(graphe, appelant, mutation, variables, CONTRAT, jour);
  expect(reponse.errors).toBeUndefined();
  return reponse.r;
};
const types = async (allocataire: string) =>
  (
    await base.owner.query("select type, donnees ->> 'cause' as cause from journal.evenement where allocataire = $1 order by rang", [
      allocataire,
    ])
  ).rows.map(({ type, cause }) => (cause ? `${type} ${cause}` : type));

describe("proposer un contrat", () => {
  const proposer = (allocataire: string, variables: Record<string, unknown> = {}) =>
    acte("proposerContrat", { allocataire, proposeLe: "2026-01-25", ...variables });

  it("le contrat proposé est signé lui-même, sans autre ligne", async () => {
    const propose = await proposer(foule[4]!, { cleIdempotence: "propose" });
    expect(propose).toMatchObject({ statut: "A_SIGNER", nature: "CONTRAT_ENGAGEMENT", proposeLe: "2026-01-25", heuresAttendues: null });
    expect(await proposer(foule[4]!, { cleIdempotence: "propose" })).toEqual(propose);
    const signe = await acte("signerContrat", { allocataire: foule[4], dateSignature: "2026-01-30", dureeMois: 6 });
    expect(signe).toMatchObject({ id: propose.id, statut: "SIGNE", proposeLe: "2026-01-25", renouvelle: null, heuresAttendues: 15 });
    expect(await types(foule[4]!)).toEqual(["ContratASigner PROPOSITION", "ContratSigne"]);
  });

  it("le contrat proposé est refusé lui-même, puis un autre peut être proposé", async () => {
    const { id } = await proposer(foule[5]!, { nature: "ORIENTATION_3_MOIS" });
    const refuse = await acte("refuserContrat", { allocataire: foule[5], dateRefus: "2026-01-30", motif: "non" });
    expect(refuse).toMatchObject({ id, statut: "REFUSE", nature: "ORIENTATION_3_MOIS", dateRefus: "2026-01-30" });
    expect((await proposer(foule[5]!)).statut).toBe("A_SIGNER");
  });

  it.each([
    ["SANS_ORIENTATION", { allocataire: PEOPLE.driss }],
    ["DATE_FUTURE", { proposeLe: "2026-02-02" }],
    ["DATE_ANTERIEURE", { proposeLe: "2026-01-19" }],
  ])("refuse : %s", async (code, variables) => {
    expect((await proposer(foule[6]!, variables)).code).toBe(code);
  });

  it("un seul contrat à la fois", async () => {
    await proposer(foule[7]!);
    expect((await proposer(foule[7]!)).code).toBe("CONTRAT_EN_COURS");
  });

  it("remis à la signature, un contrat garde ce qu’il disait, et un autre le suit ou le refuse", async () => {
    const premier = await signer(foule[8]!);
    await reorienter(foule[8]!);
    const second = await acte("signerContrat", { allocataire: foule[8], dateSignature: "2026-02-01", dureeMois: 6 });
    expect(second).toMatchObject({ statut: "SIGNE", renouvelle: premier });
    await reorienter(foule[8]!);
    const refuse = await acte("refuserContrat", { allocataire: foule[8], dateRefus: "2026-02-01", motif: "non" });
    expect(refuse.id).not.toBe(second.id);
    expect((await statuts(foule[8]!)).map(({ statut }) => statut)).toEqual(["CLOTURE", "CLOTURE", "REFUSE"]);
    expect(await types(foule[8]!)).toEqual([
      "ContratSigne",
      "ContratCloture REMPLACE",
      "ContratSigne",
      "ContratCloture REMPLACE",
      "ContratRefuse",
    ]);
  });
});

describe("moduler les heures", () => {
  const moduler = (contrat: string, variables: Record<string, unknown> = {}, appelant: Caller = departement) =>
    acte("modulerContrat", { contrat, exempte: false, heures: 8, motif: "SANTE", du: "2026-02-01", ...variables }, "2026-02-01", appelant);

  it("une modulation arrête la précédente la veille, et dit les heures attendues du jour", async () => {
    const contrat = await signer(foule[9]!);
    expect((await moduler(contrat)).heuresAttendues).toBe(8);
    const seconde = await moduler(contrat, {
      exempte: true,
      heures: null,
      motif: "PROCHE_AIDANT",
      du: "2026-03-01",
      au: "2026-04-30",
      cleIdempotence: "m",
    });
    expect(seconde.modulations).toEqual([
      { exempte: false, heuresHebdomadaires: 8, motif: "SANTE", du: "2026-02-01", au: "2026-02-28" },
      { exempte: true, heuresHebdomadaires: null, motif: "PROCHE_AIDANT", du: "2026-03-01", au: "2026-04-30" },
    ]);
    const evenement = await base.owner.query("select donnees from journal.evenement where type = 'ContratModule' and allocataire = $1", [
      foule[9],
    ]);
    expect(evenement.rows[1].donnees).toEqual({ contrat, du: "2026-03-01", au: "2026-04-30", exempte: true });
  });

  it.each<[string, Record<string, unknown>, Caller]>([
    ["HEURES_INVALIDES", { heures: null }, departement],
    ["HEURES_INVALIDES", { heures: 36 }, departement],
    ["MOTIF_MODULATION_ABSENT", { motif: null }, departement],
    ["MOTIF_MODULATION_ABSENT", { motif: null, exempte: true, heures: null }, departement],
    ["MOTIF_MODULATION_SANS_OBJET", { heures: 20 }, departement],
    ["PERIODE_HORS_CONTRAT", { du: "2026-01-24" }, departement],
    ["PERIODE_HORS_CONTRAT", { au: "2026-01-31" }, departement],
    ["PERIODE_HORS_CONTRAT", { au: "2026-07-25" }, departement],
    ["CONTRAT_INTROUVABLE", { contrat: "x" }, departement],
    ["CONTRAT_INTROUVABLE", {}, CALLERS.departement93],
  ])("refuse : %s %j", async (code, variables, appelant) => {
    reprise ??= await signer(foule[10]!);
    expect((await moduler(reprise, variables, appelant)).code).toBe(code);
  });
  let reprise: string | undefined;

  it("une finalité qui n’ouvre pas la santé ne dit pas de motif : l’argument est refusé, et rien n’est écrit", async () => {
    const contrat = await signer(foule[10]!);
    const reponse = await agir(
      graphe,
      { ...departement, finalite: "DROITS_ET_DEVOIRS" },
      "modulerContrat",
      { contrat, exempte: false, heures: 8, motif: "SANTE", du: "2026-02-01", au: "2026-02-28" },
      "",
    );
    expect([reponse.data, reponse.errors!.map(({ extensions }) => [extensions.code, extensions.coordonnee])]).toEqual([
      null,
      [["FORBIDDEN", "Mutation.modulerContrat(motif:)"]],
    ]);
    const { rows } = await base.owner.query("select from allocataires.modulation where contrat = $1", [contrat]);
    expect(rows).toEqual([]);
  });

  it("ne couvre pas une modulation qui commence plus tard, ni un contrat non signé", async () => {
    const contrat = await signer(foule[11]!);
    await moduler(contrat, { du: "2026-03-01" });
    expect((await moduler(contrat, { du: "2026-02-01" })).code).toBe("MODULATION_EXISTANTE");
    expect((await moduler(contrat, { du: "2026-02-01", au: "2026-02-28" })).modulations).toHaveLength(2);
    await reorienter(foule[11]!);
    expect((await moduler(contrat, { du: "2026-05-01" })).code).toBe("CONTRAT_NON_MODIFIABLE");
  });
});

describe("le plan d’action", () => {
  it("reçoit des actions dans l’ordre, qui se réalisent", async () => {
    const contrat = await signer(foule[12]!);
    const prescription = "00000000-0000-4000-8000-0000000000aa";
    await acte("ajouterAction", { contrat, libelle: "Atelier CV", echeance: "2026-03-01", prescription, cleIdempotence: "a" });
    await acte("ajouterAction", { contrat, libelle: "Atelier CV", echeance: "2026-03-01", prescription, cleIdempotence: "a" });
    await acte("ajouterAction", { contrat, libelle: "Bilan" });
    const { planAction } = await acte("realiserAction", { contrat, rang: 1, le: "2026-01-31" });
    expect(planAction).toEqual([
      { rang: 1, libelle: "Atelier CV", echeance: "2026-03-01", realiseeLe: "2026-01-31", prescription: { id: prescription } },
      { rang: 2, libelle: "Bilan", echeance: null, realiseeLe: null, prescription: null },
    ]);
    expect((await types(foule[12]!)).slice(1)).toEqual(["PlanActionModifie", "PlanActionModifie", "PlanActionModifie"]);
    for (const [code, mutation, variables] of [
      ["LIBELLE_MANQUANT", "ajouterAction", { libelle: " " }],
      ["TEXTE_INVALIDE", "ajouterAction", { libelle: "a".repeat(501) }],
      ["TEXTE_INVALIDE", "ajouterAction", { libelle: "a", prescription: "x" }],
      ["ACTION_INTROUVABLE", "realiserAction", { rang: 3, le: "2026-01-31" }],
      ["DATE_FUTURE", "realiserAction", { rang: 2, le: "2026-02-02" }],
      ["DATE_ANTERIEURE", "realiserAction", { rang: 2, le: "2026-01-24" }],
    ] as const)
      expect((await acte(mutation, { contrat, ...variables })).code).toBe(code);
    await base.owner.query("insert into allocataires.action_plan select '94', $1, $2, r, 'x' from generate_series(3, 50) r", [
      contrat,
      foule[12],
    ]);
    expect((await acte("ajouterAction", { contrat, libelle: "x" })).code).toBe("PLAN_COMPLET");
    await acte("suspendreContrat", { contrat, le: "2026-02-01", motif: "RADIATION" });
    expect((await acte("ajouterAction", { contrat, libelle: "x" })).code).toBe("CONTRAT_NON_MODIFIABLE");
  });
});

describe("lire les contrats de cinquante personnes", () => {
  it("prend autant de requêtes que d’une seule", async () => {
    const lire = (first: number) =>
      graphe.run(
        departement,
        "query ($first: Int) { allocataires(first: $first) { nodes { id contratsEngagement { statut heuresAttendues modulations { du } planAction { rang } } } } }",
        { first },
      );
    const { data, statements } = await lire(50);
    expect(data.allocataires.nodes.flatMap((n: any) => n.contratsEngagement).length).toBeGreaterThan(10);
    expect(statements.filter(({ text }) => /from allocataires\.(contrat_engagement|modulation|action_plan)/.test(text))).toHaveLength(3);
  });
});

it("tout ce qui a été publié suit son schéma, sans motif ni valeur de la personne", () =>
  verifierEvenements(
    base.owner,
    ["ContratASigner", "ContratModule", "PlanActionModifie", "ContratSuspendu", "ContratCloture"],
    /SANTE|PROCHE_AIDANT|Atelier/,
  ));
