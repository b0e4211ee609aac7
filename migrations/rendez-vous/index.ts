import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { RendezVous1700000000301 } from "./0001-rendez-vous";
import { DroitsRendezVous1700000000302 } from "./0002-droits";
import { Remise1700000000303 } from "./0003-remise";
import { ProvenancePubliee1700000000304 } from "./0004-provenance-publiee";
import { EffacementRendezVous1700000000305 } from "./0005-effacement";
import { Creneaux1700000000306 } from "./0006-creneaux";
import { RendezVousRecus1700000000307 } from "./0007-rendez-vous-recus";
import { Disponibilites1700000000308 } from "./0008-disponibilites";
import { Messages1700000000309 } from "./0009-messages";
import { Convocations1700000000310 } from "./0010-convocations";
import { AgentsEtAttente1700000000312 } from "./0012-agents-et-attente";
import { ReunionsEtCampagnes1700000000313 } from "./0013-reunions-et-campagnes";
import { RejetsEssayes1700000000314 } from "./0014-rejets-essayes";
import { ReglagesDesRendezVous1700000000315 } from "./0015-reglages";
import { MursDesRendezVous1700000000322 } from "./0022-murs";
import { ObservationsMurees1700000000323 } from "./0023-observations-murees";

export const rendezVous: MigrationModule = {
  schema: "rendez_vous",
  migrations: [
    RendezVous1700000000301,
    DroitsRendezVous1700000000302,
    Remise1700000000303,
    ProvenancePubliee1700000000304,
    EffacementRendezVous1700000000305,
    Creneaux1700000000306,
    RendezVousRecus1700000000307,
    Disponibilites1700000000308,
    Messages1700000000309,
    Convocations1700000000310,
    ReunionsEtCampagnes1700000000313,
    AgentsEtAttente1700000000312,
    RejetsEssayes1700000000314,
    ReglagesDesRendezVous1700000000315,
    MursDesRendezVous1700000000322,
    ObservationsMurees1700000000323,
  ],
};
