import { type DocumentNode, type NameNode, visit } from "graphql";
import { LIMITS } from "./limits";
import { Refusal } from "./refusal";

/** Words that would write on the prototype of JavaScript objects: one of them as an alias breaks the planner for good. */
const WORDS = new Set(["__proto__", "constructor", "prototype"]);
const ANY = /__proto__|constructor|prototype/;

const NUL = "\u0000";
const WRITTEN_NUL = /\\u(?:0000|\{0+\})/;

/** Refuses these words as any name of a document, and U+0000 in its texts. */
export function refuseWords(text: string, document: DocumentNode): void {
  if (WRITTEN_NUL.test(text))
    visit(document, { StringValue: (node) => void (node.value.includes(NUL) && refuseNul("Un texte du document")) });
  if (!ANY.test(text)) return;
  visit(document, {
    Name: (node) => void (WORDS.has(node.value) && refuse(node)),
  });
}

/** PostgreSQL keeps no U+0000: found before anything runs, it costs the answer no part. */
function refuseNul(where: string): never {
  throw new Refusal("ARGUMENT_INVALIDE", `${where} contient un caractère que le hub ne garde pas (U+0000) : retirez-le.`, { status: 400 });
}

function refuse(node: NameNode): never {
  const { line, column } = node.loc!.startToken;
  throw new Refusal("DOCUMENT_REFUSE", `Le nom « ${node.value} » est réservé : choisissez-en un autre.`, {
    status: 400,
    extensions: { mot: node.value },
    locations: [{ line, column }],
  });
}

/** Refuses the same words as keys of the variables, U+0000 in their texts, and variables that are too deep or too many. */
export function refuseVariables(variables: Record<string, unknown> | undefined): void {
  if (!variables) return;
  let values = 0;
  const walk = (value: unknown, depth: number): void => {
    if (typeof value === "string" && value.includes(NUL)) refuseNul("Une variable");
    if (typeof value !== "object" || value === null) return;
    if (depth > LIMITS.variablesDepth) throw tooMuch("profondeur", "plus profondes", LIMITS.variablesDepth, "niveaux");
    const entries = Array.isArray(value) ? value : Object.keys(value);
    values += entries.length;
    if (values > LIMITS.variablesValues) throw tooMuch("valeurs", "plus nombreuses", LIMITS.variablesValues, "valeurs");
    if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
    else for (const key of entries as string[]) walkKey(key, value as Record<string, unknown>, depth);
  };
  const walkKey = (key: string, value: Record<string, unknown>, depth: number) => {
    if (WORDS.has(key)) {
      throw new Refusal("DOCUMENT_REFUSE", `La clé « ${key} » des variables est réservée : choisissez-en une autre.`, {
        status: 400,
        extensions: { mot: key },
      });
    }
    walk(value[key], depth + 1);
  };
  walk(variables, 1);
}

function tooMuch(what: string, comparison: string, limit: number, unit: string): Refusal {
  return new Refusal("DOCUMENT_REFUSE", `Les variables sont ${comparison} que la limite de ${limit} ${unit}.`, {
    status: 400,
    extensions: { mesure: what, limite: limit },
  });
}
