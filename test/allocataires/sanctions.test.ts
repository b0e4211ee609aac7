import { CALLERS } from "../setup/subgraph";
import { agir } from "./actes";
import { verifierEvenements } from "./evenements-conformes";
import {
  acte,
  base,
  decidee,
  decider,
  fermer,
  franceTravail,
  graphe,
  notifier,
  ouvrir,
  personneSeule,
  proposer,
  signaler,
} from "./sanctions";

const { departement } = CALLERS;
beforeAll(ouvrir);
afterAll(fermer);

const evenements = async (allocataire: string) =>
  (await base.owner.query("select type, donnees from journal.evenement where allocataire = $1 order by rang", [allocataire])).rows;

describe("une procédure de sanction, de la proposition à la levée", () => {
  it("va de la proposition à la décision, puis à la levée, chaque étape datée et publiée", async () => {
    const personne = await personneSeule();
    const manquement = await signaler(personne);
    const demande = { manquement, nature: "SUSPENSION", motif: "Contrôle refusé", quotitePourcent: 50, dureeMois: 1, cleIdempotence: "p" };
    const proposee = await acte("proposerSanction", demande, "2026-02-01", franceTravail);
    expect(proposee).toMatchObject({
      statut: "PROPOSEE",
      proposeeLe: "2026-02-01",
      proposeePar: "FRANCE_TRAVAIL",
      instructionLimite: "2026-02-16",
      manquement: { id: manquement, motifLegitime: null },
    });
    expect(await acte("proposerSanction", demande, "2026-02-01", franceTravail)).toEqual(proposee);
    const sanction = proposee.id;
    expect((await acte("instruireSanction", { sanction, le: "2026-02-02" }, "2026-02-02")).statut).toBe("EN_INSTRUCTION");
    expect(await acte("notifierSanction", { sanction, le: "2026-02-03" }, "2026-02-03")).toMatchObject({
      statut: "OBSERVATIONS_ATTENDUES",
      notifieeLe: "2026-02-03",
      observationsLimite: "2026-02-13",
    });
    const observations = { sanction, recuesLe: "2026-02-10", assistee: true, motifLegitime: false };
    expect(await acte("recueillirObservations", observations, "2026-02-10")).toMatchObject({
      statut: "AVIS_EP_ATTENDU",
      observationsRecuesLe: "2026-02-10",
      assistee: true,
    });
    expect(await decider(sanction)).toMatchObject({
      statut: "DECIDEE",
      decideeLe: "2026-02-20",
      decideePar: "DEPARTEMENT",
      decisionMotif: "Sans réponse",
      parDelegation: false,
      quotitePourcent: 50,
      dureeMois: 1,
      debut: "2026-03-01",
      fin: "2026-03-31",
    });
    expect((await acte("transmettreSanction", { sanction, le: "2026-02-21" }, "2026-02-21")).transmiseOrganismePayeurLe).toBe("2026-02-21");
    const levee = { sanction, remobilisationLe: "2026-03-10", motif: "Contact repris", cleIdempotence: "l" };
    expect(await acte("leverSanction", levee, "2026-03-12")).toMatchObject({
      statut: "LEVEE",
      remobilisationLe: "2026-03-10",
      leveeLe: "2026-03-12",
      fin: "2026-03-31",
    });
    expect((await acte("leverSanction", levee, "2026-03-13")).statut).toBe("LEVEE");
    expect((await evenements(personne)).map(({ type }) => type)).toEqual([
      "ManquementSignale",
      "SanctionProposee",
      "SanctionInstruite",
      "SanctionNotifiee",
      "ObservationsRecueillies",
      "SanctionDecidee",
      "SanctionTransmise",
      "SanctionLevee",
    ]);
    const traces = await base.owner.query("select count(*)::int as n from journal.consultation where $1 = any (allocataires)", [personne]);
    expect(traces.rows[0].n).toBeGreaterThanOrEqual(8);
  });

  it("un refus s’enregistre à toute étape, et le manquement peut être proposé de nouveau", async () => {
    const { id, manquement } = await proposer();
    expect(await decider(id, { accepter: false, motif: "Situation régularisée" })).toMatchObject({
      statut: "REFUSEE",
      quotitePourcent: 50,
    });
    expect((await decider(id, { accepter: false })).code).toBe("ETAPE_IMPOSSIBLE");
    expect((await acte("proposerSanction", { manquement: manquement.id, nature: "SUSPENSION", motif: "Autre" })).statut).toBe("PROPOSEE");
  });

  it("s’annule avec sa cause, décidée ou levée", async () => {
    const { id } = await decidee();
    const r = await acte("annulerSanction", { sanction: id, motif: "Recours gracieux", cause: "RECOURS" }, "2026-03-01");
    expect(r).toMatchObject({ statut: "ANNULEE", annulationCause: "RECOURS", annuleeLe: "2026-03-01" });
    const autre = await decidee();
    await acte("leverSanction", { sanction: autre.id, remobilisationLe: "2026-02-25", motif: "avant le premier jour" }, "2026-02-26");
    expect(await acte("annulerSanction", { sanction: autre.id, motif: "Erreur" }, "2026-03-01")).toMatchObject({
      annulationCause: "AUTRE",
    });
  });

  it("dix décisions en même temps : une seule l’emporte", async () => {
    const { id } = await notifier();
    const reponses = await Promise.all(Array.from({ length: 10 }, () => decider(id)));
    expect(reponses.map((r) => r.code ?? r.statut).sort()).toEqual(["DECIDEE", ...Array(9).fill("ETAPE_IMPOSSIBLE")]);
  });
});

describe("pas de décision sans que la personne ait pu répondre", () => {
  it.each([
    ["proposée seulement", "OBSERVATIONS_NON_ECHUES", null, "2026-02-20"],
    ["informée, le dernier jour de son délai", "OBSERVATIONS_NON_ECHUES", "2026-02-02", "2026-02-12"],
    ["informée, le lendemain de son délai", undefined, "2026-02-02", "2026-02-13"],
  ])("%s", async (_, code, notifieeLe, jour) => {
    const { id } = await proposer();
    if (notifieeLe) await acte("notifierSanction", { sanction: id, le: notifieeLe }, jour);
    expect((await decider(id, {}, jour)).code).toBe(code);
  });

  it("une décision antidatée ne passe pas devant le délai ni devant les observations", async () => {
    const { id } = await notifier();
    expect((await decider(id, { decideeLe: "2026-02-12" })).code).toBe("OBSERVATIONS_NON_ECHUES");
    await acte("recueillirObservations", { sanction: id, recuesLe: "2026-02-15", assistee: false, motifLegitime: false }, "2026-02-15");
    expect((await decider(id, { decideeLe: "2026-02-14" })).code).toBe("DATE_ANTERIEURE");
  });

  it("un motif légitime reconnu dans les observations ne laisse que le refus", async () => {
    const { id } = await notifier();
    const r = await acte(
      "recueillirObservations",
      { sanction: id, recuesLe: "2026-02-05", assistee: false, motifLegitime: true },
      "2026-02-05",
    );
    expect(r.manquement.motifLegitime).toBe(true);
    await acte("recueillirObservations", { sanction: id, recuesLe: "2026-02-06", assistee: false, motifLegitime: false }, "2026-02-06");
    expect((await decider(id)).code).toBe("MOTIF_LEGITIME");
    expect((await decider(id, { accepter: false })).statut).toBe("REFUSEE");
  });

  it("un motif légitime reconnu par un agent interdit de proposer, de notifier et de sanctionner, et ne se reprend pas", async () => {
    const { id, manquement } = await proposer();
    const examine = await agir(
      graphe,
      departement,
      "examinerManquement",
      { manquement: manquement.id, motifLegitime: true },
      "... on Manquement { motifLegitime examineLe }",
    );
    expect(examine.r).toMatchObject({ motifLegitime: true, examineLe: "2026-02-01" });
    expect((await agir(graphe, departement, "examinerManquement", { manquement: manquement.id, motifLegitime: false }, "")).r.code).toBe(
      "MOTIF_LEGITIME",
    );
    expect((await acte("notifierSanction", { sanction: id, le: "2026-02-02" }, "2026-02-02")).code).toBe("MOTIF_LEGITIME");
    expect((await decider(id, { accepter: false })).statut).toBe("REFUSEE");
    expect((await acte("proposerSanction", { manquement: manquement.id, nature: "SUSPENSION", motif: "x" })).code).toBe("MOTIF_LEGITIME");
  });
});

describe("une suppression", () => {
  const suppression = { nature: "SUPPRESSION", quotitePourcent: 50, dureeMois: 2 };

  it("demande l’avis de l’équipe pluridisciplinaire, qui ne lie pas", async () => {
    const { id } = await notifier(suppression);
    expect((await acte("enregistrerAvisEquipe", { sanction: id, le: "2026-02-12", favorable: false }, "2026-02-12")).code).toBe(
      "OBSERVATIONS_NON_ECHUES",
    );
    expect((await decider(id)).code).toBe("AVIS_EQUIPE_ABSENT");
    const avis = { sanction: id, le: "2026-02-14", favorable: false };
    expect(await acte("enregistrerAvisEquipe", avis, "2026-02-14")).toMatchObject({
      statut: "AVIS_EP_ATTENDU",
      avisEquipePluridisciplinaireLe: "2026-02-14",
      avisFavorable: false,
    });
    expect((await acte("enregistrerAvisEquipe", avis, "2026-02-14")).code).toBe("AVIS_DEJA_RENDU");
    expect((await decider(id, { decideeLe: "2026-02-13" })).code).toBe("DATE_ANTERIEURE");
    expect((await decider(id)).statut).toBe("DECIDEE");
  });

  const apresAvis = async (personne: string, constateLe: string) => {
    await agir(graphe, departement, "refuserContrat", { allocataire: personne, dateRefus: "2026-01-25", motif: "non" }, "");
    const manquement = await signaler(personne, "REFUS_ELABORER_OU_ACTUALISER_CONTRAT", constateLe);
    const jour = "2026-06-01";
    const { id } = await acte("proposerSanction", { manquement, ...suppression, motif: "Persistance" }, jour);
    await acte("notifierSanction", { sanction: id, le: jour }, jour);
    await acte("enregistrerAvisEquipe", { sanction: id, le: "2026-06-12", favorable: true }, "2026-06-12");
    return decider(id, {}, "2026-06-12");
  };

  it("demande une suspension décidée avant le manquement, ou un refus de contrôle", async () => {
    expect((await apresAvis(await personneSeule(), "2026-03-01")).code).toBe("SUPPRESSION_SANS_FONDEMENT");
    const suspendue = await personneSeule();
    await decidee({}, suspendue);
    expect((await apresAvis(suspendue, "2026-02-19")).code).toBe("SUPPRESSION_SANS_FONDEMENT");
    const persistante = await personneSeule();
    await decidee({}, persistante);
    expect((await apresAvis(persistante, "2026-03-05")).statut).toBe("DECIDEE");
  });

  it("une suspension annulée ne fonde rien", async () => {
    const personne = await personneSeule();
    const { id } = await decidee({}, personne);
    await acte("annulerSanction", { sanction: id, motif: "Erreur", cause: "DROIT_ERREUR" }, "2026-03-01");
    expect((await apresAvis(personne, "2026-03-05")).code).toBe("SUPPRESSION_SANS_FONDEMENT");
  });
});

it("tout ce qui a été publié suit son schéma, sans motif ni valeur de la personne", () =>
  verifierEvenements(
    base.owner,
    [
      "ManquementExamine",
      "SanctionProposee",
      "SanctionInstruite",
      "SanctionNotifiee",
      "ObservationsRecueillies",
      "AvisEquipeRendu",
      "SanctionDecidee",
      "SanctionLevee",
      "SanctionAnnulee",
      "SanctionTransmise",
    ],
    /Contrôle refusé|Sans réponse|Contact repris|Recours gracieux|quotite|dureeMois/,
  ));
