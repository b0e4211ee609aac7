import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** What France Travail says: how each reading goes, who was read last and when, and the messages received. */
export class Reception1700000000506 implements MigrationInterface {
  name = "Reception1700000000506";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table echanges.lecture_partenaire
        add column derniere_reussite_le timestamptz,
        add column echecs int not null default 0;
      comment on column echanges.lecture_partenaire.derniere_erreur is 'Code de l’erreur de la dernière lecture ; nul quand elle a réussi.';
      comment on column echanges.lecture_partenaire.echecs is 'Échecs à la suite.';
      alter table echanges.lecture_partenaire enable row level security;
      create policy perimetre on echanges.lecture_partenaire for all to unefois_echanges using (departement = any ${departementsSql});

      create table echanges.lecture_personne (
        departement text not null,
        allocataire uuid not null,
        sujet text not null,
        lue_le timestamptz,
        erreur_code text,
        primary key (departement, allocataire, sujet)
      );
      comment on table echanges.lecture_personne is 'Quand chaque personne a été lue chez France Travail pour la dernière fois, par sujet : la plus ancienne passe d’abord.';
      create index lecture_personne_ordre on echanges.lecture_personne (departement, sujet, lue_le nulls first);
      grant select, insert, update, delete on echanges.lecture_personne to unefois_echanges;
      ${policySql({ schema: "echanges", table: "lecture_personne", allocataire: "allocataire" })}

      alter table echanges.echange add column cle text, add column lecture text;
      comment on column echanges.echange.cle is 'Ce qui identifie un message reçu chez le partenaire : identifiants, codes et dates, jamais une valeur d’une personne.';
      comment on column echanges.echange.lecture is 'Lecture qui a reçu le message, et qui sait le rejouer.';
      create index echange_a_rejouer on echanges.echange (departement, prochain_essai)
        where sens = 'ENTRANT' and statut = 'REJETE' and prochain_essai is not null;
      create index activite_recue_ordre on echanges.activite_recue (departement, echeance, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index echanges.activite_recue_ordre, echanges.echange_a_rejouer;
      alter table echanges.echange drop column lecture, drop column cle;
      drop table echanges.lecture_personne;
      drop policy perimetre on echanges.lecture_partenaire;
      alter table echanges.lecture_partenaire disable row level security;
      alter table echanges.lecture_partenaire drop column echecs, drop column derniere_reussite_le;
    `);
  }
}
