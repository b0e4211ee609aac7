import type { MigrationInterface, QueryRunner } from "typeorm";

/** A report of a large département takes longer than an answer may: it is asked for, then made by the worker. */
export class ExportsPrepares1700000000420 implements MigrationInterface {
  name = "ExportsPrepares1700000000420";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table indicateurs.export
        add column etat text not null default 'EN_PREPARATION' check (etat in ('EN_PREPARATION', 'PRET', 'OUBLIE', 'ECHOUE')),
        add column tentatives int not null default 0,
        alter column nom drop not null,
        alter column empreinte drop not null,
        alter column sha256 drop not null,
        alter column taille drop not null,
        alter column expire_le drop not null;
      update indicateurs.export set etat = case when contenu is null then 'OUBLIE' else 'PRET' end;
      alter table indicateurs.export add constraint un_fichier_pret_est_entier check (
        (etat = 'PRET') = (contenu is not null)
        and (etat not in ('PRET', 'OUBLIE') or num_nulls(nom, empreinte, sha256, taille, expire_le) = 0));
      create index export_a_faire on indicateurs.export (le) where etat = 'EN_PREPARATION';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from indicateurs.export where nom is null;
      drop index indicateurs.export_a_faire;
      alter table indicateurs.export
        drop constraint un_fichier_pret_est_entier,
        drop column etat,
        drop column tentatives,
        alter column nom set not null,
        alter column empreinte set not null,
        alter column sha256 set not null,
        alter column taille set not null,
        alter column expire_le set not null;
    `);
  }
}
