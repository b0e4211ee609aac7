import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus } from "../refus";
import type { Acteur } from "../situation";
import type { RoleIntervenant } from "../vocabulaire";
import { refusDHabilitation } from "./deciderOrientation";
import type { Intervention, Orientation } from "./orientation";

export interface DemandeAffectation {
  orientation: string;
  referent: string;
  role: RoleIntervenant;
  /** First and last day, civil dates, inclusive. */
  du: string;
  au?: string | null;
}

/** Why a professional cannot be given an orientation, or null. A référent unique works for the organisme of the orientation. */
export function refusDAffectation(
  acteur: Acteur,
  orientation: Orientation,
  referent: { organisme: string; departement: string } | null,
  intervenants: Intervention[],
  demande: DemandeAffectation,
): Refus | null {
  const deja = intervenants.some(
    (i) => i.referent === demande.referent && i.role === demande.role && (i.au === null || i.au >= demande.du),
  );
  return premierRefus(
    () => refusDHabilitation(acteur),
    () => (orientation.statut === "DECIDEE" && orientation.closeLe === null ? null : refus("ORIENTATION_CLOSE", "orientation")),
    () => (referent && referent.departement === orientation.departement ? null : refus("REFERENT_INCONNU", "referent")),
    () =>
      demande.role === "REFERENT_UNIQUE" && referent!.organisme !== orientation.organisme
        ? refus("REFERENT_HORS_ORGANISME", "referent")
        : null,
    () => (demande.du < orientation.decideeLe! ? refus("DATE_ANTERIEURE", "du") : null),
    () => (demande.au && demande.au < demande.du ? refus("DATE_ANTERIEURE", "au") : null),
    () => (deja ? refus("DEJA_INTERVENANT", "referent") : null),
  );
}
