import type { PublishedEvent } from "../../shared/event-follower";
import { aDireDe, type Canal } from "./a-dire";
import { type Erreur, erreurDuCode } from "./erreur-echange";

export const SENS = ["ENTRANT", "SORTANT"] as const;
export type Sens = (typeof SENS)[number];

export const STATUTS = ["A_ENVOYER", "ENVOYE", "A_CONFIRMER", "CONFIRME", "REJETE", "ABANDONNE", "TRAITE", "IGNORE"] as const;
export type Statut = (typeof STATUTS)[number];

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
  /** Position of the event, then place among what the same event makes known: what a person's line is sorted by. */
  ordre: number;
  rang: number;
  type_evenement: string;
  fait: string | null;
  donnees: Record<string, unknown> | null;
  canal: Canal;
}

/** The exchanges that an event makes. @param organismesFranceTravail ids of the organismes of that type, of those that the events name. */
export function echangesDe(evenement: PublishedEvent, organismesFranceTravail: ReadonlySet<string>): NouvelEchange[] {
  const base: Commun = {
    evenement: evenement.id,
    departement: evenement.departement ?? SANS_DEPARTEMENT,
    allocataire: evenement.allocataire,
    cree_le: evenement.survenuLe,
    rejet: null,
    rejet_schema: null,
    erreur: null,
    ordre: evenement.position,
    rang: 0,
    type_evenement: evenement.type,
    fait: null,
    donnees: null,
    canal: "HUB",
  };
  if (evenement.type === "FluxImporte") return [fluxRecu(base, evenement)];
  if (evenement.type === "RejetEnregistre") return [rejetRecu(base, evenement.donnees)];
  if (evenement.type === "CreneauxPublies" && evenement.donnees.source === "FRANCE_TRAVAIL") return [creneauxRecus(base, evenement)];
  return aDireDe(evenement, organismesFranceTravail).map(({ objet, fait, canal, partenaire }, rang) => ({
    ...base,
    sens: "SORTANT",
    partenaire,
    objet,
    statut: "A_ENVOYER",
    tentatives: 0,
    traite_le: null,
    rang,
    fait: evenement.donnees[fait] ?? null,
    donnees: evenement.donnees,
    canal,
  }));
}

type Commun = Omit<NouvelEchange, "sens" | "partenaire" | "objet" | "statut" | "tentatives" | "traite_le">;

const fluxRecu = (base: Commun, { donnees, survenuLe }: PublishedEvent): NouvelEchange => ({
  ...base,
  sens: "ENTRANT",
  partenaire: "CAF",
  objet: donnees.typeFlux === "INSTRUCTION" ? "CAF_INSTRUCTION" : "CAF_BENEFICIAIRE",
  statut: "TRAITE",
  tentatives: 1,
  traite_le: survenuLe,
});

/** France Travail gave its free slots: its API has none, it publishes them in the hub. */
const creneauxRecus = (base: Commun, { donnees, survenuLe }: PublishedEvent): NouvelEchange => ({
  ...base,
  sens: "ENTRANT",
  partenaire: "FRANCE_TRAVAIL",
  objet: "PLAGES_DISPONIBILITE",
  statut: "TRAITE",
  tentatives: 1,
  traite_le: survenuLe,
  fait: donnees.publication,
});

function rejetRecu(base: Commun, donnees: Record<string, any>): NouvelEchange {
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
export function rejeux(evenements: readonly PublishedEvent[]): Rejeu[] {
  const parRejet = new Map<string, Rejeu>();
  for (const { type, donnees, survenuLe } of evenements) {
    if (type !== "RejetRejoue") continue;
    const essais = (parRejet.get(donnees.rejet)?.essais ?? 0) + 1;
    parRejet.set(donnees.rejet, { rejet: donnees.rejet, essais, applique: donnees.resultat === "APPLIQUE", le: survenuLe });
  }
  return [...parRejet.values()];
}
