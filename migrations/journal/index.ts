import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Journal1700000000001 } from "./0001-journal";
import { SourceDesEvenements1700000000002 } from "./0002-source-des-evenements";
import { Chaine1700000000003 } from "./0003-chaine";

export const journal: MigrationModule = {
  schema: "journal",
  migrations: [Journal1700000000001, SourceDesEvenements1700000000002, Chaine1700000000003],
};
