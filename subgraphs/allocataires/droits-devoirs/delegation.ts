import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeMotif } from "../refus";
import type { Acteur } from "../situation";
import type { TypeOrganisme } from "../vocabulaire";

/** A written delegation to decide on sanctions. Civil dates, inclusive; `au` null: until it is ended. */
export interface DelegationSanction {
  id: string;
  departement: string;
  organisme: string;
  du: string;
  au: string | null;
  reference: string;
}

export interface DemandeDelegation {
  organisme: string;
  du: string;
  au?: string | null;
  reference: string;
}

const PAYEURS: readonly TypeOrganisme[] = ["CAF", "MSA"];

/** Why a delegation cannot be recorded, or null: the Département gives it, in writing, to another organisme, once a period; a payer
 * applies sanctions, it does not decide them.
 * Refus : NON_HABILITE, MOTIF_MANQUANT, TEXTE_INVALIDE, ORGANISME_INCONNU, DELEGATION_SANS_OBJET, DELEGATAIRE_PAYEUR, DATE_ANTERIEURE, DELEGATION_EXISTANTE. Source : CASF L. 262-37. */
export function refusDeDelegation(
  acteur: Acteur,
  organisme: { type: TypeOrganisme } | null,
  existantes: Pick<DelegationSanction, "du" | "au">[],
  demande: DemandeDelegation,
): Refus | null {
  const { du } = demande;
  const au = demande.au ?? null;
  const couvre = existantes.some((d) => (au === null || d.du <= au) && (d.au === null || d.au >= du));
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => refusDeMotif(demande.reference, "reference"),
    () => (organisme ? null : refus("ORGANISME_INCONNU", "organisme")),
    () => (organisme!.type === "DEPARTEMENT" ? refus("DELEGATION_SANS_OBJET", "organisme") : null),
    () => (PAYEURS.includes(organisme!.type) ? refus("DELEGATAIRE_PAYEUR", "organisme") : null),
    () => (du < "2000-01-01" ? refus("DATE_ANTERIEURE", "du") : null),
    () => (au !== null && au < du ? refus("DATE_ANTERIEURE", "au") : null),
    () => (couvre ? refus("DELEGATION_EXISTANTE", "organisme") : null),
  );
}

/** Why a delegation cannot end on a day, or null: past decisions keep their ground. Refus : NON_HABILITE, DELEGATION_INTROUVABLE, DATE_ANTERIEURE. */
export function refusDeFin(acteur: Acteur, delegation: DelegationSanction | null, au: string, aujourdhui: string): Refus | null {
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => (delegation ? null : refus("DELEGATION_INTROUVABLE", "delegation")),
    () => (au < aujourdhui || au < delegation!.du ? refus("DATE_ANTERIEURE", "au") : null),
  );
}
