import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { civilDateOf, isCivilDate } from "../civil-date";

const refuse = (message: string) => {
  throw new GraphQLError(message, { extensions: { code: "ARGUMENT_INVALIDE" } });
};

const literal = (name: string, parse: (value: unknown) => unknown) => (node: ValueNode) =>
  node.kind === Kind.STRING ? parse(node.value) : refuse(`${name} : une chaîne est attendue.`);

function parseDate(value: unknown): string {
  if (typeof value === "string" && isCivilDate(value)) return value;
  return refuse(`Date : « ${String(value).slice(0, 20)} » n’est pas une date du calendrier au format AAAA-MM-JJ.`) as never;
}

/** Civil date, a string `AAAA-MM-JJ` from the database to the answer. */
export const DateScalar = new GraphQLScalarType<string, string>({
  name: "Date",
  description: "Date civile, AAAA-MM-JJ, heure de Paris. Une date qui n’existe pas (2025-02-30) est refusée.",
  serialize: (value) => (value instanceof Date ? civilDateOf(value) : parseDate(value)),
  parseValue: parseDate,
  parseLiteral: literal("Date", parseDate) as never,
});

const RFC3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(:(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

function parseHorodatage(value: unknown): Date {
  const match = typeof value === "string" ? RFC3339.exec(value) : null;
  const instant = match && isCivilDate(match[1]!) ? new Date(value as string) : null;
  if (instant && !Number.isNaN(instant.getTime())) return instant;
  return refuse(
    `Horodatage : « ${String(value).slice(0, 40)} » n’est pas un instant RFC 3339 avec décalage ou Z (2026-11-22T09:30:00+01:00).`,
  ) as never;
}

/** Instant. Comes in with an offset or Z, goes out in UTC with milliseconds. */
export const HorodatageScalar = new GraphQLScalarType<Date, string>({
  name: "Horodatage",
  description: "Instant, RFC 3339 avec décalage ou Z. Rendu en temps universel.",
  serialize: (value) => (value instanceof Date ? value : parseHorodatage(value)).toISOString(),
  parseValue: parseHorodatage,
  parseLiteral: literal("Horodatage", parseHorodatage) as never,
});

/** Any JSON value: the data of an event, and what a record of the catalogue carries beside its schema. */
export const JsonScalar = new GraphQLScalarType({
  name: "JSON",
  description:
    "Valeur JSON quelconque : données d’un événement (identifiants, codes, dates, noms de champs changés), champs d’une fiche que son schéma ne nomme pas.",
});
