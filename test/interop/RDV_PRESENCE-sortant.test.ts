import { amina, donnerLesCodes, effets, gestes, vus } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

describe("RDV_PRESENCE : présence ou absence saisie par le Département", () => {
  let monde: Monde;
  let rdv: string;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await donnerLesCodes(monde);
    rdv = await gestes(monde).prendre(amina.allocataire, "2026-02-03T08:30:00Z");
    await monde.vider();
    monde.horloge.advance(2 * 86_400_000);
  });
  afterEach(() => monde.fermer());

  const chezFT = () =>
    monde.simulateur.etat(amina.numeroFranceTravail)!.rendezVous.map((r) => [r.corps.statut, r.corps.initiateur ?? null]);
  const saisir = (statut: string) => gestes(monde).presence(rdv, amina.allocataire, statut);

  it.each([
    ["HONORE", ["EFFECTUE", null]],
    ["ABSENT", ["ABSENT", null]],
    ["ABSENT_JUSTIFIE", ["ANNULE", "USAGER"]],
  ])("%s est dit %j, sur le rendez-vous que France Travail a déjà", async (statut, dit) => {
    await saisir(statut);
    await monde.vider();
    expect(chezFT()).toEqual([dit]);
    expect(await vus(monde, "RDV_PRESENCE")).toEqual(["CONFIRME"]);
    expect(effets(monde, amina.numeroFranceTravail)).toEqual(["POST /rendez-vous", "PUT /rendez-vous"]);
  });

  it("une absence corrigée est redite, autant de fois qu’il le faut", async () => {
    for (const statut of ["ABSENT", "HONORE", "ABSENT"]) {
      await saisir(statut);
      await monde.vider();
    }
    expect(chezFT()).toEqual([["ABSENT", null]]);
    expect(await vus(monde, "RDV_PRESENCE")).toEqual(["CONFIRME", "CONFIRME", "CONFIRME"]);
  });

  it("un rendez-vous que France Travail n’avait pas est dit avec sa présence", async () => {
    await monde.base.owner.query("delete from echanges.echange");
    monde.simulateur.remettreAZero();
    monde.simulateur.ajouterUsager(amina);
    await saisir("HONORE");
    await monde.vider();
    expect(chezFT()).toEqual([["EFFECTUE", null]]);
    expect(effets(monde, amina.numeroFranceTravail)).toEqual(["POST /rendez-vous"]);
  });

  it("la présence que France Travail a dite ne lui est pas redite", async () => {
    await saisir("HONORE");
    await monde.base.owner.query("update rendez_vous.historique_presence set source = 'FRANCE_TRAVAIL' where apres = 'HONORE'");
    await monde.vider();
    expect(await vus(monde, "RDV_PRESENCE")).toEqual(["IGNORE France Travail a dit ce fait au hub : il ne lui est pas redit."]);
  });
});
