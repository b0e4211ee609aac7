import type { MigrationInterface, QueryRunner } from "typeorm";

/** The budget of cost of each client, as all the gateways share it. A row a client; unlogged: a crash gives each one a full second again.
 * `niveau`: what is left of a second's budget at `maj_le`; below zero when an operation cost more than was there. `accorde`: what the last call gave. */
export class BudgetCout1700000000205 implements MigrationInterface {
  name = "BudgetCout1700000000205";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table hub.budget_cout (
        client text primary key,
        niveau double precision not null,
        accorde double precision not null,
        maj_le timestamptz not null
      ) with (fillfactor = 50);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table hub.budget_cout");
  }
}
