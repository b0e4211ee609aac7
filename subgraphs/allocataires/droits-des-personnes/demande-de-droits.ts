import { addMonths } from "../../shared/civil-date";
import type { Refus } from "../../shared/contrat/refus";
import type { Finalite } from "../../shared/identity";
import { premierRefus, refus, refusDeTexte } from "../refus";
import type { Acteur } from "../situation";
import type { DecisionDemande, DonneeRectifiable, NatureDemande, StatutDemande, TraitementOpposable } from "../vocabulaire";
import { DONNEES } from "./donnees-rectifiables";
import { TRAITEMENTS } from "./traitements";

/** The life of a request of a person. A_LA_SOURCE: the Département agrees, and the source that owns the datum has not corrected it yet. */
export const TRANSITIONS = {
  RECUE: { ACCEPTER: "ACCEPTEE", REFUSER: "REFUSEE", PROLONGER: "PROLONGEE", RETIRER: "RETIREE" },
  PROLONGEE: { ACCEPTER: "ACCEPTEE", REFUSER: "REFUSEE", RETIRER: "RETIREE" },
  A_LA_SOURCE: { ACCEPTER: "ACCEPTEE", REFUSER: "REFUSEE", RETIRER: "RETIREE" },
  ACCEPTEE: { LEVER: "LEVEE" },
  REFUSEE: {},
  RETIREE: {},
  LEVEE: {},
} as const satisfies Record<StatutDemande, Partial<Record<DecisionDemande, StatutDemande>>>;

/** Statuses in which an answer is still due. */
export const STATUTS_OUVERTS: readonly StatutDemande[] = ["RECUE", "PROLONGEE", "A_LA_SOURCE"];

/** What a refusal must tell the person (RGPD, article 12, 4). */
export const RECOURS =
  "Vous pouvez contester ce refus auprès de la CNIL (www.cnil.fr, 3 place de Fontenoy, TSA 80715, 75334 Paris cedex 07), gratuitement, ou devant le tribunal administratif.";

/** Days before the limit when a request without an answer is told. */
export const JOURS_D_ALERTE = 7;

/** Civil date by which the person has her answer: one month, two more when it is complex (RGPD, article 12, 3). */
export const limiteDe = (recueLe: string, prolongee: boolean): string => addMonths(recueLe, prolongee ? 3 : 1);

/** True when a source that was asked and says nothing else is late: it has a month too (RGPD, article 12, 3). */
export const sourceEnRetard = (statut: StatutDemande, envoyeeLe: string | null, aujourdhui: string): boolean =>
  statut === "A_LA_SOURCE" && envoyeeLe !== null && addMonths(envoyeeLe, 1) < aujourdhui;

export interface DemandeDeposee {
  nature: NatureDemande;
  recueLe: string;
  donnee: DonneeRectifiable | null;
  /** Fields of the datum that are contested; null: all of them. */
  champs: readonly string[] | null;
  traitements: readonly TraitementOpposable[];
  precisions: string | null;
  /** A value is given with it. */
  avecValeur: boolean;
}

/** Why a request cannot be written down, or null. Refus: DATE_FUTURE, DEMANDE_TROP_ANCIENNE, DONNEE_A_DIRE, TRAITEMENT_A_DIRE, TRAITEMENT_NON_OPPOSABLE,
 * CHAMP_HORS_DONNEE, LIMITATION_SANS_OBJET, VALEUR_A_DIRE, TEXTE_INVALIDE. */
export function refusDeDepot(demande: DemandeDeposee, aujourdhui: string): Refus | null {
  const { nature, recueLe, donnee, champs, traitements, precisions, avecValeur } = demande;
  const porteSurUneDonnee = nature === "RECTIFICATION" || nature === "LIMITATION";
  return premierRefus(
    () => (recueLe > aujourdhui ? refus("DATE_FUTURE", "recueLe") : null),
    () => (recueLe < addMonths(aujourdhui, -12) ? refus("DEMANDE_TROP_ANCIENNE", "recueLe") : null),
    () => refusDeTexte(precisions, "precisions"),
    () => (porteSurUneDonnee && donnee === null ? refus("DONNEE_A_DIRE", "donnee") : null),
    () => (champs?.some((c) => !DONNEES[donnee!].champs.includes(c)) || champs?.length === 0 ? refus("CHAMP_HORS_DONNEE", "champs") : null),
    () => (nature === "LIMITATION" && donnee && !DONNEES[donnee].limitable ? refus("LIMITATION_SANS_OBJET", "donnee") : null),
    () => (nature === "RECTIFICATION" && !avecValeur && !precisions?.trim() ? refus("VALEUR_A_DIRE", "precisions") : null),
    () => (nature === "OPPOSITION" && traitements.length === 0 ? refus("TRAITEMENT_A_DIRE", "traitements") : null),
    () => (traitements.some((t) => !TRAITEMENTS[t].opposable) ? refus("TRAITEMENT_NON_OPPOSABLE", "traitements") : null),
  );
}

/** Who answers a person: the Département, with a token given for the exercise of her rights. */
export const refusDeRepondre = (acteur: Acteur, finalite: Finalite | null): Refus | null =>
  premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => (finalite === "EXERCICE_DES_DROITS" ? null : refus("DEMANDE_FINALITE")),
  );

/** The next status, or why there is none. A refusal, a delay and a lifting say why. Refus: DEMANDE_DEJA_STATUEE, MOTIF_MANQUANT, TEXTE_INVALIDE,
 * DEMANDE_SANS_LEVEE, EFFACEMENT_A_FAIRE. */
export function suite(
  demande: { nature: NatureDemande; statut: StatutDemande },
  decision: DecisionDemande,
  motif: string | null,
): { statut: StatutDemande } | { refus: Refus } {
  const vers = (TRANSITIONS[demande.statut] as Partial<Record<DecisionDemande, StatutDemande>>)[decision];
  const refusee = premierRefus(
    () => (vers === undefined ? refus("DEMANDE_DEJA_STATUEE", "decision") : null),
    () =>
      decision === "LEVER" && demande.nature !== "OPPOSITION" && demande.nature !== "LIMITATION"
        ? refus("DEMANDE_SANS_LEVEE", "decision")
        : null,
    () => (decision === "ACCEPTER" && demande.nature === "EFFACEMENT" ? refus("EFFACEMENT_A_FAIRE", "decision") : null),
    // Closed by hand, while no flow shows it: who closes says what the source answered.
    () => ((decision !== "ACCEPTER" || demande.statut === "A_LA_SOURCE") && !motif?.trim() ? refus("MOTIF_MANQUANT", "motif") : null),
    () => refusDeTexte(motif, "motif"),
  );
  return refusee ? { refus: refusee } : { statut: vers! };
}
