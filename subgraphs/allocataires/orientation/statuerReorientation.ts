import type { WritingTransaction } from "../../shared/context";
import type { CategorieParcours } from "../../shared/contrat/enums";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import type { Situation } from "../situation";
import type { CompetenceOrientation, Intensite, TypeOrganisme } from "../vocabulaire";
import { competenceDeReorientation, estRefus } from "./competence";
import { apres } from "./cycle";
import { CHAMPS_ECRITS, conformite, evenementDeDecision, refusDEcart, refusDeSuivi } from "./deciderOrientation";
import type { Orientation } from "./orientation";

export interface DemandeDeStatut {
  accepter: boolean;
  /** Day of the IOP, civil date. */
  le: string;
  motif: string;
  organisme?: string | null;
  referent?: string | null;
}

/** What a decision on a réorientation stands on. Organismes and référents of the département, among those that may follow the person. */
export interface CibleDeStatut {
  parcours: { categorie: CategorieParcours; intensif: boolean };
  organismes: Record<string, TypeOrganisme>;
  /** Organisme of each référent. */
  referents: Record<string, string>;
  /** True when the organisme that follows the person already follows others in the parcours proposed. */
  dejaServi: boolean;
  delegation: boolean;
}

export interface Acceptation {
  competence: CompetenceOrientation;
  organisme: string;
  referent: string | null;
  intensite: Intensite;
  conformeALaPreconisation: boolean | null;
  le: string;
  motif: string;
}

export interface Reorientations {
  cible(situation: Situation, proposee: Orientation, demande: DemandeDeStatut): Promise<CibleDeStatut>;
  /** Closes the orientation that runs and what was followed under it, from that day. */
  clore(situation: Situation, le: string): Promise<void>;
  accepter(situation: Situation, proposee: Orientation, acceptation: Acceptation, maintenant: Date): Promise<Orientation>;
  refuser(situation: Situation, proposee: Orientation, demande: DemandeDeStatut): Promise<Orientation>;
  /** Puts the contract back to sign: the objectives were those of the former parcours. */
  remettreASigner(situation: Situation, le: string): Promise<void>;
}

/** Who will follow the person: whom the decision names, else the proposal, else the same organisme when it already serves the parcours.
 * Null: somebody must choose. The référent stays with an organisme that stays. */
export function suiviRetenu(
  { orientation }: Situation,
  proposee: Orientation,
  demande: DemandeDeStatut,
  dejaServi: boolean,
): { organisme: string | null; referent: string | null } {
  const organisme = demande.organisme ?? proposee.organisme ?? (dejaServi ? orientation!.organisme : null);
  return {
    organisme,
    referent: demande.referent ?? (organisme !== null && organisme === orientation!.organisme ? orientation!.referent : null),
  };
}

/** Why the IOP cannot decide on a réorientation that is studied, or null. Source: CASF L. 262-31. */
export function refusDeStatut(
  situation: Situation,
  proposee: Orientation,
  cible: CibleDeStatut,
  demande: DemandeDeStatut,
  titre: CompetenceOrientation | Refus,
  aujourdhui: string,
): Refus | null {
  const { orientation: courante } = situation;
  return premierRefus(
    () => (estRefus(titre) ? titre : null),
    () => refusDeMotif(demande.motif),
    () => refusDeDate(demande.le, "le", aujourdhui, proposee.demandeeLe, (demande.accepter && courante?.decideeLe) || null),
    () => (demande.accepter ? refusDAcceptation(situation, proposee, cible, demande) : null),
  );
}

function refusDAcceptation(situation: Situation, proposee: Orientation, cible: CibleDeStatut, demande: DemandeDeStatut): Refus | null {
  if (!situation.orientation) return refus("SANS_ORIENTATION", "orientation");
  const { organisme, referent } = suiviRetenu(situation, proposee, demande, cible.dejaServi);
  if (organisme === null) return refus("ORGANISME_A_CHOISIR", "organisme");
  const type = cible.organismes[organisme];
  const sonOrganisme = referent === null ? undefined : cible.referents[referent];
  const suivi = { organisme: type ? { type } : null, referent: sonOrganisme === undefined ? null : { organisme: sonOrganisme } };
  return refusDeSuivi(suivi, { organisme, referent }) ?? refusDEcart(proposee.parcours!, demande.motif, proposee.preconisation);
}

/** The IOP accepts: the orientation that runs is closed, the proposed one is decided in its place, the contract is to sign again.
 * It refuses: the one that runs goes on. Either way the examination stays on record, with its events and its trace. */
export async function statuerReorientation(
  situation: Situation,
  proposee: Orientation,
  demande: DemandeDeStatut,
  reorientations: Reorientations,
  ecriture: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Orientation | Refus> {
  if (!apres(proposee.statut, demande.accepter ? "accepter" : "refuser")) return refus("REORIENTATION_NON_A_L_ETUDE", "orientation");
  const cible = await reorientations.cible(situation, proposee, demande);
  const titre = competenceDeReorientation(situation.acteur, cible.delegation);
  const refusee = refusDeStatut(situation, proposee, cible, demande, titre, horloge.aujourdhui);
  if (refusee || estRefus(titre)) return refusee!;
  const { departement, allocataire } = situation;
  await ecriture.trace([allocataire], demande.accepter ? CHAMPS_ECRITS : ["Orientation.statut", "Orientation.motif"]);
  if (demande.accepter) return accepter(situation, proposee, demande, { cible, titre }, reorientations, ecriture, horloge.maintenant);
  await ecriture.publish({
    type: "ReorientationRefusee",
    departement,
    allocataire,
    donnees: { orientation: proposee.id, rang: proposee.rang, le: demande.le, instance: true },
  });
  return reorientations.refuser(situation, proposee, demande);
}

async function accepter(
  situation: Situation,
  proposee: Orientation,
  demande: DemandeDeStatut,
  { cible, titre }: { cible: CibleDeStatut; titre: CompetenceOrientation },
  reorientations: Reorientations,
  { publish }: WritingTransaction,
  maintenant: Date,
): Promise<Orientation> {
  const { departement, allocataire } = situation;
  const { organisme, referent } = suiviRetenu(situation, proposee, demande, cible.dejaServi);
  const { le, motif } = demande;
  const { categorie, intensif } = cible.parcours;
  const acceptation: Acceptation = {
    competence: titre,
    organisme: organisme!,
    referent,
    intensite: intensif ? "INTENSIF" : "STANDARD",
    conformeALaPreconisation: conformite(proposee.parcours!, proposee.preconisation),
    le,
    motif: motif.trim(),
  };
  await reorientations.clore(situation, le);
  const decidee = await reorientations.accepter(situation, proposee, acceptation, maintenant);
  await reorientations.remettreASigner(situation, le);
  const close = { orientation: situation.orientation!.id, closeLe: le, motifFin: "REORIENTATION" };
  await publish(
    { type: "OrientationClose", departement, allocataire, donnees: close },
    evenementDeDecision(
      situation,
      {
        ...acceptation,
        id: proposee.id,
        rang: proposee.rang,
        origine: proposee.origine,
        parcours: proposee.parcours!,
        demandeeLe: proposee.demandeeLe,
        decideeLe: le,
      },
      categorie,
      true,
    ),
  );
  return decidee;
}
