import type { ErrorObject } from "ajv";

/** What is wrong with a record: the field (`thematiques[2]`), a stable code, a French sentence, and what was received, shortened. */
export interface Defaut {
  champ: string;
  code: string;
  message: string;
  valeur?: string;
}

const VALEUR_MAX = 120;

/** What was received, on one line and shortened. */
export function montrer(valeur: unknown): string | undefined {
  if (valeur === undefined) return undefined;
  const texte = (typeof valeur === "string" ? valeur : JSON.stringify(valeur)).replace(/[\p{Cc}\p{Cs}]/gu, "�");
  return texte.length > VALEUR_MAX ? `${texte.slice(0, VALEUR_MAX)}…` : texte;
}

const CODES: Record<string, string> = {
  required: "CHAMP_MANQUANT",
  type: "TYPE_INVALIDE",
  enum: "VALEUR_INCONNUE",
  format: "FORMAT_INVALIDE",
  pattern: "FORMAT_INVALIDE",
  anyOf: "FORMAT_INVALIDE",
  minLength: "LONGUEUR_INVALIDE",
  maxLength: "LONGUEUR_INVALIDE",
  minimum: "HORS_BORNES",
  minItems: "LISTE_INVALIDE",
  uniqueItems: "LISTE_INVALIDE",
};

/** What each type and format of the JSON Schema asks for. */
const ATTENDUS: Record<string, string> = {
  array: "une liste est attendue",
  object: "un objet est attendu",
  string: "un texte est attendu",
  number: "un nombre est attendu",
  integer: "un nombre entier est attendu",
  boolean: "vrai ou faux est attendu",
  date: "une date est attendue, comme 2026-03-20",
  email: "une adresse électronique est attendue",
  uri: "une adresse web complète est attendue, comme https://exemple.fr",
};

function phrase({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case "required":
      return "le champ manque, il est obligatoire";
    case "type":
      return ATTENDUS[params.type as string] ?? `une valeur de type ${params.type} est attendue`;
    case "enum":
      return "la valeur n’est pas dans le référentiel de data·inclusion";
    case "format":
      return ATTENDUS[params.format as string] ?? `le format « ${params.format} » n’est pas respecté`;
    case "minLength":
      return `au moins ${params.limit} caractères sont attendus`;
    case "maxLength":
      return `au plus ${params.limit} caractères sont attendus`;
    case "minimum":
      return `la valeur doit être au moins ${params.limit}`;
    case "minItems":
      return "la liste ne doit pas être vide (null si elle n’est pas connue)";
    case "uniqueItems":
      return "la liste contient deux fois la même valeur";
    default:
      return "la forme attendue n’est pas respectée";
  }
}

/** `/zone_eligibilite/2` becomes `zone_eligibilite[2]`. */
const nomDuChamp = (chemin: string) =>
  chemin
    .slice(1)
    .replace(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");

/** The defects that a JSON Schema finds: one a field. A nullable field is `anyOf [its type, null]`: what matters is why it is not its type. */
export function defautsDuSchema(erreurs: readonly ErrorObject[], enregistrement: unknown): Defaut[] {
  const parChamp = new Map<string, ErrorObject[]>();
  for (const erreur of erreurs) {
    const champ = erreur.keyword === "required" ? `/${erreur.params.missingProperty}` : erreur.instancePath;
    parChamp.set(champ, [...(parChamp.get(champ) ?? []), erreur]);
  }
  const champs = [...parChamp.keys()];
  return champs
    .filter((champ) => !champs.some((autre) => autre.startsWith(`${champ}/`)))
    .map((champ) => {
      const utiles = parChamp.get(champ)!.filter((e) => e.keyword !== "anyOf" && !(e.keyword === "type" && e.params.type === "null"));
      // Several alternatives of one value (a commune, a département, an EPCI): none of them alone is the reason.
      const erreur = utiles.length === 1 ? utiles[0]! : (utiles.find((e) => e.keyword === "type") ?? parChamp.get(champ)!.at(-1)!);
      const valeur = montrer(
        champ
          .split("/")
          .slice(1)
          .reduce<any>((objet, nom) => objet?.[nom], enregistrement),
      );
      return { champ: nomDuChamp(champ), code: CODES[erreur.keyword] ?? "SCHEMA_NON_RESPECTE", message: phrase(erreur), valeur };
    });
}
