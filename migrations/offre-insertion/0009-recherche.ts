import fs from "node:fs";
import type { MigrationInterface, QueryRunner } from "typeorm";
import { projectFile } from "../../subgraphs/shared/project-folder";
import { COMPTES, INDEXER } from "./recherche-sql";

const REFERENTIELS = ["thematiques", "publics", "types-de-services"];

/** What finds offers quickly: one narrow row for each that can be found, its filters as words of one index, and the words of the catalogue. */
export class Recherche1700000000209 implements MigrationInterface {
  name = "Recherche1700000000209";

  async up(runner: QueryRunner): Promise<void> {
    await this.words(runner);
    await this.table(runner);
    await this.counts(runner);
    await this.reading(runner);
    await runner.query(INDEXER);
    await this.follow(runner);
    await runner.query("select offre_insertion.indexer_recherche(array(select id from offre_insertion.service))");
  }

  /** Stop words are left out; the stem is taken where a word is read, not in each offer: every form of a word stays a word of its own. */
  private async words(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists pg_trgm schema public;
      create text search dictionary offre_insertion.mots_pleins (template = pg_catalog.simple, stopwords = french);
      create text search configuration offre_insertion.francais (parser = pg_catalog."default");
      alter text search configuration offre_insertion.francais
        add mapping for asciiword, word, numword, int, uint, float, sfloat, version with offre_insertion.mots_pleins;
      create function offre_insertion.radical(mot text) returns text language sql immutable parallel safe as $$
        select coalesce((ts_lexize('pg_catalog.french_stem', regexp_replace(regexp_replace(mot, 'ieres?$', 'ier'), 'ees?$', 'e')))[1], mot)
      $$;
      comment on function offre_insertion.radical is 'Radical français d’un mot sans accents : « formations » et « formation » ont le même.';

      create table offre_insertion.libelle (referentiel text not null, code text not null, libelle text not null, primary key (referentiel, code));
      comment on table offre_insertion.libelle is 'Libellés des référentiels de data·inclusion, pour chercher « garde d’enfants ».';
    `);
    for (const referentiel of REFERENTIELS) {
      const lu = fs.readFileSync(projectFile("data", "data-inclusion", "extra", `${referentiel}.json`), "utf8");
      await runner.query(
        "insert into offre_insertion.libelle select $1, value, label from jsonb_to_recordset($2::jsonb) x(value text, label text)",
        [referentiel, lu],
      );
    }
  }

  private async table(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table offre_insertion.recherche;
      create table offre_insertion.recherche (
        offre text primary key references offre_insertion.service,
        departement text,
        ordre_qualite double precision not null,
        ordre_fraicheur double precision not null,
        longitude double precision,
        latitude double precision,
        presentiel boolean not null,
        sur_place boolean not null,
        places_suivies boolean not null,
        valide_du date,
        valide_au date,
        jetons tsvector not null,
        titre tsvector not null,
        mots tsvector not null
      );
      alter table offre_insertion.recherche alter column mots set storage external, set (toast_tuple_target = 128);
      alter table offre_insertion.recherche alter column jetons set storage main, alter column titre set storage main;
      comment on table offre_insertion.recherche is
        'Une ligne par offre qui peut être trouvée. Sans règle de ligne, pour que l’index serve : qui la lit restreint departement, et relit l’offre dans service, qui en a une.';
      comment on column offre_insertion.recherche.ordre_qualite is 'Opposé du score : l’ordre des listes est croissant.';
      comment on column offre_insertion.recherche.ordre_fraicheur is 'Opposé du jour de mise à jour (jours depuis 2000).';
      comment on column offre_insertion.recherche.presentiel is 'Reçoit dans un lieu dont la position est connue : elle a une distance.';
      comment on column offre_insertion.recherche.sur_place is 'Ne reçoit que là : le rayon l’écarte.';
      comment on column offre_insertion.recherche.places_suivies is 'Des places ou des sessions peuvent être comptées ; faux pour data·inclusion.';
      comment on column offre_insertion.recherche.jetons is 'Ses filtres, une lettre puis la valeur : t thématique, k frein ou catégorie, p public, z zone… (recherche/jetons.ts).';
      comment on column offre_insertion.recherche.titre is 'a + mot du nom ; b + mot de la structure, de la commune, d’une thématique ou du type.';
      comment on column offre_insertion.recherche.mots is 'Tous ses mots, sans accents ni mots vides.';
      create index recherche_filtres on offre_insertion.recherche using gin (jetons, titre, mots);
      create index recherche_qualite on offre_insertion.recherche (ordre_qualite, offre);
      create index recherche_fraicheur on offre_insertion.recherche (ordre_fraicheur, offre);
      grant select on offre_insertion.recherche to unefois_offre_insertion;
    `);
  }

  /** The words of the catalogue with their counts, by département: what a search may be corrected to. Kept by whoever writes \`recherche\`. */
  private async counts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table offre_insertion.mot (
        departement text not null,
        mot text not null,
        radical text not null,
        nombre int not null,
        nombre_titre int not null,
        nombre_nom int not null,
        primary key (departement, mot)
      );
      create index mot_disparu on offre_insertion.mot (departement) where nombre <= 0;
      comment on table offre_insertion.mot is 'Mots des offres et nombre d’offres qui les portent ; département vide : catalogue public. Se lit par lire_mots seulement.';
      create index mot_radical on offre_insertion.mot (radical);
      create index mot_debut on offre_insertion.mot (mot text_pattern_ops);
      create index mot_trigrammes on offre_insertion.mot using gin (mot public.gin_trgm_ops);
      create function offre_insertion.compter_mots() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          insert into offre_insertion.mot as m (departement, mot, radical, nombre, nombre_titre, nombre_nom)
            select x.departement, x.mot, offre_insertion.radical(x.mot), x.n, x.titre, x.nom from (${COMPTES}) x order by x.departement, x.mot
            on conflict (departement, mot) do update set nombre = m.nombre + excluded.nombre,
              nombre_titre = m.nombre_titre + excluded.nombre_titre, nombre_nom = m.nombre_nom + excluded.nombre_nom;
        else
          update offre_insertion.mot m set nombre = m.nombre - x.n, nombre_titre = m.nombre_titre - x.titre, nombre_nom = m.nombre_nom - x.nom
            from (${COMPTES}) x where m.departement = x.departement and m.mot = x.mot;
          delete from offre_insertion.mot m where m.nombre <= 0;
        end if;
        return null;
      end $$;
      create trigger compter_mots_entres after insert on offre_insertion.recherche referencing new table as touchee
        for each statement execute function offre_insertion.compter_mots();
      create trigger compter_mots_sortis after delete on offre_insertion.recherche referencing old table as touchee
        for each statement execute function offre_insertion.compter_mots();
      create function offre_insertion.vider_mots() returns trigger language plpgsql as $$ begin truncate offre_insertion.mot; return null; end $$;
      create trigger vider_mots after truncate on offre_insertion.recherche for each statement execute function offre_insertion.vider_mots();
    `);
  }

  private async reading(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function offre_insertion.lire_mots(mots text[], exacts boolean[], debut int)
      returns table (rang int, vide boolean, formes text[], lu text, nombre int, nombre_titre int, nombre_nom int)
      language plpgsql stable security definer set search_path = '' as $$
      declare
        permis text[] := array_append(string_to_array(current_setting('unefois.departements', true), ','), '');
        cherche text;
      begin
        for i in 1 .. coalesce(array_length(mots, 1), 0) loop
          rang := i; lu := null; formes := null; nombre := 0; nombre_titre := 0; nombre_nom := 0;
          vide := ts_lexize('pg_catalog.french_stem', mots[i]) = '{}';
          if not vide then
            cherche := mots[i];
            select * into formes, nombre, nombre_titre, nombre_nom from offre_insertion.formes_de(cherche, permis, i = debut and length(cherche) >= 3);
            if formes is null and not exacts[i] and length(cherche) >= 4 then
              select x.mot into cherche from (
                  select m.mot, sum(m.nombre) as n from offre_insertion.mot m
                  where m.mot operator(public.%) mots[i] and abs(length(m.mot) - length(mots[i])) <= 2 and m.departement = any (permis) group by m.mot) x
                where public.similarity(x.mot, mots[i]) >= 0.4 order by public.similarity(x.mot, mots[i]) desc, x.n desc, x.mot limit 1;
              if cherche is not null then
                select * into formes, nombre, nombre_titre, nombre_nom from offre_insertion.formes_de(cherche, permis, false);
              end if;
            end if;
            if formes is not null and mots[i] <> all (formes) and not (i = debut and formes[1] like mots[i] || '%') then
              select f into lu from unnest(formes) f order by public.similarity(f, mots[i]) desc, f limit 1;
            end if;
          end if;
          return next;
        end loop;
      end $$;
      create function offre_insertion.formes_de(cherche text, permis text[], debut boolean,
        out formes text[], out nombre int, out nombre_titre int, out nombre_nom int) language sql stable set search_path = '' as $$
        select array_agg(x.mot order by x.n desc, x.mot), sum(x.n)::int, sum(x.titre)::int, sum(x.nom)::int from (
          (select m.mot, sum(m.nombre) as n, sum(m.nombre_titre) as titre, sum(m.nombre_nom) as nom from offre_insertion.mot m
            where m.radical = offre_insertion.radical(cherche) and m.departement = any (permis) group by m.mot order by n desc, m.mot limit 24)
          union
          (select m.mot, sum(m.nombre) as n, sum(m.nombre_titre) as titre, sum(m.nombre_nom) as nom from offre_insertion.mot m
            where debut and m.mot operator(pg_catalog.~>=~) cherche and m.mot operator(pg_catalog.~<~) (cherche || '{') and m.departement = any (permis)
            group by m.mot order by n desc, m.mot limit 16)
        ) x
      $$;
      revoke all on function offre_insertion.formes_de(text, text[], boolean) from public;
      revoke all on function offre_insertion.lire_mots(text[], boolean[], int) from public;
      grant execute on function offre_insertion.lire_mots(text[], boolean[], int) to unefois_offre_insertion;
      comment on function offre_insertion.lire_mots is
        'Formes connues de chaque mot cherché (même radical, début du dernier, faute pardonnée), dans le catalogue public et celui des départements de l’appelant seulement.';
    `);
  }

  /** Whatever changes a score, a duplicate, a validity or a withdrawal, the index follows. */
  private async follow(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function offre_insertion.suivre_service() returns trigger language plpgsql as $$
      declare
        touchees text[];
      begin
        select array_agg(n.id) into touchees from nouvelle n join ancienne a on a.id = n.id
          where (n.score_qualite, n.retiree_le is null, n.doublon_de is null, n.valide_du, n.valide_au)
            is distinct from (a.score_qualite, a.retiree_le is null, a.doublon_de is null, a.valide_du, a.valide_au);
        if touchees is not null then perform offre_insertion.indexer_filtres(touchees); end if;
        return null;
      end $$;
      create trigger suivre_service after update on offre_insertion.service referencing old table as ancienne new table as nouvelle
        for each statement execute function offre_insertion.suivre_service();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger suivre_service on offre_insertion.service;
      drop function offre_insertion.suivre_service();
      drop function offre_insertion.indexer_filtres(text[]);
      drop function offre_insertion.indexer_recherche(text[]);
      drop function offre_insertion.indexer_propositions(text[]);
      drop table offre_insertion.recherche;
      drop function offre_insertion.jetons_de(offre_insertion.service);
      drop function offre_insertion.compter_mots();
      drop function offre_insertion.vider_mots();
      drop function offre_insertion.lire_mots(text[], boolean[], int);
      drop function offre_insertion.formes_de(text, text[], boolean);
      drop table offre_insertion.mot;
      drop table offre_insertion.libelle;
      drop function offre_insertion.radical(text);
      drop text search configuration offre_insertion.francais;
      drop text search dictionary offre_insertion.mots_pleins;
      create table offre_insertion.recherche (offre text primary key references offre_insertion.service, mots tsvector not null);
      create index recherche_mots on offre_insertion.recherche using gin (mots);
      grant select on offre_insertion.recherche to unefois_offre_insertion;
      create or replace function offre_insertion.indexer(offres text[]) returns void language sql as $$
        delete from offre_insertion.proposition where offre = any(offres);
        insert into offre_insertion.proposition (cle, zone, qualite, offre, departement, ages)
          select distinct cle, zone, s.score_qualite * case when s.public_a_verifier then 0.6 else 1 end, s.id, s.departement, s.ages
          from offre_insertion.service s, unnest(s.cles) cle, unnest(s.zones_proposition) zone where s.id = any(offres);
        insert into offre_insertion.recherche (offre, mots)
          select s.id, to_tsvector('simple', offre_insertion.sans_accents(
            concat_ws(' ', s.nom, t.nom, s.commune, array_to_string(s.thematiques, ' '), array_to_string(s.publics, ' '), s.description)))
          from offre_insertion.service s join offre_insertion.structure t on t.id = s.structure where s.id = any(offres)
          on conflict (offre) do update set mots = excluded.mots;
      $$;
      select offre_insertion.indexer(array(select id from offre_insertion.service where retiree_le is null));
    `);
  }
}
