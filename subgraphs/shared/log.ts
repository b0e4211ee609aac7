import pino from "pino";

/** Names of fields that could carry a person: removed wherever they appear in a log. */
const PERSONAL = [
  "nir",
  "nom",
  "nomUsage",
  "prenom",
  "prenoms",
  "dateNaissance",
  "adresse",
  "courriel",
  "telephone",
  "matricule",
  "variables",
  "authorization",
];

export type Log = pino.Logger;

/** Structured logs, one JSON object a line, with a request id where there is a request. On the standard output, or where a test looks. */
export function createLog(level: string, process: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: { processus: process },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: PERSONAL.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[masqué]" },
    serializers: {
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        code: error.code,
        message: scrubbed(error.message),
        stack: frames(error),
      }),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A message without what it quotes: values of people stand between quotes, or are long numbers. */
const scrubbed = (message: string): string => message.replace(/"[^"]*"|'[^']*'|«[^»]*»|\d{6,}/g, "…");

const frames = (error: Error): string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .slice(0, 7);
