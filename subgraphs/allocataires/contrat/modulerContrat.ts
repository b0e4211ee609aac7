import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeTexte } from "../refus";
import type { MotifModulation } from "../vocabulaire";
import type { ActionDuPlan, ContratEngagement, Modulation } from "./contrat";
import { HEURES_DE_DROIT_COMMUN, HEURES_MAX } from "./cycle-contrat";

export interface DemandeModulation {
  exempte: boolean;
  /** Hours a week. */
  heures?: number | null;
  motif?: MotifModulation | null;
  /** Civil dates, inclusive; `au` null: as long as the contract. */
  du: string;
  au?: string | null;
}

/** Why the hours of a contract cannot be modulated, or null. The motive is health data: who may not read it may not write it either.
 * Refus : CONTRAT_NON_MODIFIABLE, HEURES_INVALIDES, MOTIF_MODULATION_ABSENT, MOTIF_MODULATION_SANS_OBJET, PERIODE_HORS_CONTRAT, MODULATION_EXISTANTE. Source : code du travail L. 5411-6. */
export function refusDeModulation(
  contrat: ContratEngagement,
  existantes: readonly Pick<Modulation, "du" | "au">[],
  demande: DemandeModulation,
): Refus | null {
  const { du, exempte } = demande;
  const au = demande.au ?? null;
  const heures = demande.heures ?? null;
  const reduit = exempte || (heures !== null && heures < HEURES_DE_DROIT_COMMUN);
  const hors = du < contrat.dateDebut! || (au ?? du) < du || (contrat.dateFin !== null && (au ?? du) > contrat.dateFin);
  // One that runs when the new one begins stops the day before; one that begins later would be covered.
  const couverte = existantes.some((m) => m.du >= du && (au === null || m.du <= au));
  return premierRefus(
    () => (contrat.statut === "SIGNE" && contrat.dateDebut !== null ? null : refus("CONTRAT_NON_MODIFIABLE", "contrat")),
    () =>
      (exempte || heures !== null) && (heures === null || (heures >= 0 && heures <= HEURES_MAX))
        ? null
        : refus("HEURES_INVALIDES", "heures"),
    () => (reduit && !demande.motif ? refus("MOTIF_MODULATION_ABSENT", "motif") : null),
    () => (!reduit && demande.motif ? refus("MOTIF_MODULATION_SANS_OBJET", "motif") : null),
    () => (hors ? refus("PERIODE_HORS_CONTRAT", "du") : null),
    () => (couverte ? refus("MODULATION_EXISTANTE", "du") : null),
  );
}

export interface Modulations {
  modulations(contrat: ContratEngagement): Promise<Pick<Modulation, "du" | "au">[]>;
  moduler(contrat: ContratEngagement, demande: DemandeModulation): Promise<void>;
}

/** Modulates the hours of a contract for a period: the fact, its event (without the motive) and its trace. */
export async function modulerContrat(
  contrat: ContratEngagement,
  demande: DemandeModulation,
  contrats: Modulations,
  { publish, trace }: Pick<WritingTransaction, "publish" | "trace">,
): Promise<ContratEngagement | Refus> {
  const refusee = refusDeModulation(contrat, await contrats.modulations(contrat), demande);
  if (refusee) return refusee;
  const { departement, allocataire } = contrat;
  const { du, exempte } = demande;
  const donnees = { contrat: contrat.id, du, au: demande.au ?? null, exempte };
  await contrats.moduler(contrat, demande);
  await publish({ type: "ContratModule", departement, allocataire, donnees });
  await trace([allocataire], ["ContratEngagement.modulations"]);
  return contrat;
}

export interface DemandeAction {
  libelle: string;
  /** Civil date. */
  echeance?: string | null;
  prescription?: string | null;
}

const LIBELLE_MAX = 500;
const ACTIONS_MAX = 50;

/** Why an action cannot join the plan of a contract, or null. Refus : CONTRAT_NON_MODIFIABLE, LIBELLE_MANQUANT, TEXTE_INVALIDE, PLAN_COMPLET. */
export function refusDAction({ statut }: ContratEngagement, nombre: number, { libelle }: DemandeAction): Refus | null {
  return premierRefus(
    () => (statut === "A_SIGNER" || statut === "SIGNE" ? null : refus("CONTRAT_NON_MODIFIABLE", "contrat")),
    () => (libelle.trim() === "" ? refus("LIBELLE_MANQUANT", "libelle") : refusDeTexte(libelle, "libelle", LIBELLE_MAX)),
    () => (nombre >= ACTIONS_MAX ? refus("PLAN_COMPLET", "contrat") : null),
  );
}

/** Why an action cannot be said done, or null. Refus : ACTION_INTROUVABLE, dates. */
export function refusDeRealisation(contrat: ContratEngagement, action: ActionDuPlan | null, le: string, aujourdhui: string): Refus | null {
  return action ? refusDeDate(le, "le", aujourdhui, contrat.dateDebut ?? contrat.proposeLe) : refus("ACTION_INTROUVABLE", "rang");
}
