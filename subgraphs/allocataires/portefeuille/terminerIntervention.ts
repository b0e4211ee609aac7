import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { refusDHabilitation } from "../orientation/deciderOrientation";
import type { Intervention, Orientation } from "../orientation/orientation";
import { premierRefus, refus } from "../refus";
import type { Acteur } from "../situation";
import type { RoleIntervenant } from "../vocabulaire";

export interface DemandeDeFin {
  orientation: string;
  referent: string;
  role: RoleIntervenant;
  /** Last day, civil date, inclusive. */
  au: string;
}

export interface Fins {
  intervenants(orientation: string): Promise<Intervention[]>;
  /** Ends it on `au`, or sets it aside when it was to begin after. */
  terminer(orientation: Orientation, intervention: Intervention, au: string, aujourdhui: string): Promise<void>;
}

/** The intervention that would end on that day: the last that has not ended before. */
export const aTerminer = (intervenants: Intervention[], { referent, role, au }: DemandeDeFin): Intervention | null =>
  intervenants
    .filter((i) => i.referent === referent && i.role === role && (i.au === null || i.au >= au))
    .sort((a, b) => (a.du < b.du ? -1 : 1))
    .at(-1) ?? null;

/** Why an intervention cannot end on that day, or null. One that has not begun may be called off by an earlier day.
 * Refus: those of the decision, ORIENTATION_CLOSE, INTERVENTION_INTROUVABLE, DATE_ANTERIEURE. */
export function refusDeFin(
  acteur: Acteur,
  orientation: Orientation,
  intervention: Intervention | null,
  au: string,
  aujourdhui: string,
): Refus | null {
  return premierRefus(
    () => refusDHabilitation(acteur),
    () => (orientation.statut === "DECIDEE" && orientation.closeLe === null ? null : refus("ORIENTATION_CLOSE", "orientation")),
    () => (intervention ? null : refus("INTERVENTION_INTROUVABLE", "referent")),
    () => (au < intervention!.du && intervention!.du <= aujourdhui ? refus("DATE_ANTERIEURE", "au") : null),
  );
}

/** Ends an intervention: the fact, its event, its trace. */
export async function terminerIntervention(
  acteur: Acteur,
  orientation: Orientation,
  demande: DemandeDeFin,
  fins: Fins,
  { publish, trace }: WritingTransaction,
  aujourdhui: string,
): Promise<Refus | null> {
  const intervention = aTerminer(await fins.intervenants(orientation.id), demande);
  const refusee = refusDeFin(acteur, orientation, intervention, demande.au, aujourdhui);
  if (refusee) return refusee;
  await fins.terminer(orientation, intervention!, demande.au, aujourdhui);
  const { departement, allocataire, id } = orientation;
  const { referent, role, au } = demande;
  await publish({
    type: "InterventionTerminee",
    departement,
    allocataire,
    donnees: { orientation: id, referent, role, du: intervention!.du, au },
  });
  await trace([allocataire], ["Orientation.referent", "Orientation.intervenants"]);
  return null;
}
