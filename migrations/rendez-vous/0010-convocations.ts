import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

const ROLE = "unefois_rendez_vous";

/** What goes with a person whom the hub erases. It runs what an earlier migration erases, then its own. */
const EFFACER = `
  alter function rendez_vous.effacer(text[], uuid[], timestamptz) rename to effacer_participations;
  revoke all on function rendez_vous.effacer_participations(text[], uuid[], timestamptz) from ${ROLE};
  create function rendez_vous.effacer(departements text[], personnes uuid[], le timestamptz) returns void
  language plpgsql security definer set search_path = '' as $$
  begin
    delete from rendez_vous.convocation_historique h using unnest(departements, personnes) x (departement, id)
      where h.departement = x.departement and h.allocataire = x.id;
    delete from rendez_vous.examen_absence e using unnest(departements, personnes) x (departement, id)
      where e.departement = x.departement and e.allocataire = x.id;
    perform rendez_vous.effacer_participations(departements, personnes, le);
  end $$;
  revoke all on function rendez_vous.effacer(text[], uuid[], timestamptz) from public;
  grant execute on function rendez_vous.effacer(text[], uuid[], timestamptz) to ${ROLE};`;

/** Proof of each sending, and the list of second absences that an agent looks at. A rule puts a case on the list or takes it off; only an agent opens it. */
export class Convocations1700000000310 implements MigrationInterface {
  name = "Convocations1700000000310";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table rendez_vous.convocation add column preuve text, add column saisi_le timestamptz;
      comment on column rendez_vous.convocation.preuve is 'Référence de la lettre, du lot ou du bordereau ; jamais le contenu.';
      comment on column rendez_vous.convocation.saisi_le is 'Envoi donné dans le hub : un message d’un outil ne l’efface ni ne le remplace.';

      create table rendez_vous.convocation_historique (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        rendez_vous uuid not null,
        allocataire uuid not null,
        envoyee_le timestamptz not null,
        canal text not null,
        preuve text,
        remise_le timestamptz,
        echec_remise text,
        le timestamptz not null,
        client text not null,
        primary key (departement, id)
      );
      comment on table rendez_vous.convocation_historique is 'Ce que la convocation disait avant un nouvel envoi ou une nouvelle constatation.';
      create index convocation_historique_participant on rendez_vous.convocation_historique (departement, rendez_vous, allocataire);

      create table rendez_vous.examen_absence (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        famille text not null,
        premiere uuid not null,
        seconde uuid not null,
        statut text not null check (statut in ('A_EXAMINER', 'OUVERTE', 'CLOSE')),
        inscrite_le timestamptz not null,
        close_le timestamptz,
        cause text,
        decision text check (decision in ('OUVRIR', 'CLORE')),
        motif_legitime boolean,
        fondement text,
        observations text,
        examinee_le timestamptz,
        examinee_par text,
        client text,
        primary key (departement, id),
        constraint un_examen_par_absence unique (departement, seconde, allocataire),
        constraint jamais_ouvert_par_une_regle check (statut <> 'OUVERTE' or (decision is not distinct from 'OUVRIR' and motif_legitime is false
          and fondement is not null and examinee_le is not null and client is not null)),
        constraint une_cause_a_toute_cloture check ((statut = 'CLOSE') = (cause is not null) and (statut = 'CLOSE') = (close_le is not null))
      );
      comment on table rendez_vous.examen_absence is 'Absence injustifiée à la deuxième convocation : un agent cherche un motif légitime et un fondement, puis ouvre ou clôt.';
      comment on column rendez_vous.examen_absence.allocataire is 'Identifiant que porte la participation au second rendez-vous : il peut dater d’avant une fusion.';
      create index examen_absence_liste on rendez_vous.examen_absence (departement, statut, inscrite_le desc, id);
      create index examen_absence_personne on rendez_vous.examen_absence (departement, allocataire);
      create index examen_absence_premiere on rendez_vous.examen_absence (departement, premiere);

      create table rendez_vous.examen_historique (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        examen uuid not null,
        allocataire uuid not null,
        avant text,
        apres text not null,
        cause text,
        le timestamptz not null,
        client text,
        ordre bigint generated always as identity,
        primary key (departement, id),
        foreign key (departement, examen) references rendez_vous.examen_absence on delete cascade
      );
      comment on column rendez_vous.examen_historique.client is 'Qui a décidé ; nul quand les faits seuls ont changé.';
      create index examen_historique_examen on rendez_vous.examen_historique (departement, examen, ordre);

      grant select, insert, update on rendez_vous.examen_absence to ${ROLE};
      grant select, insert on rendez_vous.examen_historique, rendez_vous.convocation_historique to ${ROLE};
      grant select on publie.personne_reunie, publie.a_convoquer, publie.objectif_periode to ${ROLE};`);
    for (const table of ["convocation_historique", "examen_absence", "examen_historique"])
      await runner.query(policySql({ schema: "rendez_vous", table, allocataire: "allocataire" }));
    await runner.query(`
      create view publie.examen_absence (departement, allocataire, premiere, seconde, statut, decision) as
        select departement, allocataire, premiere, seconde, statut, decision from rendez_vous.examen_absence;
      comment on view publie.examen_absence is 'Où en est l’examen de deux absences : un manquement ne se signale pas sur des absences dont un agent a clos l’examen.';
      grant select on publie.examen_absence to ${ROLE};
      do $$ begin
        if exists (select from pg_roles where rolname = 'unefois_allocataires') then
          grant select (departement, allocataire, premiere, seconde, statut, decision) on publie.examen_absence to unefois_allocataires;
        end if;
      end $$;
      ${EFFACER}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function rendez_vous.effacer(text[], uuid[], timestamptz);
      alter function rendez_vous.effacer_participations(text[], uuid[], timestamptz) rename to effacer;
      grant execute on function rendez_vous.effacer(text[], uuid[], timestamptz) to ${ROLE};
      drop view publie.examen_absence;
      drop table rendez_vous.examen_historique, rendez_vous.examen_absence, rendez_vous.convocation_historique;
      alter table rendez_vous.convocation drop column preuve, drop column saisi_le;`);
  }
}
