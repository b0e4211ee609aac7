import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type DocumentNode, isObjectType, parse } from "graphql";
import { exportSPKI, importJWK } from "jose";
import { AccessRules } from "../../gateway/access-rules";
import { createGateway, type Gateway } from "../../gateway/gateway";
import { type GatewayServer, startGatewayServer } from "../../gateway/server";
import { sdlOf } from "../../hub/schema";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { createTokenVerifier } from "../../subgraphs/shared/token";
import { SECRET } from "../gateway/small-hub";
import type { Document } from "../rights/traversee/chemins";
import { cle, Emetteur } from "../setup/emetteur";
import { CALLERS } from "../setup/subgraph";
import { attaque, ENTIERE } from "./attaque";
import {
  chacun,
  champsDe,
  dites,
  mediane,
  parEnvois,
  quiVeulentUnDroit,
  type Reponse,
  racine,
  sansSignature,
  tousLesChamps,
  veutUnDroit,
  vide,
} from "./jetons-essayes";

/** Root fields that any token reads, whatever its scopes: they say nothing of a person but who holds the token. */
const OUVERTES = ["bilanPdie", "moi", "offre", "offres", "organismes", "structureInsertion", "valeursInconnues"];
/** Documents sent as one where the token alone refuses them: the hub must not even read it. */
const PAR_ENVOI = ENTIERE ? 1 : 10;

attaque("S12", (mesurer) => {
  const personne = randomUUID();
  const recus: { sousGraphe: string; document: DocumentNode }[] = [];
  let emetteur: Emetteur;
  let gateway: Gateway;
  let server: GatewayServer;
  let dossier: string;
  let documents: Document[];
  beforeAll(async () => {
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-s12-"));
    const inscrit = { nom: "Département", finalites: ["ACCOMPAGNEMENT"] };
    const clients = [
      { client: "demo-departement", ...inscrit },
      { client: "suspendu", ...inscrit, suspendu: true },
    ];
    fs.writeFileSync(path.join(dossier, "clients.json"), JSON.stringify({ clients }));
    emetteur = await Emetteur.ouvrir();
    const log = createLog("silent", "test");
    const temoin = (sousGraphe: string) => async (demande: { document: DocumentNode }) => {
      recus.push({ sousGraphe, document: demande.document });
      return { data: { allocataire: { __typename: "Allocataire", id: personne } } };
    };
    gateway = await createGateway({
      subgraphs: await Promise.all(SUBGRAPH_NAMES.map(async (name) => ({ name, sdl: await sdlOf(name), execute: temoin(name) }))),
      verifier: createTokenVerifier({ issuer: emetteur.issuer, audience: "unefois" }),
      clients: RegistreClients.open(path.join(dossier, "clients.json")),
      gatewaySecret: SECRET,
      production: true,
      log,
      corsOrigins: [],
      ready: async () => true,
    });
    server = await startGatewayServer({ gateway, host: "127.0.0.1", port: 0, log });
    documents = tousLesChamps(gateway, personne);
  });
  afterAll(async () => {
    await server.close();
    await gateway.close();
    await emetteur.fermer();
    fs.rmSync(dossier, { recursive: true });
  });

  const demander = async (jeton: string | null, query: string, variables: Record<string, unknown>) => {
    const depart = performance.now();
    const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(jeton === null ? {} : { authorization: `Bearer ${jeton}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const texte = await response.text();
    return { status: response.status, texte, ms: performance.now() - depart, ...JSON.parse(texte) } as Reponse;
  };
  const jeton = (partie: Partial<Caller> = {}, faux = {}) => emetteur.jeton({ ...CALLERS.departement, ...partie }, Date.now(), faux);
  const champs = () => new Set(documents.flatMap(champsDe)).size;
  const honnete = async () => {
    recus.length = 0;
    const { data } = await demander(await jeton(), "query ($id: ID) { allocataire(id: $id) { id } }", { id: personne });
    expect(data).toEqual({ allocataire: { id: personne } });
    expect(recus.map(({ sousGraphe }) => sousGraphe)).toEqual(["allocataires"]);
    recus.length = 0;
  };

  it("tous les champs du schéma public sont demandés", () => {
    const tous = Object.values(gateway.publicSchema.getTypeMap())
      .filter((type) => isObjectType(type))
      .filter((type) => !type.name.startsWith("_"))
      .flatMap((type) => Object.keys(type.getFields()).map((champ) => `${type.name}.${champ}`));
    const demandes = new Set(documents.flatMap(champsDe));
    expect(tous.filter((champ) => !demandes.has(champ))).toEqual([]);
    expect(tous.length).toBeGreaterThan(1_500);
    mesurer("champs demandés", tous.length);
  });

  it("chaque jeton qui ne vaut rien est refusé de la même façon quel que soit le champ, et les faux ne se distinguent pas entre eux", async () => {
    const secondes = Math.floor(Date.now() / 1000);
    const publique = await importJWK(emetteur.cles[0]!.publique, "RS256");
    const pem = new TextEncoder().encode(await exportSPKI(publique as CryptoKey));
    const faux: Record<string, string> = {
      "alg none": sansSignature(await jeton()),
      "HS256, la clé publique pour secret": await jeton({}, { entete: { alg: "HS256" }, cle: pem }),
      "kid inconnu": await jeton({}, { entete: { kid: "jamais-vue" } }),
      "clé d’un autre": await jeton({}, { cle: (await cle("autre")).privee }),
    };
    const mauvais: Record<string, string> = {
      expiré: await jeton({}, { claims: { iat: secondes - 7_200, exp: secondes - 3_600 } }),
      "à venir": await jeton({}, { claims: { nbf: secondes + 3_600 } }),
      "autre audience": await jeton({}, { claims: { aud: "un-autre-hub" } }),
      "autre émetteur": await jeton({}, { claims: { iss: "https://emetteur.example" } }),
      "client hors du registre": await jeton({ client: "inconnu" }),
      "finalité hors du registre": await jeton({ finalite: "PILOTAGE_STATISTIQUE" }),
      "client suspendu": await jeton({ client: "suspendu" }),
    };
    const envois = parEnvois(documents, PAR_ENVOI);
    const corps = new Map<string, Set<string>>();
    const temps: number[] = [];
    for (const [nom, un] of Object.entries({ ...faux, ...mauvais })) {
      const reponses = await chacun(envois, ({ texte, variables }) => demander(un, texte, variables));
      corps.set(nom, new Set(reponses.map(({ status, texte }) => `${status} ${texte}`)));
      temps.push(...reponses.map(({ ms }) => ms));
    }
    const plusieurs = [...corps].filter(([, reponses]) => reponses.size !== 1);
    expect(plusieurs).toEqual([]);
    const unique = (nom: string) => [...corps.get(nom)!][0]!;
    expect(new Set(Object.keys(faux).map(unique)).size).toBe(1);
    for (const nom of corps.keys()) {
      const [status, code] = nom === "client suspendu" ? [403, "CLIENT_SUSPENDU"] : [401, "UNAUTHENTICATED"];
      const { data, errors } = JSON.parse(unique(nom).slice(4));
      expect([nom, unique(nom).slice(0, 3), data, errors.map((une: { extensions: { code: string } }) => une.extensions.code)]).toEqual([
        nom,
        `${status}`,
        undefined,
        [code],
      ]);
    }
    expect(recus).toEqual([]);
    mesurer("champs × jetons qui ne valent rien", champs() * corps.size);
    mesurer("temps de refus d’un jeton, médiane", mediane(temps), "ms");
    await honnete();
  }, 300_000);

  it("sans jeton, chaque champ est refusé avec les mêmes mots : UNAUTHENTICATED, aucune donnée, aucun sous-graphe appelé", async () => {
    const reponses = await chacun(documents, ({ texte, variables }) => demander(null, texte, variables));
    expect(dites(reponses)).toEqual(["200 UNAUTHENTICATED Présentez un jeton d’accès : en-tête « Authorization: Bearer … »."]);
    expect(reponses.filter(({ data }) => !vide(data))).toEqual([]);
    expect(recus).toEqual([]);
    mesurer("temps de refus sans jeton, médiane", mediane(reponses.map(({ ms }) => ms)), "ms");
    await honnete();
  }, 300_000);

  it("sans le droit, chaque champ qui en veut un est refusé : FORBIDDEN, aucune donnée ; ce qui part vers un sous-graphe n’en demande aucun", async () => {
    const regles = new AccessRules(parse(gateway.supergraph), gateway.publicSchema);
    const gardes = ({ texte }: Document) => !OUVERTES.includes(racine(texte));
    const sans = await jeton({ scopes: new Set() });
    const fermes = documents.filter(gardes);
    const reponses = await chacun(fermes, ({ texte, variables }) => demander(sans, texte, variables));
    expect(new Set(dites(reponses).map((dite) => dite.split(" ").slice(0, 2).join(" ")))).toEqual(new Set(["200 FORBIDDEN"]));
    expect(reponses.filter(({ data }) => !vide(data))).toEqual([]);
    expect(recus).toEqual([]);
    const racines = [gateway.publicSchema.getQueryType()!, gateway.publicSchema.getMutationType()!];
    const libres = racines.flatMap((type) => Object.keys(type.getFields()).filter((champ) => !veutUnDroit(regles, type.name, champ)));
    expect(libres.sort()).toEqual(OUVERTES);
    const ouverts = documents.filter((un) => !gardes(un)).filter((_, rang) => ENTIERE || rang % 4 === 0);
    await chacun(ouverts, ({ texte, variables }) => demander(sans, texte, variables));
    expect(recus.length).toBeGreaterThan(0);
    expect([...new Set(recus.flatMap(({ document }) => quiVeulentUnDroit(document, gateway.publicSchema, regles)))]).toEqual([]);
    mesurer("champs refusés faute de droit", new Set(fermes.flatMap(champsDe)).size);
    mesurer("temps de refus sans le droit, médiane", mediane(reponses.map(({ ms }) => ms)), "ms");
    await honnete();
  }, 300_000);
});
