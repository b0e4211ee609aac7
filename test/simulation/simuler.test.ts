import fs from "node:fs";
import path from "node:path";
import { SimulationRefusee, simuler } from "../../simulation/simuler";
import { lireJson, nettoyer, SECRETS, simulerDansUnDossier } from "./lire-simulation";

afterAll(nettoyer);

/** All bytes of a folder, by relative name. */
function contenu(dossier: string): Record<string, string> {
  const noms = (fs.readdirSync(dossier, { recursive: true }) as string[]).filter((nom) => fs.statSync(path.join(dossier, nom)).isFile());
  return Object.fromEntries(noms.sort().map((nom) => [nom, fs.readFileSync(path.join(dossier, nom)).toString("base64")]));
}

describe("simuler", () => {
  it("la même graine et la même date donnent les mêmes octets", async () => {
    const [a, b] = [await simulerDansUnDossier({ foyers: 150, graine: 7 }), await simulerDansUnDossier({ foyers: 150, graine: "7" })];
    expect(contenu(a.dossier)).toEqual(contenu(b.dossier));
  });

  it("une autre graine, une autre date ou un autre secret donnent d’autres octets", async () => {
    const reference = (await simulerDansUnDossier({ foyers: 60 })).manifeste.fichiers;
    const graine = (await simulerDansUnDossier({ foyers: 60, graine: "autre" })).manifeste.fichiers;
    const secret = (await simulerDansUnDossier({ foyers: 60, secrets: { ...SECRETS, rdvInsertion: "autre-secret" } })).manifeste.fichiers;
    for (const nom of ["caf/RSABEM_20250630.xml", "decisions.jsonl", "webhooks.jsonl", "data-inclusion/services.json", "referents.csv"])
      expect(graine[nom]!.sha256).not.toBe(reference[nom]!.sha256);
    expect(secret["webhooks.jsonl"]!.sha256).not.toBe(reference["webhooks.jsonl"]!.sha256);
    expect(secret["decisions.jsonl"]!.sha256).toBe(reference["decisions.jsonl"]!.sha256);
    const veille = (await simulerDansUnDossier({ foyers: 60, jusque: "2026-06-29" })).manifeste.fichiers;
    expect(veille["decisions.jsonl"]!.sha256).not.toBe(reference["decisions.jsonl"]!.sha256);
  });

  it("ne laisse au dossier aucun fichier CAF d’une simulation précédente", async () => {
    const { dossier } = await simulerDansUnDossier({ foyers: 20 });
    const manifeste = await simuler({ departement: "94", foyers: 20, graine: "essai", jusque: "2026-03-31", dossier, secrets: SECRETS });
    const noms = fs.readdirSync(path.join(dossier, "caf")).map((nom) => `caf/${nom}`);
    expect(noms.sort()).toEqual(
      Object.keys(manifeste.fichiers)
        .filter((nom) => nom.startsWith("caf/"))
        .sort(),
    );
  });

  it.each(["94", "93"])("vingt foyers du %s donnent tous les fichiers, et le manifeste les décrit", async (departement) => {
    const { dossier, manifeste } = await simulerDansUnDossier({ foyers: 20, departement });
    expect(lireJson(dossier, "manifeste.json")).toEqual(manifeste);
    for (const [nom, bilan] of Object.entries(manifeste.fichiers))
      expect([nom, fs.statSync(path.join(dossier, nom)).size]).toEqual([nom, bilan.octets]);
    expect(manifeste.attendus.foyers).toMatchObject({ total: 20, stock: 13, entrants: 7 });
    for (const nom of ["organismes.csv", "referents.csv", "parcours.csv", "decisions.jsonl", "webhooks.jsonl"])
      expect(manifeste.fichiers[nom]!.enregistrements).toBeGreaterThan(0);
  });

  it("un seul foyer suffit", async () => {
    expect((await simulerDansUnDossier({ foyers: 1 })).manifeste.attendus.foyers.total).toBe(1);
  });

  it("passe un 29 février et un dernier jour férié", async () => {
    expect((await simulerDansUnDossier({ foyers: 30, jusque: "2028-02-29" })).manifeste.depuis).toBe("2027-02-28");
    expect(Object.keys((await simulerDansUnDossier({ foyers: 30, jusque: "2026-07-14" })).manifeste.fichiers)).not.toContain(
      "caf/RSABEI_20260714.xml",
    );
  });

  it.each([
    [{ foyers: 0 }, "entier de 1 à"],
    [{ foyers: 2.5 }, "entier de 1 à"],
    [{ foyers: Number.NaN }, "entier de 1 à"],
    [{ foyers: 20, departement: "75" }, "ne connaît pas le département « 75 » : choisissez entre 93 et 94"],
    [{ foyers: 20, jusque: "2026-02-30" }, "AAAA-MM-JJ"],
  ])("refuse %j en une phrase, sans rien écrire", async (options, phrase) => {
    const dossier = path.join(fs.mkdtempSync(path.join(fs.realpathSync("/tmp"), "unefois-refus-")), "sortie");
    const essai = simuler({ departement: "94", graine: 1, jusque: "2026-06-30", secrets: SECRETS, ...options, dossier });
    await expect(essai).rejects.toThrow(SimulationRefusee);
    await expect(essai).rejects.toThrow(phrase);
    expect(fs.existsSync(dossier)).toBe(false);
    fs.rmSync(path.dirname(dossier), { recursive: true });
  });

  it("dit où il en est", async () => {
    const etapes = new Map<string, [number, number | null]>();
    await simulerDansUnDossier({ foyers: 600, avancement: (etape, fait, total) => void etapes.set(etape, [fait, total]) });
    expect([...etapes.keys()].length).toBe(5);
    for (const [fait, total] of etapes.values()) expect(fait).toBe(total);
  });
});
