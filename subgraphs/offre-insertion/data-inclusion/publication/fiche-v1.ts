import { CHAMPS } from "../champs";
import { montrer } from "../defaut";
import { type Inconnue, inconnuesDe } from "../suivi/inconnues";
import { defautsDuSchemaSeul, type Nature } from "../validation";

/** A row of the catalogue, under the names of its columns. */
export type Ligne = Record<string, any> & { id: string; departement: string | null };
export type FicheV1 = Record<string, unknown>;

/** Fields of the schema v1 in the order in which they are written. */
export const champsPublies = (nature: Nature): readonly string[] =>
  nature === "service"
    ? ["source", "structure_id", "id", ...CHAMPS.service.filter((champ) => champ !== "structure" && champ !== "source")]
    : ["source", "id", ...CHAMPS.structure.filter((champ) => champ !== "source")];

const REQUIS: Record<Nature, readonly string[]> = {
  structure: ["source", "id", "nom", "date_maj"],
  service: ["source", "structure_id", "id", "nom", "description", "date_maj"],
};

/** The record that a row says. What a Département publishes names no person, and says nothing where it has an empty list.
 * `telQuel`: with the fields that the schema does not name. */
export function ficheDeLaLigne(nature: Nature, ligne: Ligne, telQuel = false): FicheV1 {
  const aNous = ligne.departement !== null;
  const fiche: FicheV1 = {};
  for (const champ of champsPublies(nature)) {
    const valeur = ligne[champ === "structure_id" ? "structure" : champ] ?? null;
    fiche[champ] = aNous && Array.isArray(valeur) && valeur.length === 0 ? null : valeur;
  }
  if (aNous) Object.assign(fiche, sousNotreNom(nature, ligne));
  return telQuel && !aNous ? { ...fiche, ...ligne.extra } : fiche;
}

/** What the feed calls a record: `pdie-94--KIT` is published as `cd94--KIT`. */
export const idPublie = (departement: string, source: string, id: string): string =>
  `cd${departement}--${[`cd${departement}`, source].reduce((reste, nom) => (reste.startsWith(`${nom}--`) ? reste.slice(nom.length + 2) : reste), id)}`;

/** The Département is one source, `cd94`: its records take its name, whatever the hub calls them. Nobody is named. */
function sousNotreNom(nature: Nature, ligne: Ligne): FicheV1 {
  const source = `cd${ligne.departement}`;
  const publie = (id: string) => idPublie(ligne.departement!, ligne.source, id);
  const id = { source, id: publie(ligne.id) };
  if (nature === "structure") return id;
  // A structure of the national catalogue keeps its own name.
  return {
    ...id,
    structure_id: ligne.structure_departement === null ? ligne.structure : publie(ligne.structure),
    contact_nom_prenom: null,
  };
}

/** A record that the JSON Schema accepts, and what had to be left out of it; `fiche` is null when a required field is at fault. */
export interface Stricte {
  fiche: FicheV1 | null;
  omis: Inconnue[];
}

/** Leaves out what the schema v1 refuses: values that its referentials do not have, then optional fields that break another rule. */
export function stricte(nature: Nature, recue: FicheV1): Stricte {
  const omis = inconnuesDe(nature, recue);
  const fiche = omis.length > 0 ? sansValeurs(recue, omis) : { ...recue };
  for (const { champ, valeur } of defautsDuSchemaSeul(nature, fiche)) {
    const nom = champ.split(/[.[]/, 1)[0]!;
    omis.push({ champ: nom, valeur: valeur ?? "" });
    if (REQUIS[nature].includes(nom)) return { fiche: null, omis };
    fiche[nom] = null;
  }
  return { fiche, omis };
}

function sansValeurs(recue: FicheV1, omis: Inconnue[]): FicheV1 {
  const fiche = { ...recue };
  for (const nom of new Set(omis.map(({ champ }) => champ))) {
    const refusees = new Set(omis.filter(({ champ }) => champ === nom).map(({ valeur }) => valeur));
    const valeur = fiche[nom];
    const gardees = Array.isArray(valeur) ? valeur.filter((element) => !refusees.has(montrer(element)!)) : [];
    fiche[nom] = gardees.length > 0 ? gardees : null;
  }
  return fiche;
}

/** A cell of the CSV: lists as JSON; an empty text is written between quotes, so that it is not taken for nothing. */
function cellule(valeur: unknown): string {
  if (valeur === null || valeur === undefined) return "";
  const texte = typeof valeur === "string" ? valeur : JSON.stringify(valeur);
  return texte === "" || /[",;\r\n\ufeff]|^\s|\s$/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte;
}

/** A line of the CSV. `telQuel`: with what the schema does not name in the column `extra`. */
export function ligneCsv(nature: Nature, fiche: FicheV1, telQuel: boolean): string {
  const champs = champsPublies(nature);
  const cellules = champs.map((champ) => cellule(fiche[champ]));
  if (telQuel) {
    const autres = Object.fromEntries(Object.entries(fiche).filter(([champ]) => !champs.includes(champ)));
    cellules.push(Object.keys(autres).length > 0 ? cellule(JSON.stringify(autres)) : "");
  }
  return `${cellules.join(",")}\n`;
}

export const enteteCsv = (nature: Nature, telQuel: boolean): string =>
  `${[...champsPublies(nature), ...(telQuel ? ["extra"] : [])].join(",")}\n`;
