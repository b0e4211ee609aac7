import { createHmac, randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Abonnements, ouvrirAbonnements } from "../../hub/abonnements";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const { amina, bruno, elodie } = PEOPLE;
const HEURE = 3_600_000;

interface Recu {
  id: string;
  corps: any;
  /** Which of the secrets given to the receiver signed it. */
  secrets: string[];
}

/** A subscriber as Standard Webhooks describes it, written apart from the hub: it accepts what one of its secrets signed. */
function verifier(entetes: http.IncomingHttpHeaders, corps: string, secrets: string[]): string[] {
  const contenu = `${entetes["webhook-id"]}.${entetes["webhook-timestamp"]}.${corps}`;
  const donnees = String(entetes["webhook-signature"]).split(" ");
  return secrets.filter((secret) => {
    const cle = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return donnees.includes(`v1,${createHmac("sha256", cle).update(contenu).digest("base64")}`);
  });
}

describe("livraisons aux abonnés", () => {
  let base: TestDatabase;
  let subgraph: TestSubgraph;
  let server: http.Server;
  let recus: Recu[];
  let secrets: string[];
  /** Answers to give, one a call; then 204. */
  let reponses: ((reponse: http.ServerResponse) => void)[];
  let url: string;
  let clock: VirtualClock;
  let abonnements: Abonnements;
  const REFERENT: Caller = { ...CALLERS.referent, scopes: new Set([...CALLERS.referent.scopes, "echanges.lire"]) };

  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    const ferme = { ...sousGraphe, build: (d: any) => sousGraphe.build({ ...d, webhooksAdressesPrivees: true }) };
    subgraph = await testSubgraph(ferme, base.url);
    server = http.createServer(async (requete, reponse) => {
      const morceaux: Buffer[] = [];
      for await (const morceau of requete) morceaux.push(morceau as Buffer);
      const corps = Buffer.concat(morceaux).toString();
      const refus = reponses.shift();
      if (refus) return refus(reponse);
      recus.push({
        id: String(requete.headers["webhook-id"]),
        corps: JSON.parse(corps),
        secrets: verifier(requete.headers, corps, secrets),
      });
      reponse.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await subgraph.close();
    await base.drop();
  });
  beforeEach(async () => {
    await base.owner.query(
      "truncate journal.evenement, journal.consultation, echanges.echange, echanges.curseur, echanges.cle_idempotence, echanges.abonnement",
    );
    [recus, secrets, reponses] = [[], [], []];
    clock = new VirtualClock(new Date("2026-03-02T08:00:00Z"));
    abonnements = await ouvrir();
  });
  afterEach(() => abonnements.stop());

  const ouvrir = () =>
    ouvrirAbonnements({ databaseUrl: base.url, nirKey: NIR_KEY, log: createLog("silent", "test"), clock, adressesPrivees: true });
  const survenir = async (type: string, allocataire: string | null = null, departement: string | null = "94", donnees: object = {}) => {
    const { rows } = await base.owner.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ($1, $2, $3, $4, $5) returning id",
      [type, departement, allocataire, donnees, clock.now()],
    );
    return rows[0].id as string;
  };
  const suivre = async () => {
    await numberEvents(base.owner);
    await followOnce(base.owner, abonnements.suivi);
  };
  const mutation = async (document: string, caller: Caller, variables = {}) => {
    const answer = await subgraph.run(caller, document, variables, clock.now());
    expect(answer.errors).toBeUndefined();
    return Object.values(answer.data)[0] as any;
  };
  const abonner = async (types: string[], caller: Caller = CALLERS.departement, chemin = "/") => {
    const document =
      "mutation ($u: String!, $t: [String!]!) { abonner(url: $u, types: $t) { ... on Abonnement { id secret etat } ... on Refus { code message } } }";
    const fait = await mutation(document, caller, { u: `${url}${chemin}`, t: types });
    secrets.push(fait.secret);
    return fait as { id: string; secret: string };
  };
  const acte = (nom: string, id: string, plus = "", champs = "... on Abonnement { id etat secret raison }") =>
    mutation(`mutation { ${nom}(abonnement: "${id}"${plus}) { ${champs} ... on Refus { code } } }`, CALLERS.departement);
  const etat = async (caller: Caller = CALLERS.departement) =>
    (await subgraph.run(caller, "{ abonnements { etat raison echecs prochainEssai dernierePosition desactiveLe } }")).data.abonnements[0];
  const echanges = async () =>
    (
      await base.owner.query(
        "select objet, partenaire, canal, sens, statut, tentatives, erreur_code as code, raison from echanges.echange where abonnement is not null order by ordre",
      )
    ).rows;

  it("un événement part signé, avec ce que dit « evenements », et l’échange est confirmé", async () => {
    const { secret } = await abonner(["SortieDeclaree"], CALLERS.franceTravail);
    const donnees = { sortie: randomUUID(), nature: "EMPLOI_DURABLE", date: "2026-03-01" };
    const id = await survenir("SortieDeclaree", amina, "94", donnees);
    await survenir("ContratSigne", amina);
    await suivre();
    expect(await abonnements.livrer()).toBe(1);
    expect(recus).toEqual([
      {
        id,
        secrets: [secret],
        corps: {
          id,
          type: "SortieDeclaree",
          position: "1",
          survenuLe: "2026-03-02T08:00:00.000Z",
          departement: "94",
          allocataire: amina,
          donnees,
        },
      },
    ]);
    expect(await echanges()).toEqual([
      {
        objet: "SORTIE_PARCOURS",
        partenaire: "FRANCE_TRAVAIL",
        canal: "ABONNEMENT",
        sens: "SORTANT",
        statut: "CONFIRME",
        tentatives: 1,
        code: null,
        raison: null,
      },
    ]);
    expect(await abonnements.livrer()).toBe(0);
  });

  it("la livraison est inscrite au registre de la personne, au nom de l’abonné", async () => {
    await abonner(["SortieDeclaree"], CALLERS.franceTravail);
    await survenir("SortieDeclaree", amina);
    await survenir("SortieDeclaree", bruno);
    await suivre();
    await abonnements.livrer();
    const { rows } = await base.owner.query("select client, organisme, finalite, operation_nom, allocataires from journal.consultation");
    expect(rows).toEqual([
      {
        client: "demo-france-travail",
        organisme: "FT94",
        finalite: "ACCOMPAGNEMENT",
        operation_nom: "livraison",
        allocataires: expect.any(Array),
      },
    ]);
    expect(rows[0].allocataires.sort()).toEqual([amina, bruno]);
  });

  it.each([
    ["le Département", CALLERS.departement, [amina, bruno, null]],
    ["un autre Département", CALLERS.departement93, [elodie]],
    ["un référent", REFERENT, [amina, null]],
  ])("%s ne reçoit que ce qu’il peut voir", async (_nom, caller, attendus) => {
    await abonner(["ContratSigne", "OffreModifiee"], caller);
    for (const [qui, ou] of [
      [amina, "94"],
      [bruno, "94"],
      [elodie, "93"],
    ] as const)
      await survenir("ContratSigne", qui, ou);
    await survenir("OffreModifiee", null, "94");
    await suivre();
    await abonnements.livrer();
    expect(recus.map(({ corps }) => corps.allocataire)).toEqual(attendus);
  });

  it("les droits sont relus à la livraison : une personne qui a quitté le référent entre-temps ne part pas", async () => {
    await abonner(["ContratSigne"], REFERENT);
    await survenir("ContratSigne", amina);
    await suivre();
    const { rows } = await base.owner.query(
      "update allocataires.intervention set au = '2026-02-01' where allocataire = $1 and au is null returning id",
      [amina],
    );
    await abonnements.livrer();
    await base.owner.query("update allocataires.intervention set au = null where id = any ($1)", [rows.map((row) => row.id)]);
    expect(recus).toEqual([]);
    expect(await echanges()).toEqual([expect.objectContaining({ statut: "IGNORE", raison: expect.stringContaining("périmètre") })]);
  });

  it("chaque abonné reçoit le sien, et un échange d’un même fait vers l’API n’y change rien", async () => {
    await abonner(["SortieDeclaree"], CALLERS.departement, "/a");
    await abonner(["SortieDeclaree"], CALLERS.departement, "/b");
    const evenement = await survenir("SortieDeclaree", amina);
    await base.owner.query(
      "insert into echanges.echange (departement, evenement, sens, partenaire, objet, statut, cree_le, canal) values ('94', $1, 'SORTANT', 'FRANCE_TRAVAIL', 'SORTIE_PARCOURS', 'A_ENVOYER', now(), 'API')",
      [evenement],
    );
    await suivre();
    await base.owner.query("truncate echanges.curseur");
    await suivre();
    await abonnements.livrer();
    expect(recus.map(({ id }) => id)).toEqual([evenement, evenement]);
  });

  it("dans l’ordre, malgré un échec : le suivant attend le premier", async () => {
    await abonner(["ContratSigne"]);
    const ids = [await survenir("ContratSigne", amina), await survenir("ContratSigne", bruno), await survenir("ContratSigne", amina)];
    await suivre();
    reponses = [(r) => r.writeHead(500).end()];
    await abonnements.livrer();
    expect(recus).toEqual([]);
    expect(await abonnements.livrer()).toBe(0);
    expect(await etat()).toMatchObject({ etat: "ACTIF", echecs: 1, prochainEssai: "2026-03-02T08:00:05.000Z" });
    expect((await echanges())[0]).toMatchObject({ statut: "A_ENVOYER", tentatives: 1, code: "REPONSE_EN_ERREUR" });
    clock.advance(5_000);
    await abonnements.livrer();
    expect(recus.map(({ id }) => id)).toEqual(ids);
    expect(await etat()).toMatchObject({ echecs: 0, prochainEssai: null, dernierePosition: "3" });
    expect((await echanges())[0]).toMatchObject({ statut: "CONFIRME", tentatives: 2, code: null });
  });

  it("un abonné qui demande d’attendre est écouté", async () => {
    await abonner(["ContratSigne"]);
    await survenir("ContratSigne", amina);
    await suivre();
    reponses = [(r) => r.writeHead(429, { "retry-after": "7200" }).end()];
    await abonnements.livrer();
    clock.advance(7_199_000);
    expect(await abonnements.livrer()).toBe(0);
    clock.advance(1_000);
    expect(await abonnements.livrer()).toBe(1);
    expect(recus).toHaveLength(1);
  });

  it("après 72 heures d’échecs, l’abonnement est désactivé et dit pourquoi ; réactivé puis rejoué, rien n’est perdu", async () => {
    const { id } = await abonner(["ContratSigne"]);
    const ids = [await survenir("ContratSigne", amina), await survenir("ContratSigne", bruno)];
    await suivre();
    const debut = clock.now().getTime();
    let essais = 0;
    while ((await etat()).etat === "ACTIF") {
      reponses = [(r) => r.writeHead(503).end()];
      essais += await abonnements.livrer();
      const { prochainEssai } = await etat();
      if (prochainEssai) clock.advance(new Date(prochainEssai).getTime() - clock.now().getTime());
    }
    expect(clock.now().getTime() - debut).toBe(72 * HEURE);
    expect(essais).toBeGreaterThan(10);
    expect(await etat()).toMatchObject({
      etat: "DESACTIVE",
      raison: expect.stringMatching(/72 heures/),
      desactiveLe: clock.now().toISOString(),
    });
    ids.push(await survenir("ContratSigne", amina));
    await suivre();
    expect(await abonnements.livrer()).toBe(0);
    expect((await echanges()).map(({ statut }) => statut)).toEqual(["ABANDONNE", "ABANDONNE"]);
    expect(await acte("rejouerLivraisons", id, ', depuis: "0"', "__typename")).toMatchObject({ code: "ABONNEMENT_INACTIF" });
    expect(await acte("reactiverAbonnement", id)).toMatchObject({ etat: "ACTIF", raison: null });
    expect(await acte("rejouerLivraisons", id, ', depuis: "0"', "... on RejeuLivraisons { nombre }")).toEqual({ nombre: 3 });
    reponses = [];
    expect(await abonnements.livrer()).toBe(3);
    expect(recus.map((recu) => recu.id)).toEqual(ids);
  });

  it("un rejeu depuis une position redonne les mêmes événements, avec le même webhook-id", async () => {
    const { id } = await abonner(["ContratSigne"]);
    const ids = [await survenir("ContratSigne", amina), await survenir("ContratSigne", bruno), await survenir("ContratSigne", amina)];
    await suivre();
    await abonnements.livrer();
    await acte("rejouerLivraisons", id, ', depuis: "1"', "__typename");
    await abonnements.livrer();
    expect(recus.map((recu) => recu.id)).toEqual([...ids, ids[1], ids[2]]);
  });

  it("410 : désactivé aussitôt", async () => {
    await abonner(["ContratSigne"]);
    await survenir("ContratSigne", amina);
    await suivre();
    reponses = [(r) => r.writeHead(410).end()];
    await abonnements.livrer();
    expect(await etat()).toMatchObject({ etat: "DESACTIVE", raison: expect.stringContaining("410") });
    expect(await echanges()).toEqual([expect.objectContaining({ statut: "ABANDONNE", code: "ABONNE_PARTI" })]);
  });

  it("pendant 24 heures l’ancien secret signe aussi, puis le nouveau seul", async () => {
    const { id, secret } = await abonner(["ContratSigne"]);
    const renouvele = await acte("renouvelerSecretAbonnement", id);
    secrets.push(renouvele.secret);
    await survenir("ContratSigne", amina);
    await suivre();
    await abonnements.livrer();
    clock.advance(24 * HEURE);
    await survenir("ContratSigne", amina);
    await suivre();
    await abonnements.livrer();
    expect(recus.map((recu) => recu.secrets)).toEqual([[secret, renouvele.secret], [renouvele.secret]]);
  });

  it("un processus tué pendant la livraison : un autre reprend quand son bail expire, jamais deux à la fois", async () => {
    await abonner(["ContratSigne"]);
    const ids = [await survenir("ContratSigne", amina), await survenir("ContratSigne", bruno)];
    await suivre();
    await base.owner.query("update echanges.abonnement set bail_jusque = $1", [new Date(clock.now().getTime() + 120_000)]);
    expect(await abonnements.livrer()).toBe(0);
    clock.advance(120_000);
    const autre = await ouvrir();
    const faits = await Promise.all([abonnements.livrer(), autre.livrer()]);
    await autre.stop();
    expect(faits.sort()).toEqual([0, 2]);
    expect(recus.map(({ id }) => id)).toEqual(ids);
  });

  it("un abonnement terminé ne reçoit plus rien, ce qui attendait est ignoré", async () => {
    const { id } = await abonner(["ContratSigne"]);
    await survenir("ContratSigne", amina);
    await suivre();
    await acte("desabonner", id);
    await survenir("ContratSigne", bruno);
    await suivre();
    expect(await abonnements.livrer()).toBe(0);
    expect(await echanges()).toEqual([expect.objectContaining({ statut: "IGNORE", raison: expect.stringContaining("terminé") })]);
  });

  it("cinq mille offres modifiées partent par lots, en une lecture pour cinquante", async () => {
    await abonner(["OffreModifiee"], CALLERS.franceTravail);
    await base.owner.query(
      `insert into journal.evenement (type, departement, donnees, survenu_le)
       select 'OffreModifiee', '94', jsonb_build_object('offre', gen_random_uuid(), 'source', 'DATA_INCLUSION'), $1 from generate_series(1, 5000)`,
      [clock.now()],
    );
    await numberEvents(base.owner);
    while ((await followOnce(base.owner, abonnements.suivi)) > 0);
    expect(await abonnements.livrer()).toBe(5_000);
    expect(recus.map(({ corps }) => Number(corps.position))).toEqual(Array.from({ length: 5_000 }, (_, n) => n + 1));
  }, 120_000);
});
