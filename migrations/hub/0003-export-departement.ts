import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the hub told the software of a Département, under which key: what comes back is known. */
export class ExportDepartement1700000000203 implements MigrationInterface {
  name = "ExportDepartement1700000000203";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table hub.enregistrement_departement
        alter column empreinte drop not null,
        alter column applique_le drop not null,
        add column objet text,
        add column empreinte_dite bytea,
        add column dit_le timestamptz,
        add constraint applique_ou_dit check (empreinte is not null or empreinte_dite is not null);
      comment on column hub.enregistrement_departement.objet is 'Le fait du hub que l’enregistrement est devenu, ou qu’il dit.';
      comment on column hub.enregistrement_departement.empreinte_dite is 'SHA-256 de ce que le dernier export a dit sous cette clé : le même contenu, s’il revient, ne change rien.';
      create index enregistrement_departement_objet on hub.enregistrement_departement (departement, type, objet) where objet is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index hub.enregistrement_departement_objet;
      delete from hub.enregistrement_departement where empreinte is null;
      alter table hub.enregistrement_departement
        drop constraint applique_ou_dit, drop column objet, drop column empreinte_dite, drop column dit_le,
        alter column empreinte set not null, alter column applique_le set not null;
    `);
  }
}
