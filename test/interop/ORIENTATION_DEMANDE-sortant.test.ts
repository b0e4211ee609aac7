import { amina, donnerLesCodes, effets, gestes, REMOB_2, vus } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

describe("ORIENTATION_DEMANDE : une réorientation proposée par le Département", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await donnerLesCodes(monde);
    await gestes(monde).diagnostiquer(amina.allocataire, "2026-01-30", [
      { frein: "LOGEMENT", impact: "FORT" },
      { frein: "MOBILITE", impact: "MOYEN" },
    ]);
  });
  afterEach(() => monde.fermer());

  const NUMERO = amina.numeroFranceTravail;
  const orientations = () => monde.simulateur.etat(NUMERO)!.orientations;
  const demandes = () => monde.simulateur.appliques.filter((e) => e.operation === "POST /calculerOrientation");
  const proposer = () => gestes(monde).proposerReorientation(amina.allocataire, "PARCOURS_INSERTION", REMOB_2);

  it("demande sa préconisation à France Travail, avec les seuls critères connus, en codes", async () => {
    await proposer();
    await monde.vider();
    expect(demandes().map((e) => e.corps)).toEqual([
      {
        origine: "INSCRIPTION_CONSEILLER_CD",
        criteres_orientation: { contrainte_logement: "IMPACT_FORT_RECHERCHE_EMPLOI", contrainte_mobilite: "AUTRE" },
      },
    ]);
    expect(await vus(monde, "ORIENTATION_DEMANDE")).toEqual(["CONFIRME"]);
  });

  it("acceptée ici, la décision répond à la préconisation qu’elle a fait naître", async () => {
    const proposee = await proposer();
    await monde.vider();
    monde.horloge.advance(5 * 86_400_000);
    await gestes(monde).statuer(proposee, true, "2026-02-07");
    await monde.vider();
    expect(orientations().filter((o) => o.etat === "OUVERT")).toMatchObject([
      {
        parcours: "PSO",
        referent_parcours: { structure: { code: "ILE0002" } },
        decision: { etat_decision: "REFUSEE", date_decision: "2026-02-07" },
      },
    ]);
    expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(["CONFIRME"]);
  });

  it("refusée ici, la préconisation l’est aussi, et ce qui court continue", async () => {
    monde.simulateur.agir({ acte: "DECIDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PSP", dateDecision: "2026-01-20" });
    const proposee = await proposer();
    await monde.vider();
    await gestes(monde).statuer(proposee, false, "2026-02-02");
    await monde.vider();
    expect(orientations().map((o) => [o.parcours, o.etat, o.decision?.etat_decision ?? null])).toEqual([
      ["PSP", "OUVERT", null],
      ["IND", "ABANDON", "REFUSEE"],
    ]);
    expect(monde.simulateur.etat(NUMERO)!.activites.map((a) => a.codeActivite)).not.toContain("ACT414");
    expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(["CONFIRME"]);
  });

  it("décidée ici avant d’être demandée : la décision seule est dite", async () => {
    const proposee = await proposer();
    await gestes(monde).statuer(proposee, true, "2026-02-02");
    await monde.vider();
    expect(await vus(monde, "ORIENTATION_DEMANDE")).toEqual([
      "IGNORE La réorientation n’est plus à l’étude : c’est la décision qui est dite.",
    ]);
    expect(demandes()).toEqual([]);
    expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(["CONFIRME"]);
  });

  it("appliquée sans réponse, elle n’est pas redemandée", async () => {
    monde.simulateur.panne({ api: "orientationusager", nature: "500", moment: "APRES", fois: 1 });
    await proposer();
    await monde.vider();
    expect(effets(monde, NUMERO).filter((e) => e.includes("calculer"))).toHaveLength(1);
    expect(await vus(monde, "ORIENTATION_DEMANDE")).toEqual(["CONFIRME"]);
  });
});
