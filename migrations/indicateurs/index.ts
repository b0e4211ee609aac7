import type { MigrationModule } from "../../subgraphs/shared/migrations";

export const indicateurs: MigrationModule = { schema: "indicateurs", migrations: [] };
