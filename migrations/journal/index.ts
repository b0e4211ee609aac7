import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Journal1700000000001 } from "./0001-journal";

export const journal: MigrationModule = { schema: "journal", migrations: [Journal1700000000001] };
