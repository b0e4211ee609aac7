import { donnerLesCodes, driss, gestes, REMOB_1, vus } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

describe("RDV_A_POSITIONNER : le premier rendez-vous que France Travail doit prendre", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await donnerLesCodes(monde);
  });
  afterEach(() => monde.fermer());

  const NUMERO = driss.numeroFranceTravail;
  const orienterVersFranceTravail = () => gestes(monde).decider(driss.allocataire, "FRANCE_TRAVAIL", "94-FT94", "2026-02-02");
  const ouvertes = () => monde.simulateur.etat(NUMERO)!.activites.filter((a) => a.codeActivite === "ACT380");

  it("la décision ouvre l’activité chez France Travail ; l’échange le confirme, et n’envoie rien lui-même", async () => {
    await orienterVersFranceTravail();
    await monde.vider();
    expect((await monde.echanges("RDV_A_POSITIONNER")).map((e) => [e.statut, e.identifiant_partenaire])).toEqual([
      ["CONFIRME", ouvertes()[0]!.identifiantActivite],
    ]);
    expect(monde.simulateur.appliques.map((e) => e.operation)).toEqual(["POST /orientation"]);
  });

  it("tant que la décision n’est pas dite, il attend", async () => {
    monde.simulateur.panne({ api: "orientationusager", nature: "503" });
    await orienterVersFranceTravail();
    await monde.vider();
    expect((await vus(monde, "RDV_A_POSITIONNER"))[0]).toMatch(/^A_ENVOYER/);
    monde.simulateur.leverPannes();
    await monde.vider(86_400_000);
    expect(await vus(monde, "RDV_A_POSITIONNER")).toEqual(["CONFIRME"]);
  });

  it("déjà pris par le conseiller, il est confirmé aussi", async () => {
    monde.simulateur.panne({ api: "activites-operationnelles", nature: "503" });
    await orienterVersFranceTravail();
    await monde.vider();
    monde.simulateur.agir({
      acte: "PRENDRE_RENDEZ_VOUS",
      numeroFranceTravail: NUMERO,
      rendezVous: { date: "2026-02-16T10:00:00+01:00", motif: "ACC" },
    });
    monde.simulateur.leverPannes();
    await monde.vider(86_400_000);
    expect(ouvertes()).toEqual([]);
    expect(await vus(monde, "RDV_A_POSITIONNER")).toEqual(["CONFIRME"]);
  });

  it("n’envoyant rien, il ne retient pas ce qui suit chez la même personne", async () => {
    monde.simulateur.panne({ api: "activites-operationnelles", nature: "503" });
    await orienterVersFranceTravail();
    await gestes(monde).diagnostiquer(driss.allocataire, "2026-02-02", [{ frein: "MOBILITE", impact: "FORT" }]);
    await monde.vider();
    expect((await vus(monde, "RDV_A_POSITIONNER"))[0]).not.toBe("CONFIRME");
    expect(await vus(monde, "DIAGNOSTIC")).toEqual(["CONFIRME"]);
  });

  it("une personne que suit un délégataire n’en demande pas", async () => {
    await gestes(monde).decider(driss.allocataire, "REMOBILISATION_EMPLOI", REMOB_1, "2026-02-02");
    await monde.vider();
    expect(await monde.echanges("RDV_A_POSITIONNER")).toEqual([]);
  });
});
