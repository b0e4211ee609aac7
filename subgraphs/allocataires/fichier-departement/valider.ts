import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { TYPES, type TypeEnregistrement, VERSION } from "./format";
import { schemaDe } from "./schema-json";

let validateurs: Map<TypeEnregistrement, ValidateFunction> | null = null;

function validateur(type: TypeEnregistrement): ValidateFunction {
  if (!validateurs) {
    const ajv = addFormats(new Ajv({ allErrors: true, strict: false }));
    validateurs = new Map(TYPES.map((t) => [t, ajv.compile(schemaDe(t))]));
  }
  return validateurs.get(type)!;
}

/** First defect of a record. The sentence never repeats a value: it may be a personal datum. */
export interface Defaut {
  code: "TYPE_INCONNU" | "VERSION_INCONNUE" | "CHAMP_INCONNU" | "CHAMP_MANQUANT" | "CHAMP_INVALIDE";
  champ: string;
  message: string;
}

/** What is wrong with a record, or null. */
export function defautDe(enregistrement: Record<string, unknown>): Defaut | null {
  const type = enregistrement.type as TypeEnregistrement;
  if (!TYPES.includes(type)) return { code: "TYPE_INCONNU", champ: "type", message: `« type » est l’un de ${TYPES.join(", ")}.` };
  if (enregistrement.version !== VERSION)
    return {
      code: "VERSION_INCONNUE",
      champ: "version",
      message: `« version » vaut ${VERSION} : le hub ne lit pas d’autre version de ce format.`,
    };
  const valide = validateur(type);
  if (valide(enregistrement)) return null;
  return enFrancais(valide.errors!.find((e) => !["if", "oneOf", "anyOf", "not"].includes(e.keyword)) ?? valide.errors![0]!, type);
}

const CONDITIONS: Partial<Record<TypeEnregistrement, string>> = {
  contrat: "Un contrat a dateSignature et dureeMois, ou dateRefus et motifRefus, jamais les deux.",
  coordonnees: "Des coordonnées donnent un téléphone, un courriel ou une adresse entière.",
};

function enFrancais({ keyword, instancePath, params }: ErrorObject, type: TypeEnregistrement): Defaut {
  const champ = instancePath.split("/")[1] ?? "";
  const invalide = (message: string): Defaut => ({ code: "CHAMP_INVALIDE", champ, message: `« ${champ} » : ${message}.` });
  switch (keyword) {
    case "required":
    case "dependencies":
      return champ === ""
        ? {
            code: "CHAMP_MANQUANT",
            champ: params.missingProperty,
            message:
              CONDITIONS[type] && !estRequis(type, params.missingProperty) ? CONDITIONS[type] : `« ${params.missingProperty} » manque.`,
          }
        : invalide(`« ${params.missingProperty} » manque`);
    case "additionalProperties":
      return {
        code: "CHAMP_INCONNU",
        champ: params.additionalProperty,
        message: `« ${String(params.additionalProperty).slice(0, 40)} » n’est pas un champ de « ${type} ».`,
      };
    case "enum":
      return invalide(`une valeur parmi ${params.allowedValues.join(", ")} est attendue`);
    case "maxLength":
      return invalide(`${params.limit} caractères au plus`);
    case "maxItems":
      return invalide(`${params.limit} éléments au plus`);
    case "type":
      return invalide(
        {
          integer: "un nombre entier est attendu",
          number: "un nombre est attendu",
          boolean: "oui ou non est attendu",
          array: "une liste est attendue",
        }[params.type as string] ?? "un texte est attendu",
      );
    case "format":
      return invalide("une date AAAA-MM-JJ qui existe est attendue (ou un instant RFC 3339, pour collecteLe)");
    case "pattern":
      return invalide("la valeur n’a pas la forme voulue");
    default:
      return { code: "CHAMP_INVALIDE", champ, message: CONDITIONS[type] ?? "L’enregistrement n’a pas la forme voulue." };
  }
}

const estRequis = (type: TypeEnregistrement, champ: string): boolean => (schemaDe(type) as { required: string[] }).required.includes(champ);
