import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import type { Referent } from "../organisme/organisme";
import { premierRefus, refus } from "../refus";
import type { Acteur } from "../situation";
import type { Intervenant } from "./intervention";

export interface DemandeDepart {
  referent: string;
  /** Last day in her organisme, civil date, inclusive. */
  au: string;
}

export interface Departs {
  referent(id: string): Promise<Referent | null>;
  /** Locks the people whom she was to follow after that day, and writes it. */
  partir(referent: Referent, au: string): Promise<string[]>;
  finir(referent: Referent, aujourdhui: string): Promise<(Omit<Intervenant, "au"> & { au: string })[]>;
}

/** Why a departure cannot be recorded, or null. Refus: NON_HABILITE, REFERENT_INCONNU, DATE_ANTERIEURE. */
export function refusDeDepart(acteur: Acteur, referent: Referent | null, { au }: DemandeDepart): Refus | null {
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => (referent ? null : refus("REFERENT_INCONNU", "referent")),
    () => (referent!.du !== null && au < referent!.du ? refus("DATE_ANTERIEURE", "au") : null),
  );
}

/** Records the last day of a professional: what she was to do after ends there, and her organisme goes on following. */
export async function declarerDepart(
  acteur: Acteur,
  demande: DemandeDepart,
  departs: Departs,
  { publish, trace }: WritingTransaction,
  aujourdhui: string,
): Promise<Referent | Refus> {
  const referent = await departs.referent(demande.referent);
  const refusee = refusDeDepart(acteur, referent, demande);
  if (refusee) return refusee;
  const { departement } = referent!;
  const personnes = await departs.partir(referent!, demande.au);
  const finies = await departs.finir(referent!, aujourdhui);
  await publish(
    ...finies.map(({ allocataire, orientation, referent: qui, role, du, au }) => ({
      type: "InterventionTerminee",
      departement,
      allocataire,
      donnees: { orientation, referent: qui, role, du, au },
    })),
  );
  await trace(personnes, ["Orientation.referent", "Orientation.intervenants"]);
  return { ...referent!, au: demande.au };
}
