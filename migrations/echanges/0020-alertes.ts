import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const ROLE = "unefois_echanges";
/** An alert of no département is about the hub itself: who reads the journal of a département reads it too. */
const LISIBLE = `departement is null or departement = any ${departementsSql}`;

/** Who reads the alerts of the watch, and who says what became of them. Neither is ever changed. */
export class Alertes1700000000520 implements MigrationInterface {
  name = "Alertes1700000000520";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant select on journal.alerte, journal.alerte_examen to ${ROLE};
      grant insert on journal.alerte_examen to ${ROLE};
      alter table journal.alerte enable row level security;
      create policy lecture on journal.alerte for select to ${ROLE} using (${LISIBLE});
      alter table journal.alerte_examen enable row level security;
      create policy lecture on journal.alerte_examen for select to ${ROLE} using (exists (select from journal.alerte a where a.id = alerte));
      create policy ecriture on journal.alerte_examen for insert to ${ROLE} with check (exists (select from journal.alerte a where a.id = alerte));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy ecriture on journal.alerte_examen;
      drop policy lecture on journal.alerte_examen;
      alter table journal.alerte_examen disable row level security;
      drop policy lecture on journal.alerte;
      alter table journal.alerte disable row level security;
      revoke all on journal.alerte, journal.alerte_examen from ${ROLE};
    `);
  }
}
