import type { MigrationInterface, QueryRunner } from "typeorm";
import { cursorTable } from "../../subgraphs/shared/event-follower";
import { idempotenceTable } from "../../subgraphs/shared/idempotence";
import { createSchemaSql, dropSchemaSql } from "../../subgraphs/shared/migrations";

/** Exchanges with the partners, subscriptions to the events, and the register of who looked at whom. */
export class Echanges1700000000501 implements MigrationInterface {
  name = "Echanges1700000000501";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${createSchemaSql("echanges")}

      create table echanges.echange (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        evenement uuid not null,
        sens text not null check (sens in ('ENTRANT', 'SORTANT')),
        partenaire text not null,
        objet text not null,
        allocataire uuid,
        statut text not null,
        tentatives int not null default 0,
        prochain_essai timestamptz,
        erreur_code text,
        erreur_message text,
        erreur_reessayable boolean,
        erreur_action text,
        cree_le timestamptz not null,
        traite_le timestamptz,
        rejet uuid,
        rejet_schema text,
        primary key (departement, id),
        constraint un_echange_par_evenement unique (departement, evenement),
        constraint erreur_entiere check (num_nulls(erreur_code, erreur_message, erreur_reessayable, erreur_action) in (0, 4))
      );
      comment on column echanges.echange.departement is '* quand l’enregistrement ne dit pas son département : seul qui voit tout le territoire le lit.';
      comment on column echanges.echange.evenement is 'Événement du journal dont l’échange est né ; un envoi relit la donnée chez son propriétaire.';
      comment on column echanges.echange.rejet is 'Rejet gardé entier par son propriétaire, dans <rejet_schema>.rejet.';
      create index echange_ordre on echanges.echange (departement, cree_le desc, id desc);
      create index echange_statut on echanges.echange (departement, statut, cree_le desc, id desc);
      create index echange_allocataire on echanges.echange (departement, allocataire, cree_le desc) where allocataire is not null;
      create index echange_rejet on echanges.echange (rejet) where rejet is not null;

      create table echanges.abonnement (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        client text not null,
        url text not null,
        types text[] not null check (cardinality(types) > 0),
        cree_le timestamptz not null,
        resilie_le timestamptz,
        primary key (departement, id)
      );
      create unique index une_url_en_cours_par_client on echanges.abonnement (departement, client, url) where resilie_le is null;

      ${cursorTable("echanges")};
      ${idempotenceTable("echanges")};

      create table echanges.registre (
        departement text not null,
        allocataire uuid not null,
        operation uuid not null,
        le timestamptz not null,
        rangs bigint[] not null,
        primary key (departement, allocataire, operation)
      );
      comment on table echanges.registre is 'Qui a consulté qui : une ligne par personne et opération. rangs renvoie aux lignes de journal.consultation, qui disent qui, pourquoi et quoi.';
      create index registre_ordre on echanges.registre (departement, allocataire, le desc);
      create table echanges.registre_compteur (
        departement text not null,
        allocataire uuid not null,
        nombre bigint not null,
        primary key (departement, allocataire)
      ) with (fillfactor = 70);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropSchemaSql("echanges"));
  }
}
