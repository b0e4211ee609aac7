import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

/** What « dites-le-nous une fois » gives, counted: how many data each form needed and how many the hub served. It names nobody. */
export class DonneeServie1700000000130 implements MigrationInterface {
  name = "DonneeServie1700000000130";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allocataires.donnee_servie (
        departement text not null,
        le date not null,
        formulaire text not null,
        processus int not null default pg_backend_pid(),
        formulaires int not null,
        demandees int not null,
        servies int not null,
        perimees int not null,
        masquees int not null,
        primary key (departement, le, formulaire, processus),
        constraint comptes_coherents check (servies + masquees <= demandees and perimees <= servies)
      );
      comment on table allocataires.donnee_servie is 'Compteur sans personne : formulaires remplis dans le hub, données qu’ils demandent, données que le hub a servies.';
      comment on column allocataires.donnee_servie.processus is 'Processus de PostgreSQL qui compte : deux lectures en même temps n’attendent pas la même ligne.';
      comment on column allocataires.donnee_servie.servies is 'Données connues et lisibles par l’appelant ; perimees en sont celles à confirmer. masquees : connues, mais illisibles pour lui.';
      grant select, insert, update on allocataires.donnee_servie to unefois_allocataires;
      ${policySql({ schema: "allocataires", table: "donnee_servie", allocataire: null })}
      create view publie.donnee_servie (departement, le, formulaire, formulaires, demandees, servies, perimees, masquees) as
        select departement, le, formulaire, sum(formulaires)::int, sum(demandees)::int, sum(servies)::int, sum(perimees)::int, sum(masquees)::int
        from allocataires.donnee_servie group by departement, le, formulaire;
      comment on view publie.donnee_servie is 'Données demandées par les formulaires et servies par le hub, par jour et formulaire : aucune personne.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view publie.donnee_servie; drop table allocataires.donnee_servie;");
  }
}
