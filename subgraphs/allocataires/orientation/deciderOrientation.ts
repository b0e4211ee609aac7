import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { CategorieParcours } from "../../shared/contrat/enums";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import type { Acteur, Situation } from "../situation";
import type { Intensite, OrigineOrientation, TypeOrganisme } from "../vocabulaire";
import type { Orientation } from "./orientation";

export interface DemandeOrientation {
  parcours: string;
  organisme: string;
  referent?: string | null;
  motif: string;
  /** Civil date; today when it is not given. */
  decideeLe?: string | null;
  intensite?: Intensite | null;
}

/** What the decision points to, in the département of the person; null when it is unknown there. */
export interface Cible {
  parcours: { categorie: CategorieParcours; intensif: boolean } | null;
  organisme: { type: TypeOrganisme } | null;
  /** Organisme of the référent. */
  referent: { organisme: string } | null;
  prochainRang: number;
  fonorg: "CAF" | "MSA" | null;
}

export interface OrientationADecider extends Required<Omit<DemandeOrientation, "decideeLe" | "referent">> {
  id: string;
  referent: string | null;
  rang: number;
  origine: OrigineOrientation;
  demandeeLe: string;
  decideeLe: string;
  intensite: Intensite;
}

export interface DecisionsDOrientation {
  cible(situation: Situation, demande: DemandeOrientation): Promise<Cible>;
  decider(situation: Situation, orientation: OrientationADecider, le: Date): Promise<Orientation>;
}

/** Who may decide. Refus: DELEGATION_ABSENTE, NON_HABILITE. Source: CASF L. 262-29, D. 262-65-2. */
export function refusDHabilitation({ type }: Acteur): Refus | null {
  if (type === "DEPARTEMENT") return null;
  return type === "FRANCE_TRAVAIL" ? refus("DELEGATION_ABSENTE") : refus("NON_HABILITE");
}

/** Why an orientation cannot be decided, or null. Dates are civil dates, Europe/Paris. */
export function refusDOrientation(
  situation: Situation,
  cible: Cible,
  demande: DemandeOrientation,
  decideeLe: string,
  aujourdhui: string,
): Refus | null {
  return premierRefus(
    () => refusDHabilitation(situation.acteur),
    () => refusDeMotif(demande.motif),
    () => refusDeDate(decideeLe, "decideeLe", aujourdhui, situation.entree?.notification ?? null),
    () => (cible.parcours ? null : refus("PARCOURS_INCONNU", "parcours")),
    () => (cible.organisme ? null : refus("ORGANISME_INCONNU", "organisme")),
    () => (cible.organisme?.type === "CAF" || cible.organisme?.type === "MSA" ? refus("ORGANISME_INADAPTE", "organisme") : null),
    () => (demande.referent && !cible.referent ? refus("REFERENT_INCONNU", "referent") : null),
    () => (cible.referent && cible.referent.organisme !== demande.organisme ? refus("REFERENT_HORS_ORGANISME", "referent") : null),
    () => (situation.orientation ? refus("ORIENTATION_DEJA_DECIDEE", "allocataire") : null),
  );
}

/** Decides an orientation: the fact, its event and its trace. */
export async function deciderOrientation(
  situation: Situation,
  demande: DemandeOrientation,
  orientations: DecisionsDOrientation,
  { publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Orientation | Refus> {
  const cible = await orientations.cible(situation, demande);
  const decideeLe = demande.decideeLe ?? horloge.aujourdhui;
  const refusee = refusDOrientation(situation, cible, demande, decideeLe, horloge.aujourdhui);
  if (refusee) return refusee;
  const orientation: OrientationADecider = {
    ...demande,
    id: randomUUID(),
    referent: demande.referent ?? null,
    rang: cible.prochainRang,
    origine: cible.fonorg === "MSA" ? "FLUX_MSA" : "FLUX_CAF",
    demandeeLe: situation.entree?.notification ?? decideeLe,
    decideeLe,
    intensite: demande.intensite ?? (cible.parcours!.intensif ? "INTENSIF" : "STANDARD"),
  };
  const { id, rang, origine, parcours, organisme, referent, demandeeLe, intensite } = orientation;
  const donnees = {
    orientation: id,
    rang,
    origine,
    parcours,
    categorie: cible.parcours!.categorie,
    organisme,
    referent,
    demandeeLe,
    decideeLe,
    intensite,
  };
  const { departement, allocataire } = situation;
  const [decidee] = await Promise.all([
    orientations.decider(situation, orientation, horloge.maintenant),
    publish({ type: "OrientationDecidee", departement, allocataire, donnees }),
    trace([allocataire], CHAMPS_ECRITS),
  ]);
  return decidee;
}

const CHAMPS_ECRITS = [
  "Orientation.parcours",
  "Orientation.organisme",
  "Orientation.referent",
  "Orientation.motif",
  "Orientation.decideeLe",
];
