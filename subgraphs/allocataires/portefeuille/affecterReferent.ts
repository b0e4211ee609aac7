import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { present, type Referent } from "../organisme/organisme";
import { refusDHabilitation } from "../orientation/deciderOrientation";
import type { Intervention, Orientation } from "../orientation/orientation";
import { premierRefus, refus } from "../refus";
import type { Acteur } from "../situation";
import type { RoleIntervenant } from "../vocabulaire";
import { chevauche, evenementDAffectation, type Intervenant } from "./intervention";

export interface DemandeAffectation {
  orientation: string;
  referent: string;
  role: RoleIntervenant;
  /** First and last day, civil dates, inclusive. */
  du: string;
  au?: string | null;
}

export interface Affectations {
  referent(id: string): Promise<Referent | null>;
  intervenants(orientation: string): Promise<Intervention[]>;
  /** Gives those who now replace someone under this orientation. */
  affecter(orientation: Orientation, referent: Referent, demande: DemandeAffectation, aujourdhui: string): Promise<Intervenant[]>;
}

/** A référent unique already at work when the new one would begin: days that she followed are not rewritten. */
const prendLaPlaceDuPasse = ({ role, du }: DemandeAffectation, intervenants: Intervention[], aujourdhui: string): boolean =>
  role === "REFERENT_UNIQUE" &&
  intervenants.some((i) => i.role === "REFERENT_UNIQUE" && i.du >= du && i.du < aujourdhui && (i.au === null || i.au >= du));

/** Why a professional cannot be given an orientation, or null. A référent unique works for the organisme of the orientation.
 * Refus: those of the decision, ORIENTATION_CLOSE, REFERENT_INCONNU, REFERENT_HORS_ORGANISME, FIN_MANQUANTE, DATE_ANTERIEURE, REFERENT_ABSENT, DEJA_INTERVENANT. */
export function refusDAffectation(
  acteur: Acteur,
  orientation: Orientation,
  referent: Referent | null,
  intervenants: Intervention[],
  demande: DemandeAffectation,
  aujourdhui: string,
): Refus | null {
  const deja = intervenants.some((i) => i.referent === demande.referent && i.role === demande.role && chevauche(i, demande));
  return premierRefus(
    () => refusDHabilitation(acteur),
    () => (orientation.statut === "DECIDEE" && orientation.closeLe === null ? null : refus("ORIENTATION_CLOSE", "orientation")),
    () => (referent && referent.departement === orientation.departement ? null : refus("REFERENT_INCONNU", "referent")),
    () =>
      demande.role === "REFERENT_UNIQUE" && referent!.organisme !== orientation.organisme
        ? refus("REFERENT_HORS_ORGANISME", "referent")
        : null,
    () => (demande.role === "REMPLACANT" && !demande.au ? refus("FIN_MANQUANTE", "au") : null),
    () => (demande.du < orientation.decideeLe! ? refus("DATE_ANTERIEURE", "du") : null),
    () => (demande.au && demande.au < demande.du ? refus("DATE_ANTERIEURE", "au") : null),
    () => (present(referent!, demande.du) ? null : refus("REFERENT_ABSENT", "referent")),
    () => (deja ? refus("DEJA_INTERVENANT", "referent") : null),
    () => (prendLaPlaceDuPasse(demande, intervenants, aujourdhui) ? refus("DATE_ANTERIEURE", "du") : null),
  );
}

/** She follows nobody after her last day in her organisme. */
const plusTot = (au: string | null, depart: string | null): string | null =>
  au === null || (depart !== null && depart < au) ? depart : au;

/** Gives a professional to an orientation: the fact, its events (hers, and those of who replaces her), its trace. */
export async function affecterReferent(
  acteur: Acteur,
  orientation: Orientation,
  demande: DemandeAffectation,
  affectations: Affectations,
  { publish, trace }: WritingTransaction,
  aujourdhui: string,
): Promise<Refus | null> {
  const referent = await affectations.referent(demande.referent);
  const refusee = refusDAffectation(acteur, orientation, referent, await affectations.intervenants(orientation.id), demande, aujourdhui);
  if (refusee) return refusee;
  const { departement, allocataire, id } = orientation;
  const { role, du } = demande;
  const au = plusTot(demande.au ?? null, referent!.au);
  const remplacants = await affectations.affecter(orientation, referent!, { ...demande, au }, aujourdhui);
  const affectes = [{ allocataire, orientation: id, referent: referent!.id, role, du, au }, ...remplacants];
  await publish(...affectes.map((affecte) => evenementDAffectation(departement, affecte)));
  await trace([allocataire], ["Orientation.referent", "Orientation.intervenants"]);
  return null;
}
