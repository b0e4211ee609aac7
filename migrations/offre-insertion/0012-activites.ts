import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

const STATUTS = "'PREVUE', 'DECLAREE', 'CONFIRMEE', 'CONTESTEE', 'REFUSEE', 'NON_REALISEE', 'ANNULEE'";

/** Who declared an activity, what it was by two nomenclatures, its proof, and each step of its life: a correction keeps both figures. */
export class Activites1700000000212 implements MigrationInterface {
  name = "Activites1700000000212";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table offre_insertion.activite
        add column type text not null default 'AUTRE',
        add column action text,
        add column declarant text,
        add column preuve text,
        add column session uuid references offre_insertion.session,
        add constraint statut_d_activite_connu check (statut in (${STATUTS}));
      comment on column offre_insertion.activite.statut is 'PREVUE, DECLAREE, CONFIRMEE, CONTESTEE, REFUSEE, NON_REALISEE ou ANNULEE (activite/activite.ts)';
      comment on column offre_insertion.activite.declarant is 'STRUCTURE, REFERENT ou ALLOCATAIRE ; null tant que l’activité est seulement prévue.';
      comment on column offre_insertion.activite.action is 'Type d’action de l’enquête OARSA (tableau 4).';
      comment on column offre_insertion.activite.preuve is 'Référence de la pièce, jamais la pièce.';
      create index activite_prescription on offre_insertion.activite (departement, prescription) where prescription is not null;
      create index activite_session on offre_insertion.activite (departement, session, date) where session is not null;
      create index activite_a_renseigner on offre_insertion.activite (departement, date, id) where statut = 'PREVUE';

      create table offre_insertion.etape_activite (
        departement text not null,
        activite uuid not null,
        rang int not null,
        allocataire uuid not null,
        statut text not null,
        minutes int not null,
        le timestamptz not null,
        par text not null,
        declarant text,
        motif text,
        primary key (departement, activite, rang),
        foreign key (departement, activite) references offre_insertion.activite on delete cascade
      );
      comment on table offre_insertion.etape_activite is 'Ce qu’une activité a été, pas à pas. Une correction garde les deux durées ; une contestation, celle que dit qui conteste.';
      insert into offre_insertion.etape_activite (departement, activite, rang, allocataire, statut, minutes, le, par, motif)
        select departement, id, 1, allocataire, 'DECLAREE', minutes, declaree_le, coalesce(organisme, 'hub'), null from offre_insertion.activite where statut <> 'PREVUE';
      insert into offre_insertion.etape_activite (departement, activite, rang, allocataire, statut, minutes, le, par, motif)
        select departement, id, 2, allocataire, statut, minutes, confirmee_le, coalesce(organisme, 'hub'), motif from offre_insertion.activite
        where statut in ('CONFIRMEE', 'REFUSEE') and confirmee_le is not null;
      grant select, insert on offre_insertion.etape_activite to unefois_offre_insertion;
      grant select on publie.objectif_periode to unefois_offre_insertion;
      ${policySql({ schema: "offre_insertion", table: "etape_activite", allocataire: "allocataire" })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table offre_insertion.etape_activite;
      drop index offre_insertion.activite_prescription, offre_insertion.activite_session, offre_insertion.activite_a_renseigner;
      alter table offre_insertion.activite drop constraint statut_d_activite_connu,
        drop column type, drop column action, drop column declarant, drop column preuve, drop column session;
      comment on column offre_insertion.activite.statut is 'PREVUE, DECLAREE, CONFIRMEE ou REFUSEE';`);
  }
}
