import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

const ROLE = "unefois_rendez_vous";
const DEPARTEMENTS = "string_to_array(current_setting('unefois.departements', true), ',')";
const CADRE = "language plpgsql volatile security definer set search_path = ''";

/** A meeting and the places left. Whoever cancelled gives the place back. No one is named: an agent sees a meeting full without seeing who goes. */
const REUNIONS = `
  create function rendez_vous.reunions(p_departement text, p_id uuid, p_famille text, p_du timestamptz, p_au timestamptz, p_code_insee text)
  returns table (departement text, id uuid, organisme text, famille text, modalite text, debut timestamptz, duree_minutes int, lieu text, code_insee text,
    capacite int, restantes int)
  language sql stable security definer set search_path = '' as $$
    select r.departement, r.id, r.organisme, r.famille, r.modalite, r.debut, r.duree_minutes, r.lieu, r.code_insee, r.capacite,
      greatest(r.capacite - (select count(*)::int from rendez_vous.participation p
        where p.departement = r.departement and p.rendez_vous = r.id and p.statut not in ('ANNULE_USAGER', 'ANNULE_SERVICE')), 0)
    from rendez_vous.rendez_vous r
    where r.programmee_le is not null and r.annulee_le is null and r.departement = any (${DEPARTEMENTS})
      and (p_departement is null or r.departement = p_departement) and (p_id is null or r.id = p_id)
      and (p_famille is null or r.famille = p_famille) and (p_code_insee is null or r.code_insee = p_code_insee)
      and (p_du is null or r.debut >= p_du) and (p_au is null or r.debut < p_au)
    order by r.debut, r.id
  $$;
  create function rendez_vous.verrouiller_reunion(p_id uuid) returns void ${CADRE} as $$
  begin
    perform from rendez_vous.rendez_vous r where r.id = p_id and r.departement = any (${DEPARTEMENTS}) for update;
  end $$;
  -- Who is expected at a cancelled meeting is cancelled by the service, whoever follows her.
  create function rendez_vous.annuler_reunion(p_id uuid, p_le timestamptz, p_source text, p_client text)
  returns table (allocataire uuid, rang int) ${CADRE} as $$
  #variable_conflict use_column
  declare le_departement text;
  begin
    update rendez_vous.rendez_vous r set annulee_le = p_le
      where r.id = p_id and r.programmee_le is not null and r.annulee_le is null and r.departement = any (${DEPARTEMENTS})
        and (current_setting('unefois.portee', true) = 'departement'
          or (current_setting('unefois.portee', true) = 'organisme' and r.organisme = current_setting('unefois.organisme', true)))
      returning r.departement into le_departement;
    insert into rendez_vous.historique_presence (departement, rendez_vous, allocataire, avant, apres, le, source, client)
      select p.departement, p.rendez_vous, p.allocataire, p.statut, 'ANNULE_SERVICE', p_le, p_source, p_client from rendez_vous.participation p
      where p.departement = le_departement and p.rendez_vous = p_id and p.statut = 'PREVU';
    return query with annulee as (
        update rendez_vous.participation p set statut = 'ANNULE_SERVICE', statut_saisi = 'ANNULE_SERVICE', statut_saisi_le = p_le, maj_le = p_le
        where p.departement = le_departement and p.rendez_vous = p_id and p.statut = 'PREVU' returning p.departement, p.rendez_vous, p.allocataire)
      select a.allocataire, c.rang from annulee a left join rendez_vous.convocation c
        on c.departement = a.departement and c.rendez_vous = a.rendez_vous and c.allocataire = a.allocataire order by 1;
  end $$;`;

const EFFACER = `
  alter function rendez_vous.effacer(text[], uuid[], timestamptz) rename to effacer_convocations;
  revoke all on function rendez_vous.effacer_convocations(text[], uuid[], timestamptz) from ${ROLE};
  create function rendez_vous.effacer(departements text[], personnes uuid[], le timestamptz) returns void
  language plpgsql security definer set search_path = '' as $$
  begin
    delete from rendez_vous.campagne_personne c using unnest(departements, personnes) x (departement, id)
      where c.departement = x.departement and c.allocataire = x.id;
    perform rendez_vous.effacer_convocations(departements, personnes, le);
  end $$;
  revoke all on function rendez_vous.effacer(text[], uuid[], timestamptz) from public;
  grant execute on function rendez_vous.effacer(text[], uuid[], timestamptz) to ${ROLE};`;

/** Collective meetings with their places, and the campaigns that convene people to them. */
export class ReunionsEtCampagnes1700000000313 implements MigrationInterface {
  name = "ReunionsEtCampagnes1700000000313";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table rendez_vous.rendez_vous add column code_insee text, add column programmee_le timestamptz, add column annulee_le timestamptz;
      comment on column rendez_vous.rendez_vous.programmee_le is 'Réunion collective que le hub tient : ses places sont ici. Nul : un autre outil la tient.';
      create index rendez_vous_reunion on rendez_vous.rendez_vous (departement, famille, debut) where programmee_le is not null;
      ${REUNIONS}
      create table rendez_vous.campagne (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        famille text not null,
        selection jsonb not null,
        du date not null,
        au date not null,
        canal text not null,
        preuve text,
        premier_jour date not null,
        statut text not null check (statut in ('EN_COURS', 'TERMINEE')),
        lancee_le timestamptz not null,
        terminee_le timestamptz,
        source text not null,
        client text not null,
        organisme text,
        agent text,
        finalite text not null,
        primary key (departement, id)
      );
      comment on column rendez_vous.campagne.selection is 'Les critères, jamais les personnes.';
      create table rendez_vous.campagne_personne (
        departement text not null,
        campagne uuid not null,
        allocataire uuid not null,
        ordre int not null,
        issue text,
        rendez_vous uuid,
        le timestamptz,
        primary key (departement, campagne, allocataire),
        foreign key (departement, campagne) references rendez_vous.campagne
      );
      comment on column rendez_vous.campagne_personne.issue is 'Ce qui lui est arrivé ; nul tant que son tour n’est pas venu.';
      create index campagne_a_traiter on rendez_vous.campagne_personne (departement, campagne, ordre) where issue is null;
      create index campagne_personne_allocataire on rendez_vous.campagne_personne (departement, allocataire);
      grant select, insert, update on rendez_vous.campagne, rendez_vous.campagne_personne to ${ROLE};
      revoke all on function rendez_vous.reunions(text, uuid, text, timestamptz, timestamptz, text), rendez_vous.verrouiller_reunion(uuid),
        rendez_vous.annuler_reunion(uuid, timestamptz, text, text) from public;
      grant execute on function rendez_vous.reunions(text, uuid, text, timestamptz, timestamptz, text), rendez_vous.verrouiller_reunion(uuid),
        rendez_vous.annuler_reunion(uuid, timestamptz, text, text) to ${ROLE};
      ${policySql({ schema: "rendez_vous", table: "campagne", allocataire: null })}
      ${policySql({ schema: "rendez_vous", table: "campagne_personne", allocataire: "allocataire" })}
      ${EFFACER}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function rendez_vous.effacer(text[], uuid[], timestamptz);
      alter function rendez_vous.effacer_convocations(text[], uuid[], timestamptz) rename to effacer;
      grant execute on function rendez_vous.effacer(text[], uuid[], timestamptz) to ${ROLE};
      drop table rendez_vous.campagne_personne, rendez_vous.campagne;
      drop function rendez_vous.annuler_reunion(uuid, timestamptz, text, text);
      drop function rendez_vous.verrouiller_reunion(uuid);
      drop function rendez_vous.reunions(text, uuid, text, timestamptz, timestamptz, text);
      drop index rendez_vous.rendez_vous_reunion;
      alter table rendez_vous.rendez_vous drop column code_insee, drop column programmee_le, drop column annulee_le;`);
  }
}
