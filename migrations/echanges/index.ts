import type { MigrationModule } from "../../subgraphs/shared/migrations";

export const echanges: MigrationModule = { schema: "echanges", migrations: [] };
