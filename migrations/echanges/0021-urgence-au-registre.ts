import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql, perimetreSql } from "../../subgraphs/shared/perimetre";

const ROLE = "unefois_echanges";

/** A person reads in her register which of its lines were under an emergency access, and why. */
export class UrgenceAuRegistre1700000000521 implements MigrationInterface {
  name = "UrgenceAuRegistre1700000000521";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant select on journal.acces_urgence to ${ROLE};
      create policy registre on journal.acces_urgence for select to ${ROLE}
        using (departement = any ${departementsSql} and ${perimetreSql("allocataire")});
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop policy registre on journal.acces_urgence; revoke all on journal.acces_urgence from ${ROLE};`);
  }
}
