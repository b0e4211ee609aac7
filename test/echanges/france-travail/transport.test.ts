import type { FranceTravail } from "../../../subgraphs/echanges/france-travail/api";
import { creerFranceTravail } from "../../../subgraphs/echanges/france-travail/client";
import type { ErreurFranceTravail } from "../../../subgraphs/echanges/france-travail/erreur-france-travail";
import type { AppelFait } from "../../../subgraphs/echanges/france-travail/transport";
import { DESIGNATION, json, partenaire, type Reponse, texte, trouve, USAGER } from "./partenaire-a-la-main";

type Monde = Awaited<ReturnType<typeof partenaire>>;
let monde: Monde;
afterEach(() => monde.arreter());

const RENDEZ_VOUS = {
  date: "2026-12-01T09:00:00+01:00",
  modaliteContact: "PHYSIQUE",
  motif: "ACC",
  organisme: { code: "CD" },
  statut: "PRIS",
  typeReception: "IND",
} as const;

const lecture = (api: FranceTravail) => api.statut.lire(USAGER);
const ecriture = (api: FranceTravail) => api.rendezVous.creer(USAGER, RENDEZ_VOUS);
const echec = (promesse: Promise<unknown>): Promise<ErreurFranceTravail> =>
  promesse.then(
    () => Promise.reject(new Error("aucune erreur")),
    (erreur) => erreur,
  );

/** Headers that announce more than what comes, then the connection falls. */
const coupe: Reponse = (_appel, res) => {
  res.writeHead(200, { "content-type": "application/json", "content-length": "500" });
  res.write('{"id":"12');
  setTimeout(() => res.destroy(), 20);
};
const muet: Reponse = () => undefined;
const raccroche: Reponse = (_appel, res) => void res.destroy();

describe("les erreurs de France Travail, en un vocabulaire", () => {
  const recherche = (api: FranceTravail) => api.usagers.rechercher(DESIGNATION);
  const contrat = (api: FranceTravail) => api.contratEngagement.signer(USAGER, { dateSignature: "2026-11-20T10:00:00Z" });
  const deplacement = (api: FranceTravail) => api.rendezVous.modifier(USAGER, { ...RENDEZ_VOUS, id: "7" });
  const retour = (codeRetour: string) => ({ codeRetour, message: "…", jetonUsager: null });
  const suspendu = { type: "about:blank", title: "Erreur", detail: "Le contrat est suspendu." };

  it.each<[string, Reponse, (api: FranceTravail) => Promise<unknown>, Partial<ErreurFranceTravail>]>([
    ["S002 sous un 200", json(200, retour("S002")), recherche, { code: "USAGER_INTROUVABLE", codePartenaire: "S002", incertain: false }],
    ["S003 sous un 200", json(200, retour("S003")), recherche, { code: "USAGERS_MULTIPLES", codePartenaire: "S003" }],
    ["R001", json(403, retour("R001")), recherche, { code: "ACCES_REFUSE", codePartenaire: "R001" }],
    ["R002", json(403, retour("R002")), recherche, { code: "NON_RATTACHE", codePartenaire: "R002" }],
    ["R997", json(400, retour("R997")), recherche, { code: "DONNEE_INVALIDE", codePartenaire: "R997" }],
    ["R998 sous un 500", json(500, retour("R998")), recherche, { code: "ADRESSE_MANQUANTE", codePartenaire: "R998", incertain: false }],
    ["R999", json(503, retour("R999")), recherche, { code: "INDISPONIBLE", codePartenaire: "R999", incertain: false }],
    ["un code de retour inconnu", json(200, retour("S009")), recherche, { code: "REPONSE_ILLISIBLE" }],
    ["ID_NON_RECONNU", json(400, { codeErreur: "ID_NON_RECONNU" }), deplacement, { code: "ID_NON_RECONNU", incertain: false }],
    ["404 sur un objet nommé", json(404, {}), deplacement, { code: "ID_NON_RECONNU", incertain: false }],
    ["404 sur un chemin", json(404, {}), lecture, { code: "CONFIGURATION" }],
    ["un contrat suspendu sous un 500", json(500, suspendu), contrat, { code: "CONTRAT_SUSPENDU", incertain: false, statut: 500 }],
    ["un 500 du contrat sans raison", json(500, { title: "Erreur" }), contrat, { code: "INDISPONIBLE", incertain: true }],
    [
      "un problème RFC 9457",
      json(400, { type: "https://ft/erreurs/SignatureException", detail: "Jeanne Petit" }),
      contrat,
      { code: "DONNEE_INVALIDE", codePartenaire: "SignatureException" },
    ],
    ["403", json(403, {}), lecture, { code: "ACCES_REFUSE" }],
    ["302, un en-tête manque", texte(302, "", "text/html", { location: "/connexion" }), lecture, { code: "CONFIGURATION", statut: 302 }],
    ["401 deux fois", json(401, {}), lecture, { code: "CONFIGURATION", statut: 401 }],
    ["408, la plateforme n’a pas attendu la fin de l’appel", json(408, {}), ecriture, { code: "INDISPONIBLE", incertain: true }],
    ["500 à une lecture", json(500, {}), lecture, { code: "INDISPONIBLE", incertain: false }],
    ["500 à une écriture", json(500, {}), ecriture, { code: "INDISPONIBLE", incertain: true }],
    ["503 à une écriture", texte(503, "<html>"), ecriture, { code: "INDISPONIBLE", incertain: true }],
    ["une page HTML sous un 200", texte(200, "<html>Maintenance</html>"), ecriture, { code: "REPONSE_ILLISIBLE", incertain: true }],
    ["la même à une lecture", texte(200, "<html>Maintenance</html>"), lecture, { code: "REPONSE_ILLISIBLE", incertain: false }],
    ["une page HTML sous un 403", texte(403, "<html>Pare-feu</html>"), ecriture, { code: "REPONSE_ILLISIBLE", incertain: true }],
    ["un corps coupé", coupe, ecriture, { code: "REPONSE_ILLISIBLE", incertain: true }],
    ["un JSON d’une autre forme", json(202, { numero: 3 }), ecriture, { code: "REPONSE_ILLISIBLE", incertain: true }],
    ["un accusé vide où un identifiant est attendu", json(202, undefined), ecriture, { code: "REPONSE_ILLISIBLE", incertain: true }],
    ["une connexion coupée", raccroche, ecriture, { code: "INDISPONIBLE", incertain: true, statut: null }],
    ["personne ne répond à temps", muet, ecriture, { code: "INDISPONIBLE", incertain: true }],
    ["personne ne répond à une lecture", muet, lecture, { code: "INDISPONIBLE", incertain: false }],
    [
      "un statut d’usager inconnu, dont le hub décide",
      json(200, { m_contrat: { m_statut: "Suspendu", m_date_effet_statut: "2026-11-01" } }),
      lecture,
      { code: "REPONSE_ILLISIBLE" },
    ],
    [
      "C999 sous un 200",
      json(200, { codeSortie: "C999" }),
      sanction,
      { code: "DONNEE_INVALIDE", codePartenaire: "C999", incertain: false },
    ],
  ])("%s", async (_nom, reponse, appel, attendu) => {
    monde = await partenaire(reponse, { delaiMs: 250, delaiListeMs: 250 });
    expect(await echec(appel(monde.api))).toMatchObject(attendu);
  });

  function sanction(api: FranceTravail) {
    const evenement = { typeEvenement: "VALID_SANCTION", dateEvenement: "2026-11-20" } as const;
    return api.sanctions.traiter(USAGER, { identifiantConsequenceSanction: "C1", evenement });
  }

  it("rien n’est parti quand la connexion est refusée", async () => {
    monde = await partenaire(trouve, { tokenUrl: "http://127.0.0.1:1/jeton" });
    expect(await echec(ecriture(monde.api))).toMatchObject({ code: "INDISPONIBLE", incertain: false });
  });

  it("aucune erreur ne porte une valeur de la personne, un jeton ou ce que la réponse citait", async () => {
    monde = await partenaire(json(400, { codeErreur: "2820251108030", message: "Jeanne Petit 2820251108030" }));
    const erreur = await echec(monde.api.usagers.rechercher(DESIGNATION));
    expect(JSON.stringify({ ...erreur, message: erreur.message, stack: erreur.stack })).not.toMatch(/Petit|2820251108030|acces-|secret/);
  });
});

describe("le jeton du hub", () => {
  it.each(["/jeton", "/jeton?realm=/agent", "/jeton?realm=/partenaire"])(
    "est du realm de l’API, quel que soit celui de FRANCE_TRAVAIL_TOKEN_URL (%s)",
    async (chemin) => {
      monde = await partenaire(trouve);
      const { url, clientId, clientSecret, agent, clock } = monde;
      const api = creerFranceTravail({ url, clientId, clientSecret, agent, clock, tokenUrl: url + chemin });
      await api.usagers.rechercher(DESIGNATION);
      monde.vu.reponse = json(200, []);
      await api.agences.lister();
      monde.vu.reponse = trouve;
      await api.usagers.rechercher({ numeroFranceTravail: "12345678901" });
      expect(monde.vu.jetons.map(({ url }) => url)).toEqual(["/jeton?realm=/agent", "/jeton?realm=/partenaire"]);
      expect(monde.vu.appels.map(({ entetes }) => entetes.authorization)).toEqual(["Bearer acces-1", "Bearer acces-2", "Bearer acces-1"]);
    },
  );

  it("est demandé avec son realm et les scopes de l’API", async () => {
    monde = await partenaire(trouve);
    await monde.api.usagers.rechercher(DESIGNATION);
    expect(monde.vu.jetons[0]).toMatchObject({ methode: "POST", url: "/jeton?realm=/agent" });
    expect(Object.fromEntries(new URLSearchParams(monde.vu.jetons[0]!.corps))).toEqual({
      grant_type: "client_credentials",
      client_id: "un-departement",
      client_secret: "secret",
      scope: "api_rechercher-usagerv2 rechercheusager profil_accedant",
    });
    expect(monde.vu.appels[0]!.entetes.authorization).toBe("Bearer acces-1");
  });

  it("vingt appels ensemble n’en demandent qu’un", async () => {
    monde = await partenaire(json(204, undefined));
    await Promise.all(Array.from({ length: 20 }, () => lecture(monde.api)));
    expect(monde.vu.jetons).toHaveLength(1);
    expect(monde.vu.appels).toHaveLength(20);
  });

  it.each([
    ["après vingt-trois minutes, le même", 23, 1],
    ["avant vingt-cinq minutes, un neuf", 24.5, 2],
  ])("%s", async (_nom, minutes, jetons) => {
    monde = await partenaire(json(204, undefined));
    await lecture(monde.api);
    monde.clock.advance(minutes * 60_000);
    await lecture(monde.api);
    expect(monde.vu.jetons).toHaveLength(jetons);
  });

  it("refusé par un 401, il est redemandé une fois", async () => {
    let refus = 1;
    monde = await partenaire((appel, res) => (refus-- > 0 ? json(401, {}) : json(204, undefined))(appel, res));
    expect(await lecture(monde.api)).toBeNull();
    expect(monde.vu.appels.map((a) => a.entetes.authorization)).toEqual(["Bearer acces-1", "Bearer acces-2"]);
  });

  it.each(["invalid_client", "invalid_scope"])("%s : un réglage à revoir", async (error) => {
    monde = await partenaire(trouve, {}, json(400, { error }));
    expect(await echec(ecriture(monde.api))).toMatchObject({ code: "CONFIGURATION", codePartenaire: error, incertain: false });
    expect(monde.vu.appels).toHaveLength(0);
  });

  it("l’émetteur en panne : rien n’est parti", async () => {
    monde = await partenaire(trouve, {}, texte(503, "<html>"));
    expect(await echec(ecriture(monde.api))).toMatchObject({ code: "INDISPONIBLE", incertain: false });
  });
});

describe("le jeton d’une personne", () => {
  it("demandé dix fois ensemble, une recherche ; puis gardé, jamais plus de vingt-quatre heures", async () => {
    monde = await partenaire(trouve);
    const usagers = await Promise.all(Array.from({ length: 10 }, () => monde.api.usagers.rechercher(DESIGNATION)));
    expect(usagers[0]).toEqual({ jeton: "jeton-usager-1", numeroFranceTravail: "12345678901", identiteCertifiee: true });
    await monde.api.usagers.rechercher({ ...DESIGNATION, nir: `${DESIGNATION.nir}94` });
    expect(monde.vu.appels).toHaveLength(1);
    monde.clock.advance(24 * 3600_000);
    await monde.api.usagers.rechercher(DESIGNATION);
    expect(monde.vu.appels).toHaveLength(2);
  });

  it("vieux et refusé, il est oublié et l’appel est à refaire ; neuf et refusé, c’est un réglage", async () => {
    let numero = 0;
    monde = await partenaire((appel, res) => {
      if (!appel.url.includes("usagers")) return json(401, {})(appel, res);
      return json(200, { codeRetour: "S001", jetonUsager: `jeton-${++numero}`, numeroFranceTravail: "12345678901" })(appel, res);
    });
    const usager = await monde.api.usagers.rechercher(DESIGNATION);
    monde.clock.advance(3600_000);
    expect(await echec(monde.api.statut.lire(usager))).toMatchObject({ code: "INDISPONIBLE", attendreSecondes: 1 });
    const neuf = await monde.api.usagers.rechercher(DESIGNATION);
    expect(neuf.jeton).toBe("jeton-2");
    expect(await echec(monde.api.statut.lire(neuf))).toMatchObject({ code: "CONFIGURATION" });
  });

  it("une recherche qui échoue n’est pas gardée", async () => {
    let premier = true;
    monde = await partenaire((appel, res) => {
      const reponse = premier ? json(503, {}) : trouve;
      premier = false;
      return reponse(appel, res);
    });
    await echec(monde.api.usagers.rechercher(DESIGNATION));
    expect((await monde.api.usagers.rechercher(DESIGNATION)).jeton).toBe("jeton-usager-1");
  });
});

describe("les en-têtes de l’agent", () => {
  it("jamais de « | », de saut de ligne ni de vide ; les accents ôtés", async () => {
    monde = await partenaire(json(204, undefined), { agent: { identifiant: "A|42\r\nx: y", nom: "Bœuf-Éclair d’Août", prenom: " | " } });
    await lecture(monde.api);
    const { entetes } = monde.vu.appels[0]!;
    expect(entetes["pa-identifiant-agent"]).toBe("A-42 x: y");
    expect(entetes["pa-nom-agent"]).toBe("Boeuf-Eclair d'Aout");
    expect(entetes["pa-prenom-agent"]).toBe("-");
    expect(entetes["ft-jeton-usager"]).toBe("jeton-usager-0");
    expect(entetes.x).toBeUndefined();
    for (const [nom, valeur] of Object.entries(entetes)) expect([nom, String(valeur)]).not.toContainEqual(expect.stringContaining("|"));
  });

  it("un nom dont rien ne reste dit BATCH", async () => {
    monde = await partenaire(json(204, undefined), { agent: { identifiant: "", nom: "日本", prenom: "\r\n" } });
    await lecture(monde.api);
    const { entetes } = monde.vu.appels[0]!;
    expect([entetes["pa-identifiant-agent"], entetes["pa-nom-agent"], entetes["pa-prenom-agent"]]).toEqual(["BATCH", "BATCH", "BATCH"]);
  });
});

describe("les limites de chaque API", () => {
  it("jamais plus d’appels en vol que permis", async () => {
    const lent: Reponse = (appel, res) => void setTimeout(() => json(204, undefined)(appel, res), 20);
    monde = await partenaire(lent, { quotas: { "statut-usager": { enVol: 3, parSeconde: 1000 } } });
    await Promise.all(Array.from({ length: 12 }, () => lecture(monde.api)));
    expect(monde.vu.maxEnVol).toBe(3);
  });

  it("aucune seconde, où qu’elle commence, ne compte plus d’appels que permis", async () => {
    const departs: number[] = [];
    monde = await partenaire((appel, res) => {
      departs.push(monde.clock.now().getTime());
      return json(204, undefined)(appel, res);
    });
    const pendant = <T>(travail: () => Promise<T>) => monde.clock.hold(travail);
    const api = creerFranceTravail({ ...monde, pendant, quotas: { "*": { enVol: 50, parSeconde: 10 } } });
    await Promise.all(Array.from({ length: 40 }, () => lecture(api)));
    const dixPlusTard = departs.slice(10).map((depart, i) => depart - departs[i]!);
    expect(Math.min(...dixPlusTard)).toBeGreaterThanOrEqual(1000);
    expect(departs).toHaveLength(40);
  });

  const LUNDI = "Mon, 23 Nov 2026 07:0";
  it.each([
    ["en secondes", 429, "QUOTA", { "retry-after": "60" }],
    ["sous un 503", 503, "INDISPONIBLE", { "retry-after": "60" }],
    ["en date, lue contre la sienne,", 429, "QUOTA", { "retry-after": `${LUNDI}1:00 GMT`, date: `${LUNDI}0:00 GMT` }],
  ])("Retry-After %s suspend toute l’API, et elle seule", async (_nom, statut, code, entetes) => {
    monde = await partenaire((appel, res) => json(statut, {}, entetes)(appel, res));
    expect(await echec(lecture(monde.api))).toMatchObject({ code, attendreSecondes: 60, incertain: false });
    expect(await echec(lecture(monde.api))).toMatchObject({ code, attendreSecondes: 60 });
    expect(monde.vu.appels).toHaveLength(1);
    monde.vu.reponse = json(202, { id: "9" });
    expect(await ecriture(monde.api)).toBe("9");
    monde.clock.advance(60_000);
    monde.vu.reponse = json(204, undefined);
    expect(await lecture(monde.api)).toBeNull();
  });

  it("une courte pause est attendue", async () => {
    monde = await partenaire(json(503, {}, { "retry-after": "2" }));
    await echec(lecture(monde.api));
    monde.vu.reponse = json(204, undefined);
    const avant = monde.clock.now().getTime();
    expect(await lecture(monde.api)).toBeNull();
    expect(monde.clock.now().getTime() - avant).toBeGreaterThanOrEqual(2000);
  });
});

it("chaque appel est compté avec son API, son opération, son statut", async () => {
  const faits: AppelFait[] = [];
  monde = await partenaire(json(500, {}), { onAppel: (appel) => faits.push(appel), delaiMs: 200 });
  await echec(lecture(monde.api));
  monde.vu.reponse = muet;
  await echec(lecture(monde.api));
  expect(faits).toEqual([
    { api: "statut-usager", operation: "lire", statut: 500, ms: expect.any(Number) },
    { api: "statut-usager", operation: "lire", statut: null, ms: expect.any(Number) },
  ]);
});
