import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the CAF import must remember from one flow to the next. */
export class Caf1700000000105 implements MigrationInterface {
  name = "Caf1700000000105";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.flux_caf add column stock text[] not null default '{}';
      comment on column allocataires.flux_caf.stock is 'Organismes payeurs dont ce fichier est le premier mensuel chargé : leurs personnes sont le stock.';
      alter table allocataires.entree add column droits_clos_le date;
      comment on column allocataires.entree.droits_clos_le is 'Date du flux où plus aucun dossier de la personne n’est ouvert ni en attente : un droit rouvert ensuite est une nouvelle entrée.';
      alter table allocataires.rejet add column rang int;
      comment on column allocataires.rejet.rang is 'Rang du dossier dans son fichier : au rejeu comme à l’import, le dernier compte.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.rejet drop column rang;
      alter table allocataires.entree drop column droits_clos_le;
      alter table allocataires.flux_caf drop column stock;
    `);
  }
}
