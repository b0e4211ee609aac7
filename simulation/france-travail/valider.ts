import Ajv, { type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import type { Schema } from "./schema";

const ajv = addFormats(new Ajv({ allErrors: false, strict: false, discriminator: true }));
const compiles = new WeakMap<Schema, ValidateFunction>();

export interface Defaut {
  /** Last name of its path. */
  champ: string;
  /** In a sentence, without a value that was given. */
  message: string;
}

export function defaut(schema: Schema, valeur: unknown): Defaut | null {
  const valide = compiles.get(schema) ?? ajv.compile(schema);
  compiles.set(schema, valide);
  return valide(valeur) ? null : defautDe(valide.errors?.[0]);
}

function defautDe(erreur?: ErrorObject): Defaut {
  const absent = erreur?.keyword === "required" ? `/${erreur.params.missingProperty}` : "";
  const chemin = `${erreur?.instancePath ?? ""}${absent}`.slice(1).replaceAll("/", ".");
  const champ = chemin.split(".").at(-1) ?? "";
  if (absent) return { champ, message: `Le champ ${chemin} est obligatoire.` };
  if (erreur?.keyword === "enum")
    return { champ, message: `Le champ ${chemin} attend une des valeurs ${(erreur.params.allowedValues as unknown[]).join(", ")}.` };
  return { champ, message: `Le champ ${chemin || "(corps)"} est invalide (${erreur?.keyword}).` };
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
