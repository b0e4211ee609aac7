import { buildFederatedSchema } from "../shared/federation";
import type { SubgraphModule } from "../shared/module";
import { AbonnementsResolver } from "./abonnement/abonnement.graphql";
import { Allocataire, personneParReference } from "./allocataire.ref";
import { EchangesResolver } from "./echange/echanges.graphql";
import { EvenementsResolver } from "./evenement/evenement.graphql";
import { LecturesPartenairesResolver } from "./reception/lecture.graphql";
import { ConsultationConnectionResolver, ConsultationsResolver } from "./registre/consultation.graphql";

/** Exchanges with the partners, feed of events, subscriptions, and the register of who looked at whom. */
export const sousGraphe: SubgraphModule = {
  name: "echanges",
  schema: "echanges",
  entities: [],
  build: () =>
    buildFederatedSchema(
      {
        resolvers: [
          EchangesResolver,
          EvenementsResolver,
          AbonnementsResolver,
          ConsultationsResolver,
          ConsultationConnectionResolver,
          LecturesPartenairesResolver,
        ],
        orphanedTypes: [Allocataire],
      },
      { Allocataire: personneParReference },
    ),
};
