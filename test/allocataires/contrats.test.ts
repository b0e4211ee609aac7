import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
const { departement, departement93, referent } = CALLERS;

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
    ["MOTIF_MODULATION_SANS_OBJET", { motifModulation: "SANTE" }],
    ["MOTIF_MODULATION_SANS_OBJET", { motifModulation: "SANTE", heuresHebdomadaires: 15 }],
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
      ["MOTIF_MANQUANT", { motif: "" }],
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
