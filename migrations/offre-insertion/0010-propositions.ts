import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a proposal must know of an offer without reading its text: does it ask for a good command of French? */
export class Propositions1700000000210 implements MigrationInterface {
  name = "Propositions1700000000210";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function offre_insertion.demande_le_francais(conditions text, thematiques text[]) returns boolean
      language sql immutable parallel safe as $$
        select conditions is not null
          and not coalesce('lecture-ecriture-calcul--maitriser-le-francais' = any(thematiques), false)
          and offre_insertion.sans_accents(conditions) ~ ('\\m(maitris(e|er|ez|ant)|parl(e|er|ez|ant)|lire|lu|ecrire|comprendre|comprehension|expression)( \\w+){0,6} (francais|francaise)\\M'
            || '|\\mfrancais (courant|lu|parle|ecrit|oral)\\M|\\mniveau( \\w+){0,4} (b1|b2|c1|c2)\\M|\\m(b1|b2|c1|c2)( \\w+){0,3} francais\\M')
          and offre_insertion.sans_accents(conditions) !~ ('\\m(sans|aucune?|pas|non|peu|apprendre|apprentissage|ameliorer|progresser|cours)( \\w+){0,6} (francais|francaise)\\M'
            || '|\\m(francais|francaise)( \\w+){0,3} (non|pas) (requise?|exigee?|necessaire|obligatoire)\\M')
      $$;
      comment on function offre_insertion.demande_le_francais is 'Vrai si les conditions d’accès demandent de maîtriser le français ; un cours de français n’en demande jamais.';
      alter table offre_insertion.service add column francais_requis boolean not null
        generated always as (offre_insertion.demande_le_francais(conditions_acces, thematiques)) stored;
      comment on column offre_insertion.service.francais_requis is 'Calculé : les conditions d’accès demandent de maîtriser le français.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table offre_insertion.service drop column francais_requis;
      drop function offre_insertion.demande_le_francais(text, text[]);`);
  }
}
