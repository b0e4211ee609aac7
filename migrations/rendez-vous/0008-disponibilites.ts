import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const ROLE = "unefois_rendez_vous";
const DEPARTEMENT = `departement = any ${departementsSql}`;
const ECRIT = `${DEPARTEMENT} and (current_setting('unefois.portee', true) = 'departement' or organisme = current_setting('unefois.organisme', true))`;
const TABLES = ["plage", "absence", "creneau_agenda"];

/** Openings that repeat, absences, and whose time each slot takes. */
export class Disponibilites1700000000308 implements MigrationInterface {
  name = "Disponibilites1700000000308";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table rendez_vous.plage (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        systeme text not null,
        identifiant text not null,
        organisme text not null,
        agent text,
        agenda text not null,
        lieu text,
        code_insee text,
        motifs jsonb not null,
        places int not null default 1 check (places between 1 and 500),
        premier_jour date not null,
        debut text not null,
        fin text not null,
        rrule text,
        exclus date[] not null default '{}',
        ajoutes date[] not null default '{}',
        fuseau text not null,
        jours_feries boolean not null default false,
        defaut text,
        maj_le timestamptz not null,
        primary key (departement, id),
        constraint une_plage_par_identifiant unique (systeme, identifiant)
      );
      comment on table rendez_vous.plage is 'Quand un organisme reçoit, heures qui se répètent. agent : identifiant opaque de la source, jamais un nom.';
      comment on column rendez_vous.plage.agenda is 'De qui la plage prend le temps : « <système> <agent> », ou elle-même.';
      comment on column rendez_vous.plage.defaut is 'Pourquoi la plage ne donne aucun créneau (code) ; nul quand elle est lue.';
      create index plage_site on rendez_vous.plage (departement, organisme, code_insee, lieu);
      create index plage_agent on rendez_vous.plage (systeme, agent);
      create index plage_agenda on rendez_vous.plage (departement, agenda);

      create table rendez_vous.absence (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        systeme text not null,
        identifiant text not null,
        organisme text,
        agent text,
        premier_jour date not null,
        dernier_jour date,
        debut text not null,
        fin text not null,
        rrule text,
        exclus date[] not null default '{}',
        ajoutes date[] not null default '{}',
        fuseau text not null,
        defaut text,
        maj_le timestamptz not null,
        primary key (departement, id),
        constraint une_absence_par_identifiant unique (systeme, identifiant),
        constraint absence_de_quelqu_un check (agent is not null or organisme is not null)
      );
      comment on table rendez_vous.absence is 'Quand un agent ne reçoit pas ; sans agent, quand l’organisme est fermé.';
      create index absence_agent on rendez_vous.absence (systeme, agent);
      create index absence_organisme on rendez_vous.absence (departement, organisme);

      create table rendez_vous.creneau_agenda (
        departement text not null,
        creneau uuid not null,
        agenda text not null,
        organisme text not null,
        places int not null check (places between 1 and 500),
        primary key (departement, creneau, agenda),
        foreign key (departement, creneau) references rendez_vous.creneau on delete cascade
      );
      comment on table rendez_vous.creneau_agenda is 'De qui un créneau tiré de plages prend le temps : chaque agenda (un agent, ou une plage sans agent) donne ses places.';
      create table rendez_vous.horizon_creneaux (departement text primary key, jour date not null);
      comment on table rendez_vous.horizon_creneaux is 'Jour pour lequel les créneaux des plages d’un département ont été refaits.';

      alter table rendez_vous.rendez_vous add column agents text[] not null default '{}';
      comment on column rendez_vous.rendez_vous.agents is 'Agents dont le rendez-vous prend le temps, « <système> <identifiant opaque> » : jamais un nom.';
      create index rendez_vous_debut on rendez_vous.rendez_vous (departement, debut);
      create index creneau_organisme on rendez_vous.creneau (departement, organisme, debut);

      -- As occupation, for every family at once: an agent who receives for one is not free for another. Agents: those who have openings.
      create function rendez_vous.prises(p_departement text, p_organisme text, p_du timestamptz, p_au timestamptz, p_sauf uuid)
      returns table (id uuid, organisme text, famille text, modalite text, agenda text, agents text[], debut timestamptz, fin timestamptz, places int)
      language sql stable security definer set search_path = '' as $$
        select r.id, r.organisme, r.famille, r.modalite, r.agenda,
          array(select a from unnest(r.agents) a where exists (select from rendez_vous.plage p where p.departement = r.departement and p.agenda = a)), r.debut, r.debut + make_interval(mins => r.duree_minutes), n.places
        from rendez_vous.rendez_vous r
        cross join lateral (select count(*)::int + r.participants_inconnus as places from rendez_vous.participation p
          where p.departement = r.departement and p.rendez_vous = r.id and p.statut in ('PREVU', 'HONORE')) n
        where r.departement = p_departement and r.departement = any (string_to_array(current_setting('unefois.departements', true), ','))
          and r.organisme is not null and (p_organisme is null or r.organisme = p_organisme)
          and (p_sauf is null or r.id <> p_sauf) and n.places > 0
          and r.debut < p_au and r.debut > p_du - interval '1 day' and r.debut + make_interval(mins => r.duree_minutes) > p_du
      $$;
      revoke all on function rendez_vous.prises(text, text, timestamptz, timestamptz, uuid) from public;
      grant execute on function rendez_vous.prises(text, text, timestamptz, timestamptz, uuid) to ${ROLE};
      drop function rendez_vous.occupation(text, text, text, timestamptz, timestamptz, uuid);

      grant select, insert, update, delete on rendez_vous.plage, rendez_vous.absence, rendez_vous.creneau_agenda to ${ROLE};
    `);
    for (const table of TABLES)
      await runner.query(`alter table rendez_vous.${table} enable row level security;
        create policy lecture on rendez_vous.${table} for select to ${ROLE} using (${DEPARTEMENT});
        create policy creation on rendez_vous.${table} for insert to ${ROLE} with check (${ECRIT});
        create policy ecriture on rendez_vous.${table} for update to ${ROLE} using (${ECRIT});
        create policy retrait on rendez_vous.${table} for delete to ${ROLE} using (${ECRIT});`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function rendez_vous.prises(text, text, timestamptz, timestamptz, uuid);
      drop index rendez_vous.rendez_vous_debut, rendez_vous.creneau_organisme;
      alter table rendez_vous.rendez_vous drop column agents;
      drop table rendez_vous.horizon_creneaux, rendez_vous.creneau_agenda, rendez_vous.absence, rendez_vous.plage;
      create function rendez_vous.occupation(p_departement text, p_famille text, p_organisme text, p_du timestamptz, p_au timestamptz, p_sauf uuid)
      returns table (organisme text, modalite text, agenda text, debut timestamptz, fin timestamptz, places int)
      language sql stable security definer set search_path = '' as $$
        select r.organisme, r.modalite, r.agenda, r.debut, r.debut + make_interval(mins => r.duree_minutes), n.places
        from rendez_vous.rendez_vous r
        cross join lateral (select count(*)::int + r.participants_inconnus as places from rendez_vous.participation p
          where p.departement = r.departement and p.rendez_vous = r.id and p.statut in ('PREVU', 'HONORE')) n
        where r.departement = p_departement and r.departement = any (string_to_array(current_setting('unefois.departements', true), ','))
          and r.famille = p_famille and r.organisme is not null and (p_organisme is null or r.organisme = p_organisme)
          and (p_sauf is null or r.id <> p_sauf) and n.places > 0
          and r.debut < p_au and r.debut > p_du - interval '1 day' and r.debut + make_interval(mins => r.duree_minutes) > p_du
      $$;
      revoke all on function rendez_vous.occupation(text, text, text, timestamptz, timestamptz, uuid) from public;
      grant execute on function rendez_vous.occupation(text, text, text, timestamptz, timestamptz, uuid) to ${ROLE};
    `);
  }
}
