import { CodedError } from "../../../shared/coded-error";
import type { Frein } from "../../../shared/contrat/enums";
import type { DispositifEmploi, OrigineOffre } from "../../offre/offre";
import { communeConnue } from "../../offre/zone";

/** What `offres` is asked. Null or absent: no such filter; an empty list: nothing fits. */
export interface Filtre {
  recherche?: string | null;
  codeInsee?: string | null;
  rayonKm?: number | null;
  thematiques?: string[] | null;
  publics?: string[] | null;
  freins?: Frein[] | null;
  objectifs?: string[] | null;
  types?: string[] | null;
  frais?: string[] | null;
  modesAccueil?: string[] | null;
  origines?: OrigineOffre[] | null;
  dispositifs?: DispositifEmploi[] | null;
  structure?: string | null;
  parcours?: string[] | null;
  avecPlaces?: boolean | null;
  compteDansLes15Heures?: boolean | null;
  scoreQualiteMinimum?: number | null;
  exclureDoublons?: boolean | null;
}

export const TRIS = ["PERTINENCE", "DISTANCE", "FRAICHEUR", "QUALITE"] as const;
export type Tri = (typeof TRIS)[number];

const RECHERCHE_MAX = 200;
const LISTE_MAX = 100;
const VALEUR_MAX = 250;
const LISTES = [
  "thematiques",
  "publics",
  "freins",
  "objectifs",
  "types",
  "frais",
  "modesAccueil",
  "origines",
  "dispositifs",
  "parcours",
] as const;

/** Errors: ARGUMENT_INVALIDE, with the field. */
export function verifierFiltre(filtre: Filtre, tri: Tri): void {
  if (filtre.codeInsee && !/^(\d{2}|2[AB])\d{3}$/.test(filtre.codeInsee)) {
    refuse("codeInsee", `« ${filtre.codeInsee.slice(0, 20)} » n’est pas un code INSEE de commune : cinq caractères, comme 94028.`);
  }
  if (filtre.codeInsee && !communeConnue(filtre.codeInsee)) {
    refuse(
      "codeInsee",
      `Aucune commune n’a le code INSEE ${filtre.codeInsee} : ce n’est pas un code postal, et une commune fusionnée a le code de la nouvelle.`,
    );
  }
  if (tri === "DISTANCE" && !filtre.codeInsee) refuse("codeInsee", "Le tri par distance part d’une commune : donnez son code INSEE.");
  if (filtre.rayonKm !== null && filtre.rayonKm !== undefined && !(filtre.rayonKm > 0 && filtre.rayonKm <= 1_000)) {
    refuse("rayonKm", "Le rayon va de plus de 0 à 1 000 kilomètres.");
  }
  if (filtre.recherche && filtre.recherche.length > RECHERCHE_MAX)
    refuse("recherche", `La recherche compte au plus ${RECHERCHE_MAX} caractères.`);
  const score = filtre.scoreQualiteMinimum;
  if (score !== null && score !== undefined && !(score >= 0 && score <= 1))
    refuse("scoreQualiteMinimum", "Le score de qualité va de 0 à 1.");
  for (const champ of LISTES) {
    const liste = filtre[champ] ?? [];
    if (liste.length > LISTE_MAX) refuse(champ, `Un filtre compte au plus ${LISTE_MAX} valeurs.`);
    if (liste.some((valeur) => valeur.length > VALEUR_MAX)) refuse(champ, `Une valeur de filtre compte au plus ${VALEUR_MAX} caractères.`);
  }
  if (filtre.structure && filtre.structure.length > VALEUR_MAX)
    refuse("structure", `Un identifiant compte au plus ${VALEUR_MAX} caractères.`);
}

function refuse(champ: string, message: string): never {
  throw new CodedError("ARGUMENT_INVALIDE", message, { champ });
}

/** A filter that nothing can answer: a list without values. */
export const rienNeConvient = (filtre: Filtre): boolean => LISTES.some((champ) => filtre[champ]?.length === 0);
