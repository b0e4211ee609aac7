import type { MigrationInterface, QueryRunner } from "typeorm";

const CONNUES = {
  cause: "'RECTIFICATION', 'EFFACEMENT', 'LIMITATION'",
  canal: "'HUB', 'API', 'DEPOT', 'ABONNEMENT', 'EVENEMENTS'",
};

/** Why someone is told of a rectification, and by which way: the words that the contract knows, and no other. */
export class NotificationsConnues1700000000523 implements MigrationInterface {
  name = "NotificationsConnues1700000000523";

  async up(runner: QueryRunner): Promise<void> {
    for (const [colonne, mots] of Object.entries(CONNUES))
      await runner.query(`alter table echanges.notification add constraint notification_${colonne} check (${colonne} in (${mots}))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const colonne of Object.keys(CONNUES))
      await runner.query(`alter table echanges.notification drop constraint notification_${colonne}`);
  }
}
