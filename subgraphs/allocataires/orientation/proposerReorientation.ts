import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeMotif } from "../refus";
import type { Situation } from "../situation";
import { type Cible, refusDEcart, refusDeSuivi } from "./deciderOrientation";
import type { Orientation, Preconisation } from "./orientation";

export interface Proposition {
  parcours: string;
  /** Organisme that would follow the person; left to the decision when it is not given. */
  organisme?: string | null;
  motif: string;
}

/** What a proposal stands on, in the département of the person. */
export interface CibleDeProposition {
  parcoursConnu: boolean;
  organisme: Cible["organisme"];
  /** Parcours of the orientation that runs. */
  parcoursCourant: string | null;
  /** True when a réorientation is studied already. */
  aLEtude: boolean;
  prochainRang: number;
  preconisation: Preconisation | null;
}

export interface Propositions {
  cible(situation: Situation, proposition: Proposition, aujourdhui: string): Promise<CibleDeProposition>;
  proposer(situation: Situation, proposition: ReorientationAProposer, le: Date): Promise<Orientation>;
}

export interface ReorientationAProposer extends Proposition {
  id: string;
  rang: number;
  demandeeLe: string;
  preconisation: Preconisation | null;
}

/** Why a réorientation cannot be proposed, or null. The organisme that follows the person may propose; the IOP of the Département decides. Source: CASF L. 262-31. */
export function refusDeProposition({ acteur, orientation }: Situation, cible: CibleDeProposition, proposition: Proposition): Refus | null {
  const habilite =
    acteur.type === "DEPARTEMENT" ||
    acteur.type === "FRANCE_TRAVAIL" ||
    (acteur.organisme !== null && acteur.organisme === orientation?.organisme);
  const { parcours, organisme, motif } = proposition;
  const memeOrganisme = !organisme || organisme === orientation?.organisme;
  return premierRefus(
    () => (habilite ? null : refus("NON_HABILITE")),
    () => refusDeMotif(motif),
    () => (orientation ? null : refus("SANS_ORIENTATION", "allocataire")),
    () => (cible.aLEtude ? refus("REORIENTATION_EN_COURS", "allocataire") : null),
    () => (cible.parcoursConnu ? null : refus("PARCOURS_INCONNU", "parcours")),
    () => (organisme ? refusDeSuivi({ organisme: cible.organisme, referent: null }, { organisme }) : null),
    () => (parcours === cible.parcoursCourant && memeOrganisme ? refus("MEME_PARCOURS", "parcours") : null),
    () => refusDEcart(parcours, motif, cible.preconisation),
  );
}

/** Proposes a réorientation: a new orientation of the next rank, studied by the IOP. The one that runs goes on. Fact, event and trace. */
export async function proposerReorientation(
  situation: Situation,
  proposition: Proposition,
  propositions: Propositions,
  { publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Orientation | Refus> {
  const cible = await propositions.cible(situation, proposition, horloge.aujourdhui);
  const refusee = refusDeProposition(situation, cible, proposition);
  if (refusee) return refusee;
  const { departement, allocataire } = situation;
  const [id, demandeeLe, rang] = [randomUUID(), horloge.aujourdhui, cible.prochainRang];
  const proposee: ReorientationAProposer = { ...proposition, id, rang, demandeeLe, preconisation: cible.preconisation };
  const [ecrite] = await Promise.all([
    propositions.proposer(situation, proposee, horloge.maintenant),
    publish({
      type: "ReorientationProposee",
      departement,
      allocataire,
      donnees: { orientation: id, rang, parcours: proposition.parcours, organisme: proposition.organisme ?? null, demandeeLe },
    }),
    trace([allocataire], ["Orientation.parcours", "Orientation.motifDemande"]),
  ]);
  return ecrite;
}
