import { addDays, civilDateOf } from "../../subgraphs/shared/civil-date";
import { type TestHub, testHub } from "../e2e/hub-de-test";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";

const PUBLIER = `mutation ($organisme: ID!, $du: Date!, $au: Date!, $creneaux: [CreneauInput!]!, $cle: String) {
  publierCreneaux(organisme: $organisme, famille: PREMIER_ACCOMPAGNEMENT, du: $du, au: $au, creneaux: $creneaux, cleIdempotence: $cle) {
    __typename ... on PublicationCreneaux { publies retires } ... on Refus { code } } }`;
const LIRE = `query ($du: Date!, $au: Date!) { creneaux(departement: "94", famille: PREMIER_ACCOMPAGNEMENT, du: $du, au: $au, first: 200) {
  debut organisme { id nom } placesRestantes lieu } }`;

const du = addDays(civilDateOf(new Date()), 2);
const au = addDays(du, 6);
const creneau = (heure: string, plus: object = {}) => ({
  debut: `${du}T${heure}:00Z`,
  fin: `${du}T${heure.slice(0, 2)}:30:00Z`,
  modalite: "PHYSIQUE",
  ...plus,
});

describe("PLAGES_DISPONIBILITE : plages de disponibilité pour la prise de rendez-vous", () => {
  let base: TestDatabase;
  let hub: TestHub;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    hub = await testHub("en un processus", base.url);
  }, 60_000);
  afterAll(async () => {
    await hub.stop();
    await base.drop();
  });

  const publier = async (client: string, organisme: string, creneaux: object[], cle: string | null = null) =>
    (await hub.query(client, PUBLIER, { organisme, du, au, creneaux, cle })).data.publierCreneaux;
  const lire = async (client: string) =>
    (await hub.query(client, LIRE, { du, au })).data.creneaux.map((c: any) => [c.organisme.id, c.debut.slice(11, 16), c.placesRestantes]);

  it("de France Travail vers le Département : son client publie par HTTP, le Département lit, prend, et la place disparaît", async () => {
    const plages = [creneau("09:00", { places: 2, lieu: "Agence de Créteil" }), creneau("10:00", { lieu: "Agence de Créteil" })];
    expect(await publier("demo-france-travail", "94-FT94", plages, "ft-s1")).toEqual({
      __typename: "PublicationCreneaux",
      publies: 2,
      retires: 0,
    });
    expect(await publier("demo-france-travail", "94-FT94", plages, "ft-s1")).toMatchObject({ publies: 2, retires: 0 });
    expect(await lire("demo-departement")).toEqual([
      ["94-FT94", "09:00", 2],
      ["94-FT94", "10:00", 1],
    ]);
    const pris = await hub.query(
      "demo-departement",
      `mutation ($debut: Horodatage!) { prendreRendezVous(allocataire: "${PEOPLE.chantal}", organisme: "94-FT94", famille: PREMIER_ACCOMPAGNEMENT,
        modalite: PHYSIQUE, debut: $debut, dureeMinutes: 30) { __typename } }`,
      { debut: `${du}T10:00:00Z` },
    );
    expect(pris.data.prendreRendezVous.__typename).toBe("RendezVous");
    expect(await lire("demo-departement")).toEqual([["94-FT94", "09:00", 2]]);
    const echanges = await attendre(async () => {
      const { data } = await hub.query(
        "demo-departement",
        `{ echanges(objet: "PLAGES_DISPONIBILITE") { nodes { sens partenaire statut allocataire { id } } } }`,
      );
      return data.echanges.nodes.length > 0 ? data.echanges.nodes : null;
    });
    expect(echanges).toEqual([{ sens: "ENTRANT", partenaire: "FRANCE_TRAVAIL", statut: "TRAITE", allocataire: null }]);
  });

  it("du Département vers France Travail : ses plages et celles de ses délégataires, sans une personne", async () => {
    expect(await publier("demo-departement", "94-CD94", [creneau("14:00")])).toMatchObject({ publies: 1 });
    expect(await publier("demo-departement", "94-REMOB-1", [creneau("15:00", { places: 3 })])).toMatchObject({ publies: 1 });
    const vues = await lire("demo-france-travail");
    expect(vues).toEqual(
      expect.arrayContaining([
        ["94-CD94", "14:00", 1],
        ["94-REMOB-1", "15:00", 3],
      ]),
    );
    const data = await attendre(async () => {
      const lu = await hub.query("demo-france-travail", `{ evenements(types: ["CreneauxPublies"]) { nodes { type donnees } } }`);
      return lu.data.evenements.nodes.length > 2 ? lu.data : null;
    });
    expect(JSON.stringify(data)).not.toContain(PEOPLE.chantal);
  });

  it("aucun des deux ne publie à la place de l’autre", async () => {
    expect(await publier("demo-france-travail", "94-CD94", [])).toEqual({ __typename: "Refus", code: "ORGANISME_INTERDIT" });
    expect(await publier("demo-departement", "94-FT94", [])).toEqual({ __typename: "Refus", code: "ORGANISME_INTERDIT" });
  });

  it("deux mille créneaux passent en un appel, par la porte de l’API", async () => {
    const debut = (i: number) => new Date(Date.parse(`${du}T06:00:00Z`) + i * 5 * 60_000).toISOString();
    const plages = Array.from({ length: 2_000 }, (_, i) => ({
      debut: debut(i % 100),
      fin: debut((i % 100) + 1),
      modalite: "PHYSIQUE",
      places: 1,
      codeInsee: "94028",
      lieu: `Agence ${Math.floor(i / 100)}`,
    }));
    expect(await publier("demo-france-travail", "94-FT94", plages)).toMatchObject({ publies: 2_000 });
  });
});

/** Waits for the follower of the hub, at most ten seconds. */
async function attendre<T>(lire: () => Promise<T | null>): Promise<T> {
  for (const fin = Date.now() + 10_000; ; ) {
    const lu = await lire();
    if (lu !== null) return lu;
    if (Date.now() > fin) throw new Error("rien n’est venu en dix secondes");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
