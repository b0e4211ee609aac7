import type { MigrationInterface, QueryRunner } from "typeorm";
import { cursorTable } from "../../subgraphs/shared/event-follower";

/** What goes when the hub erases people (event PersonneEffacee): their appointments, and the link with the users of the tools, whose messages are then ignored. */
export class EffacementRendezVous1700000000305 implements MigrationInterface {
  name = "EffacementRendezVous1700000000305";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${cursorTable("rendez_vous")};
      grant select, insert, update on rendez_vous.curseur to unefois_rendez_vous;
      grant select on publie.personne_effacee to unefois_rendez_vous;
      create function rendez_vous.effacer(departements text[], personnes uuid[], le timestamptz) returns void
      language plpgsql security definer set search_path = '' as $$
      declare siens uuid[];
      begin
        siens := array(select distinct p.rendez_vous from rendez_vous.participation p
          join unnest(departements, personnes) x (departement, id) on x.departement = p.departement and x.id = p.allocataire);
        delete from rendez_vous.historique_presence h using unnest(departements, personnes) x (departement, id)
          where h.departement = x.departement and h.allocataire = x.id;
        delete from rendez_vous.participation p using unnest(departements, personnes) x (departement, id)
          where p.departement = x.departement and p.allocataire = x.id;
        update rendez_vous.personne_externe e set allocataire = null, efface_le = le from unnest(departements, personnes) x (departement, id)
          where e.departement = x.departement and e.allocataire = x.id;
        siens := array(select r.id from rendez_vous.rendez_vous r where r.id = any (siens) and r.participants_inconnus = 0
          and not exists (select from rendez_vous.participation p where p.departement = r.departement and p.rendez_vous = r.id));
        delete from rendez_vous.deplacement d where d.rendez_vous = any (siens);
        delete from rendez_vous.lien_externe l where l.rendez_vous = any (siens);
        delete from rendez_vous.rendez_vous r where r.id = any (siens);
      end $$;
      revoke all on function rendez_vous.effacer(text[], uuid[], timestamptz) from public;
      grant execute on function rendez_vous.effacer(text[], uuid[], timestamptz) to unefois_rendez_vous;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop function rendez_vous.effacer(text[], uuid[], timestamptz); drop table rendez_vous.curseur;");
  }
}
