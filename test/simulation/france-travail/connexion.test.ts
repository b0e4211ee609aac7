import { AGENT, CAMILLE, demanderJeton, type Monde, ouvrir } from "./appeler";

const RECHERCHE = "/partenaire/rechercher-usager/v2/usagers/par-datenaissance-et-nir";

describe("le simulateur de France Travail contrôle qui l’appelle", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrir();
  });
  afterEach(() => monde.simulateur.arreter());

  const chercher = (options: Parameters<Monde["appeler"]>[2] = {}) =>
    monde.appeler("POST", RECHERCHE, { corps: { nir: CAMILLE.nir, dateNaissance: CAMILLE.dateNaissance }, ...options });

  it("donne un jeton de 1 499 secondes", async () => {
    const reponse = await demanderJeton(monde.simulateur);
    expect(reponse.status).toBe(200);
    expect(await reponse.json()).toMatchObject({ token_type: "Bearer", expires_in: 1499 });
  });

  it.each([
    ["invalid_client", { client_secret: "faux" }],
    ["invalid_scope", { scope: "api_inconnue" }],
    ["invalid_scope", { scope: "" }],
    ["unsupported_grant_type", { grant_type: "password" }],
  ])("refuse par un 400 %s", async (code, ecart) => {
    const corps = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: "simulateur",
      client_secret: "simulateur-secret",
      scope: "gererRDV",
      ...ecart,
    });
    const reponse = await fetch(`${monde.simulateur.tokenUrl}?realm=/agent`, { method: "POST", body: corps });
    expect(reponse.status).toBe(400);
    expect(await reponse.json()).toMatchObject({ error: code });
  });

  it("refuse un scope qui n’est pas permis au client, et un realm inconnu", async () => {
    await monde.simulateur.arreter();
    monde = await ouvrir({
      clients: [
        { id: "simulateur", secret: "simulateur-secret" },
        { id: "etroit", secret: "s", scopes: ["gererRDV"] },
      ],
    });
    const corps = new URLSearchParams({ grant_type: "client_credentials", client_id: "etroit", client_secret: "s", scope: "evenements" });
    const reponse = await fetch(`${monde.simulateur.tokenUrl}?realm=/agent`, { method: "POST", body: corps });
    expect(await reponse.json()).toMatchObject({ error: "invalid_scope" });
    expect((await demanderJeton(monde.simulateur, "gererRDV", "/autre")).status).toBe(400);
  });

  it("sans jeton, ou passé 25 minutes : 401", async () => {
    expect((await chercher({ jeton: null })).statut).toBe(401);
    expect((await chercher()).statut).toBe(200);
    monde.horloge.advance(1_500_000);
    expect((await chercher()).statut).toBe(401);
  });

  it("un jeton sans le scope de l’API : 403", async () => {
    const jeton = ((await (await demanderJeton(monde.simulateur, "gererRDV")).json()) as { access_token: string }).access_token;
    expect(await chercher({ jeton })).toMatchObject({ statut: 403, corps: { codeErreur: "SCOPE_INSUFFISANT" } });
  });

  it.each(Object.keys(AGENT))("l’en-tête %s absent : 302 ; vide : 401 ; avec un « | » : 400", async (nom) => {
    expect((await chercher({ entetes: { [nom]: undefined } })).statut).toBe(302);
    expect((await chercher({ entetes: { [nom]: "" } })).statut).toBe(401);
    expect((await chercher({ entetes: { [nom]: "a|b" } })).statut).toBe(400);
  });

  it("le jeton usager vaut 24 heures, absent il redirige, vide ou faux il est refusé", async () => {
    const lire = (entetes: Record<string, string | undefined>) =>
      monde.appeler("GET", "/partenaire/rendez-vous-partenaire/v1/rendez-vous-usager", { entetes });
    const { jetonUsager } = (await chercher()).corps;
    expect((await lire({ "ft-jeton-usager": jetonUsager })).statut).toBe(200);
    expect((await lire({})).statut).toBe(302);
    expect((await lire({ "ft-jeton-usager": "" })).statut).toBe(401);
    expect((await lire({ "ft-jeton-usager": "faux" })).corps).toMatchObject({ codeErreur: "JETON_USAGER_INVALIDE" });
    monde.horloge.advance(86_400_000);
    const jeton = ((await (await demanderJeton(monde.simulateur)).json()) as { access_token: string }).access_token;
    const perime = await monde.appeler("GET", "/partenaire/rendez-vous-partenaire/v1/rendez-vous-usager", {
      jeton,
      entetes: { "ft-jeton-usager": jetonUsager },
    });
    expect(perime.statut).toBe(401);
  });

  it("un corps qui ne se dit pas JSON : 415", async () => {
    expect((await chercher({ entetes: { "content-type": "text/plain" } })).statut).toBe(415);
  });

  it("un chemin inconnu : 404 ; un verbe refusé : 405", async () => {
    expect((await monde.appeler("GET", "/partenaire/rien")).statut).toBe(404);
    expect((await monde.appeler("GET", RECHERCHE)).statut).toBe(405);
  });
});
