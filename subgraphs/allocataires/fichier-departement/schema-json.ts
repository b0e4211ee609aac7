import { CHAMPS, type Champ, CONTRAINTE, type TypeEnregistrement, VERSION } from "./format";

/** One line of text without control characters, or several for the long texts. */
const TEXTE = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F]+$";
const JOUR = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

function propriete({ nature, description, valeurs, maximum }: Champ): object {
  switch (nature) {
    case "texte":
      return { description, type: "string", pattern: TEXTE, maxLength: maximum };
    case "code":
      return { description, type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$" };
    case "date":
      return { description, type: "string", pattern: JOUR, format: "date" };
    case "instant":
      return { description, type: "string", anyOf: [{ pattern: JOUR, format: "date" }, { format: "date-time" }] };
    case "entier":
      return { description, type: "integer" };
    case "nombre":
      return { description, type: "number" };
    case "booleen":
      return { description, type: "boolean" };
    case "choix":
      return { description, type: "string", enum: [...valeurs!] };
    case "liste":
      return {
        description,
        type: "array",
        maxItems: 20,
        items: { type: "string", pattern: "^[^|\\u0000-\\u001F\\u007F]+$", maxLength: maximum },
      };
    case "contraintes":
      return { description, type: "array", maxItems: CONTRAINTE.frein.length, items: contrainte };
  }
}

const contrainte = {
  type: "object",
  additionalProperties: false,
  required: ["frein", "impact"],
  properties: {
    frein: { type: "string", enum: [...CONTRAINTE.frein] },
    impact: { type: "string", enum: [...CONTRAINTE.impact] },
    prioritaire: { type: "boolean" },
  },
};

/** What a kind asks beyond each of its fields: conditions of JSON Schema. */
const CONDITIONS: Partial<Record<TypeEnregistrement, object[]>> = {
  reorientation: [{ dependencies: { referent: ["organisme"] } }],
  contrat: [
    {
      oneOf: [
        { required: ["dateSignature", "dureeMois"], not: { anyOf: [{ required: ["dateRefus"] }, { required: ["motifRefus"] }] } },
        { required: ["dateRefus", "motifRefus"], not: { anyOf: [{ required: ["dateSignature"] }, { required: ["dureeMois"] }] } },
      ],
    },
  ],
  coordonnees: [
    { anyOf: [{ required: ["telephone"] }, { required: ["courriel"] }, { required: ["voie"] }] },
    {
      dependencies: Object.fromEntries(
        ["voie", "codePostal", "codeInsee", "commune"].map((c) => [c, ["voie", "codePostal", "codeInsee", "commune"]]),
      ),
    },
  ],
};
/** A number of demand needs the role, a matricule the birth date: alone they name a household. */
const PERSONNE = [
  ["NUMERO_DEMANDE_RSA", "personneRole"],
  ["MATRICULE_CAF", "personneNaissance"],
].map(([type, champ]) => ({
  if: { properties: { personneType: { const: type } }, required: ["personneType"] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, in an object that nobody awaits.
  then: { required: [champ] },
}));

/** JSON Schema of a record: the golden files of schema/fichier-departement/v1. Both encodings are validated by it once read. */
export function schemaDe(type: TypeEnregistrement): object {
  const champs = Object.entries(CHAMPS[type]);
  const conditions = [...(CONDITIONS[type] ?? []), ...("personneType" in CHAMPS[type] ? PERSONNE : [])];
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: type,
    description: `Fichier d’échange avec le logiciel d’un Département, version ${VERSION} : un enregistrement « ${type} ».`,
    type: "object",
    additionalProperties: false,
    required: ["type", ...champs.filter(([, champ]) => champ.requis).map(([nom]) => nom)],
    properties: {
      type: { const: type },
      ...Object.fromEntries(
        champs.map(([nom, champ]) => [nom, nom === "version" ? { const: VERSION, description: champ.description } : propriete(champ)]),
      ),
    },
    ...(conditions.length > 0 ? { allOf: conditions } : {}),
  };
}
