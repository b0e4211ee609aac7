import type { MigrationModule } from "../../subgraphs/shared/migrations";

export const rendezVous: MigrationModule = { schema: "rendez_vous", migrations: [] };
