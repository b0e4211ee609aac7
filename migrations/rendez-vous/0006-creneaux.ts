import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const ROLE = "unefois_rendez_vous";
const DEPARTEMENT = `departement = any ${departementsSql}`;
const ECRIT = `${DEPARTEMENT} and (current_setting('unefois.portee', true) = 'departement' or organisme = current_setting('unefois.organisme', true))`;

/** The slots that organismes offer, their publications, and which agenda an appointment takes its place in. */
export class Creneaux1700000000306 implements MigrationInterface {
  name = "Creneaux1700000000306";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table rendez_vous.publication_creneaux (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        organisme text not null,
        famille text not null,
        du date not null,
        au date not null,
        publies int not null,
        retires int not null,
        source text not null,
        client text not null,
        publie_le timestamptz not null,
        primary key (departement, id)
      );
      create table rendez_vous.creneau (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        organisme text not null,
        famille text not null,
        modalite text not null,
        debut timestamptz not null,
        fin timestamptz not null,
        places int not null check (places between 1 and 500),
        code_insee text,
        lieu text,
        agenda text not null generated always as (modalite || '|' || coalesce(code_insee, '') || '|' || coalesce(lieu, '')) stored,
        origine text not null default 'PUBLICATION' check (origine in ('PUBLICATION', 'PLAGE')),
        source text not null,
        publie_le timestamptz not null,
        primary key (departement, id),
        constraint un_creneau_dure_de_cinq_minutes_a_douze_heures check (fin between debut + interval '5 minutes' and debut + interval '12 hours'),
        constraint un_creneau_par_heure unique (departement, organisme, famille, agenda, debut, fin, origine)
      );
      comment on table rendez_vous.creneau is 'Place offerte dans un agenda, par un organisme, pour une famille de rendez-vous : aucune personne.';
      comment on column rendez_vous.creneau.agenda is 'Ce qu’un rendez-vous occupe : les créneaux d’un même agenda (modalité, commune, lieu) partagent leurs places.';
      comment on column rendez_vous.creneau.origine is 'PUBLICATION : publierCreneaux, qui ne remplace que celles-ci. PLAGE : tiré d’une disponibilité répétée.';
      create index creneau_ordre on rendez_vous.creneau (departement, famille, debut, id);

      alter table rendez_vous.rendez_vous add column agenda text;
      comment on column rendez_vous.rendez_vous.agenda is 'Agenda où le rendez-vous prend sa place. Nul : pris hors de tout créneau, ou venu d’un autre outil.';
      create index rendez_vous_famille on rendez_vous.rendez_vous (departement, famille, debut);

      -- Who occupies places, without a name: an agent sees a slot full even when she may not see who took it.
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

      grant select, insert on rendez_vous.publication_creneaux to ${ROLE};
      grant select, insert, update, delete on rendez_vous.creneau to ${ROLE};
      alter table rendez_vous.publication_creneaux enable row level security;
      create policy perimetre on rendez_vous.publication_creneaux for all to ${ROLE} using (${ECRIT});
      alter table rendez_vous.creneau enable row level security;
      create policy lecture on rendez_vous.creneau for select to ${ROLE} using (${DEPARTEMENT});
      create policy creation on rendez_vous.creneau for insert to ${ROLE} with check (${ECRIT});
      create policy ecriture on rendez_vous.creneau for update to ${ROLE} using (${ECRIT});
      create policy retrait on rendez_vous.creneau for delete to ${ROLE} using (${ECRIT});
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function rendez_vous.occupation(text, text, text, timestamptz, timestamptz, uuid);
      drop index rendez_vous.rendez_vous_famille;
      alter table rendez_vous.rendez_vous drop column agenda;
      drop table rendez_vous.creneau, rendez_vous.publication_creneaux;
    `);
  }
}
