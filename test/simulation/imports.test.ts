import fs from "node:fs";
import path from "node:path";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { importerOrganismes } from "../../subgraphs/allocataires/import-organismes";
import { importerWebhooks } from "../../subgraphs/rendez-vous/import-webhooks";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import {
  type Element,
  enfants,
  fichiersCaf,
  foyersDe,
  lireXml,
  nettoyer,
  numeroDe,
  roleDe,
  SECRETS,
  simulerDansUnDossier,
  valeur,
} from "./lire-simulation";

/** The first weeks of the year: enough to see every kind of message, few enough files to stay quick. */
const FICHIERS = 25;

let base: TestDatabase;
let dossier: string;
let noms: string[];
const contexte = () => ({ ownerUrl: base.url, now: () => new Date("2026-06-30T12:00:00Z") });

beforeAll(async () => {
  base = await testDatabase();
  ({ dossier } = await simulerDansUnDossier({ foyers: 600 }));
  noms = fichiersCaf(dossier)
    .sort((a, b) => a.slice(7).localeCompare(b.slice(7)))
    .slice(0, FICHIERS);
});
afterAll(async () => {
  nettoyer();
  await base.drop();
});

const nombre = async (sql: string) => Number((await base.owner.query(`select count(*) from ${sql}`)).rows[0].count);

describe("les imports du hub", () => {
  it("lisent les organismes, puis toutes les personnes des fichiers CAF, sans rejet ni réserve", async () => {
    await importerOrganismes(contexte(), dossier, "94");
    const chemins = noms.map((nom) => path.join(dossier, "caf", nom));
    const resultats = await importerCaf(chemins, { ...contexte(), nirCipher: new NirCipher("clé de chiffrement du NIR, pour les tests") });
    expect(resultats.flatMap((r) => r.signalements)).toEqual([]);
    const derniers = new Map<string, Element>(
      noms.flatMap((nom) => foyersDe(lireXml(dossier, nom)).map((foyer) => [numeroDe(foyer), foyer])),
    );
    const adultes = [...derniers.values()].flatMap((foyer) => enfants(foyer, "Personne").filter((p) => roleDe(p) !== "ENF"));
    const etat = (code: string) =>
      [...derniers.values()].filter((foyer) => valeur(foyer, "PrestationRSA/SituationDossierRSA/EtatDossierRSA/ETATDOSRSA") === code);
    expect(await nombre("allocataires.dossier")).toBe(derniers.size);
    expect(await nombre("allocataires.dossier where etat = 'OUVERT_VERSABLE'")).toBe(etat("2").length);
    expect(await nombre("allocataires.dossier where etat = 'CLOS'")).toBe(etat("5").length);
    expect(await nombre("allocataires.allocataire where canonique is null")).toBe(adultes.length);
    expect(await nombre("allocataires.rapprochement")).toBe(0);
  });

  it("relient chaque rendez-vous à ses personnes et à son organisme", async () => {
    const fin = `${noms.at(-1)!.slice(7, 11)}-${noms.at(-1)!.slice(11, 13)}-${noms.at(-1)!.slice(13, 15)}`;
    const lignes = fs.readFileSync(path.join(dossier, "webhooks.jsonl"), "utf8").trim().split("\n");
    const connues = lignes.filter((ligne) => JSON.parse(JSON.parse(ligne).corps).meta.timestamp < fin);
    const fichier = path.join(dossier, "debut.jsonl");
    fs.writeFileSync(fichier, connues.join("\n"));
    const resultats = await importerWebhooks(fichier, { ...contexte(), secrets: SECRETS });
    expect(resultats.flatMap((r) => r.signalements)).toEqual([]);
    expect(resultats[0]!.compteurs).toMatchObject({ lus: connues.length, appliques: connues.length, rejetes: 0 });
    expect(connues.length).toBeGreaterThan(25);
    expect(await nombre("rendez_vous.rendez_vous where organisme is null")).toBe(0);
    expect(await nombre("rendez_vous.participation")).toBeGreaterThan(25);
  });
});
