import { nomDeThematique } from "../offre/thematique";
import type { Issue, Statut } from "../prescription/cycle";
import { MOTIF_REFUS, type MotifRefus } from "../prescription/motif-refus";
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
  motifRefus: MotifRefus | null;
  issue: Issue | null;
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

const MOTIF_MAX = 200;

/** Says a frein of the diagnostic, hence apart from the other reserves. */
export const FRANCAIS_DEMANDE =
  "Ses conditions d’accès demandent de maîtriser le français : à vérifier, un frein de langue est repéré au diagnostic";

/** Ce qui fait passer l’offre après les autres, en phrases, le diagnostic à part ; vide si rien ne la fait reculer. */
export function reserves({ essai, thematiquesRefusees }: Constats): string[] {
  const phrases: string[] = [];
  if (essai) phrases.push(phraseDeLEssai(essai));
  if (thematiquesRefusees.length > 0) {
    const noms = thematiquesRefusees.map((t) => `« ${nomDeThematique(t)} »`).join(", ");
    phrases.push(`Même thématique que des prescriptions déjà refusées deux fois ou plus : ${noms}`);
  }
  return phrases;
}

const minuscule = (phrase: string): string => phrase.charAt(0).toLowerCase() + phrase.slice(1);

function phraseDeLEssai({ statut, debut, fin, le, motif, motifRefus, issue }: Essai): string {
  const texte = motif?.trim().slice(0, MOTIF_MAX);
  const raisons = [motifRefus && minuscule(MOTIF_REFUS[motifRefus].libelle), texte].filter(Boolean);
  const suite = raisons.length > 0 ? ` : ${raisons.join(" ; ")}` : "";
  if (statut === "TERMINEE") {
    const verbe = issue === "ABANDON" ? "Déjà commencée et abandonnée" : "Déjà suivie";
    const jours = debut && fin ? `du ${jourEnLettres(debut)} au ${jourEnLettres(fin)}` : `jusqu’au ${jourEnLettres(fin ?? le)}`;
    return `${verbe}, ${jours}${suite}`;
  }
  if (statut === "EXPIREE") return `Déjà prescrite, expirée sans suite le ${jourEnLettres(le)}`;
  return `Déjà prescrite, ${statut === "REFUSEE" ? "refusée" : "annulée"} le ${jourEnLettres(le)}${suite}`;
}
