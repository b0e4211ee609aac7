/** Types of the events of the hub. The shape of each one's data is in schema/evenements/<type>.json. */
export const TYPES_EVENEMENT = [
  "EntreeDispositif",
  "AllocataireModifie",
  "DossierModifie",
  "AllocatairesFusionnes",
  "AllocatairesSepares",
  "OrientationDecidee",
  "OrientationClose",
  "ReorientationProposee",
  "ReorientationRefusee",
  "ReferentAffecte",
  "InterventionTerminee",
  "PortefeuilleTransfere",
  "CapaciteDefinie",
  "DiagnosticEnregistre",
  "ContratSigne",
  "ContratRefuse",
  "ContratASigner",
  "SanctionProposee",
  "SanctionInstruite",
  "SanctionNotifiee",
  "ObservationsRecueillies",
  "AvisEquipeRendu",
  "SanctionDecidee",
  "SanctionLevee",
  "SanctionAnnulee",
  "SanctionTransmise",
  "ManquementExamine",
  "ContratModule",
  "PlanActionModifie",
  "ContratSuspendu",
  "ContratCloture",
  "SortieAnnulee",
  "RepriseEmploiSuivie",
  "ManquementSignale",
  "SortieDeclaree",
  "RepriseEmploiDeclaree",
  "RendezVousPlanifie",
  "RendezVousDeplace",
  "RendezVousAnnule",
  "PresenceRenseignee",
  "PersonneEffacee",
  "PrescriptionAvancee",
  "ActiviteDeclaree",
  "ActiviteConfirmee",
  "OffreModifiee",
  "RejetEnregistre",
  "RejetRejoue",
  "FluxImporte",
] as const;
export type TypeEvenement = (typeof TYPES_EVENEMENT)[number];

/** The first name of a list that is no type of event, or null. */
export const typeInconnu = (types: readonly string[]): string | null =>
  types.find((type) => !TYPES_EVENEMENT.includes(type as TypeEvenement)) ?? null;

export const phraseTypeInconnu = (type: string): string =>
  `« ${type.slice(0, 60)} » n’est pas un type d’événement du hub. Types possibles : ${TYPES_EVENEMENT.join(", ")}.`;
