import fs from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { projectFile } from "../../subgraphs/shared/project-folder";
import { lireJson, nettoyer, simulerDansUnDossier } from "./lire-simulation";

type Objet = Record<string, any>;

/** Thématique categories that lift each frein (data/data-inclusion/correspondance…, « contraintes »). */
const CATEGORIES = [
  "sante",
  "logement-hebergement",
  "mobilite",
  "famille",
  "difficultes-financieres",
  "numerique",
  "difficultes-administratives-ou-juridiques",
  "lecture-ecriture-calcul",
];

const schema = (nom: string) => JSON.parse(fs.readFileSync(projectFile("data", "data-inclusion", nom), "utf8")) as object;

describe.each([
  ["94", 120, 400],
  ["93", 40, 130],
])("le catalogue du %s", (departement, nombreStructures, nombreServices) => {
  let structures: Objet[];
  let services: Objet[];

  beforeAll(async () => {
    const { dossier } = await simulerDansUnDossier({ departement, foyers: 20 });
    structures = lireJson(dossier, "data-inclusion/structures.json");
    services = lireJson(dossier, "data-inclusion/services.json");
  });
  afterAll(nettoyer);

  it("est valide selon le schéma v1 de data·inclusion", () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    addFormats(ajv);
    for (const [nom, liste] of [
      ["structure.json", structures],
      ["service.json", services],
    ] as const) {
      const valide = ajv.compile(schema(nom));
      for (const element of liste) expect([element.id, valide(element), valide.errors]).toEqual([element.id, true, null]);
    }
  });

  it("a le nombre voulu de structures et de services, et chaque service a sa structure", () => {
    expect([structures.length, services.length]).toEqual([nombreStructures, nombreServices]);
    const ids = new Set(structures.map((s) => s.id));
    expect(ids.size).toBe(structures.length);
    expect(new Set(services.map((s) => s.id)).size).toBe(services.length);
    for (const service of services)
      expect(ids.has(service.structure_id) && service.id.startsWith(`simulation--${departement}-`)).toBe(true);
  });

  it("lève chaque frein, est à jour de moins d’un an, et va de la commune à la France", () => {
    for (const categorie of CATEGORIES)
      expect(services.some((s) => s.thematiques.some((t: string) => t.startsWith(`${categorie}--`)))).toBe(true);
    for (const element of [...structures, ...services])
      expect(element.date_maj > "2025-06-30" && element.date_maj <= "2026-06-30").toBe(true);
    for (const zone of [departement, "france"]) expect(services.some((s) => s.zone_eligibilite[0] === zone)).toBe(true);
    expect(services.some((s) => s.zone_eligibilite[0].length === 5)).toBe(true);
    expect(new Set(services.map((s) => s.frais))).toEqual(new Set(["gratuit", "payant"]));
    expect(services.some((s) => s.volume_horaire_hebdomadaire > 0 && s.nombre_semaines > 0)).toBe(true);
  });
});
