import fs from "node:fs";
import { REFUS } from "../../subgraphs/allocataires/refus";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
const { departement, departement93, franceTravail, referent } = CALLERS;

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

describe("signer un contrat", () => {
  const LU =
    "... on ContratEngagement { id nature statut dateDebut dateSignature dateFin heuresHebdomadaires renouvelle modulations { exempte heuresHebdomadaires motif du } organisme { id } referent { id } provenance { source organisme } }";
  const DEMANDE = { dateSignature: "2026-01-25", dureeMois: 6, heuresHebdomadaires: 15 };
  const signer = (variables: Record<string, unknown>, appelant = departement, jour?: string) =>
    agir(graphe, appelant, "signerContrat", { ...DEMANDE, ...variables }, LU, jour);

  it("écrit le contrat, la première signature de l’entrée et l’événement", async () => {
    const { r, errors } = await signer({ allocataire: PEOPLE.amina }, referent);
    expect(errors).toBeUndefined();
    expect(r).toMatchObject({
      nature: "CONTRAT_ENGAGEMENT",
      statut: "SIGNE",
      dateDebut: "2026-01-25",
      dateFin: "2026-07-24",
      heuresHebdomadaires: 15,
      modulations: [],
      renouvelle: null,
      organisme: { id: "94-REMOB-1" },
      referent: { id: "94-REMOB-1-REF-1" },
      provenance: { source: "ORGANISME_REFERENT", organisme: "94-REMOB-1" },
    });
    expect(await evenements(PEOPLE.amina)).toEqual([
      {
        type: "ContratSigne",
        donnees: {
          contrat: r.id,
          nature: "CONTRAT_ENGAGEMENT",
          dateSignature: "2026-01-25",
          dateDebut: "2026-01-25",
          dateFin: "2026-07-24",
          minutesHebdomadaires: 900,
          exempte: false,
        },
      },
    ]);
    const lu = await graphe.run(
      referent,
      "query ($id: ID) { allocataire(id: $id) { dates { signatureContrat } contratEngagement { id } } }",
      { id: PEOPLE.amina },
    );
    expect(lu.data.allocataire).toEqual({ dates: { signatureContrat: "2026-01-25" }, contratEngagement: { id: r.id } });
  });

  it("un contrat d’orientation de trois mois cède la place au suivant, pas l’inverse", async () => {
    const premier = await signer({ allocataire: foule[0], nature: "ORIENTATION_3_MOIS", dureeMois: 3, heuresHebdomadaires: null });
    expect(premier.r).toMatchObject({ statut: "SIGNE", dateFin: "2026-04-24" });
    const second = await signer({ allocataire: foule[0], dateSignature: "2026-01-30" });
    expect(second.r).toMatchObject({ statut: "SIGNE", renouvelle: null });
    const lus = await graphe.run(
      departement,
      "query ($id: ID) { allocataire(id: $id) { dates { signatureContrat } contratsEngagement { nature statut dateFin } } }",
      { id: foule[0] },
    );
    expect(lus.data.allocataire).toEqual({
      dates: { signatureContrat: "2026-01-25" },
      contratsEngagement: [
        { nature: "CONTRAT_ENGAGEMENT", statut: "SIGNE", dateFin: "2026-07-29" },
        { nature: "ORIENTATION_3_MOIS", statut: "CLOTURE", dateFin: "2026-01-30" },
      ],
    });
    expect((await signer({ allocataire: foule[0], nature: "ORIENTATION_3_MOIS", dureeMois: 3 })).r.code).toBe("CONTRAT_EN_COURS");
  });

  it("un contrat arrivé à son terme se renouvelle le lendemain, pas le jour même", async () => {
    const premier = await signer({ allocataire: foule[1], dureeMois: 1 });
    expect((await signer({ allocataire: foule[1], dateSignature: "2026-02-24" }, departement, "2026-02-25")).r.code).toBe(
      "CONTRAT_EN_COURS",
    );
    const second = await signer({ allocataire: foule[1], dateSignature: "2026-02-25" }, departement, "2026-02-25");
    expect(second.r).toMatchObject({ statut: "SIGNE", renouvelle: premier.r.id });
  });

  it("une exemption écrit sa modulation", async () => {
    const { r } = await signer({ allocataire: foule[2], exempte: true, motifModulation: "SANTE", heuresHebdomadaires: 5 });
    expect(r.modulations).toEqual([{ exempte: true, heuresHebdomadaires: 5, motif: "SANTE", du: "2026-01-25" }]);
  });

  it.each([
    ["SANS_ORIENTATION", { allocataire: PEOPLE.driss }],
    ["DATE_FUTURE", { dateSignature: "2026-02-02" }],
    ["DUREE_INVALIDE", { dureeMois: 0 }],
    ["DUREE_INVALIDE", { dureeMois: 25 }],
    ["DUREE_INVALIDE", { nature: "ORIENTATION_3_MOIS", dureeMois: 4 }],
    ["HEURES_INVALIDES", { heuresHebdomadaires: -1 }],
    ["HEURES_INVALIDES", { heuresHebdomadaires: 35.5 }],
    ["MOTIF_MODULATION_ABSENT", { exempte: true }],
    ["MOTIF_MODULATION_ABSENT", { heuresHebdomadaires: 14.5 }],
  ])("refuse : %s (%j)", async (code, variables) => {
    const { r } = await signer({ allocataire: foule[3], ...variables });
    expect(r).toMatchObject({ __typename: "Refus", code });
    expect(await evenements(foule[3]!)).toEqual([]);
  });

  it("hors du périmètre, la personne n’existe pas", async () => {
    expect((await signer({ allocataire: PEOPLE.bruno }, referent)).r.code).toBe("ALLOCATAIRE_INTROUVABLE");
    expect((await signer({ allocataire: PEOPLE.bruno }, departement93)).r.code).toBe("ALLOCATAIRE_INTROUVABLE");
  });

  it("dix signatures en même temps : une seule l’emporte", async () => {
    const reponses = await Promise.all(Array.from({ length: 10 }, () => signer({ allocataire: foule[4] })));
    expect(reponses.map(({ r }) => r.code ?? r.__typename).sort()).toEqual([...Array(9).fill("CONTRAT_EN_COURS"), "ContratEngagement"]);
  });

  it("un refus de contrat s’enregistre et n’ouvre rien", async () => {
    const LU_REFUS = "... on ContratEngagement { id statut dateRefus }";
    const { r } = await agir(
      graphe,
      departement,
      "refuserContrat",
      { allocataire: foule[5], dateRefus: "2026-01-28", motif: "Ne souhaite pas signer" },
      LU_REFUS,
    );
    expect(r).toMatchObject({ statut: "REFUSE", dateRefus: "2026-01-28" });
    expect(await evenements(foule[5]!)).toEqual([
      { type: "ContratRefuse", donnees: { contrat: r.id, nature: "CONTRAT_ENGAGEMENT", dateRefus: "2026-01-28" } },
    ]);
    for (const [code, variables] of [
      ["MOTIF_ABSENT", { motif: "" }],
      ["DATE_FUTURE", { dateRefus: "2026-03-01" }],
      ["DATE_ANTERIEURE", { dateRefus: "2026-01-19" }],
      ["SANS_ORIENTATION", { allocataire: foule[29] }],
    ] as const) {
      expect(
        (
          await agir(
            graphe,
            departement,
            "refuserContrat",
            { allocataire: foule[6], dateRefus: "2026-01-28", motif: "x", ...variables },
            LU_REFUS,
          )
        ).r.code,
      ).toBe(code);
    }
  });
});

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
    expect((await enregistrer({ allocataire: foule[8] }, { ...departement, finalite: "DROITS_ET_DEVOIRS" })).r.code).toBe(
      "FINALITE_INADAPTEE",
    );
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
  const rendezVous = async (statut: string) => {
    const { rows } = await base.owner.query(
      `with r as (insert into rendez_vous.rendez_vous (departement, debut, duree_minutes, modalite, famille, motif, source, collectee_le, recue_le)
         values ('94', '2026-01-29T09:00:00Z', 30, 'PHYSIQUE', 'ACCOMPAGNEMENT', 'motif', 'DEPARTEMENT', now(), now()) returning id)
       insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) select '94', id, $1, $2, now() from r returning rendez_vous`,
      [foule[12], statut],
    );
    return rows[0].rendez_vous as string;
  };

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

  it.each([
    ["RENDEZ_VOUS_INTROUVABLE", { rendezVous: "00000000-0000-4000-8000-00000000ffff" }],
    ["RENDEZ_VOUS_INTROUVABLE", { rendezVous: "x" }],
    ["CONTRAT_INTROUVABLE", { contrat: "00000000-0000-4000-8000-00000000ffff" }],
    ["SANS_CONTRAT", { allocataire: foule?.[13], nature: "NON_RESPECT_CONTRAT" }],
    ["DATE_FUTURE", { constateLe: "2026-02-02" }],
  ])("refuse : %s", async (code, variables) => {
    expect((await signaler({ ...variables, ...(code === "SANS_CONTRAT" && { allocataire: foule[13] }) })).r.code).toBe(code);
  });
});

describe("portefeuilles", () => {
  const LUE = "... on Orientation { id organisme { id } referent { id } intervenants { role du au referent { id } } }";
  const orientationDe = async (allocataire: string) =>
    (await base.owner.query("select id from allocataires.orientation where allocataire = $1", [allocataire])).rows[0].id as string;

  it("un nouveau référent unique remplace le précédent, un autre intervenant s’ajoute", async () => {
    const orientation = await orientationDe(foule[14]!);
    const variables = { orientation, referent: "94-REMOB-1-REF-2", role: "REFERENT_UNIQUE", du: "2026-01-28", cleIdempotence: "ref" };
    const { r, errors } = await agir(graphe, departement, "affecterReferent", variables, LUE);
    expect(errors).toBeUndefined();
    expect(r).toMatchObject({
      referent: { id: "94-REMOB-1-REF-2" },
      intervenants: [
        { role: "REFERENT_UNIQUE", du: "2026-01-20", au: "2026-01-27", referent: { id: "94-REMOB-1-REF-1" } },
        { role: "REFERENT_UNIQUE", du: "2026-01-28", au: null, referent: { id: "94-REMOB-1-REF-2" } },
      ],
    });
    expect((await agir(graphe, departement, "affecterReferent", variables, LUE)).r).toEqual(r);
    const ajout = await agir(
      graphe,
      departement,
      "affecterReferent",
      { orientation, referent: "94-REMOB-1-REF-1", role: "CO_REFERENT", du: "2026-02-01" },
      LUE,
    );
    expect(ajout.r.referent.id).toBe("94-REMOB-1-REF-2");
    expect(ajout.r.intervenants).toHaveLength(3);
  });

  it.each([
    ["ORIENTATION_INTROUVABLE", { orientation: "x" }, departement],
    ["ORIENTATION_INTROUVABLE", {}, departement93],
    ["REFERENT_INCONNU", { referent: "94-REMOB-1-REF-9" }, departement],
    ["REFERENT_HORS_ORGANISME", { referent: "94-FT94-REF-1" }, departement],
    ["DATE_ANTERIEURE", { du: "2026-01-19" }, departement],
    ["DATE_ANTERIEURE", { au: "2026-01-27" }, departement],
    ["DEJA_INTERVENANT", { referent: "94-REMOB-1-REF-1" }, departement],
    ["DELEGATION_ABSENTE", {}, franceTravail],
  ])("affecter refuse : %s", async (code, variables, appelant) => {
    await base.owner.query(
      "insert into allocataires.referent (departement, id, organisme, code, nom) values ('94', '94-FT94-REF-1', '94-FT94', 'REF-1', 'Petit') on conflict do nothing",
    );
    const demande = {
      orientation: await orientationDe(foule[15]!),
      referent: "94-REMOB-1-REF-2",
      role: "REFERENT_UNIQUE",
      du: "2026-01-28",
      ...variables,
    };
    expect((await agir(graphe, appelant, "affecterReferent", demande, LUE)).r.code).toBe(code);
  });

  it("une orientation close ne se modifie plus", async () => {
    await agir(graphe, departement, "declarerSortie", { allocataire: foule[16], nature: "AUTRE", date: "2026-01-30" }, "");
    const demande = { orientation: await orientationDe(foule[16]!), referent: "94-REMOB-1-REF-2", role: "CO_REFERENT", du: "2026-01-31" };
    expect((await agir(graphe, departement, "affecterReferent", demande, LUE)).r.code).toBe("ORIENTATION_CLOSE");
  });

  it("un portefeuille entier change d’organisme, et rien de l’historique n’est perdu", async () => {
    await base.owner.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-ALI', '94', 'ALI', 'Agence locale', 'DELEGATAIRE'), ('94-CAF94', '94', 'CAF94', 'CAF', 'CAF')",
    );
    const LU = "... on Transfert { nombre versOrganisme { id } }";
    const transferer = (variables: Record<string, unknown>, appelant = departement) =>
      agir(
        graphe,
        appelant,
        "transfererPortefeuille",
        { deOrganisme: "94-REMOB-1", versOrganisme: "94-ALI", motif: "Ouverture de l’agence", ...variables },
        LU,
        "2026-02-10",
      );
    expect((await transferer({ motif: "" })).r.code).toBe("MOTIF_ABSENT");
    expect((await transferer({ versOrganisme: "93-CD93" })).r.code).toBe("ORGANISME_INCONNU");
    expect((await transferer({ versOrganisme: "94-REMOB-1" })).r.code).toBe("MEME_ORGANISME");
    expect((await transferer({ versOrganisme: "94-CAF94" })).r.code).toBe("ORGANISME_INADAPTE");
    expect((await transferer({}, { ...franceTravail, scopes: departement.scopes })).r.code).toBe("NON_HABILITE");
    const suivis = (
      await graphe.run(
        departement,
        '{ allocataires(filtre: { organisme: "94-REMOB-1" }) { totalCount } }',
        {},
        new Date("2026-02-10T10:00:00Z"),
      )
    ).data.allocataires.totalCount;
    const { r } = await transferer({ cleIdempotence: "transfert" });
    expect(r).toEqual({ __typename: "Transfert", nombre: suivis, versOrganisme: { id: "94-ALI" } });
    expect(suivis).toBe(25);
    expect((await transferer({ cleIdempotence: "transfert" })).r).toEqual(r);
    const { data } = await graphe.run(
      departement,
      '{ a: allocataires(filtre: { organisme: "94-ALI" }) { totalCount nodes { orientation { organisme { id } referent { id } } } } b: allocataires(filtre: { organisme: "94-REMOB-1" }) { totalCount } }',
      {},
      new Date("2026-02-10T10:00:00Z"),
    );
    expect(data.a.totalCount).toBe(suivis);
    expect(data.b.totalCount).toBe(0);
    expect(data.a.nodes[0].orientation).toEqual({ organisme: { id: "94-ALI" }, referent: null });
    expect(
      (
        await base.owner.query(
          "select count(*)::int as n from allocataires.intervention where organisme = '94-REMOB-1' and au = '2026-02-09'",
        )
      ).rows[0].n,
    ).toBeGreaterThanOrEqual(suivis);
  });
});

describe("ce qui n’est pas encore ouvert", () => {
  const id = "00000000-0000-4000-8000-00000000ffff";
  const [motif, le] = ["motif", "2026-01-30"];
  it.each([
    ["proposerReorientation", { allocataire: id, parcours: "X", motif }],
    ["statuerReorientation", { orientation: id, accepter: true, le, motif }],
    ["proposerSanction", { manquement: id, nature: "SUSPENSION", motif }],
    ["recueillirObservations", { sanction: id, recuesLe: le, assistee: false, motifLegitime: false }],
    ["enregistrerAvisEquipe", { sanction: id, le, favorable: true }],
    ["deciderSanction", { sanction: id, accepter: true, motif }],
    ["leverSanction", { sanction: id, remobilisationLe: le, motif }],
    ["annulerSanction", { sanction: id, motif }],
    ["trancherRapprochement", { rapprochement: id }],
  ])("%s répond NON_DISPONIBLE, après le contrôle des droits", async (mutation, variables) => {
    expect((await agir(graphe, departement, mutation, variables, "")).r).toMatchObject({ __typename: "Refus", code: "NON_DISPONIBLE" });
    expect((await agir(graphe, { ...departement, scopes: new Set() }, mutation, variables, "")).errors?.[0]?.extensions.code).toBe(
      "FORBIDDEN",
    );
  });
});

describe("la liste des refus", () => {
  it("docs/refus.md donne chaque code avec sa phrase", () => {
    const doc = fs.readFileSync("docs/refus.md", "utf8");
    for (const [code, { message }] of Object.entries(REFUS)) expect(doc).toContain(`| ${code} | ${message} |`);
  });
});
