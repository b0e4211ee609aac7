import type { MigrationInterface, QueryRunner } from "typeorm";

/** The journal that every subgraph writes to, and the schema where owners publish views. */
export class Journal1700000000001 implements MigrationInterface {
  name = "Journal1700000000001";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema journal;
      create schema publie;

      create table journal.evenement (
        id uuid primary key default gen_random_uuid(),
        rang bigint generated always as identity,
        position bigint,
        type text not null,
        departement text,
        allocataire uuid,
        donnees jsonb not null,
        survenu_le timestamptz not null
      );
      comment on column journal.evenement.rang is 'Ordre des INSERT : jamais un ordre de lecture.';
      comment on column journal.evenement.position is 'Ordre de lecture, donné après le commit par le séquenceur.';
      create unique index evenement_position on journal.evenement (position);
      create index evenement_a_numeroter on journal.evenement (rang) where position is null;

      create table journal.consultation (
        id uuid primary key default gen_random_uuid(),
        rang bigint generated always as identity,
        operation uuid not null,
        operation_nom text not null,
        requete text not null,
        sous_graphe text not null,
        le timestamptz not null,
        departement text not null,
        client text not null,
        agent text,
        organisme text,
        finalite text,
        allocataires uuid[] not null,
        champs text[] not null
      );
      create index consultation_rang on journal.consultation (rang);
      create index consultation_operation on journal.consultation (operation);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop schema publie cascade; drop schema journal cascade;");
  }
}
