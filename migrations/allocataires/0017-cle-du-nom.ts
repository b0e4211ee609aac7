import type { MigrationInterface, QueryRunner } from "typeorm";

const CORPS = `select case when k.a collate "C" < k.b collate "C" then k.a || '/' || k.b else k.b || '/' || k.a end
    from (select coalesce((allocataires.phonetique(nom))[1], '-') as a, coalesce((allocataires.phonetique(prenom))[1], '-') as b) k`;
const fonction = (langage: string, corps: string) => `
  create or replace function allocataires.cle_du_nom(nom text, prenom text) returns text language ${langage} immutable parallel safe as $$
    ${corps}
  $$;`;

/** An index is on this function. The planner opens the body of a SQL function each time it looks at the table, with the rights of who asks: the other
 * subgraphs, who read people through publie.perimetre and may not enter this schema, were refused. It does not open one in PL/pgSQL. */
export class CleDuNom1700000000117 implements MigrationInterface {
  name = "CleDuNom1700000000117";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(fonction("plpgsql", `begin return (${CORPS}); end`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(fonction("sql", CORPS));
  }
}
