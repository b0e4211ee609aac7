import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Journal1700000000001 } from "./0001-journal";
import { SourceDesEvenements1700000000002 } from "./0002-source-des-evenements";
import { Chaine1700000000003 } from "./0003-chaine";
import { Veille1700000000006 } from "./0006-veille";
import { AccesUrgence1700000000007 } from "./0007-acces-urgence";
import { AlerteUneFois1700000000010 } from "./0010-alerte-une-fois";
import { Operateur1700000000011 } from "./0011-operateur";
import { QuotaParAgent1700000000011 } from "./0011-quota-par-agent";
import { AlertesScellees1700000000012 } from "./0012-alertes-scellees";
import { Refus1700000000013 } from "./0013-refus";

export const journal: MigrationModule = {
  schema: "journal",
  migrations: [
    Journal1700000000001,
    SourceDesEvenements1700000000002,
    Chaine1700000000003,
    Veille1700000000006,
    AccesUrgence1700000000007,
    AlerteUneFois1700000000010,
    QuotaParAgent1700000000011,
    Operateur1700000000011,
    AlertesScellees1700000000012,
    Refus1700000000013,
  ],
};
