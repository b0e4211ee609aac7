import type { MigrationModule } from "../subgraphs/shared/migrations";
import { allocataires } from "./allocataires";
import { echanges } from "./echanges";
import { hub } from "./hub";
import { indicateurs } from "./indicateurs";
import { journal } from "./journal";
import { offreInsertion } from "./offre-insertion";
import { rendezVous } from "./rendez-vous";

/** In this order: the journal first, then the owners of the views that the others' policies read. */
export const migrationModules: MigrationModule[] = [journal, allocataires, offreInsertion, rendezVous, indicateurs, echanges, hub];
