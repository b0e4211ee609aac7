import fs from "node:fs";
import { projectFile } from "../../../shared/project-folder";

const REFERENTIELS = ["thematiques", "publics", "frais", "modes-accueil", "types-de-services"];

/** Categories of thématiques (data·inclusion v1 names none: they are what comes before `--`), and origins of offers. */
const AUTRES: Record<string, string> = {
  "choisir-un-metier": "Choisir un métier",
  "creer-une-entreprise": "Créer une entreprise",
  "difficultes-administratives-ou-juridiques": "Difficultés administratives ou juridiques",
  "difficultes-financieres": "Difficultés financières",
  "equipement-et-alimentation": "Équipement et alimentation",
  famille: "Famille",
  "lecture-ecriture-calcul": "Lecture, écriture, calcul",
  "logement-hebergement": "Logement, hébergement",
  mobilite: "Mobilité",
  numerique: "Numérique",
  "preparer-sa-candidature": "Préparer sa candidature",
  remobilisation: "Remobilisation",
  sante: "Santé",
  "se-former": "Se former",
  "souvrir-a-linternational": "S’ouvrir à l’international",
  "trouver-un-emploi": "Trouver un emploi",
  DATA_INCLUSION: "data·inclusion",
  PDIE: "Programme départemental",
  FRANCE_TRAVAIL: "France Travail",
  EVENEMENT: "Événements emploi",
  FORMATION: "Formations",
  IMMERSION: "Immersions",
};
let libelles: Map<string, string> | null = null;

function lire(): Map<string, string> {
  const lus = REFERENTIELS.flatMap((nom) => {
    const lu = JSON.parse(fs.readFileSync(projectFile("data", "data-inclusion", "extra", `${nom}.json`), "utf8"));
    return (lu as { value: string; label: string }[]).map(({ value, label }) => [value, label] as const);
  });
  return new Map([...Object.entries(AUTRES), ...lus]);
}

/** Libellé d’une valeur des référentiels de data·inclusion, d’une catégorie de thématiques ou d’une origine ; le code d’une valeur inconnue. */
export function libelle(code: string): string {
  libelles ??= lire();
  return libelles.get(code) ?? code;
}
