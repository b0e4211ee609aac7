import fs from "node:fs";
import { projectFile } from "../../../shared/project-folder";
import { CHAMPS } from "../champs";
import { montrer } from "../defaut";
import { CHAMPS_V0 } from "../lecture/v0";
import type { Nature } from "../validation";

/** A value that a referential of data·inclusion does not have, or a field that the schema v1 does not name (`valeur` is then empty). */
export interface Inconnue {
  champ: string;
  valeur: string;
}

/** The referentials of data·inclusion v1, by the field that takes their values. */
export const REFERENTIELS: Record<string, string> = {
  type: "types-de-services",
  thematiques: "thematiques",
  frais: "frais",
  publics: "publics",
  modes_accueil: "modes-accueil",
  modes_mobilisation: "modes-mobilisation",
  mobilisable_par: "personnes-mobilisatrices",
  reseaux_porteurs: "reseaux-porteurs",
};

/** Fields of the API that are not of the schema, and what the adapter of v0 keeps. */
const AJOUTS = ["id", "structure_id", "adresse_certifiee", "score_qualite", "doublons", "extra", "v0", "update_frequency"];

let valeurs: Map<string, Set<string>> | null = null;

/** Values of each referential, by field, read once. */
export function valeursDesReferentiels(): Map<string, Set<string>> {
  valeurs ??= new Map(
    Object.entries(REFERENTIELS).map(([champ, nom]) => {
      const lu = JSON.parse(fs.readFileSync(projectFile("data", "data-inclusion", "extra", `${nom}.json`), "utf8"));
      return [champ, new Set((lu as { value: string }[]).map(({ value }) => value))];
    }),
  );
  return valeurs;
}

const nommes = (nature: Nature) => new Set([...CHAMPS[nature], ...CHAMPS_V0[nature], ...AJOUTS]);
const CHAMPS_CONNUS: Record<Nature, Set<string>> = { structure: nommes("structure"), service: nommes("service") };

/** What v1 does not know of a valid record. */
export function inconnuesDe(nature: Nature, enregistrement: Record<string, unknown>): Inconnue[] {
  const trouvees: Inconnue[] = [];
  for (const [champ, valeur] of Object.entries(enregistrement)) {
    if (!CHAMPS_CONNUS[nature].has(champ)) trouvees.push({ champ: montrer(champ)!, valeur: "" });
    const admises = valeur === null || !CHAMPS[nature].includes(champ) ? undefined : valeursDesReferentiels().get(champ);
    if (!admises) continue;
    for (const element of Array.isArray(valeur) ? valeur : [valeur])
      if (!admises.has(element)) trouvees.push({ champ, valeur: montrer(element)! });
  }
  return trouvees;
}
