import { connexion } from "./api/connexion";
import { orientationV2 } from "./api/orientation-v2";
import { rechercherUsager } from "./api/rechercher-usager";
import { rendezVous } from "./api/rendez-vous";
import type { Api } from "./operation";

/** All that the simulator answers. */
export const APIS: Api[] = [connexion, rechercherUsager, orientationV2, rendezVous];
