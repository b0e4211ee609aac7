import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { CategorieParcours } from "../../shared/contrat/enums";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import type { Acteur, Situation } from "../situation";
import type { CompetenceOrientation, Intensite, OrigineOrientation, TypeOrganisme } from "../vocabulaire";
import { competence, debutDesSixSemaines, estRefus, type QuestionDeCompetence, refusDAntidate } from "./competence";
import type { DemandeEnAttente } from "./demanderOrientation";
import type { Orientation, Preconisation } from "./orientation";

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
  /** The request that waits; the decision takes its row. */
  demande: (DemandeEnAttente & { rang: number }) | null;
  /** True when a convention in force on the day of the decision gives the caller this parcours to decide. */
  delegation: boolean;
  /** What the decision aid proposes, as far as the caller may know; null when it proposes nothing. */
  preconisation: Preconisation | null;
}

export interface OrientationADecider extends Required<Omit<DemandeOrientation, "decideeLe" | "referent">> {
  id: string;
  /** True: the row of the request becomes the decision. */
  demandee: boolean;
  referent: string | null;
  rang: number;
  origine: OrigineOrientation;
  competence: CompetenceOrientation;
  preconisation: Preconisation | null;
  conformeALaPreconisation: boolean | null;
  demandeeLe: string;
  decideeLe: string;
  intensite: Intensite;
}

export interface DecisionsDOrientation {
  cible(situation: Situation, demande: DemandeOrientation & { decideeLe: string }, aujourdhui: string): Promise<Cible>;
  decider(situation: Situation, orientation: OrientationADecider, le: Date): Promise<Orientation>;
}

/** Who may decide without a delegation nor a delay passed. Refus: DELEGATION_ABSENTE, NON_HABILITE. Source: CASF L. 262-29, D. 262-65-2. */
export function refusDHabilitation({ type }: Acteur): Refus | null {
  if (type === "DEPARTEMENT") return null;
  return type === "FRANCE_TRAVAIL" ? refus("DELEGATION_ABSENTE") : refus("NON_HABILITE");
}

/** A reason to decide otherwise than the aid says something: characters, spaces at both ends left out. */
const MOTIF_ECART_MINIMUM = 10;

/** Does the decision follow the aid? Null when the aid proposes nothing. */
export const conformite = (parcours: string, preconisation: Preconisation | null): boolean | null =>
  preconisation && preconisation.parcours === parcours;

/** Refus: MOTIF_ECART_INSUFFISANT. A professional decides otherwise only with her reason. */
export const refusDEcart = (parcours: string, motif: string, preconisation: Preconisation | null): Refus | null =>
  conformite(parcours, preconisation) === false && motif.trim().length < MOTIF_ECART_MINIMUM
    ? refus("MOTIF_ECART_INSUFFISANT", "motif")
    : null;

/** Why an organisme and its référent cannot follow a person, or null. */
export function refusDeSuivi(
  { organisme, referent }: Pick<Cible, "organisme" | "referent">,
  demande: { organisme: string; referent?: string | null },
): Refus | null {
  return premierRefus(
    () => (organisme ? null : refus("ORGANISME_INCONNU", "organisme")),
    () => (organisme?.type === "CAF" || organisme?.type === "MSA" ? refus("ORGANISME_INADAPTE", "organisme") : null),
    () => (demande.referent && !referent ? refus("REFERENT_INCONNU", "referent") : null),
    () => (referent && referent.organisme !== demande.organisme ? refus("REFERENT_HORS_ORGANISME", "referent") : null),
  );
}

/** Why an orientation cannot be decided, or null. Dates are civil dates, Europe/Paris. */
export function refusDOrientation(
  situation: Situation,
  cible: Cible,
  demande: DemandeOrientation & { decideeLe: string },
  question: QuestionDeCompetence,
  aujourdhui: string,
): Refus | null {
  const { type } = situation.acteur;
  const notification = situation.entree?.notification ?? null;
  const titre = competence(situation.acteur, question);
  return premierRefus(
    () => (type === "DEPARTEMENT" || type === "FRANCE_TRAVAIL" ? null : refus("NON_HABILITE")),
    () => refusDeMotif(demande.motif),
    () => refusDeDate(demande.decideeLe, "decideeLe", aujourdhui, notification, cible.demande?.demandeeLe ?? null),
    () => (situation.orientation ? refus("ORIENTATION_DEJA_DECIDEE", "allocataire") : null),
    () => (situation.entree?.sortie && estRefus(titre) ? refus("SORTIE_DEJA_DECLAREE", "allocataire") : null),
    () => (estRefus(titre) ? titre : null),
    () => refusDAntidate(situation.acteur, question, aujourdhui),
    () => (cible.parcours ? null : refus("PARCOURS_INCONNU", "parcours")),
    () => refusDeSuivi(cible, demande),
    () => refusDEcart(demande.parcours, demande.motif, cible.preconisation),
  );
}

/** Decides an orientation: the fact, its event and its trace. The request that waited becomes the decision, in the same row. */
export async function deciderOrientation(
  situation: Situation,
  recue: DemandeOrientation,
  orientations: DecisionsDOrientation,
  ecriture: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Orientation | Refus> {
  const demande = { ...recue, decideeLe: recue.decideeLe ?? horloge.aujourdhui };
  const cible = await orientations.cible(situation, demande, horloge.aujourdhui);
  const debut = debutDesSixSemaines(situation.entree?.notification ?? null, cible.demande);
  const question = { decideeLe: demande.decideeLe, debut, delegation: cible.delegation };
  const titre = competence(situation.acteur, question);
  const refusee = refusDOrientation(situation, cible, demande, question, horloge.aujourdhui);
  if (refusee || estRefus(titre)) return refusee!;
  const orientation = aDecider(situation, cible, demande, titre);
  const [decidee] = await Promise.all([
    orientations.decider(situation, orientation, horloge.maintenant),
    ecriture.publish(evenementDeDecision(situation, orientation, cible.parcours!.categorie)),
    ecriture.trace([situation.allocataire], CHAMPS_ECRITS),
  ]);
  return decidee;
}

function aDecider(
  situation: Situation,
  { demande: attente, parcours, preconisation, prochainRang, fonorg }: Cible,
  demande: DemandeOrientation & { decideeLe: string },
  titre: CompetenceOrientation,
): OrientationADecider {
  return {
    ...demande,
    id: attente?.id ?? randomUUID(),
    demandee: attente !== null,
    referent: demande.referent ?? null,
    rang: attente?.rang ?? prochainRang,
    origine: attente?.origine ?? (fonorg === "MSA" ? "FLUX_MSA" : "FLUX_CAF"),
    competence: titre,
    demandeeLe: attente?.demandeeLe ?? situation.entree?.notification ?? demande.decideeLe,
    intensite: demande.intensite ?? (parcours!.intensif ? "INTENSIF" : "STANDARD"),
    preconisation,
    conformeALaPreconisation: conformite(demande.parcours, preconisation),
  };
}

/** The event of a decision, whatever it came from. @param instance a réorientation that the instance pluridisciplinaire studied. */
export function evenementDeDecision(
  { departement, allocataire }: Pick<Situation, "departement" | "allocataire">,
  decidee: Pick<
    OrientationADecider,
    "id" | "rang" | "origine" | "parcours" | "organisme" | "referent" | "demandeeLe" | "decideeLe" | "intensite"
  >,
  categorie: CategorieParcours,
  instance = false,
) {
  const { id: orientation, rang, origine, parcours, organisme, referent, demandeeLe, decideeLe, intensite } = decidee;
  const donnees = {
    orientation,
    rang,
    origine,
    parcours,
    categorie,
    organisme,
    referent,
    demandeeLe,
    decideeLe,
    intensite,
    ...(origine === "REORIENTATION" && { instance }),
  };
  return { type: "OrientationDecidee", departement, allocataire, donnees };
}

export const CHAMPS_ECRITS = [
  "Orientation.parcours",
  "Orientation.organisme",
  "Orientation.referent",
  "Orientation.motif",
  "Orientation.decideeLe",
];
