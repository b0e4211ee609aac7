import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Journal1700000000001 } from "./0001-journal";
import { SourceDesEvenements1700000000002 } from "./0002-source-des-evenements";

export const journal: MigrationModule = { schema: "journal", migrations: [Journal1700000000001, SourceDesEvenements1700000000002] };
