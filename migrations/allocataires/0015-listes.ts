import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** What the lists of people are searched by: words of the names, and numbers. */
export class Listes1700000000115 implements MigrationInterface {
  name = "Listes1700000000115";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function allocataires.mots_du_nom(nom text, nom_usage text) returns tsvector language sql immutable parallel safe as $$
        select array_to_tsvector(array_remove(string_to_array(regexp_replace(
          upper(translate(replace(replace(replace(replace(replace(replace(
            regexp_replace(normalize(coalesce(nom, '') || ' ' || coalesce(nom_usage, ''), nfd), '[\\u0300-\\u036f]+', '', 'g'),
            'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), 'ß', 'ss'), 'ẞ', 'SS'), 'ØøŁłĐđÐðĦħı', 'OOLLDDDDHHI')),
          '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f\\u3000]+', ' ', 'g'), ' '), ''))
      $$;
      comment on function allocataires.mots_du_nom is 'Mots des noms en capitales sans accents ; motsDeRecherche (personne/allocataire.ts) en est le double, un test les compare.';
      create index allocataire_mots on allocataires.allocataire using gin (allocataires.mots_du_nom(nom_tri, nom_usage));

      create view allocataires.nom_cherche (departement, allocataire, mots) as
        select a.departement, a.id, allocataires.mots_du_nom(a.nom_tri, a.nom_usage)
        from allocataires.allocataire a
        where a.departement = any ${departementsSql};
      comment on view allocataires.nom_cherche is 'Au droit du propriétaire, pour que l’index des mots serve : à joindre toujours à allocataire, dont la règle dit qui l’appelant peut lire.';
      grant select on allocataires.nom_cherche to unefois_allocataires;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop view allocataires.nom_cherche;
      drop index allocataires.allocataire_mots;
      drop function allocataires.mots_du_nom(text, text);`);
  }
}
