import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Hub1700000000201 } from "./0001-demo";
import { FichierDepartement1700000000202 } from "./0002-fichier-departement";
import { ExportDepartement1700000000203 } from "./0003-export-departement";
import { RejetsDesEffacees1700000000204 } from "./0004-rejets-des-effacees";
import { BudgetCout1700000000205 } from "./0005-budget-cout";
import { DocumentsEnregistres1700000000206 } from "./0006-documents-enregistres";
import { OriginauxChiffres1700000000207 } from "./0007-originaux-chiffres";
import { Agenda1700000000209 } from "./0009-agenda";
import { EssaisDeSecret1700000000211 } from "./0011-essais-de-secret";
import { ClesDesRejets1700000000212 } from "./0012-cles-des-rejets";

export const hub: MigrationModule = {
  schema: "hub",
  migrations: [
    Hub1700000000201,
    FichierDepartement1700000000202,
    ExportDepartement1700000000203,
    RejetsDesEffacees1700000000204,
    BudgetCout1700000000205,
    Agenda1700000000209,
    DocumentsEnregistres1700000000206,
    OriginauxChiffres1700000000207,
    EssaisDeSecret1700000000211,
    ClesDesRejets1700000000212,
  ],
};
