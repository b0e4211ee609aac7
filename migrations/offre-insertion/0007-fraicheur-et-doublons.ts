import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the catalogue knows of its records in time and among themselves: absences in a feed, withdrawal, duplicates, unknown values, a score that ages. */
export class FraicheurEtDoublons1700000000207 implements MigrationInterface {
  name = "FraicheurEtDoublons1700000000207";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists pg_trgm schema public;

      alter table offre_insertion.structure
        add column retiree_le timestamptz,
        add column absences int not null default 0,
        add column absente_le date,
        add column inconnues jsonb,
        add column publiee boolean not null default true,
        add column doublon_de text;
      alter table offre_insertion.service
        add column absences int not null default 0,
        add column absente_le date,
        add column inconnues jsonb,
        add column publiee boolean not null default true,
        add column doublon_de text,
        add column criteres_somme double precision,
        add column criteres_nombre int;
      comment on column offre_insertion.structure.retiree_le is 'La source ne montre plus cette structure depuis : elle se lit encore.';
      comment on column offre_insertion.service.absences is 'Jours où le flux complet de sa source ne la nommait pas, depuis qu’il l’a nommée.';
      comment on column offre_insertion.service.absente_le is 'Dernier jour compté dans absences : un flux rejoué le même jour ne compte pas deux fois.';
      comment on column offre_insertion.service.inconnues is '[{champ, valeur}] : ce que les référentiels de data·inclusion ne connaissent pas. Null : rien.';
      comment on column offre_insertion.service.publiee is 'Faux : le Département ne publie pas cette fiche dans son flux data·inclusion. Sans effet hors de ses propres fiches.';
      comment on column offre_insertion.service.doublon_de is 'Meilleure fiche de son groupe de doublons ; null pour celle-ci, et pour une fiche sans doublon.';
      comment on column offre_insertion.service.criteres_somme is 'Somme des critères de qualité qui ne dépendent pas du jour. Null : le score n’est pas recalculé.';
      comment on column offre_insertion.service.criteres_nombre is 'Nombre de ces critères qui s’appliquent.';
      create index service_doublon on offre_insertion.service (doublon_de) where doublon_de is not null;
      create index structure_doublon on offre_insertion.structure (doublon_de) where doublon_de is not null;
      create index service_source on offre_insertion.service (source);
      create index structure_source on offre_insertion.structure (source);
      create index service_date_maj on offre_insertion.service (date_maj);

      create table offre_insertion.valeur_inconnue (
        source text not null,
        champ text not null,
        valeur text not null,
        premiere_le timestamptz not null,
        derniere_le timestamptz not null,
        fiches int not null,
        primary key (source, champ, valeur)
      );
      comment on table offre_insertion.valeur_inconnue is 'Valeurs et champs reçus que le schéma v1 ne connaît pas ; « fiches » : celles qui les portent encore. Valeur vide : le champ lui-même.';

      create table offre_insertion.flux_source (
        source text not null,
        nature text not null,
        absences_max int not null,
        dernier_complet_le timestamptz,
        fiches int,
        primary key (source, nature)
      );
      comment on table offre_insertion.flux_source is 'Pour une source lue en entier : combien de jours d’absence avant de retirer une fiche, et sa dernière lecture.';

      grant select on offre_insertion.valeur_inconnue, offre_insertion.flux_source to unefois_offre_insertion;
    `);
    await this.functions(runner);
  }

  private async functions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function offre_insertion.departement_de(code_insee text) returns text language sql immutable parallel safe as $$
        select case when code_insee ~ '^9[78]' then left(code_insee, 3) else left(code_insee, 2) end
      $$;
      create function offre_insertion.retirer(offres text[], le timestamptz) returns setof text language sql as $$
        with retiree as (
          update offre_insertion.service s set retiree_le = le, empreinte = null
          where s.id = any (offres) and s.retiree_le is null returning s.id, s.source, s.departement, s.code_insee),
        sans_mots as (delete from offre_insertion.recherche r using retiree x where r.offre = x.id),
        sans_proposition as (delete from offre_insertion.proposition p using retiree x where p.offre = x.id),
        dit as (insert into journal.evenement (type, departement, donnees, survenu_le)
          select 'OffreModifiee', coalesce(x.departement, offre_insertion.departement_de(x.code_insee)),
            jsonb_build_object('offre', x.id, 'source', x.source), le from retiree x order by x.id)
        select id from retiree
      $$;
      comment on function offre_insertion.retirer is 'Retire des offres sans les effacer : plus trouvées, plus proposées, toujours lisibles ; dit OffreModifiee. Rend celles qui ne l’étaient pas.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function offre_insertion.retirer(text[], timestamptz);
      drop function offre_insertion.departement_de(text);
      drop table offre_insertion.flux_source;
      drop table offre_insertion.valeur_inconnue;
      drop index offre_insertion.service_date_maj;
      drop index offre_insertion.structure_source;
      drop index offre_insertion.service_source;
      alter table offre_insertion.service drop column criteres_nombre, drop column criteres_somme, drop column doublon_de, drop column publiee,
        drop column inconnues, drop column absente_le, drop column absences;
      alter table offre_insertion.structure drop column doublon_de, drop column publiee, drop column inconnues, drop column absente_le,
        drop column absences, drop column retiree_le;
    `);
  }
}
