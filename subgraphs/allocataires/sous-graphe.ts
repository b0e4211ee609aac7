import { CodedError } from "../shared/coded-error";
import type { RequestContext } from "../shared/context";
import { buildFederatedSchema } from "../shared/federation";
import type { Scope } from "../shared/identity";
import { resolverContainer, type SubgraphModule } from "../shared/module";
import { isUuid } from "../shared/page";
import { EcartsDesFlux } from "./caf/ecart.graphql";
import { classes } from "./classes";
import { DetailDeLAction, DetailDuContrat } from "./contrat/contrat.graphql";
import { ContratsDeLAllocataire } from "./contrat/contrats.graphql";
import { GestionDesContrats } from "./contrat/gestion-contrat.graphql";
import { SignaturesDeContrat } from "./contrat/signerContrat.graphql";
import { CriteresDeLAllocataire } from "./diagnostic/criteres-offre.graphql";
import { DetailDuDiagnostic, DiagnosticsDeLAllocataire } from "./diagnostic/diagnostic.graphql";
import { EnregistrementsDeDiagnostic } from "./diagnostic/enregistrerDiagnostic.graphql";
import { DetailDeLaDemandeDeDroits } from "./droits-des-personnes/demande.graphql";
import { DemandesDeDroits } from "./droits-des-personnes/demandes.graphql";
import { DepotsDeDemande } from "./droits-des-personnes/deposerDemande.graphql";
import { ReponsesAuxDemandes } from "./droits-des-personnes/statuerDemande.graphql";
import { BaremeDesSanctions } from "./droits-devoirs/bareme.graphql";
import { ConstatsDeSanction } from "./droits-devoirs/constaterSanction.graphql";
import { DecisionsDeSanction } from "./droits-devoirs/decision-sanction.graphql";
import { DelegationsDeSanction } from "./droits-devoirs/delegation.graphql";
import { ExamensDeManquement } from "./droits-devoirs/examinerManquement.graphql";
import { DetailDuManquement, ManquementsDeLAllocataire } from "./droits-devoirs/manquement.graphql";
import { ProcedureDeSanction } from "./droits-devoirs/procedure-sanction.graphql";
import { PropositionsDeSanction } from "./droits-devoirs/proposerSanction.graphql";
import { SanctionsAReexaminer } from "./droits-devoirs/reexamen.graphql";
import { DetailDeLaSanction, SanctionsDeLAllocataire } from "./droits-devoirs/sanction.graphql";
import { SignalementsDeManquement } from "./droits-devoirs/signalerManquement.graphql";
import { EcheancesDepassees } from "./echeance/depassees.graphql";
import { EcheancesDeLAllocataire } from "./echeance/echeance.graphql";
import { Effacements } from "./effacement/effacerAllocataire.graphql";
import { EnregistrementsDIdentifiant } from "./fichier-departement/enregistrerIdentifiant.graphql";
import { DetailDeLaFusion, FusionsDeLAllocataire } from "./identite/fusion.graphql";
import { FusionsDAllocataires } from "./identite/fusionnerAllocataires.graphql";
import { InscriptionsFranceTravail } from "./inscription/enregistrerInscription.graphql";
import { FilesActivesDeLOrganisme, FilesActivesDuReferent } from "./organisme/file-active.graphql";
import { CodesDeLOrganisme, Organismes, Referents } from "./organisme/organisme.graphql";
import { organismeParId } from "./organisme/organisme.repository";
import { OrganismeTable, ReferentTable } from "./organisme/organisme.table";
import { DecisionsDOrientationGraphql } from "./orientation/deciderOrientation.graphql";
import { DetailDeLIntervenant, DetailDeLOrientation } from "./orientation/orientation.graphql";
import { OrientationsDeLAllocataire } from "./orientation/orientations.graphql";
import { PropositionDeLOrientation } from "./orientation/proposition.graphql";
import { Reorientations } from "./orientation/reorientation.graphql";
import { allocataireParId } from "./personne/allocataire.repository";
import { Allocataires } from "./personne/allocataires.graphql";
import { DatesDeLAllocataire, DatesDesAutres } from "./personne/dates.graphql";
import { DetailDuDossier, DetailDuMembre, DossiersDeLAllocataire } from "./personne/dossier.graphql";
import { DroitsDuDossier, LibelleDeLaDecision, LibelleDeLaLigne } from "./personne/droits-dossier.graphql";
import { IdentifiantsDeLAllocataire } from "./personne/identifiant.graphql";
import { Moi } from "./personne/moi.graphql";
import { Rapprochements } from "./personne/rapprochement.graphql";
import { DecisionsDeRapprochement } from "./personne/trancherRapprochement.graphql";
import { Affectations } from "./portefeuille/affecterReferent.graphql";
import { DepartsDeReferent } from "./portefeuille/declarerDepart.graphql";
import { CapacitesDeReferent } from "./portefeuille/definirCapacite.graphql";
import { RemplacementsDeReferent } from "./portefeuille/remplacerReferent.graphql";
import { Transferts } from "./portefeuille/transfererPortefeuille.graphql";
import { DeclarationsDeDonnees, DetailDeLaDeclaration } from "./provenance/declarerDonnees.graphql";
import { DeclarationsDeSortie } from "./sortie/declarerSortie.graphql";
import { DetailDeLaSortie, SortiesDeLAllocataire } from "./sortie/sortie.graphql";
import { SuitesDesSorties } from "./sortie/suivreSortie.graphql";
import { DonneesDeLAllocataire } from "./une-fois/donnees-connues.graphql";
import { ProvenancesDeLAllocataire } from "./une-fois/provenances.graphql";
import { AccesUrgenceChamps } from "./urgence/acces-urgence.graphql";
import { AccesUrgences } from "./urgence/accesUrgence.graphql";

const LECTURES = [
  Allocataires,
  IdentifiantsDeLAllocataire,
  DossiersDeLAllocataire,
  DetailDuDossier,
  DetailDuMembre,
  DatesDeLAllocataire,
  DatesDesAutres,
  Moi,
  Rapprochements,
  FusionsDeLAllocataire,
  DetailDeLaFusion,
  Organismes,
  Referents,
  FilesActivesDuReferent,
  FilesActivesDeLOrganisme,
  CodesDeLOrganisme,
  OrientationsDeLAllocataire,
  DetailDeLOrientation,
  PropositionDeLOrientation,
  DetailDeLIntervenant,
  ContratsDeLAllocataire,
  DetailDuContrat,
  DetailDeLAction,
  DiagnosticsDeLAllocataire,
  DetailDuDiagnostic,
  CriteresDeLAllocataire,
  ManquementsDeLAllocataire,
  DetailDuManquement,
  SanctionsAReexaminer,
  BaremeDesSanctions,
  SanctionsDeLAllocataire,
  DetailDeLaSanction,
  SortiesDeLAllocataire,
  DetailDeLaSortie,
  EcheancesDeLAllocataire,
  EcartsDesFlux,
  DroitsDuDossier,
  LibelleDeLaDecision,
  LibelleDeLaLigne,
  EcheancesDepassees,
  DonneesDeLAllocataire,
  ProvenancesDeLAllocataire,
  DetailDeLaDeclaration,
  DemandesDeDroits,
  DetailDeLaDemandeDeDroits,
] as const;

const ACTES = [
  DecisionsDOrientationGraphql,
  Reorientations,
  Affectations,
  Transferts,
  RemplacementsDeReferent,
  CapacitesDeReferent,
  DepartsDeReferent,
  SignaturesDeContrat,
  GestionDesContrats,
  EnregistrementsDeDiagnostic,
  SignalementsDeManquement,
  ExamensDeManquement,
  PropositionsDeSanction,
  ConstatsDeSanction,
  ProcedureDeSanction,
  DeclarationsDeDonnees,
  Effacements,
  AccesUrgences,
  AccesUrgenceChamps,
  DecisionsDeSanction,
  DelegationsDeSanction,
  DeclarationsDeSortie,
  SuitesDesSorties,
  DecisionsDeRapprochement,
  EnregistrementsDIdentifiant,
  InscriptionsFranceTravail,
  FusionsDAllocataires,
  DepotsDeDemande,
  ReponsesAuxDemandes,
] as const;

/** References of the other subgraphs. A person out of the perimeter is null, as one who does not exist. */
const REFERENCES = {
  Allocataire: async ({ id }: { id: string }, ctx: RequestContext) => {
    requireScope(ctx, "allocataires.lire");
    const personne = !isUuid(id) ? null : await ctx.loader(allocataireParId).load(id.toLowerCase());
    if (personne) ctx.saw([personne.id]);
    return personne && { ...personne };
  },
  Organisme: async ({ id }: { id: string }, ctx: RequestContext) => {
    ctx.requireCaller();
    const organisme = await ctx.loader(organismeParId).load(id);
    return organisme && { ...organisme };
  },
};

function requireScope(ctx: RequestContext, scope: Scope): void {
  ctx.requireCaller();
  if (!ctx.hasScope(scope)) throw new CodedError("FORBIDDEN", `Le jeton ne porte pas le droit « ${scope} ».`, { scopes: [[scope]] });
}

export const sousGraphe: SubgraphModule = {
  name: "allocataires",
  schema: "allocataires",
  entities: [OrganismeTable, ReferentTable],
  build: (dependances) =>
    buildFederatedSchema({ classes, resolvers: [...LECTURES, ...ACTES] as any, container: resolverContainer(dependances) }, REFERENCES),
};
