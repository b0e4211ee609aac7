import type { MigrationInterface, QueryRunner } from "typeorm";

/** An operator's command, or an automatic act of the worker, says on its connection who it is (`unefois.operateur`, subgraphs/shared/operateur.ts): whoever
 * an event names then gets a row of the register in the same transaction, whichever statement wrote the event. No command can forget it. */
export class Operateur1700000000011 implements MigrationInterface {
  name = "Operateur1700000000011";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function journal.inscrire_operateur() returns trigger
      language plpgsql security definer set search_path = '' as $$
      declare o json := current_setting('unefois.operateur')::json;
      begin
        insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, agent, finalite, nature, allocataires, champs)
        select coalesce((o ->> 'operation')::uuid, pg_catalog.gen_random_uuid()), o ->> 'nom', coalesce(o ->> 'operation', o ->> 'nom'), 'hub', max(n.survenu_le),
          n.departement, o ->> 'client', o ->> 'agent', 'GESTION_DU_DROIT', o ->> 'nature',
          array_agg(distinct n.allocataire), array_agg(distinct 'Evenement.' || n.type)
        from nouveau n where n.allocataire is not null and n.departement is not null group by n.departement;
        return null;
      end $$;
      revoke all on function journal.inscrire_operateur() from public;
      create trigger evenement_operateur after insert on journal.evenement referencing new table as nouveau for each statement
        when (coalesce(current_setting('unefois.operateur', true), '') <> '' and coalesce(current_setting('unefois.inscrit', true), '') = '')
        execute function journal.inscrire_operateur();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop trigger evenement_operateur on journal.evenement; drop function journal.inscrire_operateur();");
  }
}
