import { addDays, addMonths } from "../../shared/civil-date";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import { EN_COURS, etapeSuivante } from "./cycle-sanction";
import { apres, type Etape, entendue, refusDEtape, refusSansAbsence } from "./etape-sanction";
import type { Procedure, SanctionPrecedente } from "./sanction";
import { refusNonSoumise } from "./soumise";

export interface DemandeDecision {
  accepter: boolean;
  motif: string;
  /** Civil date. */
  decideeLe: string;
  /** Share of the RSA, above 0 and up to 100; by default the one proposed. */
  quotitePourcent?: number | null;
  /** Months; by default those proposed. */
  dureeMois?: number | null;
  /** First day; by default the first of the month that follows the decision. */
  debut?: string | null;
}

/** How the caller may decide on a day: as the Département, by a written delegation, or not at all (CASF L. 262-37). */
export function titreADecider({ acteur, delegations }: Procedure, le: string): "PRESIDENT" | "DELEGATION" | null {
  if (acteur.type === "DEPARTEMENT") return "PRESIDENT";
  return delegations.some(({ du, au }) => du <= le && (au === null || au >= le)) ? "DELEGATION" : null;
}

/** Refus : DELEGATION_SANCTION_ABSENTE. */
export const refusDePouvoir = (procedure: Procedure, le: string): Refus | null =>
  titreADecider(procedure, le) === null ? refus("DELEGATION_SANCTION_ABSENTE") : null;

/** The sanctions decided before the day of the breach, or before the absence that it rests on: it is then a persistence or a repetition. */
const avantLeManquement = ({ precedentes, manquement, rendezVousManque }: Procedure): SanctionPrecedente[] =>
  precedentes.filter(({ decideeLe }) => decideeLe < (rendezVousManque?.le ?? manquement.constateLe));

/** The last day on which an earlier sanction weighed. */
const dernierJour = ({ fin, remobilisationLe }: SanctionPrecedente): string =>
  remobilisationLe !== null && remobilisationLe <= fin ? addDays(remobilisationLe, -1) : fin;

/** Why a sanction of this nature cannot be decided, or null. Refus : NON_SOUMISE, MOTIF_LEGITIME, RENDEZ_VOUS_SANS_ABSENCE, OBSERVATIONS_NON_ECHUES, ETAPE_IMPOSSIBLE, AVIS_EQUIPE_ABSENT,
 * SUPPRESSION_SANS_FONDEMENT. Sources : CASF L. 262-37, L. 262-39. */
function refusAuFond(procedure: Procedure, decideeLe: string): Refus | null {
  const { sanction, manquement } = procedure;
  const avis = sanction.avisEquipePluridisciplinaireLe;
  const fondee = manquement.nature === "REFUS_CONTROLE" || avantLeManquement(procedure).some(({ nature }) => nature === "SUSPENSION");
  const enCours = EN_COURS.includes(sanction.statut);
  return premierRefus(
    () => (enCours ? null : refus("ETAPE_IMPOSSIBLE", "sanction")),
    () => refusNonSoumise(procedure.periodesSoumises, "sanction", manquement.constateLe, decideeLe),
    () => (manquement.motifLegitime || sanction.motifLegitime ? refus("MOTIF_LEGITIME", "accepter") : null),
    () => refusSansAbsence(procedure.rendezVousManque),
    () =>
      etapeSuivante(sanction.statut, "decider") && entendue(sanction, decideeLe) ? null : refus("OBSERVATIONS_NON_ECHUES", "decideeLe"),
    () => refusDeDate(decideeLe, "decideeLe", decideeLe, sanction.observationsRecuesLe, avis),
    () => (sanction.nature === "SUPPRESSION" && avis === null ? refus("AVIS_EQUIPE_ABSENT", "sanction") : null),
    () => (sanction.nature === "SUPPRESSION" && !fondee ? refus("SUPPRESSION_SANS_FONDEMENT", "sanction") : null),
  );
}

/** Why its rate, its length or its days cannot be, or null. Refus : QUOTITE_SANCTION_INVALIDE, QUOTITE_FOYER, DUREE_SANCTION_INVALIDE, DEBUT_INVALIDE,
 * SANCTION_EN_COURS. Sources : CASF R. 262-68-6 ; décret 2025-478, to be confirmed. */
function refusDeMesure(procedure: Procedure, decideeLe: string, mesure: { quotite: number; duree: number; debut: string; fin: string }) {
  const { sanction, bareme, personnesAuFoyer, precedentes } = procedure;
  const { quotite, duree, debut, fin } = mesure;
  const repetee = avantLeManquement(procedure).length > 0;
  const maximum =
    sanction.nature === "SUPPRESSION"
      ? bareme.SUPPRESSION_MOIS_MAX
      : repetee
        ? bareme.SUSPENSION_REPETEE_MOIS_MAX
        : bareme.SUSPENSION_MOIS_MAX;
  const seule = personnesAuFoyer === 1;
  return premierRefus(
    () => (quotite >= bareme.QUOTITE_MIN && quotite <= bareme.QUOTITE_MAX ? null : refus("QUOTITE_SANCTION_INVALIDE", "quotitePourcent")),
    () => (seule || quotite <= bareme.QUOTITE_FOYER_MAX ? null : refus("QUOTITE_FOYER", "quotitePourcent")),
    () => (Number.isInteger(duree) && duree >= 1 && duree <= maximum ? null : refus("DUREE_SANCTION_INVALIDE", "dureeMois")),
    () => (debut >= decideeLe && debut <= addMonths(decideeLe, 12) ? null : refus("DEBUT_INVALIDE", "debut")),
    () => (precedentes.some((p) => p.debut <= fin && dernierJour(p) >= debut) ? refus("SANCTION_EN_COURS", "debut") : null),
  );
}

const premierDuMoisSuivant = (date: string): string => `${addMonths(date, 1).slice(0, 8)}01`;

/** Decides on a proposal, or refuses it. The last day is the eve of the same day, `dureeMois` months later.
 * Refus : DELEGATION_SANCTION_ABSENTE, ETAPE_IMPOSSIBLE, dates, motive, then those of the two rules above. */
export function decider(procedure: Procedure, demande: DemandeDecision, aujourdhui: string): Etape | Refus {
  const { sanction } = procedure;
  const { accepter, decideeLe } = demande;
  const refusee = premierRefus(
    () => refusDeDate(decideeLe, "decideeLe", aujourdhui, sanction.proposeeLe, sanction.notifieeLe),
    () => refusDePouvoir(procedure, decideeLe),
    () => refusDeMotif(demande.motif),
    () => (accepter ? refusAuFond(procedure, decideeLe) : refusDEtape(procedure, "refuser")),
  );
  if (refusee) return refusee;
  const quotite = demande.quotitePourcent ?? sanction.quotitePourcent ?? Number.NaN;
  const duree = demande.dureeMois ?? sanction.dureeMois ?? Number.NaN;
  const debut = demande.debut ?? premierDuMoisSuivant(decideeLe);
  const fin = Number.isInteger(duree) ? addDays(addMonths(debut, duree), -1) : debut;
  const demesure = accepter ? refusDeMesure(procedure, decideeLe, { quotite, duree, debut, fin }) : null;
  if (demesure) return demesure;
  const decision = {
    decideeLe,
    decideePar: procedure.acteur.type,
    decisionOrganisme: procedure.acteur.organisme,
    decisionMotif: demande.motif.trim(),
    parDelegation: titreADecider(procedure, decideeLe) === "DELEGATION",
  };
  const mesure = accepter ? { quotitePourcent: quotite, dureeMois: duree, debut, fin } : {};
  const decidee = apres(sanction, accepter ? "decider" : "refuser", { ...decision, ...mesure });
  const { statut, nature, manquement, parDelegation } = decidee;
  return {
    sanction: decidee,
    evenement: "SanctionDecidee",
    donnees: { sanction: sanction.id, manquement, nature, statut, decideeLe, parDelegation, debut: decidee.debut, fin: decidee.fin },
    champs: ["statut", "decideeLe", "quotitePourcent", "dureeMois", "debut", "fin"],
  };
}
