import { nomDeThematique } from "../offre/thematique";
import type { Statut } from "../prescription/prescription";
import { jourEnLettres } from "./jour-en-lettres";

/** The last time that an offer was prescribed to the person. */
export interface Essai {
  statut: Statut;
  /** Civil dates. */
  debut: string | null;
  fin: string | null;
  /** Instant of its last step. */
  le: Date;
  motif: string | null;
}

/** What is known of an offer for a person, each true on the day of the proposal. */
export interface Constats {
  /** Its conditions ask for French, and the frein of language is known. */
  francaisDemande: boolean;
  /** Its thématiques of which two prescriptions of the person were refused. */
  thematiquesRefusees: string[];
  /** Whole hours of activity that the week lacks, when the offer counts and fits; null otherwise. */
  manqueHeures: number | null;
  /** The next session with a seat. */
  session: { debut: Date; places: number | null } | null;
  essai: Essai | null;
}

/** States in which an offer is not proposed again: it is under way. */
export const EN_COURS: readonly Statut[] = ["BROUILLON", "OUVERTE", "A_L_ETUDE", "VALIDEE", "DEMARREE"];

const MOTIF_MAX = 200;

/** Ce qui fait passer l’offre après les autres, en phrases ; vide si rien ne la fait reculer. */
export function reserves({ essai, francaisDemande, thematiquesRefusees }: Constats): string[] {
  const phrases: string[] = [];
  if (essai) phrases.push(phraseDeLEssai(essai));
  if (francaisDemande)
    phrases.push("Ses conditions d’accès demandent de maîtriser le français : à vérifier, un frein de langue est repéré au diagnostic");
  if (thematiquesRefusees.length > 0) {
    const noms = thematiquesRefusees.map((t) => `« ${nomDeThematique(t)} »`).join(", ");
    phrases.push(`Même thématique que des prescriptions déjà refusées deux fois ou plus : ${noms}`);
  }
  return phrases;
}

function phraseDeLEssai({ statut, debut, fin, le, motif }: Essai): string {
  const suite = motif?.trim() ? ` : ${motif.trim().slice(0, MOTIF_MAX)}` : "";
  if (statut === "TERMINEE") {
    if (debut && fin) return `Déjà suivie du ${jourEnLettres(debut)} au ${jourEnLettres(fin)}${suite}`;
    return `Déjà suivie, terminée le ${jourEnLettres(fin ?? le)}${suite}`;
  }
  if (statut === "EXPIREE") return `Déjà prescrite, expirée sans suite le ${jourEnLettres(le)}`;
  const issue = statut === "REFUSEE" ? "refusée" : "annulée";
  return `Déjà prescrite, ${issue} le ${jourEnLettres(le)}${suite}`;
}
