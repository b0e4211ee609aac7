import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** Who follows whom, without two référents uniques on one day: transfers that can be undone, replacements, loads, people who leave. */
export class Portefeuille1700000000110 implements MigrationInterface {
  name = "Portefeuille1700000000110";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACTES);
    await runner.query(INTERVENTION);
    await runner.query(FILES_ACTIVES);
    await runner.query(policySql({ schema: "allocataires", table: "transfert", allocataire: null }));
    await runner.query(policySql({ schema: "allocataires", table: "remplacement", allocataire: null }));
    await runner.query(policySql({ schema: "allocataires", table: "intervention_ecartee", allocataire: "allocataire" }));
    await runner.query(`
      grant select, insert, update on allocataires.transfert, allocataires.remplacement to unefois_allocataires;
      grant select, insert, delete on allocataires.intervention_ecartee to unefois_allocataires;
      grant delete on allocataires.intervention, allocataires.referent_capacite to unefois_allocataires;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      revoke delete on allocataires.intervention, allocataires.referent_capacite from unefois_allocataires;
      drop view allocataires.file_active_organisme;
      drop view allocataires.file_active;
      ${FILE_ACTIVE_D_AVANT}
      drop index allocataires.intervention_fin_transfert;
      alter table allocataires.intervention
        drop constraint un_referent_unique_a_la_fois, drop constraint intervention_dans_l_ordre,
        drop column transfert, drop column fin_transfert, drop column fin_prevue, drop column remplacement;
      drop table allocataires.intervention_ecartee, allocataires.remplacement, allocataires.transfert;
      alter table allocataires.referent drop column du, drop column au;
      alter table allocataires.organisme drop column du, drop column au;
      drop extension btree_gist;`);
  }
}

const ACTES = `
  alter table allocataires.organisme add column du date, add column au date;
  alter table allocataires.referent add column du date, add column au date;
  comment on column allocataires.referent.au is 'Dernier jour du professionnel dans l’organisme ; nul s’il y est encore. Rien n’est effacé de ce qu’il a suivi.';

  create table allocataires.transfert (
    departement text not null,
    id uuid not null default gen_random_uuid(),
    de text not null references allocataires.organisme,
    vers text not null references allocataires.organisme,
    le date not null,
    motif text not null,
    nombre int not null,
    annule uuid,
    cree_le timestamptz not null,
    primary key (departement, id),
    foreign key (departement, annule) references allocataires.transfert
  );
  comment on column allocataires.transfert.annule is 'Le transfert que celui-ci défait.';
  create table allocataires.remplacement (
    departement text not null,
    id uuid not null default gen_random_uuid(),
    referent text not null,
    remplacant text not null,
    du date not null,
    au date not null,
    motif text not null,
    cree_le timestamptz not null,
    primary key (departement, id),
    foreign key (departement, referent) references allocataires.referent,
    foreign key (departement, remplacant) references allocataires.referent,
    constraint remplacement_dans_l_ordre check (au >= du and remplacant <> referent)
  );
  create index remplacement_referent on allocataires.remplacement (departement, referent, au);`;

/** An interval that another one of the same orientation begins in is cut; one that would keep no day is set aside. */
const SUIVANTES = `
  with suivante as (
    select i.departement, i.id, lead(i.du) over (partition by i.departement, i.orientation order by i.du, i.au is null, i.id) as prochaine
    from allocataires.intervention i where i.role = 'REFERENT_UNIQUE'
  )`;

const INTERVENTION = `
  alter table allocataires.intervention
    add column transfert uuid,
    add column fin_transfert uuid,
    add column fin_prevue date,
    add column remplacement uuid,
    add foreign key (departement, transfert) references allocataires.transfert,
    add foreign key (departement, fin_transfert) references allocataires.transfert,
    add foreign key (departement, remplacement) references allocataires.remplacement;
  comment on column allocataires.intervention.transfert is 'Le transfert qui a ouvert cette intervention.';
  comment on column allocataires.intervention.fin_transfert is 'Le transfert qui l’a close ; fin_prevue : la fin qu’elle avait avant.';
  create index intervention_fin_transfert on allocataires.intervention (departement, fin_transfert, orientation) where fin_transfert is not null;

  create table allocataires.intervention_ecartee (
    departement text not null,
    id uuid not null,
    orientation uuid not null,
    allocataire uuid not null,
    organisme text not null references allocataires.organisme,
    referent text,
    role text not null,
    du date not null,
    au date,
    transfert uuid,
    fin_transfert uuid,
    remplacement uuid,
    ecartee_le date not null,
    primary key (departement, id),
    foreign key (departement, orientation) references allocataires.orientation,
    foreign key (departement, allocataire) references allocataires.allocataire
  );
  comment on table allocataires.intervention_ecartee is 'Interventions prévues, ou du jour même, qu’un autre acte a remplacées avant qu’un jour leur reste : l’histoire des suivis ne les compte pas.';
  create index intervention_ecartee_fin on allocataires.intervention_ecartee (departement, fin_transfert, orientation);
  create index intervention_ecartee_allocataire on allocataires.intervention_ecartee (departement, allocataire);

  ${SUIVANTES}, otees as (
    delete from allocataires.intervention i using suivante s
    where s.departement = i.departement and s.id = i.id and s.prochaine <= i.du returning i.*
  )
  insert into allocataires.intervention_ecartee (departement, id, orientation, allocataire, organisme, referent, role, du, au, ecartee_le)
  select departement, id, orientation, allocataire, organisme, referent, role, du, au, du from otees;
  ${SUIVANTES}
  update allocataires.intervention i set au = s.prochaine - 1 from suivante s
  where s.departement = i.departement and s.id = i.id and (i.au is null or i.au >= s.prochaine);

  create extension if not exists btree_gist schema allocataires;
  alter table allocataires.intervention
    add constraint intervention_dans_l_ordre check (au is null or au >= du),
    add constraint un_referent_unique_a_la_fois
      exclude using gist (departement with =, orientation with =, daterange(du, au, '[]') with &&) where (role = 'REFERENT_UNIQUE');`;

const AUJOURD_HUI = "(select current_setting('unefois.aujourdhui', true))::date";
const EN_COURS = `i.du <= ${AUJOURD_HUI} and (i.au is null or i.au >= ${AUJOURD_HUI})`;

const FILE_ACTIVE_D_AVANT = `
  create view allocataires.file_active (departement, referent, parcours, effectif) as
    select i.departement, i.referent, o.parcours, count(distinct i.allocataire)::int
    from allocataires.intervention i
    join allocataires.orientation o on o.departement = i.departement and o.id = i.orientation
    where i.referent is not null
      and i.departement = any ${departementsSql}
      and ${EN_COURS}
    group by i.departement, i.referent, o.parcours;
  comment on view allocataires.file_active is 'Effectifs seulement, au droit du propriétaire : la charge d’un référent ne dépend pas de qui la lit.';
  grant select on allocataires.file_active to unefois_allocataires;`;

const FILES_ACTIVES = `
  create or replace view allocataires.file_active (departement, referent, parcours, effectif, effectif_referent_unique) as
    select i.departement, i.referent, o.parcours, count(distinct i.allocataire)::int,
      (count(distinct i.allocataire) filter (where i.role = 'REFERENT_UNIQUE'))::int
    from allocataires.intervention i
    join allocataires.orientation o on o.departement = i.departement and o.id = i.orientation
    where i.referent is not null
      and i.departement = any ${departementsSql}
      and ${EN_COURS}
    group by i.departement, i.referent, o.parcours;
  create view allocataires.file_active_organisme (departement, organisme, parcours, effectif, effectif_referent_unique) as
    select i.departement, i.organisme, o.parcours, count(distinct i.allocataire)::int,
      (count(distinct i.allocataire) filter (where i.role = 'REFERENT_UNIQUE'))::int
    from allocataires.intervention i
    join allocataires.orientation o on o.departement = i.departement and o.id = i.orientation
    where i.departement = any ${departementsSql}
      and ${EN_COURS}
    group by i.departement, i.organisme, o.parcours;
  comment on view allocataires.file_active_organisme is 'Effectifs seulement, au droit du propriétaire, comme file_active.';
  grant select on allocataires.file_active_organisme to unefois_allocataires;`;
