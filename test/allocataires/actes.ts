import type { Caller } from "../../subgraphs/shared/identity";
import type { TestSubgraph } from "../setup/subgraph";

type Variables = Record<string, unknown>;

/** Arguments of each mutation, as the contract declares them. */
const ARGUMENTS: Record<string, Record<string, string>> = {
  deciderOrientation: {
    allocataire: "ID!",
    parcours: "String!",
    organisme: "ID!",
    referent: "ID",
    motif: "String!",
    decideeLe: "Date",
    intensite: "Intensite",
    cleIdempotence: "String",
  },
  signerContrat: {
    allocataire: "ID!",
    nature: "NatureContrat",
    dateSignature: "Date!",
    dureeMois: "Int!",
    heuresHebdomadaires: "Float",
    exempte: "Boolean",
    motifModulation: "MotifModulation",
    cleIdempotence: "String",
  },
  proposerContrat: { allocataire: "ID!", nature: "NatureContrat", proposeLe: "Date!", cleIdempotence: "String" },
  modulerContrat: {
    contrat: "ID!",
    exempte: "Boolean!",
    heures: "Float",
    motif: "MotifModulation",
    du: "Date!",
    au: "Date",
    cleIdempotence: "String",
  },
  suspendreContrat: { contrat: "ID!", le: "Date!", motif: "MotifSuspensionContrat!", cleIdempotence: "String" },
  ajouterAction: { contrat: "ID!", libelle: "String!", echeance: "Date", prescription: "ID", cleIdempotence: "String" },
  realiserAction: { contrat: "ID!", rang: "Int!", le: "Date!", cleIdempotence: "String" },
  refuserContrat: { allocataire: "ID!", dateRefus: "Date!", motif: "String!", cleIdempotence: "String" },
  enregistrerDiagnostic: {
    allocataire: "ID!",
    etabliLe: "Date!",
    contraintes: "[ContrainteInput!]!",
    niveauQualification: "String",
    situationEmploi: "String",
    projetProfessionnel: "String",
    metiersRecherches: "[String!]",
    procheAidant: "Boolean",
    cleIdempotence: "String",
  },
  declarerSortie: { allocataire: "ID!", nature: "NatureSortie!", date: "Date!", cleIdempotence: "String" },
  declarerRepriseEmploi: {
    allocataire: "ID!",
    debut: "Date!",
    typeContrat: "TypeContratTravail!",
    dureeMois: "Int",
    quotite: "Float",
    cleIdempotence: "String",
  },
  signalerManquement: {
    allocataire: "ID!",
    nature: "NatureManquement!",
    constateLe: "Date!",
    rendezVous: "ID",
    contrat: "ID",
    remiseAttesteeLe: "Date",
    cleIdempotence: "String",
  },
  affecterReferent: { orientation: "ID!", referent: "ID!", role: "RoleIntervenant!", du: "Date!", au: "Date", cleIdempotence: "String" },
  demanderOrientation: { allocataire: "ID!", origine: "OrigineOrientation!", demandeeLe: "Date", cleIdempotence: "String" },
  proposerReorientation: { allocataire: "ID!", parcours: "String!", motif: "String!", organisme: "ID", cleIdempotence: "String" },
  statuerReorientation: {
    orientation: "ID!",
    accepter: "Boolean!",
    le: "Date!",
    motif: "String!",
    organisme: "ID",
    referent: "ID",
    cleIdempotence: "String",
  },
  examinerManquement: { manquement: "ID!", motifLegitime: "Boolean!", cleIdempotence: "String" },
  proposerSanction: {
    manquement: "ID!",
    nature: "NatureSanction!",
    motif: "String!",
    quotitePourcent: "Float",
    dureeMois: "Int",
    cleIdempotence: "String",
  },
  instruireSanction: { sanction: "ID!", le: "Date!", cleIdempotence: "String" },
  notifierSanction: { sanction: "ID!", le: "Date!", cleIdempotence: "String" },
  recueillirObservations: {
    sanction: "ID!",
    recuesLe: "Date!",
    assistee: "Boolean!",
    motifLegitime: "Boolean!",
    cleIdempotence: "String",
  },
  enregistrerAvisEquipe: { sanction: "ID!", le: "Date!", favorable: "Boolean!", cleIdempotence: "String" },
  deciderSanction: {
    sanction: "ID!",
    accepter: "Boolean!",
    motif: "String!",
    decideeLe: "Date",
    quotitePourcent: "Float",
    dureeMois: "Int",
    debut: "Date",
    cleIdempotence: "String",
  },
  leverSanction: { sanction: "ID!", remobilisationLe: "Date!", motif: "String!", cleIdempotence: "String" },
  annulerSanction: { sanction: "ID!", motif: "String!", cause: "CauseAnnulation", cleIdempotence: "String" },
  transmettreSanction: { sanction: "ID!", le: "Date!", cleIdempotence: "String" },
  deleguerSanction: { organisme: "ID!", du: "Date!", au: "Date", reference: "String!", cleIdempotence: "String" },
  finirDelegationSanction: { delegation: "ID!", au: "Date!", cleIdempotence: "String" },
  terminerIntervention: { orientation: "ID!", referent: "ID!", role: "RoleIntervenant!", au: "Date!", cleIdempotence: "String" },
  remplacerReferent: { referent: "ID!", remplacant: "ID!", du: "Date!", au: "Date!", motif: "String!", cleIdempotence: "String" },
  definirCapacite: { referent: "ID!", parcours: "String!", maximum: "Int", cleIdempotence: "String" },
  transfererPortefeuille: {
    deOrganisme: "ID!",
    versOrganisme: "ID!",
    motif: "String!",
    referents: "[CorrespondanceReferentInput!]",
    annule: "ID",
    cleIdempotence: "String",
  },
  trancherRapprochement: { rapprochement: "ID!", allocataire: "ID" },
};

/** Runs a mutation and reads `selection` of what it gives, or the refusal. */
export async function agir(
  graphe: TestSubgraph,
  appelant: Caller,
  mutation: string,
  variables: Variables,
  selection: string,
  jour = "2026-02-01",
) {
  const donnes = Object.keys(ARGUMENTS[mutation]!).filter((nom) => nom in variables);
  const declares = donnes.map((nom) => `$${nom}: ${ARGUMENTS[mutation]![nom]}`).join(", ");
  const document = `mutation (${declares}) { r: ${mutation}(${donnes.map((nom) => `${nom}: $${nom}`).join(", ")}) { __typename ${selection} ... on Refus { code message source champ } } }`;
  const reponse = await graphe.run(appelant, document, variables, new Date(`${jour}T10:00:00Z`));
  return { ...reponse, r: reponse.data?.r };
}
