import { buildFederatedSchema } from "../shared/federation";
import { resolverContainer, type SubgraphModule } from "../shared/module";
import { Allocataire } from "./allocataire.ref";
import { PreparationsDeCampagne } from "./campagne/campagnes.graphql";
import { classes } from "./classes";
import { ConflitsDuRendezVous, SourcesDeLaParticipation } from "./conflit.graphql";
import { ConvocationChampsResolver } from "./convocation/convocation-champs.graphql";
import { EnvoisDeConvocation } from "./convocation/envois.graphql";
import { DefinirCorrespondanceStatutMutation } from "./correspondance/definir-statut.graphql";
import { OrganisationsExternes } from "./correspondance/organisations.graphql";
import { CreneauxResolver } from "./creneau/creneaux.graphql";
import { PublierCreneauxMutation } from "./creneau/publier-creneaux.graphql";
import { DeclarerAbsenceMutations } from "./disponibilite/declarer-absence.graphql";
import { DefinirPlageMutations } from "./disponibilite/definir-plage.graphql";
import { PlagesResolver } from "./disponibilite/plages.graphql";
import { DureesDesCreneaux } from "./duree/durees.graphql";
import { ExamensDAbsence } from "./examen/examens.graphql";
import { DitsDAilleursResolver } from "./invitation/invitation.graphql";
import { Organisme } from "./organisme.ref";
import { RendezVousARenseignerResolver } from "./presence/a-renseigner.graphql";
import { ReceptionsDeRendezVous } from "./recevoir-rendez-vous.graphql";
import { RendezVous, RendezVousChampsResolver } from "./rendez-vous.graphql";
import { RendezVousDAllocataireResolver, RendezVousLectureResolver, references } from "./rendez-vous-lecture.graphql";
import { RendezVousMutations } from "./rendez-vous-mutations.graphql";
import { ParticiperAUneReunion } from "./reunion/participer.graphql";
import { ReunionsResolver } from "./reunion/reunions.graphql";
import { SeparerRendezVousMutation } from "./separer-rendez-vous.graphql";

/** Appointments, convocations and presence, from the appointment tools and from the hub. */
export const sousGraphe: SubgraphModule = {
  name: "rendez-vous",
  schema: "rendez_vous",
  entities: [],
  build: (dependances) =>
    buildFederatedSchema(
      {
        classes,
        container: resolverContainer(dependances),
        resolvers: [
          RendezVousLectureResolver,
          RendezVousDAllocataireResolver,
          RendezVousChampsResolver,
          RendezVousMutations,
          ReceptionsDeRendezVous,
          CreneauxResolver,
          PublierCreneauxMutation,
          PlagesResolver,
          DefinirPlageMutations,
          DeclarerAbsenceMutations,
          ConvocationChampsResolver,
          EnvoisDeConvocation,
          ExamensDAbsence,
          ReunionsResolver,
          ParticiperAUneReunion,
          PreparationsDeCampagne,
          ConflitsDuRendezVous,
          SourcesDeLaParticipation,
          DitsDAilleursResolver,
          RendezVousARenseignerResolver,
          DefinirCorrespondanceStatutMutation,
          OrganisationsExternes,
          DureesDesCreneaux,
          SeparerRendezVousMutation,
        ],
        orphanedTypes: [Allocataire, Organisme, RendezVous],
      },
      references,
    ),
};
