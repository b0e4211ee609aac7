import type { Refus } from "../../shared/contrat/refus";
import { refus } from "../refus";
import type { Acteur } from "../situation";

/** A merge, as it is read. Instants for what the machine did. */
export interface Fusion {
  id: string;
  departement: string;
  allocataire: string;
  fusionnee: string;
  motif: string | null;
  decideeLe: Date;
  decideePar: string;
  separeeLe: Date | null;
  separeePar: string | null;
  separationMotif: string | null;
}

/** Only who sees the whole département may say that two people are one: a part of their facts would stay behind.
 * Refus : NON_HABILITE. */
export const refusDeTrancher = (acteur: Acteur): Refus | null => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE"));

/** Two records, already followed to the person who replaces them.
 * @param ensemble a payer named both in one foyer.  Refus : MEME_PERSONNE, FUSION_IMPOSSIBLE. */
export function refusDeFusion(a: string, b: string, ensemble: boolean): Refus | null {
  if (a === b) return refus("MEME_PERSONNE", "fusionnee");
  return ensemble ? refus("FUSION_IMPOSSIBLE", "allocataire") : null;
}

/** @param suivie a later merge, still standing, involves the same person.  Refus : FUSION_INTROUVABLE, FUSION_DEJA_SEPAREE, FUSION_SUIVIE. */
export function refusDeSeparation(fusion: { separeeLe: Date | null; suivie: boolean } | null): Refus | null {
  if (!fusion) return refus("FUSION_INTROUVABLE", "fusion");
  if (fusion.separeeLe !== null) return refus("FUSION_DEJA_SEPAREE", "fusion");
  return fusion.suivie ? refus("FUSION_SUIVIE", "fusion") : null;
}
