import { refusPublication } from "../../subgraphs/rendez-vous/creneau/creneau";
import { lireLignes, nettoyer, simulerDansUnDossier } from "./lire-simulation";

describe("creneaux.jsonl", () => {
  afterAll(nettoyer);

  it("ce que les organismes publient à la fin de l’année : possible, à venir, sans personne, et le même à chaque fois", async () => {
    const { dossier, manifeste } = await simulerDansUnDossier({ foyers: 5 });
    const lignes = lireLignes<any>(dossier, "creneaux.jsonl");
    expect(lignes.map(({ client, variables }) => [client, variables.organisme, variables.famille])).toEqual([
      ["demo-departement", "94-CD94", "ORIENTATION"],
      ["demo-france-travail", "94-FT94", "PREMIER_ACCOMPAGNEMENT"],
      ["demo-departement", expect.stringMatching(/^94-/), "PREMIER_ACCOMPAGNEMENT"],
    ]);
    for (const { le, mutation, variables } of lignes) {
      const { creneaux, du, au } = variables;
      const lus = creneaux.map((c: any) => ({ codeInsee: null, ...c, debut: new Date(c.debut), fin: new Date(c.fin) }));
      expect(refusPublication(du, au, lus, du, "Europe/Paris")).toBeNull();
      expect(lus.length).toBeGreaterThan(150);
      expect(le < du && du > "2026-06-30").toBe(true);
      expect(mutation).toBe("publierCreneaux");
    }
    const encore = await simulerDansUnDossier({ foyers: 5 });
    expect(encore.manifeste.fichiers["creneaux.jsonl"]!.sha256).toBe(manifeste.fichiers["creneaux.jsonl"]!.sha256);
  }, 60_000);
});
