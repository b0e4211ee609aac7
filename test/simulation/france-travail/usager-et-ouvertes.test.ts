import { SCOPES } from "../../../simulation/france-travail/scopes";
import { CAMILLE, demanderJeton, type Monde, NADIA, ouvrir } from "./appeler";

describe("informations administratives, statut, agences, événements", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrir();
  });
  afterEach(() => monde.simulateur.arreter());

  it("donne l’état civil et les coordonnées, ou 204 quand rien n’est connu", async () => {
    const lu = await (await monde.pour(CAMILLE))("GET", "/partenaire/informations-administratives/v1/usager");
    expect(lu.corps).toMatchObject({
      numeroFranceTravail: CAMILLE.numeroFranceTravail,
      etatCivil: { nom: "MARTIN" },
      adresses: [{ codeInseeCommune: "94028" }],
    });
    monde.simulateur.ajouterUsager({ ...NADIA, informations: false });
    expect((await (await monde.pour(NADIA))("GET", "/partenaire/informations-administratives/v1/usager")).statut).toBe(204);
  });

  it("donne le statut, et ce qu’une radiation y change", async () => {
    const camille = await monde.pour(CAMILLE);
    const statut = async () => (await camille("GET", "/partenaire/contrat-usager/v2/contrat")).corps.m_contrat;
    expect(await statut()).toMatchObject({ m_statut: "Inscrit", m_date_effet_statut: "2026-11-01", m_categ_inscription_code: "1" });
    await monde.agir({
      acte: "CHANGER_STATUT",
      numeroFranceTravail: CAMILLE.numeroFranceTravail,
      statut: "Radié",
      dateEffet: "2026-10-31",
    });
    expect(await statut()).toEqual({ m_statut: "Radié", m_date_effet_statut: "2026-10-31" });
  });

  it.each([
    ["GET", "/partenaire/referentielagences/v1/agences", "/agent"],
    ["POST", "/partenaire/evenements/v1/mee/evenements", "/agent"],
    ["POST", "/partenaire/rechercher-usager/v2/usagers/par-numero-francetravail", "/partenaire"],
  ])("%s %s refuse un jeton du realm %s : 401, avant tout autre contrôle", async (methode, chemin, realm) => {
    const { access_token: jeton } = (await (await demanderJeton(monde.simulateur, SCOPES.join(" "), realm)).json()) as {
      access_token: string;
    };
    const refuse = await monde.appeler(methode, chemin, { jeton, ...(methode === "POST" ? { corps: {} } : {}) });
    expect({ statut: refuse.statut, code: refuse.corps.codeErreur }).toEqual({ statut: 401, code: "REALM_REFUSE" });
    expect((await monde.appeler(methode, chemin, methode === "POST" ? { corps: {} } : {})).statut).not.toBe(401);
  });

  it("les agences ont leurs trois codes, avec un jeton du realm /partenaire et sans en-têtes d’agent", async () => {
    const { access_token } = (await (
      await demanderJeton(monde.simulateur, "api_referentielagencesv1 organisationpe", "/partenaire")
    ).json()) as { access_token: string };
    const lire = async (chemin: string) => {
      const reponse = await fetch(`${monde.simulateur.url}/partenaire/referentielagences/v1${chemin}`, {
        headers: { authorization: `Bearer ${access_token}` },
      });
      return { statut: reponse.status, corps: (await reponse.json()) as any };
    };
    const { corps } = await lire("/agences");
    for (const agence of corps)
      expect(agence).toMatchObject({
        code: expect.stringMatching(/^[A-Z]{3}\d{4}$/),
        codeSafir: expect.stringMatching(/^\d{5}$/),
        siret: expect.stringMatching(/^\d{14}$/),
      });
    expect((await lire("/agences/IDF0094")).corps.codeSafir).toBe("94001");
    expect((await lire("/agences/XXX0000")).statut).toBe(404);
  });

  it("cherche les événements par département, date et page, avec leurs places", async () => {
    for (let i = 0; i < 5; i++)
      await monde.agir({
        acte: "PUBLIER_EVENEMENT",
        evenement: {
          id: `e${i}`,
          titre: `Forum ${i}`,
          dateDebut: `2026-11-1${i}T09:00:00Z`,
          codePostal: i === 4 ? "75001" : "94000",
          nombrePlaceTotalPresentiel: 20,
          nombreInscritPresentiel: 3,
        },
      });
    const chercher = async (corps: object, page = "") =>
      (await monde.appeler("POST", `/partenaire/evenements/v1/mee/evenements${page}`, { corps })).corps;
    expect((await chercher({ departements: ["94"] })).content.map((e: any) => e.id)).toEqual(["e0", "e1", "e2", "e3"]);
    expect((await chercher({ departements: ["94"], dateDebut: "2026-11-11", dateFin: "2026-11-12" })).totalElements).toBe(2);
    expect(await chercher({ departements: ["94"] }, "?size=3&page=1")).toMatchObject({
      content: [{ id: "e3" }],
      totalPages: 2,
      last: true,
    });
    expect((await monde.appeler("POST", "/partenaire/evenements/v1/mee/evenements?size=101", { corps: {} })).statut).toBe(400);
    await monde.agir({ acte: "RETIRER_EVENEMENT", id: "e0" });
    expect((await monde.appeler("GET", "/partenaire/evenements/v1/mee/evenement/e0")).statut).toBe(404);
  });
});
