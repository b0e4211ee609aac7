import { raisonUrlRefusee } from "../../subgraphs/echanges/abonnement/url-abonnement";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

describe("adresse d’un abonnement", () => {
  it.each([
    "https://si.departement94.fr/evenements",
    "https://exemple.org:8443/a?b=c",
    "https://8.8.8.8/recevoir",
    "https://[2a01:e0a::1]/recevoir",
    "https://prefecture.internal.gouv.fr/",
  ])("%s est acceptée", (url) => {
    expect(raisonUrlRefusee(url)).toBeNull();
  });

  it.each([
    ["http", "http://si.departement94.fr/"],
    ["ftp", "ftp://si.departement94.fr/"],
    ["javascript", "javascript:alert(1)"],
    ["fichier", "file:///etc/passwd"],
    ["sans protocole", "si.departement94.fr"],
    ["vide", ""],
    ["identifiants", "https://moi:secret@si.departement94.fr/"],
    ["fragment", "https://si.departement94.fr/#x"],
    ["boucle locale", "https://127.0.0.1/"],
    ["boucle locale en décimal", "https://2130706433/"],
    ["boucle locale en hexadécimal", "https://0x7f.1/"],
    ["boucle locale en octal", "https://0177.0.0.1/"],
    ["boucle locale, chiffres pleine chasse", "https://１２７.0.0.1/"],
    ["zéro", "https://0/"],
    ["localhost", "https://localhost/"],
    ["localhost avec point final", "https://LOCALHOST./"],
    ["sous-domaine de localhost", "https://a.localhost/"],
    ["privée 10", "https://10.1.2.3/"],
    ["privée 172", "https://172.31.255.255/"],
    ["privée 192", "https://192.168.0.1/"],
    ["opérateur", "https://100.64.0.1/"],
    ["métadonnées de l’hébergeur", "https://169.254.169.254/latest/meta-data"],
    ["diffusion", "https://255.255.255.255/"],
    ["IPv6 boucle locale", "https://[::1]/"],
    ["IPv6 non précisée", "https://[::]/"],
    ["IPv4 dans IPv6", "https://[::ffff:127.0.0.1]/"],
    ["IPv4 publique dans IPv6", "https://[::ffff:8.8.8.8]/"],
    ["NAT64", "https://[64:ff9b::7f00:1]/"],
    ["6to4", "https://[2002:7f00:1::]/"],
    ["IPv6 privée", "https://[fd00::1]/"],
    ["IPv6 de lien", "https://[fe80::1]/"],
    ["nom sans point", "https://intranet/"],
    ["nom interne", "https://postgres.internal/"],
    ["métadonnées par nom", "https://metadata.google.internal/"],
    ["nom local", "https://imprimante.local/"],
    ["port d’un autre service", "https://exemple.fr:25/"],
    ["port d’administration", "https://exemple.fr:22/"],
    ["trop longue", `https://exemple.fr/${"a".repeat(2_000)}`],
  ])("%s : refusée", (_name, url) => {
    expect(raisonUrlRefusee(url)).not.toBeNull();
  });

  it("dans un réseau fermé, http et les adresses privées sont admis, et rien d’autre", () => {
    for (const url of ["http://127.0.0.1:4010/abonnements/reception", "https://[::1]/", "http://si.interne/"])
      expect(raisonUrlRefusee(url, { privees: true })).toBeNull();
    for (const url of ["ftp://127.0.0.1/", "http://moi:secret@127.0.0.1/", "http://127.0.0.1/#x"])
      expect(raisonUrlRefusee(url, { privees: true })).not.toBeNull();
  });
});

describe("abonnements", () => {
  let base: TestDatabase;
  let subgraph: TestSubgraph;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    subgraph = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await subgraph.close();
    await base.drop();
  });
  beforeEach(() => base.owner.query("truncate echanges.abonnement, echanges.cle_idempotence"));

  const ANSWER = "{ __typename ... on Abonnement { id url types etat creeLe secret } ... on Refus { code message champ } }";
  const subscribe = async (url: string, types: string[], cle: string | null = null, caller: Caller = CALLERS.departement) => {
    const answer = await subgraph.run(
      caller,
      `mutation ($u: String!, $t: [String!]!, $c: String) { abonner(url: $u, types: $t, cleIdempotence: $c) ${ANSWER} }`,
      { u: url, t: types, c: cle },
    );
    expect(answer.errors).toBeUndefined();
    return answer.data.abonner;
  };
  const unsubscribe = async (id: string, caller: Caller = CALLERS.departement) =>
    (await subgraph.run(caller, `mutation ($a: ID!) { desabonner(abonnement: $a) ${ANSWER} }`, { a: id })).data.desabonner;
  const list = async (caller: Caller = CALLERS.departement) =>
    (await subgraph.run(caller, "{ abonnements { id url types etat creeLe secret } }")).data.abonnements;
  const URL_ = "https://si.departement94.fr/evenements";

  it("garde la demande, et la rend au client seul, sans son secret", async () => {
    const { __typename, secret, ...made } = await subscribe(URL_, ["ContratSigne", "ContratSigne", "OrientationDecidee"]);
    expect(__typename).toBe("Abonnement");
    expect(made).toMatchObject({ url: URL_, types: ["ContratSigne", "OrientationDecidee"], etat: "ACTIF" });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await list()).toEqual([{ ...made, secret: null }]);
    const { rows } = await base.owner.query("select a::text as ligne from echanges.abonnement a");
    expect(rows[0].ligne).not.toContain(secret.slice(6));
    expect(await list(CALLERS.franceTravail)).toEqual([]);
    expect(await list(CALLERS.departement93)).toEqual([]);
  });

  it("la même clé donne la même réponse, une autre demande sous la même clé est refusée", async () => {
    const made = await subscribe(URL_, ["ContratSigne"], "clé-1");
    expect(await subscribe(URL_, ["ContratSigne"], "clé-1")).toEqual(made);
    expect(await subscribe(`${URL_}/2`, ["ContratSigne"], "clé-1")).toMatchObject({ code: "CLE_DEJA_UTILISEE" });
    expect(await subscribe(`${URL_}/2`, ["ContratSigne"], "clé-1", CALLERS.franceTravail)).toMatchObject({ __typename: "Abonnement" });
    expect(await list()).toHaveLength(1);
  });

  it.each([
    ["une adresse privée", "https://127.0.0.1/", ["ContratSigne"], "URL_REFUSEE", "url"],
    ["un type inconnu", URL_, ["ContratSigne", "Rien"], "TYPE_INCONNU", "types"],
    ["aucun type", URL_, [], "TYPE_INCONNU", "types"],
  ])("refuse %s, et n’enregistre rien", async (_name, url, types, code, champ) => {
    expect(await subscribe(url, types)).toMatchObject({ __typename: "Refus", code, champ });
    expect(await list()).toEqual([]);
  });

  it("une adresse n’a qu’un abonnement en cours par client", async () => {
    const made = await subscribe(URL_, ["ContratSigne"]);
    expect(await subscribe(URL_, ["OrientationDecidee"])).toMatchObject({ code: "ABONNEMENT_EXISTANT" });
    await unsubscribe(made.id);
    expect(await subscribe(URL_, ["OrientationDecidee"])).toMatchObject({ __typename: "Abonnement" });
  });

  it("un client a au plus cinquante abonnements en cours", async () => {
    await base.owner.query(
      "insert into echanges.abonnement (departement, client, url, types, cree_le) select '94', 'demo-departement', 'https://exemple.fr/' || n, '{ContratSigne}', '2026-02-01' from generate_series(1, 50) n",
    );
    expect(await subscribe(URL_, ["ContratSigne"])).toMatchObject({ code: "TROP_D_ABONNEMENTS" });
  });

  it("se termine, une seconde fois sans effet, et seulement par son client", async () => {
    const made = await subscribe(URL_, ["ContratSigne"]);
    expect(await unsubscribe(made.id, CALLERS.franceTravail)).toMatchObject({ code: "ABONNEMENT_INCONNU" });
    expect(await unsubscribe("rien")).toMatchObject({ code: "ABONNEMENT_INCONNU" });
    expect((await list())[0].etat).toBe("ACTIF");
    const ended = await unsubscribe(made.id);
    expect(ended).toEqual({ ...made, etat: "RESILIE", secret: null });
    expect(await unsubscribe(made.id)).toEqual(ended);
  });

  it("un client de tout le territoire s’abonne aussi", async () => {
    const national: Caller = { ...CALLERS.franceTravail, departement: "*", client: "national", organisme: null };
    await subscribe(URL_, ["ContratSigne"], null, national);
    expect(await list(national)).toHaveLength(1);
    expect(await list()).toEqual([]);
  });

  const act = async (mutation: string, id: string, cle: string | null = null, caller: Caller = CALLERS.departement) =>
    (
      await subgraph.run(caller, `mutation ($a: ID!, $c: String) { ${mutation}(abonnement: $a, cleIdempotence: $c) ${ANSWER} }`, {
        a: id,
        c: cle,
      })
    ).data[mutation];

  it("le secret se renouvelle ; la même clé le redonne, une autre le change", async () => {
    const made = await subscribe(URL_, ["ContratSigne"], "clé-1");
    const renewed = await act("renouvelerSecretAbonnement", made.id, "clé-2");
    expect(renewed.secret).not.toBe(made.secret);
    expect(await act("renouvelerSecretAbonnement", made.id, "clé-2")).toEqual(renewed);
    expect((await act("renouvelerSecretAbonnement", made.id)).secret).not.toBe(renewed.secret);
  });

  it("deux abonnements n’ont pas le même secret", async () => {
    const [one, two] = [await subscribe(URL_, ["ContratSigne"]), await subscribe(`${URL_}/2`, ["ContratSigne"])];
    expect(one.secret).not.toBe(two.secret);
  });

  it("un abonnement d’avant les livraisons n’a pas de secret : il attend qu’on le demande", async () => {
    const { rows } = await base.owner.query(
      "insert into echanges.abonnement (departement, client, url, types, cree_le) values ('94', 'demo-departement', $1, '{ContratSigne}', '2026-02-01') returning id",
      [URL_],
    );
    expect((await list())[0].etat).toBe("EN_ATTENTE");
    expect(await replay(rows[0].id, "0")).toMatchObject({ code: "ABONNEMENT_INACTIF" });
    expect(await act("renouvelerSecretAbonnement", rows[0].id)).toMatchObject({ etat: "ACTIF", secret: expect.stringMatching(/^whsec_/) });
  });

  it.each(["renouvelerSecretAbonnement", "reactiverAbonnement"])(
    "%s : ni d’un autre client, ni d’un abonnement terminé",
    async (mutation) => {
      const made = await subscribe(URL_, ["ContratSigne"]);
      expect(await act(mutation, made.id, null, CALLERS.franceTravail)).toMatchObject({ code: "ABONNEMENT_INCONNU" });
      expect(await act(mutation, "rien")).toMatchObject({ code: "ABONNEMENT_INCONNU" });
      await unsubscribe(made.id);
      expect(await act(mutation, made.id)).toMatchObject({ code: "ABONNEMENT_RESILIE" });
    },
  );

  const replay = async (id: string, depuis: string, caller: Caller = CALLERS.departement) =>
    (
      await subgraph.run(
        caller,
        "mutation ($a: ID!, $d: String!) { rejouerLivraisons(abonnement: $a, depuis: $d) { __typename ... on RejeuLivraisons { nombre abonnement { id } } ... on Refus { code champ } } }",
        { a: id, d: depuis },
      )
    ).data.rejouerLivraisons;

  it("un rejeu refuse une position qui n’en est pas une, et plus de dix mille événements", async () => {
    const made = await subscribe(URL_, ["FluxImporte"]);
    expect(await replay(made.id, "-1")).toEqual({ __typename: "Refus", code: "POSITION_INVALIDE", champ: "depuis" });
    expect(await replay(made.id, "0", CALLERS.franceTravail)).toMatchObject({ code: "ABONNEMENT_INCONNU" });
    await base.owner.query(
      `insert into journal.evenement (type, departement, donnees, survenu_le, position)
       select 'FluxImporte', '94', '{}', '2026-02-01', n from generate_series(1, 10001) n`,
    );
    expect(await replay(made.id, "0")).toMatchObject({ code: "REJEU_TROP_LONG" });
    expect(await replay(made.id, "10000")).toEqual({ __typename: "RejeuLivraisons", nombre: 1, abonnement: { id: made.id } });
    await base.owner.query("truncate journal.evenement, echanges.echange");
  });
});
