import { lectureEvenements } from "../../hub/lectures-du-catalogue";
import { sousGraphe as offreInsertion } from "../../subgraphs/offre-insertion/sous-graphe";
import { demander, type MondeEntrant, ouvrirMondeEntrant } from "./entrant";

const OFFRES = `{ offres(filtre: { origines: [EVENEMENT] }, first: 200) { totalCount nodes { id nom sessions { debut capacite inscrits } } } }`;
const evenement = (id: number, plus: object = {}) => ({
  id: `E${id}`,
  titre: `Atelier ${id}`,
  dateDebut: "2026-03-20T09:00:00+01:00",
  codePostal: "94000",
  ville: "Créteil",
  modalite: "ENPHY",
  nombrePlaceTotalPresentiel: 10,
  nombreInscritPresentiel: 4,
  ...plus,
});

describe("OFFRE_REFERENCEMENT : événements que France Travail publie", () => {
  let monde: MondeEntrant;
  beforeEach(async () => {
    monde = await ouvrirMondeEntrant(lectureEvenements);
  });
  afterEach(() => monde.arreter());

  const publier = (id: number, plus: object = {}) =>
    monde.simulateur.agir({ acte: "PUBLIER_EVENEMENT", evenement: evenement(id, plus) as never });
  const offres = async () => (await demander(monde, offreInsertion, OFFRES)).offres;

  it("entrent dans le catalogue avec leurs places, page après page, sans ceux d’ailleurs ni ceux d’hier", async () => {
    for (let i = 0; i < 130; i++) publier(i);
    publier(500, { codePostal: "75012" });
    publier(501, { dateDebut: "2026-03-01T09:00:00+01:00" });
    await monde.lectures.lireTout();
    const { totalCount, nodes } = await offres();
    expect(totalCount).toBe(130);
    expect(nodes[0].sessions).toEqual([{ debut: "2026-03-20T08:00:00.000Z", capacite: 10, inscrits: 4 }]);
    expect(await monde.recus()).toHaveLength(130);
  });

  it("lus de nouveau, ils ne redisent rien ; une place prise, puis un retrait, si", async () => {
    publier(1);
    publier(2);
    await monde.lectures.lireTout();
    await monde.lectures.lireTout();
    expect(await monde.recus()).toHaveLength(2);
    publier(1, { nombreInscritPresentiel: 10 });
    monde.simulateur.agir({ acte: "RETIRER_EVENEMENT", id: "E2" });
    monde.clock.advance(6 * 3_600_000);
    await monde.lectures.lireTout();
    expect((await offres()).nodes).toMatchObject([{ nom: "Atelier 1", sessions: [{ capacite: 10, inscrits: 10 }] }]);
    expect(await monde.recus()).toEqual(Array(4).fill({ objet: "OFFRE_REFERENCEMENT", statut: "TRAITE", code: null }));
  });
});
