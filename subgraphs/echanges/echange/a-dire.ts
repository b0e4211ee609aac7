/** HUB: nothing to send. API: the SI Plateforme. DEPOT: a signed file. ABONNEMENT: a signed webhook. */
export const CANAUX = ["HUB", "API", "DEPOT", "ABONNEMENT"] as const;
export type Canal = (typeof CANAUX)[number];

interface Evenement {
  type: string;
  donnees: Record<string, any>;
}

/** One thing to tell a partner: its code in data/contrat-94-2024/interoperabilite.csv, the field of the event that names the fact, how it leaves. */
interface ADire {
  objet: string;
  fait: string;
  canal: Canal;
  partenaire: string;
}

const api = (objet: string, fait: string): ADire => ({ objet, fait, canal: "API", partenaire: "FRANCE_TRAVAIL" });
/** A signed file for the payer: its département's CAF answers for both payers until the deposit is made (MSA by the file of the person). */
const depot = (objet: string, fait: string): ADire => ({ objet, fait, canal: "DEPOT", partenaire: "CAF" });

const RENDEZ_VOUS = [api("RDV_POSITIONNE", "rendezVous")];
const CONTRAT = [api("CONTRAT_ENGAGEMENT", "contrat")];
const SANCTION = [api("SANCTION_DECISION", "sanction"), depot("SANCTION_EXECUTION", "sanction")];

/** What each event makes known, in the order in which it is told. Sorties, activities and offers go by subscriptions. */
const A_DIRE: Readonly<Record<string, readonly ADire[]>> = {
  PortefeuilleTransfere: [api("ORIENTATION_RESULTAT", "orientation")],
  // The préconisation that the proposal asked for is refused: France Travail no longer waits for a decision.
  ReorientationRefusee: [api("ORIENTATION_RESULTAT", "orientation")],
  ReorientationProposee: [api("ORIENTATION_DEMANDE", "orientation")],
  DiagnosticEnregistre: [api("DIAGNOSTIC", "diagnostic")],
  ContratSigne: CONTRAT,
  ContratRefuse: CONTRAT,
  RendezVousPlanifie: RENDEZ_VOUS,
  RendezVousDeplace: RENDEZ_VOUS,
  RendezVousAnnule: RENDEZ_VOUS,
  PresenceRenseignee: [api("RDV_PRESENCE", "rendezVous")],
  SanctionInstruite: [api("SANCTION_DECISION", "sanction")],
  // Told at once to the person, without an instruction noted before: it is the « saisie » all the same.
  SanctionNotifiee: [api("SANCTION_DECISION", "sanction")],
  SanctionDecidee: [...SANCTION, api("SANCTION_MANQUEMENT", "manquement")],
  SanctionLevee: SANCTION,
  SanctionAnnulee: SANCTION,
};

const RESULTAT = api("ORIENTATION_RESULTAT", "orientation");
/** France Travail opens the first appointment itself for whom it will follow. */
const RESULTAT_ET_PREMIER_RENDEZ_VOUS = [RESULTAT, api("RDV_A_POSITIONNER", "orientation")];

/** The payer owns the datum that a person contests: it is asked to correct it. */
const A_LA_SOURCE = [depot("RECTIFICATION", "demande")];

/** What an event makes known to partners. Source: annexe 5 of the contract. */
export function aDireDe(evenement: Evenement, organismesFranceTravail: ReadonlySet<string>): readonly ADire[] {
  if (evenement.type === "OrientationDecidee")
    return organismesFranceTravail.has(evenement.donnees.organisme) ? RESULTAT_ET_PREMIER_RENDEZ_VOUS : [RESULTAT];
  if (evenement.type === "DemandeDeDroitsStatuee" && evenement.donnees.statut === "A_LA_SOURCE") return A_LA_SOURCE;
  return A_DIRE[evenement.type] ?? [];
}

/** Organismes whose type decides what is told. */
export const organismesCites = (evenements: readonly Evenement[]): string[] => [
  ...new Set(evenements.flatMap(({ type, donnees }) => (type === "OrientationDecidee" ? (donnees.organisme ?? []) : []))),
];
