import { PEOPLE } from "../setup/fixtures";
import { type Monde, ouvrirMonde, USAGERS } from "./monde";

describe("RDV_A_POSITIONNER : premier rendez-vous d’accompagnement à prendre, demandé par France Travail", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
  });
  afterEach(() => monde.fermer());

  it("est à placer avant son échéance, puis sort de la liste quand il est pris", async () => {
    const { numeroFranceTravail } = USAGERS.amina;
    monde.simulateur.agir({
      acte: "DECIDER_ORIENTATION",
      numeroFranceTravail,
      parcours: "PSP",
      referent: { organisme: { code: "CD" } },
      dateDecision: "2026-01-20",
    });
    await monde.lireTout();
    await monde.lireTout();
    const aPositionner = async () =>
      (await monde.executer("{ rendezVousAPositionner { allocataire { id } echeance } }")).rendezVousAPositionner;
    expect(await aPositionner()).toEqual([{ allocataire: { id: PEOPLE.amina }, echeance: expect.any(String) }]);
    const [recue] = (await monde.base.owner.query("select allocataire, donnees from journal.evenement where type = 'ActiviteRecue'")).rows;
    expect(recue).toMatchObject({ allocataire: PEOPLE.amina, donnees: { code: "ACT380", echeance: expect.any(String) } });
    const pris = await monde.executer(
      `mutation { prendreRendezVous(allocataire: "${PEOPLE.amina}", organisme: "94-REMOB-1", famille: PREMIER_ACCOMPAGNEMENT, modalite: PHYSIQUE,
        debut: "2026-02-09T09:00:00Z", dureeMinutes: 45) { __typename } }`,
    );
    expect(pris.prendreRendezVous.__typename).toBe("RendezVous");
    await monde.suivre();
    expect(await aPositionner()).toEqual([]);
    const recus = (await monde.echanges("RDV_A_POSITIONNER")).filter(({ sens }) => sens === "ENTRANT");
    expect(recus.map(({ statut, identifiant_partenaire }) => [statut, identifiant_partenaire !== null])).toEqual([["TRAITE", true]]);
  });
});
