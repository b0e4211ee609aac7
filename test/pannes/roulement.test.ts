import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { askToken } from "../../hub/commande-token";
import { demoIssuer } from "../../hub/issuer";
import { readSettings, SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { freePort, SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { Commande } from "../hub/commande";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { type Repartiteur, repartir } from "./repartiteur";

/** `npm run test:faults`: each subgraph, the gateway and the worker twice, all replaced; otherwise one pair of gateways and one of subgraphs. */
const ENTIERE = process.env.UNEFOIS_PANNES === "entieres";
const ROLES: readonly string[] = ENTIERE ? [...SUBGRAPH_NAMES, "worker", "gateway"] : ["allocataires", "gateway"];
const CLIENTS = 4;

interface Partie {
  nom: string;
  port: number;
  commande: Commande;
}

let base: TestDatabase;
let dossier: string;
let emetteur: http.Server;
let commun: Record<string, string>;
let parties: Partie[] = [];
let repartiteur: Repartiteur;

const pret = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
    (reponse) => reponse.status,
    () => 0,
  );
const attendre = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function lancer(nom: string, port: number): Promise<Partie> {
  const urls = Object.fromEntries(
    SUBGRAPH_NAMES.map((sousGraphe) => {
      const ports = parties.filter((partie) => partie.nom === sousGraphe).map((partie) => partie.port);
      const adresses = (ports.length > 0 ? ports : [9]).map((un) => `http://127.0.0.1:${un}/graphql`);
      return [`SUBGRAPH_${sousGraphe.replaceAll("-", "_").toUpperCase()}_URL`, adresses.join(",")];
    }),
  );
  const commande = new Commande(["start", "--only", nom], { ...commun, ...(nom === "gateway" ? urls : {}), PORT: String(port) });
  await commande.says("répond sur");
  return { nom, port, commande };
}

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-roulement-"));
  const portEmetteur = await freePort();
  commun = {
    ...SECRETS_DES_ESSAIS,
    DATABASE_URL: base.url,
    UNEFOIS_DATA: dossier,
    OIDC_ISSUER: `http://127.0.0.1:${portEmetteur}/oidc`,
    UNEFOIS_ARRET_SECONDES: "2",
    UNEFOIS_LOG: "warn",
  };
  const { handler } = await demoIssuer(readSettings(commun), commun.OIDC_ISSUER!);
  emetteur = http.createServer(handler);
  await new Promise<void>((resolve) => emetteur.listen(portEmetteur, "127.0.0.1", resolve));
  for (const nom of ROLES) parties.push(await lancer(nom, await freePort()), await lancer(nom, await freePort()));
  repartiteur = await repartir(parties.filter(({ nom }) => nom === "gateway").map(({ port }) => `http://127.0.0.1:${port}`));
}, 300_000);

afterAll(async () => {
  await repartiteur?.fermer();
  for (const { commande } of parties) commande.child.kill("SIGTERM");
  await Promise.all(parties.map(({ commande }) => commande.ended));
  emetteur.closeAllConnections();
  emetteur.close();
  await base.drop();
  fs.rmSync(dossier, { recursive: true, force: true });
}, 120_000);

const LIRE = `{ allocataire(id: "${PEOPLE.amina}") { nom } moi { client } }`;
const DECLARER = `mutation ($m: String!, $cle: String!) { r: declarerDonnees(allocataire: "${PEOPLE.bruno}", donnees: { courriel: $m }, cleIdempotence: $cle) {
  __typename ... on Refus { code } } }`;

/** Sends without ever sending again: what fails is counted. */
function charger(jeton: string) {
  const charge = { faites: 0, ecritures: 0, ratees: [] as string[], arreter: false, tous: Promise.resolve() };
  const un = async (client: number) => {
    for (let rang = 0; !charge.arreter; rang++) {
      const ecrit = rang % 3 === 0;
      const cle = `roulement-${client}-${rang}`;
      const corps = ecrit ? { query: DECLARER, variables: { m: `${cle}@exemple.fr`, cle } } : { query: LIRE };
      const issue = await fetch(`${repartiteur.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${jeton}` },
        body: JSON.stringify(corps),
      }).then(
        async (reponse) => {
          const lue = (await reponse.json().catch(() => ({}))) as { data?: any; errors?: any[] };
          return reponse.ok && !lue.errors ? null : `${reponse.status} ${JSON.stringify(lue.errors?.[0]?.extensions ?? lue)}`;
        },
        (erreur: Error) => `${erreur.message} ${(erreur.cause as Error | undefined)?.message}`,
      );
      charge.faites++;
      if (ecrit && issue === null) charge.ecritures++;
      if (issue !== null) charge.ratees.push(`${ecrit ? "écriture" : "lecture"} : ${issue}`);
      await attendre(10);
    }
  };
  charge.tous = Promise.all(Array.from({ length: CLIENTS }, (_, client) => un(client))).then(() => undefined);
  return charge;
}

describe("remplacer chaque processus pendant qu’on s’en sert", () => {
  it("ne fait échouer aucune requête : /readyz se retire d’abord, le code de sortie est 0, rien n’est perdu", async () => {
    const jeton = await askToken(`${commun.OIDC_ISSUER}/token`, "demo-departement");
    const charge = charger(jeton);
    while (charge.faites < 20) await attendre(20);
    const debut = performance.now();
    const codes: (number | null)[] = [];
    for (const partie of parties) {
      partie.commande.child.kill("SIGTERM");
      // It still answers, to say that it leaves.
      for (let regard = 0; (await pret(partie.port)) !== 503; regard++)
        if (regard > 100) throw new Error(`${partie.nom} ne dit pas qu’il part`);
      codes.push((await partie.commande.ended).code);
      const neuve = await lancer(partie.nom, partie.port);
      while ((await pret(partie.port)) !== 200) await attendre(20);
      parties = parties.map((une) => (une === partie ? neuve : une));
      // The copies are followed: the new one is used before the other leaves.
      await attendre(1_200);
    }
    charge.arreter = true;
    await charge.tous;
    if (ENTIERE)
      process.stdout.write(
        `\nRoulement : ${codes.length} processus remplacés, ${charge.faites} requêtes, ${charge.ratees.length} ratées, ${Math.round((performance.now() - debut) / 1_000)} s.\n\n`,
      );
    expect(charge.ratees).toEqual([]);
    expect(codes).toEqual(codes.map(() => 0));
    const sql = "select count(*)::int as n from allocataires.declaration where donnees->>'courriel' like 'roulement-%'";
    expect((await base.owner.query(sql)).rows[0].n).toBe(charge.ecritures);
    // One worker at least was always there: each write has its event, and each event its place.
    const numerotes = `select count(position)::int as n from journal.evenement where allocataire = '${PEOPLE.bruno}'`;
    for (let regard = 0; ENTIERE && (await base.owner.query(numerotes)).rows[0].n < charge.ecritures; regard++) {
      if (regard > 200) throw new Error("des événements restent sans position");
      await attendre(50);
    }
  }, 600_000);
});
