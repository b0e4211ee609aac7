import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { brancherSimulateur, verifierSimulateur } from "../../hub/simulateur-de-demo";
import { readSettings } from "../../subgraphs/shared/settings";

const dit: string[] = [];
const dire = (ligne: string) => void dit.push(ligne);
const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-simulateur-"));
const reglages = (environnement: Record<string, string> = {}) => readSettings({ UNEFOIS_DATA: dossier, ...environnement });

beforeAll(() => {
  const usagers = path.join(dossier, "demo", "94", "france-travail");
  fs.mkdirSync(usagers, { recursive: true });
  const usager = { numeroFranceTravail: "90000000001", nir: "299019400000125", dateNaissance: "1999-01-02", nom: "ESSAI", prenom: "ALIX" };
  fs.writeFileSync(path.join(usagers, "usagers.jsonl"), `${JSON.stringify(usager)}\n`);
});
afterAll(() => fs.rmSync(dossier, { recursive: true, force: true }));

describe("start --simulateur", () => {
  it("démarre le SI Plateforme simulé avec les personnes du territoire, et branche le hub dessus", async () => {
    const { settings, stop } = await brancherSimulateur(reglages(), dire, 0);
    try {
      const { url, tokenUrl, clientId, clientSecret, departement, depuis } = settings.franceTravail;
      expect([departement, depuis]).toEqual(["94", expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]);
      const jeton = await fetch(`${tokenUrl}?realm=/agent`, {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: clientId!,
          client_secret: clientSecret!,
          scope: "api_rechercher-usagerv2 rechercheusager profil_accedant",
        }),
      });
      expect(jeton.status).toBe(200);
      expect((await (await fetch(`${url}/openapi.json`)).json()).openapi).toMatch(/^3\.1/);
      expect(dit.at(-1)).toContain("1 usagers");
    } finally {
      await stop();
    }
  });

  it("dit avant tout chargement que son port est pris, et que faire", async () => {
    const occupant = net.createServer();
    await new Promise<void>((pret) => occupant.listen(0, "127.0.0.1", pret));
    try {
      const { port } = occupant.address() as AddressInfo;
      await expect(verifierSimulateur(reglages(), port)).rejects.toThrow(/du simulateur est déjà pris.*retirez --simulateur/);
    } finally {
      await new Promise((ferme) => occupant.close(ferme));
    }
    await verifierSimulateur(reglages(), 0);
  });

  it.each([
    ["en production", { NODE_ENV: "production" }, /jamais avec NODE_ENV=production/],
    [
      "à côté d’une adresse déjà donnée",
      {
        FRANCE_TRAVAIL_URL: "https://api.exemple.fr",
        FRANCE_TRAVAIL_TOKEN_URL: "https://jeton.exemple.fr",
        FRANCE_TRAVAIL_CLIENT_ID: "a",
        FRANCE_TRAVAIL_CLIENT_SECRET: "b",
        FRANCE_TRAVAIL_DEPARTEMENT: "94",
      },
      /déjà donnée/,
    ],
    ["sans territoire de démonstration", { UNEFOIS_DATA: path.join(dossier, "vide") }, /videz ce dossier/],
  ])("refuse d’une phrase %s", async (_cas, environnement, phrase) => {
    await expect(brancherSimulateur(reglages(environnement as Record<string, string>), dire, 0)).rejects.toThrow(phrase);
  });
});
