import type { Facettes } from "./decompte/decompte.repository";
import type { Valeurs } from "./filtre/conditions";
import { type Filtre, rienNeConvient } from "./filtre/filtre-offres";
import { attendues, type Jetons, jetonsDuFiltre, toutesConditions } from "./filtre/jetons";
import { type RequeteDeMots, requeteDeMots } from "./mots/mots-cherches";
import type { Preparation } from "./mots/preparation.repository";

/** A search that was read: what the index is asked, and the values of what it does not say. */
export interface Recherche {
  mots: RequeteDeMots | undefined;
  jetons: Jetons;
  valeurs: Valeurs;
  /** How many of the words are enough; null: all. */
  auMoins: number | null;
  /** About how many offers fit. */
  attendues: number;
}

/** Size of a catalogue, where no word says how many offers there are. */
const CATALOGUE = 100_000;

/** Null: nothing can answer (an empty list, words that nobody wrote). `aujourdhui`: civil date. `auMoins`: how many of the words are enough; null: all. */
export function rechercheDe(
  filtre: Filtre,
  { position, mots }: Preparation,
  aujourdhui: string,
  maintenant: Date,
  auMoins: number | null = null,
): Recherche | null {
  const requete = requeteDeMots(mots, auMoins);
  if (requete === null || rienNeConvient(filtre)) return null;
  const jetons = jetonsDuFiltre(filtre, position);
  return {
    mots: requete,
    jetons,
    auMoins,
    attendues: attendues(filtre, Math.min(CATALOGUE, rarete(requete?.mots.map((m) => m.nombre) ?? [], auMoins))),
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

/** About how many offers carry at least so many of these words: as many as the rarest of the most frequent. */
const rarete = (nombres: number[], auMoins: number | null): number =>
  [...nombres].sort((a, b) => b - a)[(auMoins ?? nombres.length) - 1] ?? Number.POSITIVE_INFINITY;

export const PAS_DE_FACETTE: Facettes = {
  thematiques: [],
  categories: [],
  publics: [],
  frais: [],
  modesAccueil: [],
  types: [],
  origines: [],
};
