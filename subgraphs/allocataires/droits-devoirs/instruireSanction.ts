import { addDays } from "../../shared/civil-date";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate } from "../refus";
import { apres, type Etape, entendue, refusDEtape, refusDInstruction, refusSansAbsence } from "./etape-sanction";
import type { Procedure } from "./sanction";

/** The Département takes a proposal in hand. Refus : NON_HABILITE, ETAPE_IMPOSSIBLE, dates. */
export function instruire(procedure: Procedure, { le }: { le: string }, aujourdhui: string): Etape | Refus {
  const { sanction } = procedure;
  return (
    premierRefus(
      () => refusDInstruction(procedure),
      () => refusDEtape(procedure, "instruire"),
      () => refusDeDate(le, "le", aujourdhui, sanction.proposeeLe),
    ) ?? {
      sanction: apres(sanction, "instruire", { instruiteLe: le }),
      evenement: "SanctionInstruite",
      donnees: { sanction: sanction.id, le },
      champs: ["statut"],
    }
  );
}

/** The person is told, and her delay to answer begins. Refus : NON_HABILITE, ETAPE_IMPOSSIBLE, MOTIF_LEGITIME,
 * RENDEZ_VOUS_SANS_ABSENCE, dates. Source : CASF L. 262-37. */
export function notifier(procedure: Procedure, { le }: { le: string }, aujourdhui: string): Etape | Refus {
  const { sanction, manquement, bareme } = procedure;
  const refusee = premierRefus(
    () => refusDInstruction(procedure),
    () => refusDEtape(procedure, "notifier"),
    () => (manquement.motifLegitime ? refus("MOTIF_LEGITIME", "sanction") : null),
    () => refusSansAbsence(procedure.rendezVousManque),
    () => refusDeDate(le, "le", aujourdhui, sanction.instruiteLe ?? sanction.proposeeLe),
  );
  if (refusee) return refusee;
  const observationsLimite = addDays(le, bareme.OBSERVATIONS_JOURS);
  return {
    sanction: apres(sanction, "notifier", { notifieeLe: le, observationsLimite }),
    evenement: "SanctionNotifiee",
    donnees: { sanction: sanction.id, le, observationsLimite },
    champs: ["notifieeLe", "observationsLimite"],
  };
}

export interface Observations {
  /** Civil date. */
  recuesLe: string;
  assistee: boolean;
  motifLegitime: boolean;
}

/** What the person answers, assisted by whom she wants; she may answer again until the decision, and late. A legitimate reason once recognised stays.
 * Refus : NON_HABILITE, ETAPE_IMPOSSIBLE, dates. */
export function observer(procedure: Procedure, recues: Observations, aujourdhui: string): Etape | Refus {
  const { sanction } = procedure;
  const refusee = premierRefus(
    () => refusDInstruction(procedure),
    () => refusDEtape(procedure, "observer"),
    () => refusDeDate(recues.recuesLe, "recuesLe", aujourdhui, sanction.observationsRecuesLe ?? sanction.notifieeLe),
  );
  if (refusee) return refusee;
  const motifLegitime = recues.motifLegitime || sanction.motifLegitime === true;
  const changements = { observationsRecuesLe: recues.recuesLe, assistee: recues.assistee || sanction.assistee === true, motifLegitime };
  return {
    sanction: apres(sanction, "observer", changements),
    evenement: "ObservationsRecueillies",
    donnees: { sanction: sanction.id, recuesLe: recues.recuesLe, motifLegitime },
    champs: ["observationsRecuesLe", "assistee"],
  };
}

/** The équipe pluridisciplinaire gives an opinion, which binds nobody. Refus : NON_HABILITE, ETAPE_IMPOSSIBLE, AVIS_DEJA_RENDU,
 * OBSERVATIONS_NON_ECHUES, dates. Source : CASF L. 262-39. */
export function aviser(procedure: Procedure, avis: { le: string; favorable: boolean }, aujourdhui: string): Etape | Refus {
  const { sanction } = procedure;
  return (
    premierRefus(
      () => refusDInstruction(procedure),
      () => refusDEtape(procedure, "aviser"),
      () => (sanction.avisEquipePluridisciplinaireLe === null ? null : refus("AVIS_DEJA_RENDU", "sanction")),
      () => refusDeDate(avis.le, "le", aujourdhui, sanction.notifieeLe),
      () => (entendue(sanction, avis.le) ? null : refus("OBSERVATIONS_NON_ECHUES", "le")),
    ) ?? {
      sanction: apres(sanction, "aviser", { avisEquipePluridisciplinaireLe: avis.le, avisFavorable: avis.favorable }),
      evenement: "AvisEquipeRendu",
      donnees: { sanction: sanction.id, le: avis.le, favorable: avis.favorable },
      champs: ["avisEquipePluridisciplinaireLe"],
    }
  );
}
