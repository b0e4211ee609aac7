import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** What the subgraph of appointments needs to convene people: who may be, and who became one with whom. */
export class AConvoquer1700000000126 implements MigrationInterface {
  name = "AConvoquer1700000000126";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view publie.a_convoquer (departement, allocataire, code_insee, entree_dispositif, notification, flux, soumis, orientee, sortie) as
        select a.departement, a.id, a.code_insee, e.entree_dispositif, e.notification, e.flux, a.soumis_droits_devoirs,
          exists (select from allocataires.orientation o where o.departement = a.departement and o.allocataire = a.id
            and o.statut = 'DECIDEE' and o.close_le is null),
          e.sortie
        from allocataires.allocataire a
        join lateral (select n.entree_dispositif, n.notification, n.flux, n.sortie from allocataires.entree n
          where n.departement = a.departement and n.allocataire = a.id order by n.rang desc limit 1) e on true
        where a.canonique is null and a.departement = any ${departementsSql}
          and (select current_setting('unefois.portee', true)) = 'departement';
      comment on view publie.a_convoquer is 'Qui peut être convoqué, d’après la dernière entrée. Vide pour qui ne voit pas tout le département : une campagne ne part que de lui.';
      create view publie.personne_reunie (id, position, type, departement, allocataire, donnees, survenu_le) as
        select id, position, type, departement, allocataire, jsonb_build_object('fusionnee', donnees ->> 'fusionnee'), survenu_le
        from journal.evenement where type in ('AllocatairesFusionnes', 'AllocatairesSepares');
      comment on view publie.personne_reunie is 'Fusions et séparations de personnes, et elles seules : ce que suivent les sous-graphes qui ne lisent pas le journal.';
      grant select on publie.a_convoquer, publie.personne_reunie to unefois_allocataires;
      do $$ begin
        if exists (select from pg_roles where rolname = 'unefois_rendez_vous') then
          grant select (departement, allocataire, code_insee, entree_dispositif, notification, flux, soumis, orientee, sortie) on publie.a_convoquer to unefois_rendez_vous;
          grant select (id, position, type, departement, allocataire, donnees, survenu_le) on publie.personne_reunie to unefois_rendez_vous;
        end if;
      end $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view publie.personne_reunie, publie.a_convoquer");
  }
}
