import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Commande, run } from "./commande";

const COMMANDE = "simulateur-france-travail";
const USAGER = { numeroFranceTravail: "90000000001", nir: "2850694028123", dateNaissance: "1985-06-14", nom: "MARTIN", prenom: "Camille" };

describe("unefois simulateur-france-travail", () => {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-simulateur-"));
  afterAll(() => fs.rmSync(dossier, { recursive: true }));
  const ecrire = (nom: string, ...lignes: unknown[]): string => {
    const fichier = path.join(dossier, nom);
    fs.writeFileSync(fichier, `${lignes.map((l) => (typeof l === "string" ? l : JSON.stringify(l))).join("\n")}\n`);
    return fichier;
  };

  it("démarre avec un fichier de personnes et des clients, dit ses réglages, sert et s’arrête", async () => {
    const commande = new Commande([COMMANDE, "--port", "0", "--usagers", ecrire("usagers.jsonl", USAGER), "--clients", "dsi:secret"], {});
    await commande.says("openapi.json");
    expect(commande.out).toContain("1 usagers");
    const reglage = (nom: string) => new RegExp(`^${nom}=(.*)$`, "m").exec(commande.out)?.[1] ?? "";
    const jeton = await fetch(`${reglage("FRANCE_TRAVAIL_TOKEN_URL")}?realm=/agent`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: reglage("FRANCE_TRAVAIL_CLIENT_ID"),
        client_secret: reglage("FRANCE_TRAVAIL_CLIENT_SECRET"),
        scope: "gererRDV",
      }),
    });
    expect(reglage("FRANCE_TRAVAIL_DEPARTEMENT")).toBe("94");
    expect(jeton.status).toBe(200);
    const etat = await fetch(`${reglage("FRANCE_TRAVAIL_URL")}/controle/etat?numeroFranceTravail=${USAGER.numeroFranceTravail}`);
    expect(await etat.json()).toMatchObject({ usager: { nom: "MARTIN" } });
    const port = new URL(reglage("FRANCE_TRAVAIL_URL")).port;
    expect((await run([COMMANDE, "--port", port])).err).toContain(`Le port ${port} est déjà pris`);
    commande.child.kill("SIGTERM");
    expect((await commande.ended).code).toBe(0);
  });

  it("--help dit comment y brancher son client, et la commande du simulateur", async () => {
    const { code, out } = await run([COMMANDE, "--help"]);
    expect(code).toBe(0);
    for (const dit of ["api.francetravail.io", "openapi.json", "/controle/pannes", "/controle/fusions", "--usagers"])
      expect(out).toContain(dit);
  });

  it.each([
    ["un port impossible", ["--port", "quatre"], "numéro de port"],
    ["un client sans secret", ["--port", "0", "--clients", "dsi"], "id:secret"],
    ["un fichier absent", ["--port", "0", "--usagers", "/nulle/part.jsonl"], "introuvable"],
    ["un département inconnu", ["--port", "0", "--foyers", "5", "--departement", "75"], "choisissez entre 93 et 94"],
    ["ce département même sans foyers", ["--port", "0", "--departement", "75"], "choisissez entre 93 et 94"],
    ["un nombre de foyers en lettres", ["--port", "0", "--foyers", "abc"], "et non « abc »"],
    ["une date qui n’existe pas", ["--port", "0", "--jusque", "hier"], "AAAA-MM-JJ"],
  ])("refuse %s en une phrase", async (_, options, phrase) => {
    const { code, err } = await run([COMMANDE, ...options]);
    expect(code).toBe(2);
    expect(err).toContain(phrase);
  });

  it("dit la ligne fautive d’un fichier de personnes, sans ses valeurs", async () => {
    const { code, err } = await run([COMMANDE, "--port", "0", "--usagers", ecrire("faux.jsonl", USAGER, { ...USAGER, nir: "285" })]);
    expect(code).toBe(1);
    expect(err).toContain("Ligne 2 : Le champ nir est invalide");
    expect(err).not.toContain("285");
  });
});
