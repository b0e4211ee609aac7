import Ajv, { type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import type { Schema } from "./schema";

const ajv = addFormats(new Ajv({ allErrors: false, strict: false }));
const compiles = new WeakMap<Schema, ValidateFunction>();

/** What is wrong with a body, in a sentence without its values, or null. */
export function defaut(schema: Schema, valeur: unknown): string | null {
  const valide = compiles.get(schema) ?? ajv.compile(schema);
  compiles.set(schema, valide);
  return valide(valeur) ? null : phrase(valide.errors?.[0]);
}

function phrase(erreur?: ErrorObject): string {
  const champ = `${erreur?.instancePath ?? ""}${erreur?.keyword === "required" ? `/${erreur.params.missingProperty}` : ""}`
    .slice(1)
    .replaceAll("/", ".");
  if (erreur?.keyword === "required") return `Le champ ${champ} est obligatoire.`;
  if (erreur?.keyword === "enum")
    return `Le champ ${champ} attend une des valeurs ${(erreur.params.allowedValues as unknown[]).join(", ")}.`;
  return `Le champ ${champ || "(corps)"} est invalide (${erreur?.keyword}).`;
}

/** A null is an absent field for the servers of the platform. */
export function sansNuls(valeur: unknown): unknown {
  if (Array.isArray(valeur)) return valeur.map(sansNuls);
  if (valeur === null || typeof valeur !== "object") return valeur;
  return Object.fromEntries(
    Object.entries(valeur)
      .filter(([, v]) => v !== null)
      .map(([cle, v]) => [cle, sansNuls(v)]),
  );
}
