import fs from "node:fs";
import type { CategorieParcours, Frein } from "../../shared/contrat/enums";
import { projectFile } from "../../shared/project-folder";

/** Freins of the hub, by the code of the « contrainte » in France Travail's diagnostic (correspondence file). */
const FREIN_PAR_CONTRAINTE: Record<string, Frein> = {
  "22": "NUMERIQUE",
  "23": "MOBILITE",
  "24": "FAMILLE",
  "25": "SANTE",
  "26": "LANGUE_SAVOIRS_DE_BASE",
  "27": "LOGEMENT",
  "28": "FINANCES",
  "29": "ADMINISTRATIF_JURIDIQUE",
};

/** Nom d’un frein dans une phrase. */
export const NOM_DU_FREIN: Record<Frein, string> = {
  SANTE: "santé",
  LOGEMENT: "logement",
  MOBILITE: "mobilité",
  FAMILLE: "famille",
  FINANCES: "finances",
  NUMERIQUE: "numérique",
  ADMINISTRATIF_JURIDIQUE: "démarches administratives ou juridiques",
  LANGUE_SAVOIRS_DE_BASE: "langue et savoirs de base",
};

interface Correspondance {
  contraintes: { code: string; categorieDI: string }[];
  objectifs: { code: string; contrainte: string; thematiquesDI: string[] }[];
}

let parObjectif: Map<string, string[]> | null = null;
/** Thématiques of data·inclusion that answer an objective of France Travail's diagnostic; none for an unknown code. */
export function thematiquesDeLObjectif(code: string): string[] {
  parObjectif ??= new Map(lireCorrespondance().objectifs.map((objectif) => [objectif.code, objectif.thematiquesDI]));
  return parObjectif.get(code) ?? [];
}

const lireCorrespondance = (): Correspondance =>
  JSON.parse(
    fs.readFileSync(projectFile("data", "data-inclusion", "correspondance-diagnostic-ft-thematiques-di.json"), "utf8"),
  ) as Correspondance;

let correspondance: Map<string, Set<Frein>> | null = null;

/** Freins by category or thématique of data·inclusion, read from `data/data-inclusion/correspondance-diagnostic-ft-thematiques-di.json`:
 * the category of a contrainte, and the thématiques of its objectives even in another category (isolation is of FAMILLE, food aid of FINANCES). */
function freinsParTheme(): Map<string, Set<Frein>> {
  if (correspondance) return correspondance;
  const lue = lireCorrespondance();
  const themes = new Map<string, Set<Frein>>();
  const note = (theme: string, contrainte: string) => {
    const frein = FREIN_PAR_CONTRAINTE[contrainte];
    if (!frein) throw new Error(`Contrainte ${contrainte} inconnue dans la correspondance avec data·inclusion.`);
    themes.set(theme, (themes.get(theme) ?? new Set()).add(frein));
  };
  for (const { code, categorieDI } of lue.contraintes) note(categorieDI, code);
  for (const { contrainte, thematiquesDI } of lue.objectifs) for (const theme of thematiquesDI) note(theme, contrainte);
  correspondance = themes;
  return themes;
}

const categorieDe = (thematique: string): string => thematique.split("--")[0]!;

/** Keys by which an offer is proposed: the freins that it helps to lift (capitals) and the categories of its thématiques (lower case). Sorted. */
export function clesDeLOffre(thematiques: readonly string[]): string[] {
  const themes = freinsParTheme();
  const cles = new Set<string>();
  for (const thematique of thematiques) {
    const categorie = categorieDe(thematique);
    cles.add(categorie);
    for (const theme of [thematique, categorie]) for (const frein of themes.get(theme) ?? []) cles.add(frein);
  }
  return [...cles].sort();
}

/** Categories to propose when no frein is known, by legal category of the current parcours. */
export const CATEGORIES_SANS_FREIN: Record<CategorieParcours | "AUCUNE", string[]> = {
  EMPLOI: ["trouver-un-emploi", "preparer-sa-candidature", "se-former"],
  EQUILIBRE: ["choisir-un-metier", "preparer-sa-candidature", "trouver-un-emploi", "remobilisation"],
  REMOBILISATION: ["remobilisation", "difficultes-administratives-ou-juridiques", "choisir-un-metier"],
  AUCUNE: ["choisir-un-metier", "preparer-sa-candidature", "trouver-un-emploi"],
};

/** Nom d’une catégorie de thématiques dans une phrase. */
export const NOM_DE_CATEGORIE: Record<string, string> = {
  "trouver-un-emploi": "trouver un emploi",
  "preparer-sa-candidature": "préparer sa candidature",
  "se-former": "se former",
  "choisir-un-metier": "choisir un métier",
  remobilisation: "se remobiliser",
  "difficultes-administratives-ou-juridiques": "résoudre des difficultés administratives ou juridiques",
};
