import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadSecrets, secretsOfCommand } from "../../subgraphs/shared/secrets";
import { readSettings } from "../../subgraphs/shared/settings";

let dossier: string;
const fichier = () => path.join(dossier, "secrets.json");
const charger = () => loadSecrets(readSettings({ UNEFOIS_DATA: dossier }));

beforeEach(() => {
  dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-secrets-"));
});
afterEach(() => fs.rmSync(dossier, { recursive: true }));

test("une commande lancée à côté du hub relit les mêmes secrets et n’écrit rien", () => {
  const premiers = charger();
  const avant = fs.statSync(fichier());
  expect(charger()).toEqual(premiers);
  const apres = fs.statSync(fichier());
  expect([apres.ino, apres.mtimeMs]).toEqual([avant.ino, avant.mtimeMs]);
});

test("un secret qui manque s’ajoute d’un coup : qui lisait le fichier le lit entier, et rien d’autre ne reste dans le dossier", () => {
  const { depotClePrivee, ...anciens } = charger();
  fs.writeFileSync(fichier(), JSON.stringify(anciens));
  const lecteur = fs.openSync(fichier(), "r");
  const complets = charger();
  expect(JSON.parse(fs.readFileSync(lecteur, "utf8"))).toEqual(anciens);
  fs.closeSync(lecteur);
  expect(complets).toEqual({ ...anciens, depotClePrivee: expect.any(String) });
  expect(complets.depotClePrivee).not.toBe(depotClePrivee);
  expect(JSON.parse(fs.readFileSync(fichier(), "utf8"))).toEqual(complets);
  expect(fs.statSync(fichier()).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(dossier)).toEqual(["secrets.json"]);
});

test("en production, une commande ne demande que les secrets qu’elle lit, par leur nom ; le hub les demande tous", () => {
  const reglages = readSettings({ UNEFOIS_DATA: dossier, NODE_ENV: "production", NIR_KEY: "clé de test, trente-deux caractères au moins" });
  const secrets = secretsOfCommand(reglages);
  expect(secrets.nirKey).toBe("clé de test, trente-deux caractères au moins");
  expect(() => secrets.rdvInsertionSecret).toThrow("cette commande a besoin de RDV_INSERTION_SECRET");
  expect(() => secrets.gatewaySecret).toThrow("cette commande a besoin de GATEWAY_SECRET");
  expect(() => loadSecrets(reglages)).toThrow("doivent être donnés : GATEWAY_SECRET, RDV_SOLIDARITES_SECRET, RDV_INSERTION_SECRET.");
  expect(fs.readdirSync(dossier)).toEqual([]);
});
