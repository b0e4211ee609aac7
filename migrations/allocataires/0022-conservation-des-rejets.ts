import type { MigrationInterface, QueryRunner } from "typeorm";

/** Rejects hold what people's files said: they too are kept for a time, a row of the same table. */
export class ConservationDesRejets1700000000122 implements MigrationInterface {
  name = "ConservationDesRejets1700000000122";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.conservation
        add column objet text not null default 'PERSONNE' check (objet in ('PERSONNE', 'REJET')),
        drop constraint conservation_pkey,
        add primary key (departement, objet);
      comment on table allocataires.conservation is 'Combien de mois une personne est gardée après le dernier fait qui la concerne, droits clos, et l’original d’un rejet après sa réception ; la règle d’un département passe avant celle de tous (*).';
      insert into allocataires.conservation (departement, objet, mois, motif, source) values ('*', 'REJET', 12,
        'Douze mois après la réception : le temps de lever la cause et de rejouer.',
        'RGPD, article 5, 1, e ; durée à confirmer par le délégué à la protection des données de chaque département');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from allocataires.conservation where objet = 'REJET';
      alter table allocataires.conservation
        drop constraint conservation_pkey,
        drop column objet,
        add primary key (departement);
      comment on table allocataires.conservation is 'Combien de mois une personne est gardée après le dernier fait qui la concerne, droits clos ; la règle d’un département passe avant celle de tous (*).';
    `);
  }
}
