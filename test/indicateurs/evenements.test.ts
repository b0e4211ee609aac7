import fs from "node:fs";
import path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { contratSigne, entree, orientation, presence } from "./journal";

const DOSSIER = path.join(__dirname, "../../schema/evenements");
const ajv = addFormats(new Ajv({ allErrors: true, allowUnionTypes: true, strict: true }));
const schemas = new Map<string, ValidateFunction>();
for (const fichier of fs.readdirSync(DOSSIER))
  schemas.set(fichier.replace(".json", ""), ajv.compile(JSON.parse(fs.readFileSync(path.join(DOSSIER, fichier), "utf8"))));

/** The types of the table of docs/structure.md. */
function typesDocumentes(): string[] {
  const texte = fs.readFileSync(path.join(__dirname, "../../docs/structure.md"), "utf8");
  const tableau = texte.slice(texte.indexOf("| type | from | donnees |"), texte.indexOf("A reject is kept whole"));
  return tableau
    .split("\n")
    .slice(2)
    .flatMap((ligne) => (ligne.split("|")[1] ?? "").split("/").map((type) => type.trim()))
    .filter(Boolean);
}

/** Every schema inside a schema. */
const sousSchemas = (schema: any): any[] => [
  schema,
  ...Object.values(schema.properties ?? {}).flatMap(sousSchemas),
  ...(schema.items ? sousSchemas(schema.items) : []),
];

describe("schémas des événements", () => {
  it("un schéma par type documenté, et pas d’autre", () => {
    expect(typesDocumentes().length).toBeGreaterThanOrEqual(20);
    expect([...schemas.keys()].sort()).toEqual(typesDocumentes().sort());
  });

  it.each([...schemas.keys()])("%s : rien d’inconnu n’entre, et aucun texte libre", (type) => {
    const schema = schemas.get(type)!.schema as any;
    expect(schema).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#", title: type, additionalProperties: false });
    for (const sous of sousSchemas(schema)) {
      if (sous.type === "object") expect(sous.additionalProperties).toBe(false);
      const texte = [sous.type].flat().includes("string");
      // A text is an id, a date, a word of a list, or a code without a space: never a sentence or a name with a space.
      if (texte) expect(sous.format ?? sous.enum ?? sous.pattern).toBeDefined();
      if (texte && sous.pattern) expect("Amina Benali").not.toMatch(new RegExp(sous.pattern));
    }
    expect(schemas.get(type)!({ nom: "Benali" })).toBe(false);
  });

  it("les événements que la projection lit sont conformes", () => {
    const id = "00000000-0000-4000-8000-000000000001";
    for (const { type, donnees } of [
      entree(id),
      orientation(id, "2026-01-20"),
      contratSigne(id, "2026-02-01"),
      presence(id, "2026-01-14T09:00:00Z", "ABSENT"),
    ]) {
      const valider = schemas.get(type)!;
      expect({ type, valide: valider(donnees), erreurs: valider.errors }).toEqual({ type, valide: true, erreurs: null });
    }
  });

  it.each([
    ["une date qui n’existe pas", { ...entree("").donnees, notification: "2026-02-30" }],
    ["un NIR à la place d’une commune", { ...entree("").donnees, codeInsee: "1850778006084" }],
    ["une valeur de trop", { ...entree("").donnees, nom: "Benali" }],
  ])("refuse %s", (_titre, donnees) => {
    expect(schemas.get("EntreeDispositif")!(donnees)).toBe(false);
  });
});
