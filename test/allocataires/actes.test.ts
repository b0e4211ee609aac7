import fs from "node:fs";
import { REFUS } from "../../subgraphs/allocataires/refus";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";
import { ajouterRendezVous, type Convocation } from "./rendez-vous";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
const { departement, franceTravail, referent } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 30);
  await orienter(base.owner, foule.slice(0, 25));
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const evenements = async (allocataire: string) =>
  (await base.owner.query("select type, donnees from journal.evenement where allocataire = $1 order by rang", [allocataire])).rows;

describe("enregistrer un diagnostic", () => {
  const LU =
    "... on Diagnostic { etabliLe niveauQualification metiersRecherches procheAidant contraintes { frein impact prioritaire reperee leveeLe } }";
  const DEMANDE = {
    etabliLe: "2026-01-28",
    contraintes: [
      { frein: "MOBILITE", impact: "FORT", prioritaire: true },
      { frein: "SANTE", impact: "AUCUN" },
    ],
    niveauQualification: "CAP ou BEP",
    metiersRecherches: ["Cuisinier"],
    procheAidant: false,
  };
  const enregistrer = (variables: Record<string, unknown>, appelant = departement) =>
    agir(graphe, appelant, "enregistrerDiagnostic", { allocataire: foule[7], ...DEMANDE, ...variables }, LU);

  it("écrit le diagnostic, les freins et l’événement, et nourrit les critères d’offre", async () => {
    const { r, errors } = await enregistrer({ cleIdempotence: "diag" });
    expect(errors).toBeUndefined();
    expect(r).toEqual({
      __typename: "Diagnostic",
      ...DEMANDE,
      contraintes: [
        { frein: "MOBILITE", impact: "FORT", prioritaire: true, reperee: "2026-01-28", leveeLe: null },
        { frein: "SANTE", impact: "AUCUN", prioritaire: false, reperee: "2026-01-28", leveeLe: null },
      ],
    });
    expect(await evenements(foule[7]!)).toEqual([
      { type: "DiagnosticEnregistre", donnees: { diagnostic: expect.any(String), etabliLe: "2026-01-28" } },
    ]);
    expect((await enregistrer({ cleIdempotence: "diag" })).r).toEqual(r);
    const lu = await graphe.run(
      departement,
      "query ($id: ID) { allocataire(id: $id) { diagnostics { etabliLe } criteresOffre { codeInsee parcours age freins } } }",
      { id: foule[7] },
      new Date("2026-02-01T10:00:00Z"),
    );
    expect(lu.data.allocataire).toEqual({
      diagnostics: [{ etabliLe: "2026-01-28" }],
      criteresOffre: { codeInsee: "94028", parcours: "REMOBILISATION_EMPLOI", age: 36, freins: ["MOBILITE"] },
    });
  });

  it.each([
    ["DATE_FUTURE", { etabliLe: "2026-02-02" }],
    [
      "CONTRAINTE_EN_DOUBLE",
      {
        contraintes: [
          { frein: "SANTE", impact: "FORT" },
          { frein: "SANTE", impact: "FAIBLE" },
        ],
      },
    ],
    ["TEXTE_INVALIDE", { projetProfessionnel: "x".repeat(2001) }],
    ["TEXTE_INVALIDE", { metiersRecherches: ["x".repeat(201)] }],
    ["TEXTE_INVALIDE", { situationEmploi: "\u0007" }],
  ])("refuse : %s", async (code, variables) => {
    expect((await enregistrer({ allocataire: foule[8], ...variables })).r.code).toBe(code);
    expect(await evenements(foule[8]!)).toEqual([]);
  });

  it("qui ne peut pas lire un diagnostic ne peut pas en écrire", async () => {
    const refusee = await enregistrer({ allocataire: foule[8] }, { ...departement, finalite: "DROITS_ET_DEVOIRS" });
    expect([refusee.data, refusee.errors?.map((error) => error.extensions.coordonnee)]).toEqual([null, ["Mutation.enregistrerDiagnostic"]]);
    expect(await evenements(foule[8]!)).toEqual([]);
  });
});

describe("sortie et reprise d’emploi", () => {
  const LUE = "... on SortieParcours { id nature positive date provenance { source } }";

  it("la sortie clôt l’orientation, le contrat et le suivi ; rejouée par le référent, elle répond de même", async () => {
    await agir(graphe, referent, "signerContrat", { allocataire: foule[9], dateSignature: "2026-01-25", dureeMois: 6 }, "");
    const variables = { allocataire: foule[9], nature: "EMPLOI_DURABLE", date: "2026-01-30", cleIdempotence: "sortie" };
    const { r, errors } = await agir(graphe, referent, "declarerSortie", variables, LUE);
    expect(errors).toBeUndefined();
    expect(r).toMatchObject({ nature: "EMPLOI_DURABLE", positive: true, date: "2026-01-30", provenance: { source: "ORGANISME_REFERENT" } });
    expect((await agir(graphe, referent, "declarerSortie", variables, LUE)).r).toEqual(r);
    const lu = await graphe.run(
      departement,
      "query ($id: ID) { allocataire(id: $id) { dates { sortie } orientation { id } orientations { statut closeLe motifFin intervenants { au } } contratEngagement { id } contratsEngagement { statut dateFin } sorties { id } echeances { code } } }",
      { id: foule[9] },
    );
    expect(lu.data.allocataire).toEqual({
      dates: { sortie: "2026-01-30" },
      orientation: null,
      orientations: [{ statut: "CLOSE", closeLe: "2026-01-30", motifFin: "EMPLOI_DURABLE", intervenants: [{ au: "2026-02-01" }] }],
      contratEngagement: null,
      contratsEngagement: [{ statut: "CLOTURE", dateFin: "2026-01-30" }],
      sorties: [{ id: r.id }],
      echeances: [],
    });
    expect((await evenements(foule[9]!)).slice(1)).toEqual([
      { type: "SortieDeclaree", donnees: { sortie: r.id, nature: "EMPLOI_DURABLE", date: "2026-01-30" } },
      { type: "OrientationClose", donnees: { orientation: expect.any(String), closeLe: "2026-01-30", motifFin: "EMPLOI_DURABLE" } },
      { type: "ContratCloture", donnees: { contrat: expect.any(String), le: "2026-01-30", cause: "SORTIE" } },
    ]);
    const lendemain = await graphe.run(
      referent,
      "query ($id: ID) { allocataire(id: $id) { nom } }",
      { id: foule[9] },
      new Date("2026-02-02T10:00:00Z"),
    );
    expect(lendemain.data.allocataire).toBeNull();
    expect((await agir(graphe, departement, "declarerSortie", { ...variables, cleIdempotence: "autre" }, LUE)).r.code).toBe(
      "SORTIE_DEJA_DECLAREE",
    );
  });

  it.each([
    ["DATE_FUTURE", "2026-02-02"],
    ["DATE_ANTERIEURE", "2026-01-19"],
  ])("refuse une sortie : %s", async (code, date) => {
    expect((await agir(graphe, departement, "declarerSortie", { allocataire: foule[10], nature: "AUTRE", date }, LUE)).r.code).toBe(code);
  });

  it("une reprise d’emploi s’enregistre avec sa fin et son événement", async () => {
    const REPRISE = "... on RepriseEmploi { debut fin typeContrat dureeMois quotite presentA6Mois }";
    const variables = {
      allocataire: foule[11],
      debut: "2026-01-31",
      typeContrat: "CDD_MOINS_6_MOIS",
      dureeMois: 1,
      quotite: 0.5,
      cleIdempotence: "reprise",
    };
    const { r } = await agir(graphe, departement, "declarerRepriseEmploi", variables, REPRISE);
    expect(r).toEqual({
      __typename: "RepriseEmploi",
      debut: "2026-01-31",
      fin: "2026-02-27",
      typeContrat: "CDD_MOINS_6_MOIS",
      dureeMois: 1,
      quotite: 0.5,
      presentA6Mois: null,
    });
    expect((await agir(graphe, departement, "declarerRepriseEmploi", variables, REPRISE)).r).toEqual(r);
    expect(await evenements(foule[11]!)).toEqual([
      { type: "RepriseEmploiDeclaree", donnees: { reprise: expect.any(String), debut: "2026-01-31", typeContrat: "CDD_MOINS_6_MOIS" } },
    ]);
    for (const [code, defaut] of [
      ["QUOTITE_INVALIDE", { quotite: 0 }],
      ["QUOTITE_INVALIDE", { quotite: 1.2 }],
      ["DUREE_INVALIDE", { dureeMois: 0 }],
      ["DATE_FUTURE", { debut: "2026-02-02" }],
    ] as const) {
      expect(
        (await agir(graphe, departement, "declarerRepriseEmploi", { ...variables, cleIdempotence: null, ...defaut }, REPRISE)).r.code,
      ).toBe(code);
    }
  });
});

describe("signaler un manquement", () => {
  const LU = "... on Manquement { id nature constateLe constatePar motifLegitime contrat { id } rendezVous { id } provenance { source } }";
  const signaler = (variables: Record<string, unknown>, appelant = franceTravail) =>
    agir(
      graphe,
      appelant,
      "signalerManquement",
      { allocataire: foule[12], nature: "REFUS_CONTROLE", constateLe: "2026-01-30", ...variables },
      LU,
    );
  const rendezVous = (statut: string, convocation?: Convocation) => ajouterRendezVous(base.owner, foule[12]!, statut, convocation);

  it("enregistre le constat, avec l’absence et le contrat en cours", async () => {
    const contrat = await agir(
      graphe,
      departement,
      "signerContrat",
      { allocataire: foule[12], dateSignature: "2026-01-25", dureeMois: 6 },
      "... on ContratEngagement { id }",
    );
    const absence = await rendezVous("ABSENT");
    const { r, errors } = await signaler({ nature: "NON_RESPECT_CONTRAT", rendezVous: absence, cleIdempotence: "manque" });
    expect(errors).toBeUndefined();
    expect(r).toMatchObject({
      nature: "NON_RESPECT_CONTRAT",
      constatePar: "FRANCE_TRAVAIL",
      motifLegitime: null,
      contrat: { id: contrat.r.id },
      rendezVous: { id: absence },
      provenance: { source: "FRANCE_TRAVAIL" },
    });
    expect((await signaler({ nature: "NON_RESPECT_CONTRAT", rendezVous: absence, cleIdempotence: "manque" })).r).toEqual(r);
    const lu = await graphe.run(departement, "query ($id: ID) { allocataire(id: $id) { manquements { id } sanctions { id } } }", {
      id: foule[12],
    });
    expect(lu.data.allocataire).toEqual({ manquements: [{ id: r.id }], sanctions: [] });
  });

  it.each(["HONORE", "ABSENT_JUSTIFIE", "ANNULE_USAGER", "ANNULE_SERVICE", "PREVU"])("refuse un rendez-vous %s", async (statut) => {
    expect((await signaler({ rendezVous: await rendezVous(statut) })).r.code).toBe("RENDEZ_VOUS_SANS_ABSENCE");
  });

  it.each<[string, Convocation | null, Record<string, unknown>]>([
    ["jamais envoyée", null, {}],
    ["envoyée, sans preuve de remise", { remiseLe: null }, {}],
    ["non remise", { echec: "adresse inconnue" }, {}],
    ["remise le jour même", { remiseLe: "2026-01-29T07:00:00Z" }, {}],
    ["attestée malgré un échec que l’outil dit", { echec: "SMS non remis" }, { remiseAttesteeLe: "2026-01-28" }],
    ["attestée avant l’envoi", { remiseLe: null }, { remiseAttesteeLe: "2026-01-19" }],
    ["attestée après le rendez-vous", { remiseLe: null }, { remiseAttesteeLe: "2026-01-29" }],
    ["attestée sans envoi", null, { remiseAttesteeLe: "2026-01-25" }],
  ])("une absence ne fonde rien quand la convocation est %s", async (_, convocation, variables) => {
    const absence = await ajouterRendezVous(base.owner, foule[12]!, "ABSENT", convocation);
    expect((await signaler({ rendezVous: absence, ...variables })).r.code).toBe("CONVOCATION_NON_REMISE");
  });

  it.each([
    ["clos par un agent", "CLORE", "CLOSE", "DECISION_AGENT", "EXAMEN_CLOS"],
    ["clos par les faits : il ne dit rien de cette absence", null, "CLOSE", "VENUE_DEPUIS", "CONVOCATION_NON_REMISE"],
    ["encore à faire", null, "A_EXAMINER", null, "CONVOCATION_NON_REMISE"],
  ])("un manquement ne se signale pas sur une absence dont l’examen est %s", async (_, decision, statut, cause, code) => {
    const absence = await ajouterRendezVous(base.owner, foule[12]!, "ABSENT", { remiseLe: null });
    await base.owner.query(
      `insert into rendez_vous.examen_absence (departement, allocataire, famille, premiere, seconde, statut, inscrite_le, close_le, cause, decision)
       values ('94', $1, 'ACCOMPAGNEMENT', gen_random_uuid(), $2, $3, '2026-02-01', case when $3 = 'CLOSE' then timestamptz '2026-02-02' end, $4, $5)`,
      [foule[12], absence, statut, cause, decision],
    );
    expect((await signaler({ rendezVous: absence })).r.code).toBe(code);
  });

  it("un agent atteste la remise que l’outil de rendez-vous ne dit pas", async () => {
    const absence = await rendezVous("ABSENT", { remiseLe: null });
    const { r } = await agir(
      graphe,
      franceTravail,
      "signalerManquement",
      {
        allocataire: foule[12],
        nature: "REFUS_ELABORER_OU_ACTUALISER_CONTRAT",
        constateLe: "2026-01-29",
        rendezVous: absence,
        remiseAttesteeLe: "2026-01-28",
      },
      "... on Manquement { remiseAttesteeLe remiseAttesteePar { id } rendezVous { id } }",
    );
    expect(r).toMatchObject({
      remiseAttesteeLe: "2026-01-28",
      remiseAttesteePar: { id: "94-FT94" },
      rendezVous: { id: absence },
    });
  });

  it("le constat ne précède pas l’absence", async () => {
    expect((await signaler({ rendezVous: await rendezVous("ABSENT"), constateLe: "2026-01-28" })).r.code).toBe("DATE_ANTERIEURE");
  });

  it.each([
    ["RENDEZ_VOUS_INTROUVABLE", { rendezVous: "00000000-0000-4000-8000-00000000ffff" }],
    ["RENDEZ_VOUS_INTROUVABLE", { rendezVous: "x" }],
    ["CONTRAT_INTROUVABLE", { contrat: "00000000-0000-4000-8000-00000000ffff" }],
    ["SANS_CONTRAT", { allocataire: foule?.[13], nature: "NON_RESPECT_CONTRAT" }],
    ["SANS_PROPOSITION_DE_CONTRAT", { allocataire: foule?.[13], nature: "REFUS_ELABORER_OU_ACTUALISER_CONTRAT" }],
    ["DATE_FUTURE", { constateLe: "2026-02-02" }],
  ])("refuse : %s", async (code, variables) => {
    expect((await signaler({ ...variables, ...(code.startsWith("SANS_") && { allocataire: foule[13] }) })).r.code).toBe(code);
  });
});

describe("la liste des refus", () => {
  it("docs/refus.md donne chaque code avec sa phrase", () => {
    const doc = fs.readFileSync("docs/refus.md", "utf8");
    for (const [code, { message }] of Object.entries(REFUS)) expect(doc).toContain(`| ${code} | ${message} |`);
  });
});
