import type { SystemeSource } from "../../shared/contrat/enums";
import type { Erreur } from "../echange/erreur-echange";

/** Who is delivered to, as its lease was taken. */
export interface AbonnementALivrer {
  id: string;
  departement: string;
  url: string;
  client: string;
  organisme: string | null;
  agent: string | null;
  finalite: string | null;
  versionSecret: number;
  secretRenouveleLe: Date | null;
  echecs: number;
  echecDepuis: Date | null;
  /** When it was to be tried after a failure. */
  essaiPrevu: Date | null;
  bailJusque: Date;
}

/** An event as `evenements` gives it: ids, codes, dates and names of fields. */
export interface EvenementADire {
  id: string;
  type: string;
  position: number;
  survenuLe: Date;
  departement: string | null;
  allocataire: string | null;
  donnees: Record<string, unknown>;
}

export interface Livraison {
  echange: string;
  departement: string;
  ordre: number;
  /** Null: the subscriber may not see it any more. */
  evenement: EvenementADire | null;
}

/** Body of a delivery. `allocataire`: id of the person, canonical. */
export const corpsDe = (e: EvenementADire): string =>
  JSON.stringify({
    id: e.id,
    type: e.type,
    position: String(e.position),
    survenuLe: e.survenuLe.toISOString(),
    departement: e.departement,
    allocataire: e.allocataire,
    donnees: e.donnees,
  });

/** The queue of deliveries, as the sender needs it. Every change is refused (false) to who has lost the lease. */
export interface FileDesLivraisons {
  /** Takes subscriptions that have something due, each one held until `jusque`. */
  prendre(maintenant: Date, jusque: Date, nombre: number): Promise<AbonnementALivrer[]>;
  /** The next deliveries, in order, read under the rights of the subscriber, and written in the register. */
  lot(abonnement: AbonnementALivrer, taille: number, maintenant: Date): Promise<Livraison[]>;
  livree(abonnement: AbonnementALivrer, livraison: Livraison, le: Date, bail: Date): Promise<boolean>;
  ecartee(abonnement: AbonnementALivrer, livraison: Livraison, raison: string, le: Date, bail: Date): Promise<boolean>;
  echouee(abonnement: AbonnementALivrer, livraison: Livraison, erreur: Erreur, echec: Echec): Promise<boolean>;
  desactiver(abonnement: AbonnementALivrer, livraison: Livraison, erreur: Erreur, raison: string, le: Date): Promise<boolean>;
  rendre(abonnement: AbonnementALivrer): Promise<void>;
  /** Closes what waits for a subscription that is over or disabled. */
  ranger(le: Date): Promise<void>;
}

export interface Echec {
  le: Date;
  depuis: Date;
  prochainEssai: Date;
}

/** What the contract calls the object of an event that subscribers receive (interoperabilite.csv). */
export const OBJETS_LIVRES: Readonly<Record<string, string>> = {
  SortieDeclaree: "SORTIE_PARCOURS",
  SortieAnnulee: "SORTIE_PARCOURS",
  ActiviteDeclaree: "ACTIVITES_PARCOURS",
  ActiviteConfirmee: "ACTIVITES_PARCOURS",
  PlanActionModifie: "ACTIVITES_PARCOURS",
  OffreModifiee: "OFFRE_REFERENCEMENT",
};
export const objetLivre = (type: string): string => OBJETS_LIVRES[type] ?? "EVENEMENT";

/** The partner that a client speaks for, by the type of its organisme. A client without one works for its Département. */
export function partenaireDe(typeOrganisme: string | null): SystemeSource {
  switch (typeOrganisme) {
    case "FRANCE_TRAVAIL":
    case "MISSION_LOCALE":
    case "CAP_EMPLOI":
    case "CAF":
    case "MSA":
      return typeOrganisme;
    case "DELEGATAIRE":
    case "CCAS":
      return "ORGANISME_REFERENT";
    default:
      return "DEPARTEMENT";
  }
}
