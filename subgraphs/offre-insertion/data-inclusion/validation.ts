import fs from "node:fs";
import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { projectFile } from "../../shared/project-folder";
import { type Defaut, defautsDuSchema, montrer } from "./defaut";

export type Nature = "structure" | "service";

let validateurs: Record<Nature, ValidateFunction> | null = null;

/** The JSON Schemas of data·inclusion v1 (data/data-inclusion), compiled once. */
function compiles(): Record<Nature, ValidateFunction> {
  if (validateurs) return validateurs;
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  const lire = (nature: Nature) =>
    ajv.compile(JSON.parse(fs.readFileSync(projectFile("data", "data-inclusion", `${nature}.json`), "utf8")));
  validateurs = { structure: lire("structure"), service: lire("service") };
  return validateurs;
}

/** As the events that name an offer and its source accept them (schema/evenements/OffreModifiee.json). */
const IDENTIFIANTS: Record<string, number> = { id: 200, structure_id: 200, source: 80 };
const ENTIER_MAX = 2_147_483_647;
/** The Python schema of data·inclusion has this bound, which its JSON Schema lost. */
const DATE_MAJ_MIN = "2000-01-01";

/** What a record breaks: the JSON Schema of its nature, then the rules that the schema does not say. Empty: valid. `aujourdhui`: civil date, Paris.
 * A value that a referential does not have breaks nothing: it is kept, and told apart (`inconnuesDe`). */
export function defautsDe(nature: Nature, enregistrement: unknown, aujourdhui: string): Defaut[] {
  if (typeof enregistrement !== "object" || enregistrement === null || Array.isArray(enregistrement)) {
    return [{ champ: "", code: "PAS_UN_OBJET", message: "un objet JSON est attendu", valeur: montrer(enregistrement) }];
  }
  const valide = compiles()[nature];
  const defauts = valide(enregistrement) ? [] : defautsDuSchema(valide.errors!, enregistrement).filter((d) => d.code !== "VALEUR_INCONNUE");
  if (defauts.length > 0) return defauts;
  return reglesDuHub(enregistrement as Record<string, any>, aujourdhui);
}

/** What the JSON Schema alone says of a record, unknown values included: what a partner that checks by it would refuse. */
export function defautsDuSchemaSeul(nature: Nature, enregistrement: Record<string, unknown>): Defaut[] {
  const valide = compiles()[nature];
  return valide(enregistrement) ? [] : defautsDuSchema(valide.errors!, enregistrement);
}

function reglesDuHub(e: Record<string, any>, aujourdhui: string): Defaut[] {
  const defauts: Defaut[] = [];
  const noter = (champ: string, code: string, message: string) => defauts.push({ champ, code, message, valeur: montrer(e[champ]) });
  for (const [champ, longueur] of Object.entries(IDENTIFIANTS)) {
    const valeur: unknown = e[champ];
    if (typeof valeur !== "string") continue;
    if (valeur === "" || valeur.length > longueur) noter(champ, "LONGUEUR_INVALIDE", `de 1 à ${longueur} caractères sont attendus`);
    else if (/\s/.test(valeur)) noter(champ, "FORMAT_INVALIDE", "un identifiant ne contient pas de blanc");
  }
  if (e.date_maj < DATE_MAJ_MIN || e.date_maj > aujourdhui)
    noter("date_maj", "DATE_HORS_BORNES", `une date du ${DATE_MAJ_MIN} à aujourd’hui est attendue`);
  if (typeof e.nombre_semaines === "number" && e.nombre_semaines > ENTIER_MAX)
    noter("nombre_semaines", "HORS_BORNES", "la valeur est trop grande");
  for (const [champ, valeur] of Object.entries(e)) {
    if (!lisible(valeur) || !lisible(champ))
      noter(champ, "CARACTERE_INVALIDE", "la valeur contient un caractère qui ne se garde pas (nul, ou moitié de paire)");
  }
  return defauts;
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair, wherever they are. */
function lisible(valeur: unknown): boolean {
  if (typeof valeur === "string") return valeur.isWellFormed() && !valeur.includes("\u0000");
  if (typeof valeur !== "object" || valeur === null) return true;
  return Object.entries(valeur).every(([cle, v]) => lisible(cle) && lisible(v));
}
