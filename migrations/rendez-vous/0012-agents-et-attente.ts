import type { MigrationInterface, QueryRunner } from "typeorm";

/** The organisme of an external agent, for who reads a person's file: the agent's row itself is not readable. */
export class AgentsEtAttente1700000000312 implements MigrationInterface {
  name = "AgentsEtAttente1700000000312";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function rendez_vous.organisme_de_l_agent(le_departement text, le_systeme text, agent text) returns text
      language sql stable security definer set search_path = '' as $$
        select min(o.organisme) from rendez_vous.agent_externe a
        join rendez_vous.organisation_externe o on o.systeme = a.systeme and o.identifiant = a.organisation
        where a.systeme = le_systeme and a.identifiant = agent and a.retire_le is null and o.departement = le_departement
        having count(distinct o.organisme) = 1
      $$;
      revoke all on function rendez_vous.organisme_de_l_agent(text, text, text) from public;
      grant execute on function rendez_vous.organisme_de_l_agent(text, text, text) to unefois_rendez_vous;
      create index participation_a_renseigner on rendez_vous.participation (departement, rendez_vous) where statut = 'PREVU';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index rendez_vous.participation_a_renseigner;
      drop function rendez_vous.organisme_de_l_agent(text, text, text);`);
  }
}
