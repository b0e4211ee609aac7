import { buildFederatedSchema } from "../shared/federation";
import { resolverContainer, type SubgraphModule } from "../shared/module";
import { ActivitesARenseigner } from "./activite/a-renseigner.graphql";
import { ActiviteChampsResolver, ActiviteType } from "./activite/activite.graphql";
import { ActiviteMutations } from "./activite/mutations.graphql";
import { PresenceMutations } from "./activite/presence.graphql";
import { AllocataireResolver } from "./allocataire.graphql";
import { AllocataireRef } from "./allocataire.ref";
import { classes } from "./classes";
import { OffreFicheResolver, StructureFicheResolver } from "./fiche/fiche-champs.graphql";
import { OffreChampsResolver, StructureChampsResolver } from "./offre/offre-champs.graphql";
import { OffresResolver } from "./offre/offres.graphql";
import { OrganismeRef } from "./organisme.ref";
import { BilanPdieResolver } from "./pdie/bilan.graphql";
import { PdieChampsResolver } from "./pdie/pdie-champs.graphql";
import { PrescriptionMutations } from "./prescription/mutations.graphql";
import { PrescriptionType } from "./prescription/prescription.graphql";
import { PrescriptionChampsResolver } from "./prescription/prescription-champs.graphql";
import { ValeurFacetteResolver } from "./recherche/decompte/facettes.graphql";
import { OffreEdgeResolver, RechercheResolver } from "./recherche/recherche.graphql";
import { references } from "./references.graphql";
import { LienDeReponseMutation } from "./reponse/lien.graphql";
import { PrescriptionRecueResolver, PrescriptionsRecuesResolver } from "./reponse/recue.graphql";
import { RepondreMutations } from "./reponse/repondre.graphql";
import { SessionMutations } from "./session/mutations.graphql";
import { PrescriptionsASuivreResolver } from "./suivi/a-suivre.graphql";

/** Catalogue of insertion offers, proposals, prescriptions and hours of activity. */
export const sousGraphe: SubgraphModule = {
  name: "offre-insertion",
  schema: "offre_insertion",
  entities: [],
  build: (dependances) =>
    buildFederatedSchema(
      {
        classes,
        container: resolverContainer(dependances),
        resolvers: [
          OffresResolver,
          RechercheResolver,
          OffreEdgeResolver,
          ValeurFacetteResolver,
          OffreChampsResolver,
          StructureChampsResolver,
          OffreFicheResolver,
          StructureFicheResolver,
          PdieChampsResolver,
          BilanPdieResolver,
          AllocataireResolver,
          PrescriptionChampsResolver,
          PrescriptionMutations,
          LienDeReponseMutation,
          PrescriptionRecueResolver,
          PrescriptionsRecuesResolver,
          RepondreMutations,
          PrescriptionsASuivreResolver,
          SessionMutations,
          ActiviteChampsResolver,
          ActiviteMutations,
          PresenceMutations,
          ActivitesARenseigner,
        ],
        orphanedTypes: [AllocataireRef, OrganismeRef, PrescriptionType, ActiviteType],
      },
      references,
    ),
};
