import { buildFederatedSchema } from "../shared/federation";
import type { SubgraphModule } from "../shared/module";
import { AbonnementsResolver } from "./abonnement.graphql";
import { Allocataire } from "./allocataire.ref";
import { ConsultationConnectionResolver, ConsultationsResolver } from "./consultation.graphql";
import { EchangesResolver } from "./echanges.graphql";
import { EvenementsResolver } from "./evenement.graphql";

/** Exchanges with the partners, feed of events, subscriptions, and the register of who looked at whom. */
export const sousGraphe: SubgraphModule = {
  name: "echanges",
  schema: "echanges",
  entities: [],
  build: () =>
    buildFederatedSchema(
      {
        resolvers: [EchangesResolver, EvenementsResolver, AbonnementsResolver, ConsultationsResolver, ConsultationConnectionResolver],
        orphanedTypes: [Allocataire],
      },
      // Rights are checked where the register is opened: a person out of the perimeter has none, exactly as one who does not exist.
      { Allocataire: ({ id }: { id: string }) => Object.assign(new Allocataire(), { id }) },
    ),
};
