import type { Refus } from "../../shared/contrat/refus";
import { refusDeTexte } from "../refus";

/** Characters of an identifier of France Travail, at most. */
const LONGUEUR = 100;

/** Refus : TEXTE_INVALIDE. */
export const refusDIdentifiant = (identifiant: string | null | undefined): Refus | null =>
  refusDeTexte(identifiant, "identifiantPartenaire", LONGUEUR);
