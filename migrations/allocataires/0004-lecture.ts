import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const FINALITES_SANS_DIAGNOSTIC =
  "coalesce(current_setting('unefois.finalite', true), '') in ('DROITS_ET_DEVOIRS', 'PILOTAGE_STATISTIQUE')";

/** What a reader of one portfolio may still know: how many people a référent follows, never who. And the purposes that no diagnostic serves. */
export class Lecture1700000000104 implements MigrationInterface {
  name = "Lecture1700000000104";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view allocataires.file_active (departement, referent, parcours, effectif) as
        select i.departement, i.referent, o.parcours, count(distinct i.allocataire)::int
        from allocataires.intervention i
        join allocataires.orientation o on o.departement = i.departement and o.id = i.orientation
        where i.referent is not null
          and i.departement = any ${departementsSql}
          and i.du <= (select current_setting('unefois.aujourdhui', true))::date
          and (i.au is null or i.au >= (select current_setting('unefois.aujourdhui', true))::date)
        group by i.departement, i.referent, o.parcours;
      comment on view allocataires.file_active is 'Effectifs seulement, au droit du propriétaire : la charge d’un référent ne dépend pas de qui la lit.';
      grant select on allocataires.file_active to unefois_allocataires;
      create index intervention_referent on allocataires.intervention (departement, referent) where referent is not null;

      create policy finalite on allocataires.diagnostic as restrictive for select to unefois_allocataires using (not ${FINALITES_SANS_DIAGNOSTIC});
      create policy finalite on allocataires.contrainte as restrictive for select to unefois_allocataires using (not ${FINALITES_SANS_DIAGNOSTIC});
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop policy finalite on allocataires.contrainte;
      drop policy finalite on allocataires.diagnostic;
      drop index allocataires.intervention_referent;
      drop view allocataires.file_active;`);
  }
}
