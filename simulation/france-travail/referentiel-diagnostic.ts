import fs from "node:fs";
import { projectFile } from "../../subgraphs/shared/project-folder";

interface Code {
  code: string;
  libelle: string;
}
interface DansUneContrainte extends Code {
  contrainte: string;
}
export interface Referentiel {
  contraintes: Code[];
  besoins: Code[];
  objectifs: DansUneContrainte[];
  situations: DansUneContrainte[];
}

let lu: Referentiel | null = null;

/** Codes and labels of the API Diagnostic usager v4, from data/data-inclusion (its `meta` names the source). A code is unique in its list only. */
export function referentiel(): Referentiel {
  lu ??= JSON.parse(
    fs.readFileSync(projectFile("data", "data-inclusion", "correspondance-diagnostic-ft-thematiques-di.json"), "utf8"),
  ) as Referentiel;
  return lu;
}

/** The numérique has its own place in the API. */
export const NUMERIQUE = "22";

/** The six themes of the besoins, by code of besoin. The reference gives their number, not their codes: 1 to 6 are the simulator's. */
export const THEMATIQUES: readonly { code: string; libelle: string; besoins: string[] }[] = [
  { code: "1", libelle: "Choisir un métier", besoins: ["1", "2", "3", "4"] },
  { code: "2", libelle: "Se former", besoins: ["5", "6"] },
  { code: "3", libelle: "Préparer sa candidature", besoins: ["7", "8", "9", "10", "11"] },
  { code: "4", libelle: "Trouver un emploi", besoins: ["12", "13", "14", "15"] },
  { code: "5", libelle: "Créer une entreprise", besoins: ["16", "17", "18"] },
  { code: "6", libelle: "S’ouvrir à l’international", besoins: ["19", "20", "21"] },
];

export const libelleDe = (liste: keyof Referentiel, code: string): string =>
  referentiel()[liste].find((c) => c.code === code)?.libelle ?? "";
export const existe = (liste: keyof Referentiel, code: string): boolean => referentiel()[liste].some((c) => c.code === code);
