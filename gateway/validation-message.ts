import type { GraphQLError } from "graphql";
import type { AnswerError } from "./refusal";

/** The commonest messages of GraphQL validation, in French. `$1`, `$2`… are what the pattern caught. */
const FRENCH: [RegExp, string][] = [
  [/^Cannot query field "(.+?)" on type "(.+?)"/, "Le champ « $1 » n’existe pas sur « $2 »."],
  [/^Unknown argument "(.+?)" on field "(.+?)"/, "L’argument « $1 » n’existe pas sur « $2 »."],
  [/^Unknown type "(.+?)"/, "Le type « $1 » n’existe pas."],
  [/^Unknown fragment "(.+?)"/, "Le fragment « $1 » n’est pas défini."],
  [/^Unknown directive "(.+?)"/, "La directive « $1 » n’existe pas."],
  [/^Fragment "(.+?)" is never used/, "Le fragment « $1 » ne sert pas : retirez-le."],
  [/^Variable "(.+?)" is never used/, "La variable « $1 » ne sert pas : retirez-la."],
  [/^Variable "(.+?)" is not defined/, "La variable « $1 » n’est pas déclarée."],
  [
    /^Variable "(.+?)" of type "(.+?)" used in position expecting type "(.+?)"/,
    "La variable « $1 » est déclarée « $2 » ; ici il faut « $3 ».",
  ],
  [/^There can be only one variable named "(.+?)"/, "La variable « $1 » est déclarée deux fois."],
  [/^There can be only one operation named "(.+?)"/, "Deux opérations portent le nom « $1 »."],
  [/^There can be only one argument named "(.+?)"/, "L’argument « $1 » est donné deux fois."],
  [/^This anonymous operation must be the only defined operation/, "Une opération sans nom doit être seule dans son document."],
  [
    /^Field "(.+?)" of type "(.+?)" must have a selection of subfields/,
    "Le champ « $1 » est un objet « $2 » : choisissez ses champs entre accolades.",
  ],
  [
    /^Field "(.+?)" must not have a selection since type "(.+?)" has no subfields/,
    "Le champ « $1 » est une valeur « $2 » : il n’a pas de sous-champs.",
  ],
  [/^Field "(.+?)" argument "(.+?)" of type "(.+?)" is required/, "Le champ « $1 » demande l’argument « $2 » ($3)."],
  [/^Field "(.+?)" is not defined by type "(.+?)"/, "Le champ « $1 » n’existe pas dans « $2 »."],
  [/^Field "(.+?)" of required type "(.+?)" was not provided/, "Le champ « $1 » ($2) manque."],
  [/^Value "(.+?)" does not exist in "(.+?)" enum/, "La valeur « $1 » n’existe pas dans « $2 »."],
  [/^Enum "(.+?)" cannot represent/, "La valeur donnée n’existe pas dans « $1 »."],
  [/^Expected value of type "(.+?)"/, "Une valeur de type « $1 » est attendue."],
  [/^(Int|Float|String|Boolean|ID) cannot represent/, "Une valeur de type « $1 » est attendue."],
  [/^Fields "(.+?)" conflict/, "Deux champs « $1 » différents portent le même nom de réponse : donnez-leur un alias."],
  [/^Cannot spread fragment "(.+?)" within itself/, "Le fragment « $1 » se contient lui-même."],
  [
    /^Fragment "?(.*?)"? ?cannot be spread here as objects of type "(.+?)" can never be of type "(.+?)"/,
    "Ce fragment sur « $3 » ne peut pas s’appliquer à « $2 ».",
  ],
  [/^Maximum introspection depth exceeded/, "L’introspection demandée est trop profonde."],
  [/^Syntax Error: Expected (.+?), found (.+?)\.?$/, "Erreur de syntaxe : $1 attendu, $2 trouvé."],
  [/^Syntax Error: Unexpected (.+?)\.?$/, "Erreur de syntaxe : $1 inattendu."],
  [/^Syntax Error: (.+?)\.?$/, "Erreur de syntaxe : $1."],
];

/** A GraphQL error of syntax or validation, as the client reads it: French, with its place, without suggestion nor stack. */
export function validationError(error: GraphQLError): AnswerError {
  // A scalar of the hub says itself, in French, what it refuses.
  if (error.extensions.code === "ARGUMENT_INVALIDE")
    return { message: error.message, locations: error.locations, extensions: { code: "ARGUMENT_INVALIDE" } };
  const original = error.message.replace(/ ?Did you mean .*$/s, "");
  const french = FRENCH.find(([pattern]) => pattern.test(original));
  const message = french
    ? (french[0].exec(original) as RegExpExecArray).reduce((text, part, i) => text.replaceAll(`$${i}`, part ?? ""), french[1])
    : `Document refusé : ${original}`;
  return { message, locations: error.locations, extensions: { code: "DOCUMENT_INVALIDE" } };
}
