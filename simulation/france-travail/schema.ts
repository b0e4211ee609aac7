/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

export const chaine = (description?: string): Schema => ({ type: "string", ...(description ? { description } : {}) });
export const motif = (pattern: string, description?: string): Schema => ({ ...chaine(description), pattern });
export const jour: Schema = { type: "string", format: "date", description: "AAAA-MM-JJ" };
export const instant: Schema = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})?$",
  description: "AAAA-MM-JJTHH:MM:SS et décalage (sans décalage : heure de Paris)",
};
export const entier = (minimum?: number, maximum?: number): Schema => ({
  type: "integer",
  ...(minimum === undefined ? {} : { minimum }),
  ...(maximum === undefined ? {} : { maximum }),
});
export const booleen: Schema = { type: "boolean" };
export const parmi = (...valeurs: (string | number)[]): Schema => ({
  type: typeof valeurs[0] === "number" ? "integer" : "string",
  enum: valeurs,
});
export const liste = (items: Schema, maxItems?: number): Schema => ({ type: "array", items, ...(maxItems ? { maxItems } : {}) });
/** Fields beyond those described are ignored, as the platform's own servers do. */
export const objet = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: "object",
  properties,
  ...(required.length > 0 ? { required } : {}),
});

export const erreurCodee = (...codes: string[]): Schema =>
  objet({ codeErreur: codes.length > 0 ? parmi(...codes) : chaine(), message: chaine() }, ["codeErreur"]);
