import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate } from "../refus";
import type { Situation } from "../situation";
import type { NatureManquement } from "../vocabulaire";
import { refusDIdentifiant } from "./identifiant-partenaire";
import type { Manquement } from "./manquement";
import { type PeriodeSoumise, refusNonSoumise } from "./soumise";

export interface DemandeManquement {
  nature: NatureManquement;
  /** Civil date, Europe/Paris. */
  constateLe: string;
  rendezVous?: string | null;
  contrat?: string | null;
  /** Civil date when the convocation was handed over, as an agent attests it: an acknowledgement of receipt, or by hand. */
  remiseAttesteeLe?: string | null;
  /** `identifiantManquement` of France Travail: the same breach, told again, is the one already recorded. */
  identifiantPartenaire?: string | null;
}

/** Her convocation to the missed appointment. Civil dates, Europe/Paris. */
export interface ConvocationRecue {
  debut: string;
  envoyeeLe: string | null;
  remiseLe: string | null;
  echecRemise: boolean;
}

/** What the demand points to, for that person. */
export interface Fondements {
  /** Status of her appointment; null when it is not hers. */
  presence: string | null;
  convocation: ConvocationRecue | null;
  /** An agent closed the examination of this absence. */
  examenClos: boolean;
  /** The contract named, else the one that runs; null when there is none of hers. */
  contrat: string | null;
  /** One of hers was signed when the breach was found. */
  contratExiste: boolean;
  /** One was put to her by then at least: to sign, signed or refused. */
  contratPropose: boolean;
  /** Days on which she is subject to « droits et devoirs ». */
  periodesSoumises: PeriodeSoumise[];
}

export interface Manquements {
  /** The breach that the partner identifies so, or null. */
  connu(departement: string, identifiantPartenaire: string): Promise<Manquement | null>;
  fondements(situation: Situation, demande: DemandeManquement): Promise<Fondements>;
  signaler(situation: Situation, manquement: DemandeManquement & { id: string; contrat: string | null }, le: Date): Promise<Manquement>;
}

/** True when the convocation was sent and reached her before the day of the appointment: as the tool says or, where it says nothing, as an agent attests.
 * A delivery that the tool says failed is not attested away. */
export function convocationRecue({ debut, envoyeeLe, remiseLe, echecRemise }: ConvocationRecue, attesteeLe: string | null): boolean {
  const remise = attesteeLe ?? remiseLe;
  return !echecRemise && envoyeeLe !== null && remise !== null && envoyeeLe <= remise && remise < debut;
}

/** Why the missed appointment does not support the breach, or null. Justified, excused or cancelled, it never does.
 * Refus : RENDEZ_VOUS_INTROUVABLE, RENDEZ_VOUS_SANS_ABSENCE, EXAMEN_CLOS, CONVOCATION_NON_REMISE, DATE_ANTERIEURE. */
function refusDeRendezVous(
  { presence, convocation, examenClos }: Fondements,
  { constateLe, remiseAttesteeLe }: DemandeManquement,
): Refus | null {
  return premierRefus(
    () => (presence === null ? refus("RENDEZ_VOUS_INTROUVABLE", "rendezVous") : null),
    () => (presence === "ABSENT" ? null : refus("RENDEZ_VOUS_SANS_ABSENCE", "rendezVous")),
    () => (examenClos ? refus("EXAMEN_CLOS", "rendezVous") : null),
    () => (convocation && convocationRecue(convocation, remiseAttesteeLe ?? null) ? null : refus("CONVOCATION_NON_REMISE", "rendezVous")),
    () => (constateLe < convocation!.debut ? refus("DATE_ANTERIEURE", "constateLe") : null),
  );
}

/** Why a breach cannot be recorded, or null. Only an absence without excuse, after a convocation that reached her, supports one; a refusal to draw up
 * a contract needs that one was put to her, or such an absence. It opens no procedure by itself. Source: CASF L. 262-37. */
export function refusDeManquement(
  { acteur }: Situation,
  fondements: Fondements,
  demande: DemandeManquement,
  aujourdhui: string,
): Refus | null {
  const { nature, constateLe, rendezVous, contrat, identifiantPartenaire } = demande;
  return premierRefus(
    () => (acteur.type === null || (identifiantPartenaire && acteur.type !== "FRANCE_TRAVAIL") ? refus("NON_HABILITE") : null),
    () => refusDIdentifiant(identifiantPartenaire),
    () => refusDeDate(constateLe, "constateLe", aujourdhui),
    () => refusNonSoumise(fondements.periodesSoumises, "allocataire", constateLe),
    () => (rendezVous ? refusDeRendezVous(fondements, demande) : null),
    () => (contrat && fondements.contrat === null ? refus("CONTRAT_INTROUVABLE", "contrat") : null),
    () => (nature === "NON_RESPECT_CONTRAT" && !fondements.contratExiste ? refus("SANS_CONTRAT", "nature") : null),
    () =>
      nature === "REFUS_ELABORER_OU_ACTUALISER_CONTRAT" && !fondements.contratPropose && !rendezVous
        ? refus("SANS_PROPOSITION_DE_CONTRAT", "nature")
        : null,
  );
}

/** Records a breach: the fact, its event and its trace. Told again by the partner, it is the one that is recorded. Refus : IDENTIFIANT_PARTENAIRE_PRIS. */
export async function signalerManquement(
  situation: Situation,
  demande: DemandeManquement,
  manquements: Manquements,
  { publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Manquement | Refus> {
  const connu = demande.identifiantPartenaire ? await manquements.connu(situation.departement, demande.identifiantPartenaire) : null;
  if (connu) {
    if (connu.allocataire !== situation.allocataire) return refus("IDENTIFIANT_PARTENAIRE_PRIS", "identifiantPartenaire");
    await trace([situation.allocataire], ["Manquement.nature", "Manquement.constateLe"], "LECTURE");
    return connu;
  }
  const fondements = await manquements.fondements(situation, demande);
  const refusee = refusDeManquement(situation, fondements, demande, horloge.aujourdhui);
  if (refusee) return refusee;
  const { departement, allocataire } = situation;
  const id = randomUUID();
  const donnees = { manquement: id, nature: demande.nature, constateLe: demande.constateLe };
  const [manquement] = await Promise.all([
    manquements.signaler(situation, { ...demande, id, contrat: fondements.contrat }, horloge.maintenant),
    publish({ type: "ManquementSignale", departement, allocataire, donnees }),
    trace([allocataire], ["Manquement.nature", "Manquement.constateLe"]),
  ]);
  return manquement;
}

/** Why the reason cannot be examined so, or null: once recognised, it stays. Refus : NON_HABILITE, MOTIF_LEGITIME. */
export function refusDExamen(acteur: Situation["acteur"], manquement: Manquement, motifLegitime: boolean): Refus | null {
  if (acteur.type === null) return refus("NON_HABILITE");
  return manquement.motifLegitime && !motifLegitime ? refus("MOTIF_LEGITIME", "motifLegitime") : null;
}
