import type { EvenementEmploi } from "../../subgraphs/offre-insertion/evenement-emploi/evenement-emploi";
import { importerEvenements } from "../../subgraphs/offre-insertion/evenement-emploi/import-evenements";
import { sousGraphe } from "../../subgraphs/offre-insertion/sous-graphe";
import { asOwner } from "../../subgraphs/shared/owner";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const LE = new Date("2026-03-10T12:00:00Z");
const SALON: EvenementEmploi = {
  id: "4021",
  titre: "Salon de l’emploi de Créteil",
  description: "Trente employeurs recrutent, CV en main.",
  debut: new Date("2026-03-20T08:00:00Z"),
  fin: new Date("2026-03-20T16:00:00Z"),
  modalite: "ENPHY",
  codePostal: "94000",
  ville: "CRETEIL",
  presentiel: { places: 40, inscrits: 12 },
  distance: { places: null, inscrits: null },
};
const OFFRE = "france-travail-evenement--4021";
const CHERCHER = `query ($filtre: FiltreOffres) { offres(filtre: $filtre) { nodes { id nom origine commune { codeInsee } retireeLe modesAccueil zoneEligibilite
  sessions { id debut fin lieu capacite inscrits } } } }`;
const PRESCRIRE = `mutation ($offre: ID!) { prescrire(allocataire: "${PEOPLE.amina}", offre: $offre, motif: "Rencontrer des employeurs") {
  ... on Prescription { statut } ... on Refus { code } } }`;
const UNE = "query ($id: ID!) { offre(id: $id) { id retireeLe sessions { capacite inscrits } } }";

describe("les événements de France Travail, dans le catalogue", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  beforeEach(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterEach(async () => {
    await graphe.close();
    await base.drop();
  });

  const importer = (...evenements: EvenementEmploi[]) => asOwner(base.url, (client) => importerEvenements(client, evenements, "94", LE));
  const chercher = async (filtre: object = { origines: ["EVENEMENT"] }) => {
    const answer = await graphe.run(CALLERS.departement, CHERCHER, { filtre }, LE);
    expect(answer.errors).toBeUndefined();
    return answer.data.offres.nodes;
  };
  const modifiees = async () =>
    (await base.owner.query("select departement, donnees from journal.evenement where type = 'OffreModifiee' order by survenu_le, id"))
      .rows;

  it("un événement est une offre, avec sa session, ses places et sa commune", async () => {
    expect((await importer(SALON)).changes).toEqual([{ id: OFFRE, empreinte: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    const attendue = {
      id: OFFRE,
      nom: "Salon de l’emploi de Créteil",
      origine: "EVENEMENT",
      commune: { codeInsee: "94028" },
      retireeLe: null,
      modesAccueil: ["en-presentiel"],
      zoneEligibilite: ["94"],
      sessions: [
        {
          id: expect.any(String),
          debut: "2026-03-20T08:00:00.000Z",
          fin: "2026-03-20T16:00:00.000Z",
          lieu: "CRETEIL",
          capacite: 40,
          inscrits: 12,
        },
      ],
    };
    expect(await chercher()).toEqual([attendue]);
    expect(await chercher({ recherche: "salon employeurs", codeInsee: "94028" })).toEqual([attendue]);
    expect(await modifiees()).toEqual([{ departement: "94", donnees: { offre: OFFRE, source: "france-travail-evenements" } }]);
  });

  it("lu deux fois, il ne change rien ; ses places changées, la même session les dit", async () => {
    await importer(SALON);
    const [avant] = await chercher();
    expect(await importer(SALON)).toEqual({ changes: [], retirees: [] });
    expect(await modifiees()).toHaveLength(1);
    await importer({ ...SALON, presentiel: { places: 40, inscrits: 40 } });
    const [apres] = await chercher();
    expect(apres.sessions).toEqual([{ ...avant.sessions[0], inscrits: 40 }]);
    expect(await chercher({ origines: ["EVENEMENT"], avecPlaces: true })).toEqual([]);
  });

  it("sur place et à distance, deux sessions ; sans compte, une session sans limite", async () => {
    await importer(
      { ...SALON, distance: { places: 100, inscrits: 150 } },
      { ...SALON, id: "5", presentiel: { places: null, inscrits: 3 } },
    );
    const sessions = Object.fromEntries((await chercher()).map((o: any) => [o.id, o.sessions]));
    expect(sessions[OFFRE].map((s: any) => [s.lieu, s.capacite, s.inscrits]).sort()).toEqual([
      ["CRETEIL", 40, 12],
      ["À distance", 100, 100],
    ]);
    expect(sessions["france-travail-evenement--5"]).toMatchObject([{ capacite: null, inscrits: 0 }]);
  });

  it("retiré par France Travail, il ne se trouve plus et se lit encore ; revenu, il se trouve", async () => {
    await importer(SALON);
    expect(await importer()).toEqual({ changes: [], retirees: [OFFRE] });
    expect([await chercher(), await chercher({ recherche: "salon" })]).toEqual([[], []]);
    const lue = (await graphe.run(CALLERS.departement, UNE, { id: OFFRE }, LE)).data.offre;
    expect(lue).toMatchObject({ id: OFFRE, retireeLe: LE.toISOString() });
    expect((await graphe.run(CALLERS.departement, PRESCRIRE, { offre: OFFRE }, LE)).data.prescrire).toEqual({ code: "OFFRE_RETIREE" });
    expect(await importer()).toEqual({ changes: [], retirees: [] });
    await importer(SALON);
    expect((await graphe.run(CALLERS.departement, PRESCRIRE, { offre: OFFRE }, LE)).data.prescrire).toEqual({ statut: "OUVERTE" });
    expect(await chercher({ recherche: "salon" })).toHaveLength(1);
    expect(await modifiees()).toHaveLength(3);
  });

  it("la place que le hub a prise tient, même si France Travail ne la compte pas encore", async () => {
    await importer(SALON);
    const [{ sessions }] = await chercher();
    await base.owner.query(
      `insert into offre_insertion.prescription (departement, allocataire, offre, session, statut, prescripteur, prescrite_le, place)
       values ('94', $1, $2, $3, 'OUVERTE', '94-CD94', $4, true)`,
      [PEOPLE.amina, OFFRE, sessions[0].id, LE],
    );
    await importer({ ...SALON, presentiel: { places: 40, inscrits: 0 } });
    expect((await chercher())[0].sessions).toMatchObject([{ inscrits: 1 }]);
  });
});
