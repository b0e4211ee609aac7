import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** A rapprochement names several people, with the civil status that a flow said: only who answers for the whole département reads it.
 * Its policy asked for the département alone: a délégataire, or a token of an unknown organisme, read the doubts on everyone. */
export class Rapprochements1700000000135 implements MigrationInterface {
  name = "Rapprochements1700000000135";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy perimetre on allocataires.rapprochement;
      create policy perimetre on allocataires.rapprochement for all to unefois_allocataires
        using (departement = any ${departementsSql} and (select current_setting('unefois.portee', true)) = 'departement');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy perimetre on allocataires.rapprochement;
      create policy perimetre on allocataires.rapprochement for all to unefois_allocataires using (departement = any ${departementsSql});`);
  }
}
