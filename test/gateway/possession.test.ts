import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import os from "node:os";
import path from "node:path";
import { createLocalJWKSet } from "jose";
import { CertificatsPresentes, empreinteDe } from "../../gateway/certificat";
import { createDemoIssuer } from "../../gateway/demo-issuer";
import { startGatewayServer } from "../../gateway/server";
import { askToken, assertionDe } from "../../hub/commande-token";
import { enregistrerSysteme, systemesDemo } from "../../hub/systemes-demo";
import { STRICT } from "../../subgraphs/shared/clients/client-enregistre";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { createLog } from "../../subgraphs/shared/log";
import { createTokenVerifier, type TokenVerifier } from "../../subgraphs/shared/token";
import { type CertificatDeTest, certificatDeTest } from "../setup/certificat";
import { cle, Emetteur } from "../setup/emetteur";
import { CALLERS } from "../setup/subgraph";
import { type SmallHub, smallHub } from "./small-hub";

const log = createLog("silent", "test");
const autorite = certificatDeTest("autorité de test");
const client = certificatDeTest("client", autorite);
const autre = certificatDeTest("autre", autorite);
const entete = ({ x509 }: CertificatDeTest) => ({ "client-cert": `:${x509.raw.toString("base64")}:` });

/** An HTTPS call with a certificate, or without. */
function appeler(
  url: string,
  { presente, corps, entetes = {} }: { presente?: CertificatDeTest; corps: string; entetes?: Record<string, string> },
) {
  return new Promise<{ statut: number; corps: any }>((resolve, reject) => {
    const options = {
      method: "POST",
      ca: autorite.cert,
      cert: presente?.cert,
      key: presente?.key,
      headers: entetes,
      agent: false as const,
    };
    const requete = https.request(url, options, (reponse) => {
      let texte = "";
      reponse.on("data", (morceau) => {
        texte += morceau;
      });
      reponse.on("end", () => resolve({ statut: reponse.statusCode!, corps: JSON.parse(texte) }));
    });
    requete.on("error", reject);
    requete.end(corps);
  });
}

describe("un jeton lié à un certificat", () => {
  let emetteur: Emetteur;
  let verifier: TokenVerifier;
  let lie: string;
  let libre: string;
  beforeAll(async () => {
    emetteur = await Emetteur.ouvrir();
    verifier = createTokenVerifier({ issuer: emetteur.issuer, audience: "unefois" });
    lie = await emetteur.jeton(CALLERS.departement, Date.now(), { claims: { cnf: { "x5t#S256": empreinteDe(client.x509) } } });
    libre = await emetteur.jeton(CALLERS.departement);
  });
  afterAll(() => emetteur.fermer());
  const demander = async (hub: SmallHub, jeton: string, headers: Record<string, string> = {}) =>
    (await hub.ask("{ __typename }", { headers: { authorization: `Bearer ${jeton}`, ...headers } })).status;

  it("vaut avec son certificat, dit par un proxy de confiance (RFC 9440), et avec lui seul", async () => {
    const hub = await smallHub({ verifier, certificats: new CertificatsPresentes(["127.0.0.0/8"]) });
    expect(await demander(hub, lie, entete(client))).toBe(200);
    expect(await demander(hub, lie, entete(autre))).toBe(401);
    expect(await demander(hub, lie)).toBe(401);
    expect(await demander(hub, lie, { "client-cert": ":pas un certificat:" })).toBe(401);
    expect(await demander(hub, libre)).toBe(200);
    await hub.close();
  });

  it("dit par n’importe qui d’autre, l’en-tête ne vaut rien", async () => {
    const hub = await smallHub({ verifier, certificats: new CertificatsPresentes(["10.0.0.0/8", "fd00::/8"]) });
    expect(await demander(hub, lie, entete(client))).toBe(401);
    await hub.close();
  });

  it("la passerelle termine elle-même le TLS : le certificat de la connexion compte, l’en-tête non", async () => {
    const hub = await smallHub({ verifier });
    const tls = { certificat: client.cert, cle: client.key, autorites: autorite.cert };
    const serveur = await startGatewayServer({ gateway: hub.gateway, host: "127.0.0.1", port: 0, log, tls });
    const url = `https://127.0.0.1:${serveur.port}/graphql`;
    const entetes = { "content-type": "application/json", authorization: `Bearer ${lie}` };
    const corps = JSON.stringify({ query: "{ __typename }" });
    expect((await appeler(url, { presente: client, corps, entetes })).statut).toBe(200);
    expect((await appeler(url, { presente: autre, corps, entetes })).statut).toBe(401);
    expect((await appeler(url, { corps, entetes: { ...entetes, ...entete(client) } })).statut).toBe(401);
    await serveur.close();
    await hub.close();
  });

  it("le registre peut l’exiger : sans lui, le client est refusé ; lié à un autre certificat aussi", async () => {
    const inscrit = (empreinteCertificat: string) => ({
      ...STRICT,
      client: "demo-departement",
      nom: "x",
      enregistre: true,
      empreinteCertificat,
      preuveDePossession: true,
    });
    const certificats = new CertificatsPresentes(["127.0.0.1"]);
    const hub = await smallHub({ verifier, certificats, clients: RegistreClients.of([inscrit(empreinteDe(client.x509))]) });
    expect(await demander(hub, libre)).toBe(401);
    expect(await demander(hub, libre, entete(client))).toBe(401);
    expect(await demander(hub, lie, entete(client))).toBe(200);
    await hub.close();
    const ailleurs = await smallHub({ verifier, certificats, clients: RegistreClients.of([inscrit(empreinteDe(autre.x509))]) });
    expect(await demander(ailleurs, lie, entete(client))).toBe(401);
    await ailleurs.close();
  });
});

// Under jest, a structured clone is made of objects of another realm, which oidc-provider does not take for plain ones.
globalThis.structuredClone = ((valeur: unknown) => JSON.parse(JSON.stringify(valeur))) as typeof structuredClone;

describe("un système sans secret, auprès de l’émetteur de démonstration", () => {
  let dossier: string;
  let serveur: { port: number; close(): Promise<void> };
  let issuer: string;
  let verifier: TokenVerifier;
  const fichier = (nom: string, contenu: string) => {
    const chemin = path.join(dossier, nom);
    fs.writeFileSync(chemin, contenu, { mode: 0o600 });
    return chemin;
  };
  beforeAll(async () => {
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-systemes-"));
    const paire = generateKeyPairSync("ed25519");
    fichier("prive.pem", paire.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const clePublique = fichier("public.pem", paire.publicKey.export({ type: "spki", format: "pem" }).toString());
    enregistrerSysteme(dossier, { client: "si-cle", comme: "demo-departement", clePublique });
    enregistrerSysteme(dossier, { client: "si-certificat", comme: "demo-dpo", certificat: fichier("client.pem", client.cert) });
    enregistrerSysteme(dossier, { client: "si-sujet", comme: "demo-pilotage", sujet: "CN=autre" });
    const signature = await cle("essai");
    const certificats = new CertificatsPresentes();
    let handle: http.RequestListener = (_requete, reponse) => void reponse.end();
    const gateway = { handle: (requete: http.IncomingMessage, reponse: http.ServerResponse) => handle(requete, reponse) };
    const tls = { certificat: client.cert, cle: client.key, autorites: autorite.cert };
    serveur = await startGatewayServer({ gateway, host: "127.0.0.1", port: 0, log, tls });
    issuer = `https://127.0.0.1:${serveur.port}/oidc`;
    const { exportJWK } = await import("jose");
    const jwks = { keys: [{ ...(await exportJWK(signature.privee)), kid: "essai", alg: "RS256", use: "sig" }] };
    const { systemes } = systemesDemo(dossier);
    handle = (await createDemoIssuer({ issuer, audience: "unefois", jwks, systemes, certificats })).handle;
    const jeu = createLocalJWKSet({ keys: [signature.publique] });
    verifier = createTokenVerifier({ issuer, audience: "unefois", keys: { cle: jeu, edition: async () => 1 } });
  });
  afterAll(async () => {
    await serveur.close();
    fs.rmSync(dossier, { recursive: true, force: true });
  });
  const demander = (form: Record<string, string>, presente?: CertificatDeTest) =>
    appeler(`${issuer}/token`, {
      presente,
      corps: new URLSearchParams({ grant_type: "client_credentials", ...form }).toString(),
      entetes: { "content-type": "application/x-www-form-urlencoded" },
    });
  const assertion = async () => ({
    client_id: "si-cle",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await assertionDe("si-cle", path.join(dossier, "prive.pem"), issuer),
  });

  it("signe sa demande (private_key_jwt) ; la même assertion ne sert qu’une fois", async () => {
    const form = await assertion();
    const { statut, corps } = await demander(form);
    expect([statut, corps.error_description]).toEqual([200, undefined]);
    expect(await verifier.verify(`Bearer ${corps.access_token}`)).toMatchObject({ client: "si-cle", departement: "94", organisme: "CD94" });
    expect(await demander(form)).toMatchObject({ statut: 401, corps: { error: "invalid_client" } });
    expect((await demander(await assertion())).statut).toBe(200);
  });

  it("derrière une autorité que la machine ne connaît pas, la commande le dit, au lieu de « aucun hub ne répond »", async () => {
    await expect(askToken(`${issuer}/token`, "demo-departement")).rejects.toThrow(/n’est pas reconnu.*NODE_EXTRA_CA_CERTS/);
  });

  it("signée par une autre clé, l’assertion est refusée", async () => {
    const autrePaire = generateKeyPairSync("ed25519");
    const intrus = fichier("intrus.pem", autrePaire.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const form = { ...(await assertion()), client_assertion: await assertionDe("si-cle", intrus, issuer) };
    expect(await demander(form)).toMatchObject({ statut: 401, corps: { error: "invalid_client" } });
  });

  it("est connu par son certificat ; son jeton y est lié", async () => {
    const { statut, corps } = await demander({ client_id: "si-certificat" }, client);
    expect(statut).toBe(200);
    const authorization = `Bearer ${corps.access_token}`;
    expect(await verifier.verify(authorization, empreinteDe(client.x509))).toMatchObject({ client: "si-certificat" });
    await expect(verifier.verify(authorization)).rejects.toThrow("lié au certificat");
    expect((await demander({ client_id: "si-certificat" }, autre)).statut).toBe(401);
    expect((await demander({ client_id: "si-certificat" })).statut).toBe(401);
  });

  it("est connu par le sujet d’un certificat que l’autorité a signé", async () => {
    expect((await demander({ client_id: "si-sujet" }, autre)).statut).toBe(200);
    expect((await demander({ client_id: "si-sujet" }, client)).statut).toBe(401);
    // The right subject, signed by itself.
    expect((await demander({ client_id: "si-sujet" }, certificatDeTest("autre"))).statut).toBe(401);
  });
});
