import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { askToken } from "../../hub/commande-token";
import { type HubGateway, startHubGateway } from "../../hub/gateway";
import { closeSubgraphs, openSubgraphs } from "../../hub/subgraphs";
import { CLIENTS_DE_DEMO } from "../../subgraphs/shared/clients/clients-de-demo";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { createLog } from "../../subgraphs/shared/log";
import { readSettings } from "../../subgraphs/shared/settings";
import type { Subgraph } from "../../subgraphs/shared/subgraph";
import { ajouterDossiers, ajouterFoule, orienter } from "../allocataires/personnes";
import { freePort, SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { attaque, ENTIERE } from "./attaque";

const FOULE = ENTIERE ? 2_000 : 200;
const QUOTA = 50;

/** Two gateways with subgraphs of their own on one database: two processes, but for the process. */
attaque("S21", (mesurer) => {
  let base: TestDatabase;
  let foule: string[];
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "balayage-"));
  const sousGraphes: Subgraph[][] = [];
  const passerelles: (HubGateway & { url: string })[] = [];

  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await ajouterDossiers(base.owner);
    foule = await ajouterFoule(base.owner, FOULE);
    // Twenty are followed by the organisme of the client: its own, whom it may read all day.
    await orienter(base.owner, foule.slice(0, 20), "PARCOURS_INSERTION", "94-CD94", null as never);
    // As in 2024: an account with wide rights. Its register gives it the quota of a référent.
    // The référente's software has a wide one: only her own, by agent, holds her.
    const clients = RegistreClients.of(
      CLIENTS_DE_DEMO.map((un) => ({ ...un, quotaPersonnes: un.client === "demo-referent" ? 20_000 : QUOTA, quotaParAgent: QUOTA })),
    );
    const log = createLog("silent", "test");
    for (let n = 0; n < 2; n++) {
      const port = await freePort();
      const settings = readSettings({ ...SECRETS_DES_ESSAIS, DATABASE_URL: base.url, UNEFOIS_DATA: path.join(dossier, String(n)) });
      const subgraphs = await openSubgraphs({ databaseUrl: base.url, nirKey: SECRETS_DES_ESSAIS.NIR_KEY, log, clients, poolSize: 4 });
      sousGraphes.push(subgraphs);
      const secrets = {
        gatewaySecret: SECRETS_DES_ESSAIS.GATEWAY_SECRET,
        nirKey: SECRETS_DES_ESSAIS.NIR_KEY,
        rdvSolidaritesSecret: "x",
        rdvInsertionSecret: "x",
      };
      const passerelle = await startHubGateway({
        settings,
        secrets,
        clients,
        subgraphs,
        databaseUrl: base.url,
        etatPartageUrl: base.url,
        log,
        port,
      });
      passerelles.push({ ...passerelle, url: `http://127.0.0.1:${port}` });
    }
  }, 120_000);
  afterAll(async () => {
    await Promise.all(passerelles.map((une) => une.stop()));
    await Promise.all(sousGraphes.map((ceux) => closeSubgraphs(ceux)));
    await base.drop();
    fs.rmSync(dossier, { recursive: true, force: true });
  });

  async function client(nom: string) {
    const jetons = await Promise.all(passerelles.map(({ url }) => askToken(`${url}/oidc/token`, nom)));
    return async (ou: number, query: string, variables: Record<string, unknown> = {}) => {
      const reponse = await fetch(`${passerelles[ou]!.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${jetons[ou]}` },
        body: JSON.stringify({ query, variables }),
      });
      const corps = (await reponse.json()) as { data?: any; errors?: { extensions: { code: string } }[] };
      return { status: reponse.status, apres: reponse.headers.get("retry-after"), ...corps };
    };
  }
  const idsDe = (valeur: unknown): string[] => [...JSON.stringify(valeur ?? null).matchAll(/"id":"([0-9a-f-]{36})"/g)].map(([, id]) => id!);

  it("S21 un compte aux droits larges balaie par ids, pages, recherche et numéros, sur deux passerelles à la fois", async () => {
    const demander = await client("demo-departement");
    const siennes = new Set(foule.slice(0, 20));
    const lues = new Set<string>();
    const depart = Date.now();
    let premierRefus = 0;
    let refus = 0;
    const noter = (reponse: Awaited<ReturnType<typeof demander>>) => {
      for (const id of idsDe(reponse.data)) if (!siennes.has(id)) lues.add(id);
      if (reponse.status !== 429) return;
      expect(reponse.errors![0]!.extensions.code).toBe("QUOTA_PERSONNES");
      expect(reponse.data).toBeUndefined();
      expect(Number(reponse.apres)).toBeGreaterThan(0);
      refus++;
      premierRefus ||= Date.now();
    };
    const page = "query ($a: String) { allocataires(first: 10, after: $a) { nodes { id nom } pageInfo { endCursor } } }";
    const parPages = async (ou: number) => {
      let after: string | null = null;
      for (let n = 0; n < 20; n++) {
        const reponse: Awaited<ReturnType<typeof demander>> = await demander(ou, page, { a: after });
        noter(reponse);
        after = reponse.data?.allocataires?.pageInfo.endCursor ?? after;
      }
    };
    const parIds = async (ou: number) => {
      for (const id of foule
        .slice(60 + ou, FOULE)
        .filter((_, rang) => rang % 4 === 0)
        .slice(0, 40))
        noter(await demander(ou, "query ($id: ID) { allocataire(id: $id) { id nom } }", { id }));
    };
    const parRecherche = async (ou: number) => {
      for (let n = 0; n < 20; n++)
        noter(
          await demander(ou, "query ($r: String) { allocataires(first: 5, filtre: { recherche: $r }) { nodes { id } } }", {
            r: `foule${String(n * 7 + ou).padStart(4, "0")}`,
          }),
        );
    };
    const parNumeros = async (ou: number) => {
      for (let n = 0; n < 20; n++)
        noter(
          await demander(ou, "query ($v: String!) { allocataire(identifiant: { type: NUMERO_DEMANDE_RSA, valeur: $v }) { id nom } }", {
            v: `9400000${String(1000 + n)}`,
          }),
        );
    };
    await Promise.all([0, 1].flatMap((ou) => [parPages(ou), parIds(ou), parRecherche(ou), parNumeros(ou)]));
    expect(lues.size).toBeLessThanOrEqual(QUOTA);
    expect(refus).toBeGreaterThan(10);
    const { rows } = await base.owner.query(
      "select le from journal.alerte where nature = 'QUOTA_PERSONNES' and client = 'demo-departement'",
    );
    expect(rows).toHaveLength(1);
    const delai = (rows[0].le as Date).getTime() - premierRefus;
    expect(delai).toBeLessThan(60_000);
    mesurer("personnes lues avant l’arrêt", lues.size);
    mesurer("de la première demande à l’alerte", Math.max(0, Math.round((rows[0].le.getTime() - depart) / 100) / 10), "s");
    mesurer("demandes refusées", refus);
    for (const id of siennes) {
      const sienne = await demander(0, "query ($id: ID) { allocataire(id: $id) { id nom } }", { id });
      expect([sienne.status, sienne.data.allocataire?.id]).toEqual([200, id]);
    }
  }, 120_000);

  it("S21 une référente d’un logiciel à vingt mille personnes qui devine n’apprend rien : vingt-cinq essais au plus, puis 429", async () => {
    const demander = await client("demo-referent");
    let essais = 0;
    let trouvees = 0;
    for (const id of foule.slice(30, 70)) {
      const { status, data } = await demander(essais % 2, "query ($id: ID) { allocataire(id: $id) { id } }", { id });
      if (status === 429) break;
      essais++;
      if (data.allocataire) trouvees++;
    }
    expect([essais, trouvees]).toEqual([25, 0]);
    const { rows } = await base.owner.query(
      "select agent, details ->> 'compte' as compte from journal.alerte where client = 'demo-referent'",
    );
    expect(rows).toEqual([{ agent: "REF-1", compte: "AGENT" }]);
    mesurer("essais d’une référente avant l’arrêt", essais);
  }, 60_000);
});
