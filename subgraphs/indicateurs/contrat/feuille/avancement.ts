import { Refus } from "../../../shared/contrat/refus";
import { texteTropLong } from "../texte";
import type { EtatAvancement } from "./echeance-ecrite";

export interface DemandeAvancement {
  departement: string;
  /** Rank of the operational target in the roadmap. */
  cible: number;
  etat: EtatAvancement;
  le: string;
  preuve: string;
  commentaire: string | null;
}

const SOURCE = "Feuille de route France Travail, mai 2024";

/** Why the progress of a target cannot be entered, or null. @param aujourdhui civil date, Paris.
 * Refus: CIBLE_INTROUVABLE, DATE_FUTURE, PREUVE_MANQUANTE, TEXTE_TROP_LONG. */
export function refusAvancement(demande: DemandeAvancement, existe: boolean, aujourdhui: string): Refus | null {
  if (!existe)
    return Refus.de("CIBLE_INTROUVABLE", `La feuille de route n’a pas de cible de rang ${demande.cible} : feuilleDeRoute les donne.`, {
      champ: "cible",
    });
  if (demande.le > aujourdhui)
    return Refus.de("DATE_FUTURE", "La date est dans le futur : un avancement se saisit quand il a eu lieu.", {
      champ: "le",
      source: SOURCE,
    });
  return demande.preuve.trim()
    ? texteTropLong({ preuve: demande.preuve, commentaire: demande.commentaire })
    : Refus.de("PREUVE_MANQUANTE", "Dites d’où vient l’avancement : livrable, compte rendu, lien.", { champ: "preuve", source: SOURCE });
}
