import { z } from "zod";

/** The body is not a message of these systems: HTTP 400. */
export class MessageIllisible extends Error {}

// PostgreSQL keeps neither U+0000 nor half a surrogate pair.
export const clean = (text: string) => text.replaceAll("\u0000", "").toWellFormed();
export const text = z.string().transform(clean);
export const optional = text.nullish().transform((value) => value || null);
export const id = z.union([z.number().int(), z.string().min(1).max(100)]).transform((value) => clean(String(value)));
export const instant = z.iso
  .datetime({ offset: true, error: "un instant avec décalage ou Z est attendu" })
  .transform((value) => new Date(value));
export const jour = z.iso.date();

/** Reads a shape. Errors: MessageIllisible, with the path of what is wrong and never its value. */
export function parsed<T extends z.ZodType>(shape: T, value: unknown, at = ""): z.infer<T> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 5).map((issue) => [at, ...issue.path.map(String)].filter(Boolean).join(".") || "corps");
  throw new MessageIllisible(`Champs absents ou d’une autre forme : ${[...new Set(fields)].join(", ")}.`);
}

/** An organisation as the payloads embed it, or its id alone. */
export const organisation = z.looseObject({ id, name: optional });
export const motifCategory = z.looseObject({ short_name: optional });
/** The shape of an agent: only its id is read. */
export const agent = z.looseObject({ id });
