import { addDays, addMonths } from "../../shared/civil-date";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import { apres, type Etape, refusDEtape } from "./etape-sanction";
import type { Procedure } from "./sanction";

export interface DecisionConstatee {
  /** Civil date of France Travail's decision. */
  decideeLe: string;
  motif: string;
  /** Share of the RSA, above 0 and up to 100. */
  quotitePourcent: number;
  /** Months. */
  dureeMois: number;
  /** Civil date. */
  debut: string;
}

/** Writes down what France Travail decided on its own proposal, once the delay of the Département is over (DELAI_SAISIE_DEPASSE) or by delegation. It is a
 * fact, not a decision of the hub: what contradicts it (a legitimate reason, a person who is not subject) shows in `sanctionsAReexaminer`.
 * Refus : NON_HABILITE, INSTRUCTION_COMMENCEE, dates, motive, QUOTITE_SANCTION_INVALIDE, DUREE_SANCTION_INVALIDE, DEBUT_INVALIDE. Source : CASF L. 262-37. */
export function constater(procedure: Procedure, demande: DecisionConstatee, aujourdhui: string): Etape | Refus {
  const { sanction, acteur } = procedure;
  const { decideeLe, motif, quotitePourcent, dureeMois, debut } = demande;
  const refusee = premierRefus(
    () => (acteur.type === "FRANCE_TRAVAIL" && sanction.identifiantPartenaire !== null ? null : refus("NON_HABILITE")),
    () => (refusDEtape(procedure, "constater") ? refus("INSTRUCTION_COMMENCEE", "sanction") : null),
    () => refusDeDate(decideeLe, "decideeLe", aujourdhui, sanction.proposeeLe),
    () => refusDeMotif(motif),
    () => (quotitePourcent > 0 && quotitePourcent <= 100 ? null : refus("QUOTITE_SANCTION_INVALIDE", "quotitePourcent")),
    () => (Number.isInteger(dureeMois) && dureeMois >= 1 && dureeMois <= 4 ? null : refus("DUREE_SANCTION_INVALIDE", "dureeMois")),
    () => (debut >= decideeLe && debut <= addMonths(decideeLe, 12) ? null : refus("DEBUT_INVALIDE", "debut")),
  );
  if (refusee) return refusee;
  const fin = addDays(addMonths(debut, dureeMois), -1);
  const decidee = apres(sanction, "constater", {
    decideeLe,
    decideePar: "FRANCE_TRAVAIL",
    decisionOrganisme: acteur.organisme,
    decisionMotif: motif.trim(),
    parDelegation: false,
    quotitePourcent,
    dureeMois,
    debut,
    fin,
  });
  const { statut, nature, manquement } = decidee;
  return {
    sanction: decidee,
    evenement: "SanctionDecidee",
    donnees: { sanction: sanction.id, manquement, nature, statut, decideeLe, parDelegation: false, debut, fin },
    champs: ["statut", "decideeLe", "decideePar", "quotitePourcent", "dureeMois", "debut", "fin"],
  };
}
