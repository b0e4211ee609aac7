import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** Where a monthly file and the days before it do not agree. */
export class Ecarts1700000000118 implements MigrationInterface {
  name = "Ecarts1700000000118";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allocataires.ecart_flux (
        departement text not null,
        flux uuid not null references allocataires.flux_caf,
        dossier uuid not null,
        numero_demande text not null,
        organisme text not null,
        nature text not null,
        champs text[] not null,
        le date not null,
        primary key (departement, flux, dossier),
        foreign key (departement, dossier) references allocataires.dossier
      );
      comment on table allocataires.ecart_flux is 'Écarts entre un flux mensuel et les quotidiens qui le précèdent : listés, jamais devinés. Rien n’est clos parce qu’il manque.';
      create index ecart_flux_liste on allocataires.ecart_flux (departement, le desc, numero_demande, dossier);
      alter table allocataires.ecart_flux enable row level security;
      create policy perimetre on allocataires.ecart_flux for all to unefois_allocataires
        using (departement = any ${departementsSql} and (select current_setting('unefois.portee', true)) = 'departement');
      grant select on allocataires.ecart_flux to unefois_allocataires;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table allocataires.ecart_flux");
  }
}
