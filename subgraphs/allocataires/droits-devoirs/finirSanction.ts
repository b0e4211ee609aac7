import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import type { CauseAnnulation } from "../vocabulaire";
import { refusDePouvoir } from "./deciderSanction";
import { apres, type Etape, refusDEtape, refusDInstruction } from "./etape-sanction";
import type { Procedure } from "./sanction";

/** Ends a sanction from the day the person re-engaged, which may come before its first day. The payer is to be told again: the day it was
 * told of the decision stays in its event (SanctionTransmise). Refus : DELEGATION_SANCTION_ABSENTE, ETAPE_IMPOSSIBLE,
 * SANCTION_TERMINEE, dates, motive. Source : CASF L. 262-37. */
export function lever(procedure: Procedure, demande: { remobilisationLe: string; motif: string }, aujourdhui: string): Etape | Refus {
  const { sanction } = procedure;
  const { remobilisationLe } = demande;
  return (
    premierRefus(
      () => refusDePouvoir(procedure, aujourdhui),
      () => refusDEtape(procedure, "lever"),
      () => refusDeMotif(demande.motif),
      () => refusDeDate(remobilisationLe, "remobilisationLe", aujourdhui, sanction.decideeLe),
      () => (remobilisationLe > sanction.fin! ? refus("SANCTION_TERMINEE", "remobilisationLe") : null),
    ) ?? {
      sanction: apres(sanction, "lever", {
        remobilisationLe,
        leveeLe: aujourdhui,
        leveeMotif: demande.motif.trim(),
        transmiseOrganismePayeurLe: null,
      }),
      evenement: "SanctionLevee",
      donnees: { sanction: sanction.id, remobilisationLe, leveeLe: aujourdhui },
      champs: ["statut", "remobilisationLe", "leveeLe", "transmiseOrganismePayeurLe"],
    }
  );
}

/** Cancels a decision, as if it had never been; the payer is to be told again. Refus : DELEGATION_SANCTION_ABSENTE, ETAPE_IMPOSSIBLE, motive. */
export function annuler(procedure: Procedure, demande: { cause: CauseAnnulation; motif: string }, aujourdhui: string): Etape | Refus {
  const { sanction } = procedure;
  const { cause, motif } = demande;
  return (
    premierRefus(
      () => refusDePouvoir(procedure, aujourdhui),
      () => refusDEtape(procedure, "annuler"),
      () => refusDeMotif(motif),
    ) ?? {
      sanction: apres(sanction, "annuler", {
        annuleeLe: aujourdhui,
        annulationCause: cause,
        annulationMotif: motif.trim(),
        transmiseOrganismePayeurLe: null,
      }),
      evenement: "SanctionAnnulee",
      donnees: { sanction: sanction.id, cause, annuleeLe: aujourdhui },
      champs: ["statut", "transmiseOrganismePayeurLe"],
    }
  );
}

const A_TRANSMETTRE = ["DECIDEE", "LEVEE", "ANNULEE"];

/** Says that the payer was told where the sanction stands; to do again once it is lifted or cancelled. Refus : NON_HABILITE, ETAPE_IMPOSSIBLE, dates. */
export function transmettre(procedure: Procedure, { le }: { le: string }, aujourdhui: string): Etape | Refus {
  const { sanction } = procedure;
  return (
    premierRefus(
      () => refusDInstruction(procedure),
      () => (A_TRANSMETTRE.includes(sanction.statut) ? null : refus("ETAPE_IMPOSSIBLE", "sanction")),
      () =>
        refusDeDate(
          le,
          "le",
          aujourdhui,
          sanction.annuleeLe ?? sanction.leveeLe ?? sanction.decideeLe,
          sanction.transmiseOrganismePayeurLe,
        ),
    ) ?? {
      sanction: { ...sanction, transmiseOrganismePayeurLe: le },
      evenement: "SanctionTransmise",
      donnees: { sanction: sanction.id, le },
      champs: ["transmiseOrganismePayeurLe"],
    }
  );
}
