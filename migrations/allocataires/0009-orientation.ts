import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

const TABLES = ["delegation", "aide_regle", "aide_version"] as const;

/** Who may decide an orientation by delegation, what the decision aid proposes, and what a decision keeps of both. */
export class Orientation1700000000109 implements MigrationInterface {
  name = "Orientation1700000000109";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.orientation add column conforme_preconisation boolean, add column motif_demande text;
      comment on column allocataires.orientation.preconisation is 'Ce que l’aide à la décision proposait ce jour-là : version, parcours, score, raisons, critères non renseignés. Illisible pour qui ne lit pas le diagnostic.';
      comment on column allocataires.orientation.conforme_preconisation is 'Faux : le professionnel a décidé autrement, et son motif dit pourquoi. Nul : l’aide ne proposait rien.';
      comment on column allocataires.orientation.motif_demande is 'Motif de la réorientation proposée ; « motif » est celui de la décision.';

      create table allocataires.delegation (
        departement text not null,
        reference text not null,
        organisme_type text not null,
        organisme text not null default '*',
        parcours text not null default '*',
        du date not null,
        au date,
        primary key (departement, reference, organisme_type, organisme, parcours),
        constraint une_delegation_finit_apres_son_debut check (au is null or au >= du)
      );
      comment on table allocataires.delegation is 'Conventions par lesquelles le Département délègue la décision d’orientation (CASF L. 262-29). * : tous les organismes de ce type, tous les parcours.';

      create table allocataires.aide_version (
        departement text not null,
        version text not null,
        du date not null,
        au date,
        libelle text not null,
        auteur text not null,
        primary key (departement, version),
        constraint une_version_finit_apres_son_debut check (au is null or au >= du)
      );
      comment on table allocataires.aide_version is 'Tables de décision de l’aide à l’orientation. Celle du plus récent « du » sert ; une version chargée ne change plus : des décisions la nomment.';
      create table allocataires.aide_regle (
        departement text not null,
        version text not null,
        rang int not null,
        critere text not null,
        operateur text not null,
        valeurs text[] not null,
        parcours text not null,
        points int not null,
        eliminatoire boolean not null default false,
        raison text not null,
        primary key (departement, version, rang),
        foreign key (departement, version) references allocataires.aide_version
      );
      comment on table allocataires.aide_regle is 'Une règle : si le critère vaut, le parcours gagne ou perd des points, ou est écarté. L’ordre des rangs départage.';
      grant select on ${TABLES.map((table) => `allocataires.${table}`).join(", ")} to unefois_allocataires;
    `);
    for (const table of TABLES) await runner.query(policySql({ schema: "allocataires", table, allocataire: null }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table allocataires.aide_regle, allocataires.aide_version, allocataires.delegation;
      alter table allocataires.orientation drop column motif_demande, drop column conforme_preconisation;
      comment on column allocataires.orientation.preconisation is null;`);
  }
}
