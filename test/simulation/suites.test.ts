import { type LigneDecision, lireLignes, nettoyer, simulerDansUnDossier } from "./lire-simulation";

describe("suites.jsonl", () => {
  let suites: LigneDecision[];
  let decisions: LigneDecision[];
  let sha256: string;
  beforeAll(async () => {
    const { dossier, manifeste } = await simulerDansUnDossier({ foyers: 1500 });
    suites = lireLignes<LigneDecision>(dossier, "suites.jsonl");
    decisions = lireLignes<LigneDecision>(dossier, "decisions.jsonl");
    sha256 = manifeste.fichiers["suites.jsonl"]!.sha256;
  });
  afterAll(nettoyer);

  it("est dans l’ordre, avec des clés d’idempotence qui ne servent qu’une fois, même avec decisions.jsonl", () => {
    const instants = suites.map(({ le }) => Date.parse(le));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    const cles = [...decisions, ...suites].map(({ variables }) => variables.cleIdempotence);
    expect(new Set(cles).size).toBe(cles.length);
  });

  it("ne nomme une ligne que plus haut, et ne parle que de personnes orientées avant", () => {
    const orientees = new Map(decisions.filter((d) => d.mutation === "deciderOrientation").map((d) => [d.variables.allocataire, d.le]));
    const faites = new Set<string>();
    for (const { le, variables } of suites) {
      if (variables.allocataire) expect(Date.parse(orientees.get(variables.allocataire)!)).toBeLessThan(Date.parse(le));
      for (const valeur of [variables.prescription, variables.reprise])
        if (valeur !== undefined) expect([valeur, faites.has(valeur)]).toEqual([valeur, true]);
      faites.add(`decision:${variables.cleIdempotence}`);
    }
  });

  it("prescrit les dispositifs du contrat, et dit des retours à l’emploi et ce qu’ils deviennent", () => {
    const de = (mutation: string) => suites.filter((ligne) => ligne.mutation === mutation);
    expect(de("prescrire").length).toBeGreaterThan(3);
    expect(de("avancerPrescription").length).toBeGreaterThan(de("prescrire").length);
    expect(de("declarerRepriseEmploi").length).toBeGreaterThan(10);
    expect(new Set(de("prescrire").map(({ variables }) => variables.offre)).size).toBeGreaterThan(1);
  });

  it("est le même deux fois", async () => {
    const encore = await simulerDansUnDossier({ foyers: 1500 });
    expect(encore.manifeste.fichiers["suites.jsonl"]!.sha256).toBe(sha256);
  });
});
