import { natureDeSortie } from "../../subgraphs/shared/contrat/correspondance/sortie";
import { PEOPLE } from "../setup/fixtures";
import { type Monde, ouvrirMonde, USAGERS } from "./monde";

const SORTIE = "query ($id: ID!) { allocataire(id: $id) { orientation { id } sorties { nature date preuve provenance { source } } } }";

describe("SORTIE_PARCOURS : nature des sorties que France Travail constate", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
  });
  afterEach(() => monde.fermer());

  const { numeroFranceTravail } = USAGERS.amina;
  const orientee = () =>
    monde.simulateur.agir({
      acte: "DECIDER_ORIENTATION",
      numeroFranceTravail,
      parcours: "PSP",
      referent: { organisme: { code: "CD" } },
      dateDecision: "2026-01-20",
    });
  const personne = async () => (await monde.executer(SORTIE, { id: PEOPLE.amina })).allocataire;

  it("clôt l’orientation à sa date, avec la nature que dit le motif de clôture, une fois", async () => {
    orientee();
    await monde.lireTout();
    expect((await personne()).sorties).toEqual([]);
    monde.simulateur.agir({
      acte: "CHANGER_STATUT",
      numeroFranceTravail,
      statut: "Cessé",
      dateEffet: "2026-01-31",
      motifCode: "31",
      motifLibelle: "Reprise d’emploi déclarée",
    });
    monde.simulateur.agir({ acte: "CLORE_ORIENTATION", numeroFranceTravail, dateSortie: "2026-01-31" });
    await monde.lireTout();
    await monde.lireTout();
    expect(await personne()).toEqual({
      orientation: null,
      sorties: [
        {
          nature: "EMPLOI_COURT",
          date: "2026-01-31",
          preuve: "France Travail : parcours clos, motif de clôture 31, Reprise d’emploi déclarée.",
          provenance: { source: "FRANCE_TRAVAIL" },
        },
      ],
    });
    const recus = await monde.echanges("SORTIE_PARCOURS");
    expect(recus.filter(({ sens }) => sens === "ENTRANT").map(({ statut, tentatives }) => [statut, tentatives])).toEqual([["TRAITE", 1]]);
  });

  it("un parcours qu’une réorientation remplace n’est pas une sortie", async () => {
    orientee();
    monde.simulateur.agir({ acte: "CLORE_ORIENTATION", numeroFranceTravail, dateSortie: "2026-01-31", motif: "REORIENTATION" });
    await monde.lireTout();
    await monde.lireTout();
    const { orientation, sorties } = await personne();
    expect([orientation === null, sorties]).toEqual([false, []]);
  });

  it.each([
    ["Reprise d’emploi déclarée", "EMPLOI_COURT"],
    ["Reprise d'emploi durable", "EMPLOI_DURABLE"],
    ["Entrée en stage", "FORMATION"],
    ["Création d’entreprise", "CREATION_ACTIVITE"],
    ["Décès", "DECES"],
    ["Déménagement", "DEMENAGEMENT"],
    ["Cessation d’inscription pour défaut d’actualisation", "AUTRE"],
    [null, "AUTRE"],
  ])("motif « %s » : %s", (libelle, nature) => {
    expect(natureDeSortie(libelle)).toBe(nature);
  });
});
