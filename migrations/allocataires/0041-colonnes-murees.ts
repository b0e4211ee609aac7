import type { MigrationInterface, QueryRunner } from "typeorm";
import { perimetreSql } from "../../subgraphs/shared/perimetre";
import { type ColonneMuree, demurerColonneSql, murerColonneSql } from "../colonnes-sql";

const schema = "allocataires";
const COLONNES: readonly ColonneMuree[] = [
  { schema, table: "identifiant", vue: "identifiant_nir", colonne: "valeur_chiffree", cle: ["departement", "id"], classe: "NIR" },
  {
    schema,
    table: "dossier",
    vue: "dossier_nir",
    colonne: "matricule_chiffre",
    cle: ["departement", "id"],
    classe: "NIR",
    perimetre: `(select true from allocataires.membre m where m.departement = dossier.departement and m.dossier = dossier.id and ${perimetreSql("m.allocataire")} limit 1)`,
  },
  { schema, table: "modulation", vue: "modulation_sante", colonne: "motif", cle: ["departement", "contrat", "du"], classe: "SANTE" },
];

/** A column of a higher class than its table (NIR, health) is read in a view that its own class walls, and no longer in the table. */
export class ColonnesMurees1700000000141 implements MigrationInterface {
  name = "ColonnesMurees1700000000141";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLONNES.map(murerColonneSql).join("\n"));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(COLONNES.map(demurerColonneSql).join("\n"));
  }
}
