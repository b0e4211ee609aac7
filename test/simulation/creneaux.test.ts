import { refusPublication } from "../../subgraphs/rendez-vous/creneau/creneau";
import { refusReunion } from "../../subgraphs/rendez-vous/reunion/reunion";
import { lireLignes, nettoyer, simulerDansUnDossier } from "./lire-simulation";

describe("creneaux.jsonl", () => {
  afterAll(nettoyer);

  it("ce que les organismes publient à la fin de l’année : possible, à venir, sans personne, et le même à chaque fois", async () => {
    const { dossier, manifeste } = await simulerDansUnDossier({ foyers: 5 });
    const toutes = lireLignes<any>(dossier, "creneaux.jsonl");
    const lignes = toutes.filter((l) => l.mutation !== "programmerReunion");
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
    const reunions = toutes.filter((l) => l.mutation === "programmerReunion");
    expect(reunions).toHaveLength(12);
    expect(new Set(reunions.map((r) => r.variables.codeInsee))).toEqual(new Set(["94028", "94017", "94079"]));
    for (const { le, variables } of reunions) {
      const reunion = { ...variables, debut: new Date(variables.debut) };
      const cible = { id: variables.organisme, type: "DEPARTEMENT" };
      expect(refusReunion(reunion, cible, { organisme: "94-CD94", type: "DEPARTEMENT", portee: "departement" }, new Date(le))).toBeNull();
      expect(variables.debut > "2026-07-13").toBe(true);
    }
    const encore = await simulerDansUnDossier({ foyers: 5 });
    expect(encore.manifeste.fichiers["creneaux.jsonl"]!.sha256).toBe(manifeste.fichiers["creneaux.jsonl"]!.sha256);
  }, 60_000);
});
