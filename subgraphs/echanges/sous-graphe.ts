import { buildFederatedSchema } from "../shared/federation";
import { resolverContainer, type SubgraphModule } from "../shared/module";
import { AbonnementsResolver } from "./abonnement/abonnements.graphql";
import { AlertesResolver } from "./alerte/alertes.graphql";
import { Allocataire, personneParReference } from "./allocataire.ref";
import { classes } from "./classes";
import { EchangesResolver } from "./echange/echanges.graphql";
import { RetenueResolver } from "./echange/retenu.graphql";
import { EvenementsResolver } from "./evenement/evenement.graphql";
import { InscriptionsResolver } from "./inscription/inscriptions.graphql";
import { NotificationsDeDroits } from "./notification/notification.graphql";
import { ActivitesFranceTravailResolver } from "./reception/activite/activite.graphql";
import { DivergencesResolver } from "./reception/divergence/divergence.graphql";
import { LecturesPartenairesResolver } from "./reception/lecture.graphql";
import { LecturesEnEchecResolver } from "./reception/personne/echecs.graphql";
import { ConsultationConnectionResolver, ConsultationsResolver } from "./registre/consultation.graphql";
import { DemandesRefuseesResolver } from "./registre/refus.graphql";
import { ConsultationUrgence } from "./registre/urgence.graphql";

/** Exchanges with the partners, feed of events, subscriptions, and the register of who looked at whom. */
export const sousGraphe: SubgraphModule = {
  name: "echanges",
  schema: "echanges",
  entities: [],
  build: (dependances) =>
    buildFederatedSchema(
      {
        classes,
        container: resolverContainer(dependances),
        resolvers: [
          EchangesResolver,
          RetenueResolver,
          EvenementsResolver,
          AbonnementsResolver,
          InscriptionsResolver,
          ConsultationsResolver,
          ConsultationConnectionResolver,
          LecturesPartenairesResolver,
          LecturesEnEchecResolver,
          ActivitesFranceTravailResolver,
          DivergencesResolver,
          AlertesResolver,
          ConsultationUrgence,
          DemandesRefuseesResolver,
          NotificationsDeDroits,
        ],
        orphanedTypes: [Allocataire],
      },
      { Allocataire: personneParReference },
    ),
};
