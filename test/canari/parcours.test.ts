import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { askToken } from "../../hub/commande-token";
import { startHub } from "../../hub/start";
import { webhookSecrets } from "../../hub/webhooks";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { importerWebhooks } from "../../subgraphs/rendez-vous/import-webhooks";
import { enteteSignature } from "../../subgraphs/rendez-vous/signature-webhook";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { readSettings } from "../../subgraphs/shared/settings";
import { DossierDeFlux } from "../caf/fabriquer-flux";
import { freePort, SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { rdv } from "../rendez-vous/messages";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { garderPourLeCanari } from "./campagne";
import { CANARI } from "./canari";
import { dansUnTexte } from "./chercher";

/** The canary goes through every way in, is read and is asked for wrongly; what the hub says of it all is kept for the end of the campaign. */
describe("le canari dans un hub entier", () => {
  let base: TestDatabase;
  let hub: { stop(): Promise<void> };
  let adresse: string;
  let collecteur: http.Server;
  let traces = "";
  const donnees = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-canari-"));
  const dossier = new DossierDeFlux();
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    collecteur = http.createServer(async (requete, reponse) => {
      for await (const morceau of requete) traces += morceau;
      reponse.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    await new Promise<void>((resolve) => collecteur.listen(0, "127.0.0.1", resolve));
    const port = await freePort();
    const settings = readSettings({
      ...SECRETS_DES_ESSAIS,
      DATABASE_URL: base.url,
      UNEFOIS_DATA: donnees,
      PORT: String(port),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collecteur.address() as AddressInfo).port}`,
    });
    adresse = `http://127.0.0.1:${port}`;
    hub = await startHub({ settings, demo: false, say: (ligne) => garderPourLeCanari("hub.txt", ligne) });
  }, 60_000);
  afterAll(async () => {
    await hub.stop();
    collecteur.closeAllConnections();
    await new Promise((resolve) => collecteur.close(resolve));
    garderPourLeCanari("traces.json", traces);
    dossier.supprimer();
    fs.rmSync(donnees, { recursive: true, force: true });
    await base.drop();
  });

  const demander = async (client: string, query: string, variables: object = {}, chemin = "/graphql") => {
    const reponse = await fetch(`${adresse}${chemin}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await askToken(`${adresse}/oidc/token`, client)}` },
      body: JSON.stringify({ query, variables }),
    });
    const lu = (await reponse.json()) as { data?: any; errors?: unknown[]; extensions?: unknown };
    garderPourLeCanari("erreurs.json", JSON.stringify([lu.errors ?? [], lu.extensions ?? {}, [...reponse.headers]]));
    return lu;
  };
  const usager = {
    id: 977,
    affiliation_number: CANARI.nir,
    birth_date: CANARI.naissance,
    birth_name: CANARI.nom,
    first_name: CANARI.prenom,
    email: CANARI.courriel,
    phone_number: CANARI.telephone,
    address: CANARI.adresse,
  };
  const parametres = { ownerUrl: "", now: () => new Date("2026-03-10T08:00:00Z"), nirCipher: new NirCipher(SECRETS_DES_ESSAIS.NIR_KEY) };

  it("entre par un flux de la CAF, accepté puis rejeté", async () => {
    const personne = {
      nom: CANARI.nom.toUpperCase(),
      prenom: CANARI.prenom.toUpperCase(),
      naissance: CANARI.naissance,
      nir: CANARI.nir.slice(0, 13),
    };
    const contexte = { ...parametres, ownerUrl: base.url };
    const [fait] = await importerCaf(
      [dossier.ecrire({ cree: "2026-01-10", foyers: [{ numero: "94000000977", voie: CANARI.adresse, personnes: [personne] }] })],
      contexte,
    );
    expect(fait!.compteurs.appliques).toBe(1);
    const [rejete] = await importerCaf(
      [
        dossier.ecrire({
          cree: "2026-01-11",
          foyers: [{ numero: "94000000978", commune: "99999", personnes: [{ ...personne, naissance: "pas une date" }] }],
        }),
      ],
      contexte,
    );
    garderPourLeCanari("import.json", JSON.stringify(rejete));
  });

  it("entre par un webhook, signé ou non, lisible ou non", async () => {
    const secrets = webhookSecrets({
      rdvSolidaritesSecret: SECRETS_DES_ESSAIS.RDV_SOLIDARITES_SECRET,
      rdvInsertionSecret: SECRETS_DES_ESSAIS.RDV_INSERTION_SECRET,
    });
    const message = rdv({
      le: "2026-02-16T10:00:00+01:00",
      event: "created",
      participations: [{ user: usager, convocable: true, created_at: "2026-02-16T09:59:00+01:00" }],
    } as never);
    for (const corps of [JSON.stringify(message), JSON.stringify(message).slice(0, -5)])
      for (const entetes of [enteteSignature("RENDEZ_VOUS_SOLIDARITES", corps, secrets), {}]) {
        const reponse = await fetch(`${adresse}/webhooks/rdv-solidarites`, {
          method: "POST",
          headers: { "content-type": "application/json", ...entetes },
          body: corps,
        });
        garderPourLeCanari("webhooks.txt", `${reponse.status} ${await reponse.text()}`);
      }
    const fichier = path.join(donnees, "messages.jsonl");
    fs.writeFileSync(fichier, `${JSON.stringify({ systeme: "RENDEZ_VOUS_SOLIDARITES", entetes: {}, corps: JSON.stringify(message) })}\n`);
    garderPourLeCanari("import.json", JSON.stringify(await importerWebhooks(fichier, { ...parametres, ownerUrl: base.url, secrets })));
  });

  it("est cherchée, lue, déclarée et demandée de travers", async () => {
    const recherche = "query ($i: IdentifiantInput!) { allocataire(identifiant: $i) { id nom telephone identifiants { type valeur } } }";
    const trouvee = await demander("demo-rapprochement", recherche, {
      i: { type: "NIR", valeur: CANARI.nir, dateNaissance: CANARI.naissance },
    });
    const { id } = trouvee.data.allocataire;
    expect(dansUnTexte("réponse", JSON.stringify(trouvee.data)).map(({ quoi }) => quoi)).toContain("nir");
    const i = { type: "NIR", valeur: CANARI.nir };
    await demander("demo-rapprochement", recherche, { i });
    await demander("demo-departement", recherche, { i: { ...i, dateNaissance: CANARI.naissance } });
    await demander("demo-rapprochement", recherche, { i: { ...i, type: CANARI.nir } });
    await demander(
      "demo-rapprochement",
      `{ allocataire(identifiant: { type: NIR, valeur: "${CANARI.nir}", inconnu: "${CANARI.courriel}" }) { id } }`,
    );
    await demander("demo-departement", `{ allocataire(id: "${CANARI.nir}") { id } }`);
    await demander("demo-departement", "{ allocataires(filtre: { texte: $t }) { noeuds { id } } }", { t: CANARI.nom });
    await demander("demo-departement", "query ($n: Int!) { allocataires(first: $n) { nodes { id nom } } }", { n: CANARI.courriel });
    const declarer =
      "mutation ($a: ID!, $t: String, $c: String) { declarerDonnees(allocataire: $a, donnees: { telephone: $t, courriel: $c }) { __typename ... on Refus { code message } } }";
    await demander("demo-departement", declarer, { a: id, t: CANARI.telephone, c: CANARI.courriel });
    await demander("demo-departement", declarer, { a: id, t: `pas un téléphone ${CANARI.telephone}`, c: "x" });
    await demander("demo-departement", declarer, { a: CANARI.nir, t: CANARI.telephone, c: CANARI.courriel });
    const url = await fetch(
      `${adresse}/graphql?query=${encodeURIComponent(`{ allocataire(identifiant: { type: NIR, valeur: "${CANARI.nir}" }) { id } }`)}`,
    );
    garderPourLeCanari("erreurs.json", await url.text());
  });

  it("ce que le hub mesure et dit de lui est gardé pour la fin", async () => {
    for (const chemin of ["/metrics", "/readyz", "/livez", `/${CANARI.courriel.split("@")[0]!.length}`])
      garderPourLeCanari("mesures.txt", await (await fetch(adresse + chemin)).text());
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const evenements = await base.owner.query("select count(*)::int as n from journal.evenement");
    expect(evenements.rows[0].n).toBeGreaterThan(0);
  });
});
