import { abonnements } from "./api/abonnements";
import { activites } from "./api/activites";
import { agences } from "./api/agences";
import { connexion } from "./api/connexion";
import { contratEngagement } from "./api/contrat-engagement";
import { controle } from "./api/controle";
import { depot } from "./api/depot";
import { description } from "./api/description";
import { diagnostic } from "./api/diagnostic";
import { evenements } from "./api/evenements";
import { informationsAdministratives } from "./api/informations-administratives";
import { orientationV1 } from "./api/orientation-v1";
import { orientationV2 } from "./api/orientation-v2";
import { rechercherUsager } from "./api/rechercher-usager";
import { rendezVous } from "./api/rendez-vous";
import { sanctions } from "./api/sanctions";
import { statutUsager } from "./api/statut-usager";
import type { Api } from "./operation";

const REPONDUES: Api[] = [
  connexion,
  rechercherUsager,
  informationsAdministratives,
  statutUsager,
  activites,
  orientationV1,
  orientationV2,
  rendezVous,
  diagnostic,
  contratEngagement,
  sanctions,
  agences,
  evenements,
  depot,
  abonnements,
  controle(() => REPONDUES),
];

/** All that the simulator answers, and its description. */
export const APIS: Api[] = [...REPONDUES, description(REPONDUES)];
