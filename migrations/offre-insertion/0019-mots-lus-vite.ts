import type { MigrationInterface, QueryRunner } from "typeorm";

const ENTETE = `create function offre_insertion.formes_de(cherche text, permis text[], debut boolean,
  out formes text[], out nombre int, out nombre_titre int, out nombre_nom int)`;
const SOMMES = "sum(m.nombre) as n, sum(m.nombre_titre) as titre, sum(m.nombre_nom) as nom from offre_insertion.mot m";
const DU_RADICAL = (radical: string) =>
  `(select m.mot, ${SOMMES} where m.radical = ${radical} and m.departement = any (permis) group by m.mot order by n desc, m.mot limit 24)`;
const QUI_COMMENCENT = (condition: string) => `(select m.mot, ${SOMMES}
  where ${condition}m.mot operator(pg_catalog.~>=~) cherche and m.mot operator(pg_catalog.~<~) (cherche || '{') and m.departement = any (permis)
  group by m.mot order by n desc, m.mot limit 16)`;
const LIRE = (source: string) =>
  `select array_agg(x.mot order by x.n desc, x.mot), sum(x.n), sum(x.titre), sum(x.nom) into formes, nombre, nombre_titre, nombre_nom from (${source}) x`;

/** The words of a search are looked up with plans that the session keeps: a function in SQL with settings of its own was planned at each word (9 ms, now 0.3). */
export class MotsLusVite1700000000219 implements MigrationInterface {
  name = "MotsLusVite1700000000219";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function offre_insertion.formes_de(text, text[], boolean);
      -- Called by lire_mots only, whose search_path is empty.
      ${ENTETE} language plpgsql stable as $$
      declare
        racine text := offre_insertion.radical(cherche);
      begin
        if debut then ${LIRE(`${DU_RADICAL("racine")} union ${QUI_COMMENCENT("")}`)};
        else ${LIRE(DU_RADICAL("racine"))};
        end if;
      end $$;
      revoke all on function offre_insertion.formes_de(text, text[], boolean) from public;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function offre_insertion.formes_de(text, text[], boolean);
      ${ENTETE} language sql stable set search_path = '' as $$
        select array_agg(x.mot order by x.n desc, x.mot), sum(x.n)::int, sum(x.titre)::int, sum(x.nom)::int
        from (${DU_RADICAL("offre_insertion.radical(cherche)")} union ${QUI_COMMENCENT("debut and ")}) x
      $$;
      revoke all on function offre_insertion.formes_de(text, text[], boolean) from public;`);
  }
}
