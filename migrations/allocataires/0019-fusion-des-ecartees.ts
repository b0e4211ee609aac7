import type { MigrationInterface, QueryRunner } from "typeorm";

/** An intervention set aside follows its person into another record, as the others do. */
export class FusionDesEcartees1700000000119 implements MigrationInterface {
  name = "FusionDesEcartees1700000000119";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("grant update (allocataire) on allocataires.intervention_ecartee to unefois_allocataires;");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("revoke update (allocataire) on allocataires.intervention_ecartee from unefois_allocataires;");
  }
}
