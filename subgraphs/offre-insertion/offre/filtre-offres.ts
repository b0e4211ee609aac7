import { CodedError } from "../../shared/coded-error";
import type { Frein } from "../../shared/contrat/enums";
import type { OrigineOffre } from "./offre";

/** What `offres` is asked. Null or absent: no such filter; an empty list: nothing fits. */
export interface Filtre {
  recherche?: string | null;
  codeInsee?: string | null;
  rayonKm?: number | null;
  thematiques?: string[] | null;
  publics?: string[] | null;
  freins?: Frein[] | null;
  types?: string[] | null;
  frais?: string[] | null;
  modesAccueil?: string[] | null;
  origines?: OrigineOffre[] | null;
  parcours?: string[] | null;
  avecPlaces?: boolean | null;
  scoreQualiteMinimum?: number | null;
}

const RECHERCHE_MAX = 200;
const MOTS_MAX = 10;

/** Errors: ARGUMENT_INVALIDE, with the field. */
export function verifierFiltre(filtre: Filtre): void {
  const refuse = (champ: string, message: string) => {
    throw new CodedError("ARGUMENT_INVALIDE", message, { champ });
  };
  if (filtre.codeInsee && !/^(\d{2}|2[AB])\d{3}$/.test(filtre.codeInsee)) {
    refuse("codeInsee", `« ${filtre.codeInsee.slice(0, 20)} » n’est pas un code INSEE de commune : cinq caractères, comme 94028.`);
  }
  if (filtre.rayonKm !== null && filtre.rayonKm !== undefined && !(filtre.rayonKm > 0 && filtre.rayonKm <= 1_000)) {
    refuse("rayonKm", "Le rayon va de plus de 0 à 1 000 kilomètres.");
  }
  if (filtre.recherche && filtre.recherche.length > RECHERCHE_MAX)
    refuse("recherche", `La recherche compte au plus ${RECHERCHE_MAX} caractères.`);
  const score = filtre.scoreQualiteMinimum;
  if (score !== null && score !== undefined && !(score >= 0 && score <= 1))
    refuse("scoreQualiteMinimum", "Le score de qualité va de 0 à 1.");
}

/** Words of a search, without accents, as a prefix query of full text (`'mobil':* & 'permis':*`); null when it holds no word. */
export function requeteDeMots(recherche: string | null | undefined): string | null {
  const mots = (recherche ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .match(/[a-z0-9]+/g);
  return mots
    ? mots
        .slice(0, MOTS_MAX)
        .map((mot) => `'${mot}':*`)
        .join(" & ")
    : null;
}
