import type { MigrationInterface, QueryRunner } from "typeorm";
import { cursorTable } from "../../subgraphs/shared/event-follower";

/** What goes when the hub erases people (event PersonneEffacee): their prescriptions, with their steps, and their activities. */
export class EffacementOffre1700000000205 implements MigrationInterface {
  name = "EffacementOffre1700000000205";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${cursorTable("offre_insertion")};
      grant select, insert, update on offre_insertion.curseur to unefois_offre_insertion;
      grant select on publie.personne_effacee to unefois_offre_insertion;
      create function offre_insertion.effacer(departements text[], personnes uuid[], le timestamptz) returns void
      language plpgsql security definer set search_path = '' as $$
      begin
        delete from offre_insertion.activite a using unnest(departements, personnes) x (departement, id)
          where a.departement = x.departement and a.allocataire = x.id;
        delete from offre_insertion.etape_prescription e using unnest(departements, personnes) x (departement, id)
          where e.departement = x.departement and e.allocataire = x.id;
        delete from offre_insertion.prescription p using unnest(departements, personnes) x (departement, id)
          where p.departement = x.departement and p.allocataire = x.id;
      end $$;
      revoke all on function offre_insertion.effacer(text[], uuid[], timestamptz) from public;
      grant execute on function offre_insertion.effacer(text[], uuid[], timestamptz) to unefois_offre_insertion;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop function offre_insertion.effacer(text[], uuid[], timestamptz); drop table offre_insertion.curseur;");
  }
}
