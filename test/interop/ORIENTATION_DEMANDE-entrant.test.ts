import { PEOPLE } from "../setup/fixtures";
import { type Monde, ouvrirMonde, USAGERS } from "./monde";

const ACTIVITES = "{ activitesFranceTravail { nodes { code statut echeance parcoursPreconise allocataire { id } } } }";
const ORIENTATIONS = "query ($id: ID!) { allocataire(id: $id) { orientations { statut origine parcours { code } } } }";

describe("ORIENTATION_DEMANDE : demandes d’orientation nées à France Travail", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
  });
  afterEach(() => monde.fermer());

  const orientations = async (id: string) => (await monde.executer(ORIENTATIONS, { id })).allocataire.orientations;
  const activites = async () => (await monde.executer(ACTIVITES)).activitesFranceTravail.nodes;

  it("d’une inscription (ACT382) : une demande, avec son échéance, que la décision du Département referme", async () => {
    monde.simulateur.agir({
      acte: "DEMANDER_ORIENTATION",
      numeroFranceTravail: USAGERS.driss.numeroFranceTravail,
      parcours: "PSP",
      organisme: "CD",
    });
    // The number of the person is learnt by the reading of statuses, which comes after: the activity waits for it.
    await monde.lireTout();
    await monde.lireTout();
    expect(await orientations(PEOPLE.driss)).toEqual([{ statut: "DEMANDEE", origine: "INSCRIPTION_FRANCE_TRAVAIL", parcours: null }]);
    expect(await activites()).toEqual([
      { code: "ACT382", statut: "A_TRAITER", echeance: expect.any(String), parcoursPreconise: "PSP", allocataire: { id: PEOPLE.driss } },
    ]);
    const decidee = await monde.executer(
      `mutation ($id: ID!) { deciderOrientation(allocataire: $id, parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1", motif: "Freins à lever d’abord.") { __typename } }`,
      { id: PEOPLE.driss },
    );
    expect(decidee.deciderOrientation.__typename).toBe("Orientation");
    await monde.suivre();
    expect(await activites()).toMatchObject([{ code: "ACT382", statut: "TRAITEE" }]);
    const entrants = (await monde.echanges("ORIENTATION_DEMANDE")).filter(({ sens }) => sens === "ENTRANT");
    expect(entrants.map(({ statut }) => statut)).toEqual(["TRAITE"]);
  });

  it("d’une réorientation (ACT414) : une proposition à l’étude, vers le parcours que France Travail préconise", async () => {
    const { numeroFranceTravail } = USAGERS.amina;
    monde.simulateur.agir({
      acte: "DECIDER_ORIENTATION",
      numeroFranceTravail,
      parcours: "PSP",
      referent: { organisme: { code: "CD" } },
      dateDecision: "2026-01-20",
    });
    monde.simulateur.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail, parcours: "PED", organisme: "FT" });
    await monde.lireTout();
    await monde.lireTout();
    expect(await orientations(PEOPLE.amina)).toEqual([
      { statut: "A_L_ETUDE", origine: "REORIENTATION", parcours: { code: "FRANCE_TRAVAIL" } },
      { statut: "DECIDEE", origine: "FLUX_CAF", parcours: { code: "REMOBILISATION_EMPLOI" } },
    ]);
    const reorientation = (await activites()).find(({ code }: { code: string }) => code === "ACT414");
    expect(reorientation).toMatchObject({ statut: "A_TRAITER", allocataire: { id: PEOPLE.amina } });
  });
});
