import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

/** Who had received a datum that was corrected, limited or erased, and whether they were told (RGPD, article 19). */
export class Notifications1700000000517 implements MigrationInterface {
  name = "Notifications1700000000517";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table echanges.notification (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        evenement uuid not null,
        cause text not null,
        allocataire uuid,
        canal text not null,
        destinataire text not null,
        abonnement uuid,
        champs text[] not null,
        recu_le timestamptz not null,
        cree_le timestamptz not null,
        accuse_le timestamptz,
        accuse_par text,
        primary key (departement, id),
        constraint une_notification_par_destinataire unique (departement, evenement, canal, destinataire)
      );
      comment on table echanges.notification is 'Qui avait reçu une donnée rectifiée, limitée ou effacée, et doit l’apprendre (RGPD, article 19). Sans la personne une fois effacée.';
      comment on column echanges.notification.recu_le is 'La dernière fois que le destinataire a reçu ou lu une de ces données.';
      create index notification_personne on echanges.notification (departement, allocataire);
      create index notification_en_attente on echanges.notification (departement, cree_le desc, id desc);
      ${policySql({ schema: "echanges", table: "notification", allocataire: null })}
      grant select, insert, update on echanges.notification to unefois_echanges;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table echanges.notification");
  }
}
