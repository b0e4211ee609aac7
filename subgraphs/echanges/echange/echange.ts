import type { TypeEvenement } from "../evenement/types-evenement";
import { type Erreur, erreurDuCode } from "./erreur-echange";

export const SENS = ["ENTRANT", "SORTANT"] as const;
export type Sens = (typeof SENS)[number];

export const STATUTS = ["A_ENVOYER", "ENVOYE", "A_CONFIRMER", "CONFIRME", "REJETE", "ABANDONNE", "TRAITE", "IGNORE"] as const;
export type Statut = (typeof STATUTS)[number];

/** Codes of data/contrat-94-2024/interoperabilite.csv: what the Département tells France Travail, by the event that makes it known. */
export const OBJET_A_DIRE: Partial<Record<TypeEvenement, string>> = {
  OrientationDecidee: "ORIENTATION_RESULTAT",
  DiagnosticEnregistre: "DIAGNOSTIC",
  ContratSigne: "CONTRAT_ENGAGEMENT",
  RendezVousPlanifie: "RDV_POSITIONNE",
  PresenceRenseignee: "RDV_PRESENCE",
  SortieDeclaree: "SORTIE_PARCOURS",
};

/** Schema that keeps the original of a reject, by what was received. */
const PROPRIETAIRE_DU_REJET: Record<string, string> = {
  CAF_BENEFICIAIRE: "allocataires",
  CAF_CONTACT: "allocataires",
  CAF_INSTRUCTION: "allocataires",
  DATA_INCLUSION: "offre_insertion",
  WEBHOOK_RDV: "rendez_vous",
  DECISION: "hub",
};
/** Records of the software of a Département: one object a kind. */
const proprietaireDuRejet = (objet: string): string | null =>
  objet.startsWith("DEPARTEMENT_") ? "hub" : (PROPRIETAIRE_DU_REJET[objet] ?? null);

/** The département of an exchange that names none. */
export const SANS_DEPARTEMENT = "*";

/** An exchange to add, as the table stores it. Instants are Date. */
export interface NouvelEchange {
  evenement: string;
  departement: string;
  sens: Sens;
  partenaire: string;
  objet: string;
  allocataire: string | null;
  statut: Statut;
  tentatives: number;
  cree_le: Date;
  traite_le: Date | null;
  rejet: string | null;
  rejet_schema: string | null;
  erreur: Erreur | null;
}

export interface EvenementLu {
  id: string;
  type: string;
  departement: string | null;
  allocataire: string | null;
  donnees: Record<string, any>;
  survenuLe: Date;
}

/** The exchange that an event makes, or null when it makes none. */
export function echangeDe(evenement: EvenementLu): NouvelEchange | null {
  const base = {
    evenement: evenement.id,
    departement: evenement.departement ?? SANS_DEPARTEMENT,
    allocataire: evenement.allocataire,
    cree_le: evenement.survenuLe,
    rejet: null,
    rejet_schema: null,
    erreur: null,
  };
  if (evenement.type === "FluxImporte") {
    return {
      ...base,
      sens: "ENTRANT",
      partenaire: "CAF",
      objet: evenement.donnees.typeFlux === "INSTRUCTION" ? "CAF_INSTRUCTION" : "CAF_BENEFICIAIRE",
      statut: "TRAITE",
      tentatives: 1,
      traite_le: evenement.survenuLe,
    };
  }
  if (evenement.type === "RejetEnregistre") return rejetRecu(base, evenement.donnees);
  const objet = OBJET_A_DIRE[evenement.type as TypeEvenement];
  if (!objet) return null;
  return { ...base, sens: "SORTANT", partenaire: "FRANCE_TRAVAIL", objet, statut: "A_ENVOYER", tentatives: 0, traite_le: null };
}

function rejetRecu(
  base: Omit<NouvelEchange, "sens" | "partenaire" | "objet" | "statut" | "tentatives" | "traite_le">,
  donnees: Record<string, any>,
): NouvelEchange {
  return {
    ...base,
    sens: "ENTRANT",
    partenaire: donnees.partenaire,
    objet: donnees.objet,
    statut: "REJETE",
    tentatives: 1,
    traite_le: null,
    rejet: donnees.rejet,
    rejet_schema: proprietaireDuRejet(donnees.objet),
    erreur: erreurDuCode(donnees.code),
  };
}

/** What replays did to a reject: how many tries, and what the last one gave. */
export interface Rejeu {
  rejet: string;
  essais: number;
  applique: boolean;
  le: Date;
}

/** The replays of a batch, in the order of the events: one line a reject, the last result wins. */
export function rejeux(evenements: readonly EvenementLu[]): Rejeu[] {
  const parRejet = new Map<string, Rejeu>();
  for (const { type, donnees, survenuLe } of evenements) {
    if (type !== "RejetRejoue") continue;
    const essais = (parRejet.get(donnees.rejet)?.essais ?? 0) + 1;
    parRejet.set(donnees.rejet, { rejet: donnees.rejet, essais, applique: donnees.resultat === "APPLIQUE", le: survenuLe });
  }
  return [...parRejet.values()];
}
