import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
let suivante = 0;
const { departement, departement93, franceTravail, referent } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await base.owner.query(
    `insert into allocataires.organisme (id, departement, code, nom, type) values ('94-PI-1', '94', 'PI-1', 'Parcours insertion', 'DELEGATAIRE'), ('94-CAF94', '94', 'CAF94', 'CAF', 'CAF')`,
  );
  foule = await ajouterFoule(base.owner, 40);
  await orienter(base.owner, foule);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const personne = () => foule[suivante++]!;
const LUE = `... on Orientation { id rang statut origine competence demandeeLe decideeLe decideePar motif motifDemande closeLe parcours { code } organisme { id } referent { id }
  passages { instance le avis decision } intervenants { role du au referent { id } } }`;
const proposer = async (variables: Record<string, unknown>, appelant = departement, jour = "2026-03-01") =>
  (
    await agir(
      graphe,
      appelant,
      "proposerReorientation",
      { parcours: "PARCOURS_INSERTION", motif: "Freins sociaux importants", ...variables },
      LUE,
      jour,
    )
  ).r;
const statuer = async (variables: Record<string, unknown>, appelant = departement, jour = "2026-04-01") =>
  (
    await agir(
      graphe,
      appelant,
      "statuerReorientation",
      { accepter: true, le: "2026-03-20", motif: "Avis de l’instance", ...variables },
      LUE,
      jour,
    )
  ).r;
const evenements = async (id: string) =>
  (await base.owner.query("select type, donnees from journal.evenement where allocataire = $1 order by rang", [id])).rows;
const lire = async (id: string) =>
  (
    await graphe.run(
      departement,
      "query ($id: ID!) { a: allocataire(id: $id) { orientation { id rang statut } orientations { id rang statut closeLe finAccompagnementLe motifFin intervenants { role du au } } contratEngagement { id statut } } }",
      { id },
      new Date("2026-04-01T10:00:00Z"),
    )
  ).data.a;

describe("proposer une réorientation", () => {
  it("ajoute une orientation à l’étude, au rang suivant ; l’orientation en cours continue", async () => {
    const id = personne();
    const r = await proposer({ allocataire: id, organisme: "94-PI-1" });
    expect(r).toMatchObject({
      rang: 2,
      statut: "A_L_ETUDE",
      origine: "REORIENTATION",
      demandeeLe: "2026-03-01",
      decideeLe: null,
      motif: null,
      motifDemande: "Freins sociaux importants",
      parcours: { code: "PARCOURS_INSERTION" },
      organisme: { id: "94-PI-1" },
      passages: [],
    });
    const { orientation, orientations } = await lire(id);
    expect(orientation).toMatchObject({ rang: 1, statut: "DECIDEE" });
    expect(orientations.map((o: { statut: string }) => o.statut)).toEqual(["A_L_ETUDE", "DECIDEE"]);
    expect(await evenements(id)).toEqual([
      {
        type: "ReorientationProposee",
        donnees: { orientation: r.id, rang: 2, parcours: "PARCOURS_INSERTION", organisme: "94-PI-1", demandeeLe: "2026-03-01" },
      },
    ]);
  });

  it("l’organisme qui suit la personne peut la proposer, pour elle seule ; France Travail aussi", async () => {
    const decideur = { ...referent, scopes: departement.scopes };
    expect(await proposer({ allocataire: personne() }, decideur)).toMatchObject({ statut: "A_L_ETUDE" });
    expect(await proposer({ allocataire: PEOPLE.chantal }, decideur)).toMatchObject({ code: "ALLOCATAIRE_INTROUVABLE" });
    expect(await proposer({ allocataire: personne() }, franceTravail)).toMatchObject({ statut: "A_L_ETUDE" });
    expect(await proposer({ allocataire: personne() }, departement93)).toMatchObject({ code: "ALLOCATAIRE_INTROUVABLE" });
  });

  it.each([
    ["SANS_ORIENTATION", { allocataire: PEOPLE.driss }],
    ["MOTIF_MANQUANT", { motif: "  " }],
    ["TEXTE_INVALIDE", { motif: "x".repeat(2001) }],
    ["PARCOURS_INCONNU", { parcours: "ESE" }],
    ["ORGANISME_INCONNU", { organisme: "93-CD93" }],
    ["ORGANISME_INADAPTE", { organisme: "94-CAF94" }],
    ["MEME_PARCOURS", { parcours: "REMOBILISATION_EMPLOI" }],
    ["MEME_PARCOURS", { parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1" }],
  ])("refuse : %s", async (code, variables) => {
    const id = personne();
    expect(await proposer({ allocataire: id, ...variables })).toMatchObject({ __typename: "Refus", code });
    expect(await evenements(id)).toEqual([]);
  });

  it("le même parcours avec un autre organisme est une réorientation ; une seule est à l’étude", async () => {
    const id = personne();
    expect(await proposer({ allocataire: id, parcours: "REMOBILISATION_EMPLOI", organisme: "94-PI-1" })).toMatchObject({
      statut: "A_L_ETUDE",
    });
    expect(await proposer({ allocataire: id })).toMatchObject({ code: "REORIENTATION_EN_COURS" });
  });

  it("dix propositions en même temps : une seule est à l’étude", async () => {
    const id = personne();
    const reponses = await Promise.all(Array.from({ length: 10 }, () => proposer({ allocataire: id })));
    expect(reponses.map((r) => r.code ?? r.statut).sort()).toEqual(["A_L_ETUDE", ...Array(9).fill("REORIENTATION_EN_COURS")]);
  });

  it("qui ne suit pas la personne et n’est ni le Département ni France Travail n’est pas habilité", async () => {
    const id = personne();
    await base.owner.query(
      "insert into allocataires.intervention (departement, orientation, allocataire, organisme, role, du) select departement, id, allocataire, '94-PI-1', 'AUTRE', '2026-01-20' from allocataires.orientation where allocataire = $1",
      [id],
    );
    const autre = { ...referent, client: "pi", organisme: "PI-1", agent: null, scopes: departement.scopes };
    expect(await proposer({ allocataire: id }, autre)).toMatchObject({ code: "NON_HABILITE" });
  });
});

describe("statuer sur une réorientation", () => {
  it("acceptée : l’ancienne est close, la nouvelle décidée, le suivi passe de l’une à l’autre, le contrat est à signer de nouveau", async () => {
    const id = personne();
    const contrat = await agir(
      graphe,
      departement,
      "signerContrat",
      { allocataire: id, dateSignature: "2026-02-01", dureeMois: 6, heuresHebdomadaires: 15 },
      "... on ContratEngagement { id }",
    );
    const proposee = await proposer({ allocataire: id, organisme: "94-PI-1" });
    const r = await statuer({ orientation: proposee.id });
    expect(r).toMatchObject({
      id: proposee.id,
      rang: 2,
      statut: "DECIDEE",
      competence: "DEPARTEMENT",
      decideeLe: "2026-03-20",
      decideePar: "DEPARTEMENT",
      motif: "Avis de l’instance",
      motifDemande: "Freins sociaux importants",
      organisme: { id: "94-PI-1" },
      referent: null,
      passages: [{ instance: "IOP", le: "2026-03-20", avis: "FAVORABLE", decision: "ACCEPTEE" }],
    });
    const { orientation, orientations, contratEngagement } = await lire(id);
    expect(orientation).toMatchObject({ id: proposee.id });
    expect(orientations[1]).toMatchObject({
      rang: 1,
      statut: "CLOSE",
      closeLe: "2026-03-20",
      finAccompagnementLe: "2026-03-20",
      motifFin: "REORIENTATION",
      intervenants: [{ role: "REFERENT_UNIQUE", du: "2026-01-20", au: "2026-03-19" }],
    });
    expect(contratEngagement).toEqual({ id: contrat.r.id, statut: "A_SIGNER" });
    const types = (await evenements(id)).map((e) => e.type);
    expect(types).toEqual(["ContratSigne", "ReorientationProposee", "ContratASigner", "OrientationClose", "OrientationDecidee"]);
    expect((await evenements(id)).at(-1).donnees).toMatchObject({
      orientation: proposee.id,
      rang: 2,
      origine: "REORIENTATION",
      categorie: "REMOBILISATION",
      decideeLe: "2026-03-20",
    });
    const { rows } = await base.owner.query(
      "select organisme, du::text, au::text from allocataires.intervention where allocataire = $1 order by du",
      [id],
    );
    expect(rows).toEqual([
      { organisme: "94-REMOB-1", du: "2026-01-20", au: "2026-03-19" },
      { organisme: "94-PI-1", du: "2026-03-20", au: null },
    ]);
  });

  it("refusée : l’orientation en cours, le suivi et le contrat ne changent pas, l’examen reste", async () => {
    const id = personne();
    const proposee = await proposer({ allocataire: id, organisme: "94-PI-1" });
    const avant = await lire(id);
    expect(await statuer({ orientation: proposee.id, accepter: false })).toMatchObject({
      statut: "REFUSEE",
      decideeLe: null,
      motif: "Avis de l’instance",
      passages: [{ instance: "IOP", le: "2026-03-20", avis: "DEFAVORABLE", decision: "REFUSEE" }],
    });
    const apres = await lire(id);
    expect(apres.orientation).toEqual(avant.orientation);
    expect(apres.orientations[1]).toEqual(avant.orientations[1]);
    expect((await evenements(id)).at(-1)).toEqual({
      type: "ReorientationRefusee",
      donnees: { orientation: proposee.id, rang: 2, le: "2026-03-20", instance: true },
    });
    expect(await proposer({ allocataire: id, organisme: "94-PI-1" })).toMatchObject({ rang: 3, statut: "A_L_ETUDE" });
  });

  it("sans organisme proposé : le même s’il suit déjà ce parcours, avec le même référent ; sinon il faut choisir", async () => {
    const proposee = await proposer({ allocataire: personne(), parcours: "FRANCE_TRAVAIL" });
    expect(await statuer({ orientation: proposee.id })).toMatchObject({ code: "ORGANISME_A_CHOISIR" });
    const temoin = personne();
    await base.owner.query("update allocataires.orientation set parcours = 'FRANCE_TRAVAIL' where allocataire = $1", [temoin]);
    expect(await statuer({ orientation: proposee.id })).toMatchObject({
      statut: "DECIDEE",
      organisme: { id: "94-REMOB-1" },
      referent: { id: "94-REMOB-1-REF-1" },
    });
  });

  it("les six semaines ne courent pas : le Département statue des mois plus tard, France Travail par délégation seulement", async () => {
    const proposee = await proposer({ allocataire: personne(), organisme: "94-PI-1" });
    const tard = { orientation: proposee.id, le: "2026-09-01" };
    expect(await statuer(tard, franceTravail, "2026-09-01")).toMatchObject({ code: "DELEGATION_REORIENTATION_ABSENTE" });
    await base.owner.query(
      "insert into allocataires.delegation (departement, reference, organisme_type, parcours, du) values ('94', 'C1', 'FRANCE_TRAVAIL', 'PARCOURS_INSERTION', '2026-08-01')",
    );
    expect(await statuer(tard, franceTravail, "2026-09-01")).toMatchObject({
      statut: "DECIDEE",
      competence: "DELEGATION",
      decideePar: "FRANCE_TRAVAIL",
    });
  });

  it.each([
    ["MOTIF_MANQUANT", { motif: "" }, departement],
    ["TEXTE_INVALIDE", { motif: "x".repeat(2001) }, departement],
    ["DATE_FUTURE", { le: "2026-04-02" }, departement],
    ["DATE_ANTERIEURE", { le: "2026-02-28" }, departement],
    ["ORGANISME_INCONNU", { organisme: "93-CD93" }, departement],
    ["ORGANISME_INADAPTE", { organisme: "94-CAF94" }, departement],
    ["REFERENT_INCONNU", { referent: "94-PI-1-REF-9" }, departement],
    ["REFERENT_HORS_ORGANISME", { referent: "94-REMOB-1-REF-1" }, departement],
    ["NON_HABILITE", {}, { ...referent, scopes: departement.scopes }],
    ["ORIENTATION_INTROUVABLE", {}, departement93],
    ["ORIENTATION_INTROUVABLE", { orientation: "00000000-0000-4000-8000-00000000ffff" }, departement],
    ["ORIENTATION_INTROUVABLE", { orientation: "x" }, departement],
  ])("refuse : %s", async (code, variables, appelant) => {
    const id = personne();
    const proposee = await proposer({ allocataire: id, organisme: "94-PI-1" });
    expect(await statuer({ orientation: proposee.id, ...variables }, appelant)).toMatchObject({ __typename: "Refus", code });
    expect((await lire(id)).orientations.map((o: { statut: string }) => o.statut)).toEqual(["A_L_ETUDE", "DECIDEE"]);
    expect(await evenements(id)).toHaveLength(1);
  });

  it("ne statue pas deux fois, ni sur une orientation qui n’est pas à l’étude ; sans orientation en cours, on ne peut que refuser", async () => {
    const id = personne();
    const proposee = await proposer({ allocataire: id, organisme: "94-PI-1" });
    const { orientation } = await lire(id);
    expect(await statuer({ orientation: orientation.id })).toMatchObject({ code: "REORIENTATION_NON_A_L_ETUDE" });
    await base.owner.query("update allocataires.orientation set statut = 'CLOSE', close_le = '2026-03-10' where id = $1", [orientation.id]);
    expect(await statuer({ orientation: proposee.id })).toMatchObject({ code: "SANS_ORIENTATION" });
    expect(await statuer({ orientation: proposee.id, accepter: false })).toMatchObject({ statut: "REFUSEE" });
    expect(await statuer({ orientation: proposee.id })).toMatchObject({ code: "REORIENTATION_NON_A_L_ETUDE" });
  });

  it("la même clé donne la même réponse, appliquée une fois", async () => {
    const proposee = await proposer({ allocataire: personne(), organisme: "94-PI-1" });
    const [un, deux] = [
      await statuer({ orientation: proposee.id, cleIdempotence: "iop" }),
      await statuer({ orientation: proposee.id, cleIdempotence: "iop" }),
    ];
    expect(un.statut).toBe("DECIDEE");
    expect(deux).toEqual(un);
  });

  it("demande le droit orientation.decider", async () => {
    for (const [mutation, variables] of [
      ["proposerReorientation", { allocataire: PEOPLE.amina, parcours: "X", motif: "m" }],
      ["statuerReorientation", { orientation: PEOPLE.amina, accepter: true, le: "2026-03-01", motif: "m" }],
      ["demanderOrientation", { allocataire: PEOPLE.amina, origine: "TRANSFERT_DEPARTEMENT" }],
    ] as const)
      expect((await agir(graphe, referent, mutation, variables, "")).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});
