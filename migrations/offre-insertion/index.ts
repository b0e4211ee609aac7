import type { MigrationModule } from "../../subgraphs/shared/migrations";

export const offreInsertion: MigrationModule = { schema: "offre_insertion", migrations: [] };
