import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Hub1700000000201 } from "./0001-demo";

export const hub: MigrationModule = { schema: "hub", migrations: [Hub1700000000201] };
