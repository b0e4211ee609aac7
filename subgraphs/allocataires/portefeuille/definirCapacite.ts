import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import type { Referent } from "../organisme/organisme";
import { premierRefus, refus } from "../refus";
import type { Acteur } from "../situation";

export interface DemandeCapacite {
  referent: string;
  parcours: string;
  /** People that she may follow in this parcours; null: no maximum. */
  maximum?: number | null;
}

export interface Capacites {
  referent(id: string): Promise<Referent | null>;
  parcoursConnu(departement: string, code: string): Promise<boolean>;
  definir(departement: string, demande: DemandeCapacite): Promise<void>;
}

const MAXIMUM = 1_000;

/** Why a capacity cannot be fixed so, or null. Refus: NON_HABILITE, REFERENT_INCONNU, PARCOURS_INCONNU, MAXIMUM_INVALIDE. */
export function refusDeCapacite(
  acteur: Acteur,
  referent: Referent | null,
  parcoursConnu: boolean,
  { maximum }: DemandeCapacite,
): Refus | null {
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => (referent ? null : refus("REFERENT_INCONNU", "referent")),
    () => (parcoursConnu ? null : refus("PARCOURS_INCONNU", "parcours")),
    () => (maximum == null || (maximum >= 1 && maximum <= MAXIMUM) ? null : refus("MAXIMUM_INVALIDE", "maximum")),
  );
}

/** Fixes how many people a référent may follow in a parcours. The maximum warns (FileActive.depassee), it refuses nothing. */
export async function definirCapacite(
  acteur: Acteur,
  demande: DemandeCapacite,
  capacites: Capacites,
  { publish }: WritingTransaction,
): Promise<Referent | Refus> {
  const referent = await capacites.referent(demande.referent);
  const parcoursConnu = referent !== null && (await capacites.parcoursConnu(referent.departement, demande.parcours));
  const refusee = refusDeCapacite(acteur, referent, parcoursConnu, demande);
  if (refusee) return refusee;
  const { departement, id } = referent!;
  await capacites.definir(departement, demande);
  const donnees = { referent: id, parcours: demande.parcours, maximum: demande.maximum ?? null };
  await publish({ type: "CapaciteDefinie", departement, allocataire: null, donnees });
  return referent!;
}
