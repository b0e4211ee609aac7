import http from "node:http";
import { AGENT, CAMILLE, type Monde, NADIA, ouvrir } from "./appeler";

const RDV = "/partenaire/rendez-vous-partenaire/v1/rendez-vous";
const CORPS = {
  date: "2026-11-10T09:00:00Z",
  modaliteContact: "PHYSIQUE",
  motif: "AUT",
  organisme: { code: "CD" },
  statut: "PRIS",
  typeReception: "IND",
};

describe("le simulateur se conduit mal quand on le lui demande", () => {
  let monde: Monde;
  let camille: Awaited<ReturnType<Monde["pour"]>>;
  beforeEach(async () => {
    monde = await ouvrir();
    camille = await monde.pour(CAMILLE);
  });
  afterEach(() => monde.simulateur.arreter());
  const panne = (corps: object) => monde.appeler("POST", "/controle/pannes", { corps: { api: "rendez-vous-partenaire", ...corps } });

  it("429 et Retry-After, pour autant d’appels que dit, puis répond", async () => {
    expect((await panne({ nature: "429", fois: 2, attendreSecondes: 7 })).statut).toBe(204);
    const premier = await camille("POST", RDV, CORPS);
    expect([premier.statut, premier.entetes.get("retry-after")]).toEqual([429, "7"]);
    expect((await camille("POST", RDV, CORPS)).statut).toBe(429);
    expect((await camille("POST", RDV, CORPS)).statut).toBe(202);
    expect(monde.simulateur.appliques).toHaveLength(1);
  });

  it("une panne qu’aucun appel ne peut rencontrer est refusée, avec ce qui se dit", async () => {
    const api = await monde.appeler("POST", "/controle/pannes", { corps: { api: "rdv", nature: "500" } });
    expect([api.statut, api.corps.codeErreur]).toEqual([400, "API_INCONNUE"]);
    expect(api.corps.message).toContain("rendez-vous-partenaire");
    const operation = await panne({ nature: "500", operation: "POST /rdv" });
    expect([operation.statut, operation.corps.codeErreur]).toEqual([400, "OPERATION_INCONNUE"]);
    expect(operation.corps.message).toContain("POST /rendez-vous");
    expect((await monde.appeler("GET", "/controle/etat")).corps.pannes).toEqual([]);
    expect((await panne({ nature: "500", operation: "DELETE /rendez-vous/{id}" })).statut).toBe(204);
    expect((await monde.appeler("GET", "/controle/etat", {})).corps.pannes).toHaveLength(1);
  });

  it.each([
    ["500", 500, /json/],
    ["503", 503, /json/],
    ["HTML", 200, /html/],
  ])("%s avant : rien n’est appliqué ; après : c’est appliqué, et la réponse est la même", async (nature, statut, type) => {
    for (const [moment, effets] of [
      ["AVANT", 0],
      ["APRES", 1],
    ] as const) {
      await panne({ nature, fois: 1, moment });
      const reponse = await camille("POST", RDV, CORPS);
      expect([reponse.statut, type.test(reponse.entetes.get("content-type") ?? "")]).toEqual([statut, true]);
      expect(monde.simulateur.appliques).toHaveLength(effets);
    }
  });

  it("COUPE : le corps est plus court que sa longueur annoncée", async () => {
    await panne({ nature: "COUPE", fois: 1, moment: "APRES" });
    const [recu, annonce] = await lireBrut(monde, RDV);
    expect(recu).toBeLessThan(annonce);
    await panne({ nature: "COUPE", fois: 1 });
    await expect(camille("POST", RDV, CORPS)).rejects.toThrow();
  });

  it("HORS_SERVICE : la connexion est rompue, jusqu’à ce que la panne soit levée", async () => {
    await panne({ nature: "HORS_SERVICE" });
    await expect(camille("POST", RDV, CORPS)).rejects.toThrow();
    await expect(camille("POST", RDV, CORPS)).rejects.toThrow();
    expect((await monde.appeler("DELETE", "/controle/pannes?api=rendez-vous-partenaire")).statut).toBe(204);
    expect((await camille("POST", RDV, CORPS)).statut).toBe(202);
  });

  it("LATENCE : répond juste, mais tard", async () => {
    await panne({ nature: "LATENCE", fois: 1, ms: 80 });
    const debut = performance.now();
    expect((await camille("POST", RDV, CORPS)).statut).toBe(202);
    expect(performance.now() - debut).toBeGreaterThanOrEqual(75);
  });

  it("PERDU : un 202 qui n’est suivi de rien", async () => {
    await panne({ nature: "PERDU", fois: 1 });
    expect((await camille("POST", RDV, CORPS)).statut).toBe(202);
    expect((await camille("GET", "/partenaire/rendez-vous-partenaire/v1/rendez-vous-usager")).corps).toEqual([]);
  });

  it("S003 : la recherche trouve plusieurs usagers, et elle seule", async () => {
    monde.simulateur.panne({ nature: "S003", fois: 1 });
    expect((await camille("POST", RDV, CORPS)).statut).toBe(202);
    const { corps } = await monde.appeler("POST", "/partenaire/rechercher-usager/v2/usagers/par-numero-francetravail", {
      corps: { numeroFranceTravail: CAMILLE.numeroFranceTravail },
    });
    expect(corps.codeRetour).toBe("S003");
  });

  it("une panne peut ne toucher qu’une opération, ou le jeton", async () => {
    await panne({ nature: "500", operation: "DELETE /rendez-vous/{id}" });
    expect((await camille("POST", RDV, CORPS)).statut).toBe(202);
    monde.simulateur.panne({ api: "connexion", nature: "503" });
    expect((await fetch(`${monde.simulateur.tokenUrl}?realm=/agent`, { method: "POST" })).status).toBe(503);
  });

  it("une limite d’appels par seconde, par API, répond 429", async () => {
    await monde.appeler("POST", "/controle/quota", { corps: { parSeconde: 2 } });
    const statuts = [];
    for (let i = 0; i < 3; i++) statuts.push((await camille("POST", RDV, CORPS)).statut);
    expect(statuts).toEqual([202, 202, 429]);
    monde.horloge.advance(1001);
    expect((await camille("POST", RDV, CORPS)).statut).toBe(202);
    await monde.appeler("POST", "/controle/quota", { corps: { parSeconde: null } });
    for (let i = 0; i < 5; i++) expect((await camille("POST", RDV, CORPS)).statut).toBe(202);
  });

  it("une horloge décalée périme les jetons", async () => {
    await monde.appeler("POST", "/controle/horloge", { corps: { decalageSecondes: 3600 } });
    expect((await camille("POST", RDV, CORPS)).statut).toBe(401);
    expect((await monde.appeler("GET", "/controle/etat")).corps.maintenant).toBe("2026-11-01T12:00:00.000Z");
  });

  it("les effets, l’état et la remise à zéro se commandent par HTTP", async () => {
    await camille("POST", RDV, CORPS);
    const effets = await monde.appeler("GET", `/controle/appliques?numeroFranceTravail=${CAMILLE.numeroFranceTravail}`);
    expect(effets.corps).toEqual([expect.objectContaining({ api: "rendez-vous-partenaire", operation: "POST /rendez-vous" })]);
    expect((await monde.appeler("GET", `/controle/etat?numeroFranceTravail=${CAMILLE.numeroFranceTravail}`)).corps.rendezVous).toHaveLength(
      1,
    );
    expect(
      (await monde.appeler("POST", "/controle/fusions", { corps: { perdu: NADIA.numeroFranceTravail, garde: "00000000000" } })).statut,
    ).toBe(409);
    expect((await monde.appeler("POST", "/controle/usagers", { corps: [{ ...NADIA, adresse: null }] })).corps).toEqual({ ajoutes: 1 });
    expect((await monde.appeler("POST", "/controle/remise-a-zero")).statut).toBe(204);
    expect((await monde.appeler("GET", "/controle/etat")).corps).toMatchObject({ usagers: 0, appels: {} });
    expect((await monde.appeler("POST", "/controle/actes", { corps: { acte: "INVENTE" } })).statut).toBe(400);
  });
});

/** Bytes received, and bytes announced. */
function lireBrut(monde: Monde, chemin: string): Promise<[number, number]> {
  return new Promise((resolve, reject) => {
    const requete = http.request(`${monde.simulateur.url}${chemin}`, {
      method: "POST",
      headers: { ...AGENT, authorization: `Bearer ${monde.jeton}` },
    });
    requete.on("response", (reponse) => {
      let recu = 0;
      reponse.on("data", (morceau: Buffer) => {
        recu += morceau.length;
      });
      reponse.on("error", () => undefined);
      reponse.on("close", () => resolve([recu, Number(reponse.headers["content-length"])]));
    });
    requete.on("error", reject);
    requete.end("{}");
  });
}
