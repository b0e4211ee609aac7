import type { MigrationInterface, QueryRunner } from "typeorm";

/** @param borne how far after its own instant an alert hushes the same one: operations that run together do not end in the order of their clocks. */
const lever = (borne: string) => `
  create or replace function journal.lever_alerte(p_nature text, p_gravite text, p_departement text, p_client text, p_agent text, p_organisme text,
    p_le timestamptz, p_details jsonb, p_silence interval) returns uuid
  language plpgsql security definer set search_path = '' as $$
  declare nouvelle uuid;
  begin
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('alerte:' || p_nature || ':' || coalesce(p_client, p_details ->> 'reseau', ''), 0));
    if exists (select from journal.alerte a where a.nature = p_nature and a.client is not distinct from p_client
        and (p_client is not null or a.details ->> 'reseau' is not distinct from p_details ->> 'reseau')
        and a.le > p_le - p_silence and ${borne}) then
      return null;
    end if;
    insert into journal.alerte (nature, gravite, departement, client, agent, organisme, le, details)
    values (p_nature, p_gravite, nullif(p_departement, '*'), p_client, p_agent, p_organisme, p_le, p_details) returning id into nouvelle;
    insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
    values ('AlerteLevee', nullif(p_departement, '*'), null,
      jsonb_build_object('alerte', nouvelle, 'nature', p_nature, 'gravite', p_gravite, 'client', p_client), p_le);
    return nouvelle;
  end $$;`;

/** Two operations that pass the quota at the same instant raise one alert. */
export class AlerteUneFois1700000000010 implements MigrationInterface {
  name = "AlerteUneFois1700000000010";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(lever("a.le < p_le + p_silence"));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(lever("a.le <= p_le"));
  }
}
