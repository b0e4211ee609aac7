import type { Valeurs } from "./conditions";
import type { Facettes } from "./decompte.repository";
import { type Filtre, rienNeConvient } from "./filtre-offres";
import { attendues, type Jetons, jetonsDuFiltre, toutesConditions } from "./jetons";
import { type RequeteDeMots, requeteDeMots } from "./mots-cherches";
import type { Preparation } from "./preparation.repository";

/** A search that was read: what the index is asked, and the values of what it does not say. */
export interface Recherche {
  mots: RequeteDeMots | undefined;
  jetons: Jetons;
  valeurs: Valeurs;
  /** About how many offers fit. */
  attendues: number;
}

/** Size of a catalogue, where no word says how many offers there are. */
const CATALOGUE = 100_000;

/** Null: nothing can answer (an empty list, words that nobody wrote). `aujourdhui`: civil date. */
export function rechercheDe(filtre: Filtre, { position, mots }: Preparation, aujourdhui: string, maintenant: Date): Recherche | null {
  const requete = requeteDeMots(mots);
  if (requete === null || rienNeConvient(filtre)) return null;
  const jetons = jetonsDuFiltre(filtre, position);
  return {
    mots: requete,
    jetons,
    attendues: attendues(filtre, Math.min(CATALOGUE, ...(requete?.mots.map((m) => m.nombre) ?? []))),
    valeurs: {
      jetons: toutesConditions(jetons),
      aujourdhui,
      maintenant,
      longitude: position?.longitude ?? null,
      latitude: position?.latitude ?? null,
      rayon: filtre.rayonKm ?? 50,
      score: filtre.scoreQualiteMinimum ?? null,
      parcours: filtre.parcours ?? null,
      compte: filtre.compteDansLes15Heures ?? null,
      places: filtre.avecPlaces ?? null,
    },
  };
}

export const PAS_DE_FACETTE: Facettes = {
  thematiques: [],
  categories: [],
  publics: [],
  frais: [],
  modesAccueil: [],
  types: [],
  origines: [],
};
