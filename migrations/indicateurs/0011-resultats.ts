import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["validation_resultat", "resultat_recu"];

/** A result that was entered is validated or rejected by someone else, and both the result and what was decided of it stay;
 * the official figures of France Travail stand beside ours, never in their place. */
export class Resultats1700000000411 implements MigrationInterface {
  name = "Resultats1700000000411";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table indicateurs.validation_resultat (
        departement text not null,
        resultat uuid not null,
        statut text not null,
        motif text,
        par text not null,
        le timestamptz not null,
        primary key (departement, resultat),
        foreign key (departement, resultat) references indicateurs.resultat_saisi (departement, id),
        constraint statut_de_validation check (statut in ('VALIDE', 'REJETE')),
        constraint un_rejet_est_motive check (statut = 'VALIDE' or motif is not null)
      );
      comment on table indicateurs.validation_resultat is 'Ce qui a été décidé d’un résultat saisi ; sans ligne, il est à valider. On ne revient pas sur une décision : on saisit un autre résultat.';

      create view indicateurs.resultat_retenu with (security_invoker = true) as
        select distinct on (r.departement, r.code, r.territoire, r.annee)
          r.departement, r.id, r.rang, r.code, r.territoire, r.annee, r.valeur, r.texte, r.preuve, r.par, r.le,
          coalesce(v.statut, 'A_VALIDER') as statut, v.motif, v.par as statue_par, v.le as statue_le
        from indicateurs.resultat_saisi r
        left join indicateurs.validation_resultat v on v.departement = r.departement and v.resultat = r.id
        where v.statut is distinct from 'REJETE'
        order by r.departement, r.code, r.territoire, r.annee, r.rang desc;
      comment on view indicateurs.resultat_retenu is 'Le résultat saisi qui compte : le dernier que personne n’a rejeté.';

      create table indicateurs.resultat_recu (
        departement text not null,
        code text not null,
        territoire text not null,
        debut date not null,
        fin date not null,
        part text not null default '',
        version int not null,
        valeur double precision,
        texte text,
        source text not null,
        recu_le timestamptz not null,
        primary key (departement, code, territoire, debut, fin, part, version),
        constraint valeur_ou_texte_recu check (valeur is not null or texte is not null),
        constraint periode_recue check (debut <= fin)
      );
      comment on table indicateurs.resultat_recu is 'Chiffres officiels de France Travail ; la dernière version compte, les précédentes restent. part : vide pour l’ensemble, sinon parcours, type de contrat…';

      grant select, insert on indicateurs.validation_resultat to unefois_indicateurs;
      grant select on indicateurs.resultat_retenu, indicateurs.resultat_recu to unefois_indicateurs;
    `);
    for (const table of TABLES) {
      await runner.query(`alter table indicateurs.${table} enable row level security;
        create policy perimetre on indicateurs.${table} for all to unefois_indicateurs
          using (departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop view indicateurs.resultat_retenu;
      drop table indicateurs.validation_resultat, indicateurs.resultat_recu;`);
  }
}
