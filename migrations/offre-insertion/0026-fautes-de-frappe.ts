import type { MigrationInterface, QueryRunner } from "typeorm";

/** The optimal string alignment: letters to add, remove, replace, or swap with the next one. */
const ECART = `
  create function offre_insertion.ecart(mot text, autre text) returns int language plpgsql immutable strict parallel safe set search_path = '' as $$
  declare
    n int := length(autre);
    avant int[];
    ligne int[] := array(select generate_series(0, n));
    suite int[];
    cout int;
  begin
    -- ligne[j + 1]: distance between the beginning of mot read so far and the first j letters of autre.
    for i in 1 .. length(mot) loop
      suite := array[i];
      for j in 1 .. n loop
        cout := (substr(mot, i, 1) <> substr(autre, j, 1))::int;
        suite[j + 1] := least(ligne[j + 1] + 1, suite[j] + 1, ligne[j] + cout);
        if i > 1 and j > 1 and substr(mot, i, 1) = substr(autre, j - 1, 1) and substr(mot, i - 1, 1) = substr(autre, j, 1) then
          suite[j + 1] := least(suite[j + 1], avant[j - 1] + 1);
        end if;
      end loop;
      avant := ligne;
      ligne := suite;
    end loop;
    return ligne[n + 1];
  end $$;
  revoke all on function offre_insertion.ecart(text, text) from public;
  comment on function offre_insertion.ecart is 'Fautes de frappe entre deux mots : lettres ajoutées, oubliées, changées ou interverties.';`;

/** What a word is read instead, when the catalogue does not have it. `avant`: as before this migration. */
const CORRECTION_AVANT = `select x.mot into cherche from (
                  select m.mot, sum(m.nombre) as n from offre_insertion.mot m
                  where m.mot operator(public.%) mots[i] and abs(length(m.mot) - length(mots[i])) <= 2 and m.departement = any (permis) group by m.mot) x
                where public.similarity(x.mot, mots[i]) >= 0.4 order by public.similarity(x.mot, mots[i]) desc, x.n desc, x.mot limit 1;`;
/** One mistake, two from eight letters on. A word that begins otherwise is another word (« apprendre » is not « prendre », « rendre » neither), but for
 * one letter changed or swapped with the next. */
const CORRECTION = `select y.mot into cherche from (
                  select x.mot, x.n, public.similarity(x.mot, mots[i]) as proche, offre_insertion.ecart(mots[i], x.mot) as fautes from (
                    select m.mot, sum(m.nombre) as n from offre_insertion.mot m
                    where m.mot operator(public.%) mots[i] and abs(length(m.mot) - length(mots[i])) <= 2 and m.departement = any (permis)
                    group by m.mot order by public.similarity(m.mot, mots[i]) desc, n desc, m.mot limit 20) x) y
                where y.proche >= 0.3 and (
                  left(y.mot, 1) = left(mots[i], 1) and y.fautes <= case when length(mots[i]) >= 8 then 2 else 1 end
                  or length(y.mot) = length(mots[i]) and y.fautes = 1)
                order by y.fautes, y.proche desc, y.n desc, y.mot limit 1;`;

const LIRE_MOTS = (correction: string) => `
  create or replace function offre_insertion.lire_mots(mots text[], exacts boolean[], debut int)
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
          ${correction}
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
  end $$;`;

/** A mistake is forgiven by what was mistyped, no longer by what looks alike: « apprendre » was read « prendre ». */
export class FautesDeFrappe1700000000226 implements MigrationInterface {
  name = "FautesDeFrappe1700000000226";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${ECART}${LIRE_MOTS(CORRECTION)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${LIRE_MOTS(CORRECTION_AVANT)} drop function offre_insertion.ecart(text, text);`);
  }
}
