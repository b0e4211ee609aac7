import type { MigrationInterface, QueryRunner } from "typeorm";
import { idempotenceTable } from "../../subgraphs/shared/idempotence";

/** What is prescribed to a person and what she does: prescriptions, their steps, activities. */
export class Prescriptions1700000000202 implements MigrationInterface {
  name = "Prescriptions1700000000202";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table offre_insertion.prescription (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        offre text not null references offre_insertion.service,
        session uuid references offre_insertion.session,
        prescripteur text,
        statut text not null,
        motif text,
        prescrite_le timestamptz not null,
        debut date,
        fin date,
        duree_minutes int,
        mode text,
        resultat text,
        primary key (departement, id)
      );
      comment on column offre_insertion.prescription.prescripteur is 'Organisme qui a prescrit.';
      create index prescription_allocataire on offre_insertion.prescription (departement, allocataire, prescrite_le desc);
      create unique index une_prescription_en_cours_par_offre on offre_insertion.prescription (departement, allocataire, offre)
        where statut in ('BROUILLON', 'OUVERTE', 'A_L_ETUDE', 'VALIDEE', 'DEMARREE');

      create table offre_insertion.etape_prescription (
        departement text not null,
        prescription uuid not null,
        rang int not null,
        allocataire uuid not null,
        statut text not null,
        le timestamptz not null,
        par text not null,
        motif text,
        primary key (departement, prescription, rang),
        foreign key (departement, prescription) references offre_insertion.prescription
      );

      create table offre_insertion.activite (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        date date not null,
        minutes int not null,
        nature text not null,
        mode text,
        prescription uuid,
        statut text not null,
        motif text,
        organisme text,
        declaree_le timestamptz not null,
        confirmee_le timestamptz,
        primary key (departement, id),
        foreign key (departement, prescription) references offre_insertion.prescription,
        constraint minutes_d_une_journee check (minutes between 1 and 1440)
      );
      comment on column offre_insertion.activite.statut is 'PREVUE, DECLAREE, CONFIRMEE ou REFUSEE';
      create index activite_allocataire on offre_insertion.activite (departement, allocataire, date);

      ${idempotenceTable("offre_insertion")};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["cle_idempotence", "activite", "etape_prescription", "prescription"]) {
      await runner.query(`drop table offre_insertion.${table}`);
    }
  }
}
