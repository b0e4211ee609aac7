import type { MigrationInterface, QueryRunner } from "typeorm";

/** @param cle whether the key of a reject (the number of a dossier, most often) is looked at, and goes with the rest. */
const BLANCHIR = (cle: boolean) => `
  create or replace function publie.blanchir_rejets(le_departement text, personne uuid, le timestamptz, ouverts jsonb) returns bigint
  language plpgsql security definer set search_path = '' as $$
  declare fiches uuid[]; numeros text[]; nommees jsonb; cible text; n bigint; total bigint := 0;
    la_phrase constant text := 'L’enregistrement nommait une personne effacée : il n’en reste rien.';
  begin
    if le_departement <> all (string_to_array(nullif(current_setting('unefois.departements', true), ''), ',')) then
      raise exception 'Effacement hors du département.';
    end if;
    fiches := array(select a.id from allocataires.allocataire a where a.departement = le_departement and personne in (a.id, a.canonique));
    numeros := array(
      select ' ' || m.mot || ' ' from (
        select allocataires.nom_normalise(i.valeur) as mot from allocataires.identifiant i
          where i.departement = le_departement and i.allocataire = any (fiches) and i.valeur is not null
        union select allocataires.nom_normalise(d.numero_demande) from allocataires.membre m
          join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier
          where m.departement = le_departement and m.allocataire = any (fiches)
        union select allocataires.nom_normalise(f::text) from unnest(fiches) f
      ) m where length(m.mot) >= 5);
    nommees := (
      select coalesce(jsonb_agg(jsonb_build_array(' ' || allocataires.nom_normalise(x.nom) || ' ', ' ' || allocataires.nom_normalise(x.prenom) || ' ',
        to_char(x.naissance, ' YYYY MM DD '), to_char(x.naissance, ' DD MM YYYY '))), '[]')
      from (
        select noms.nom, a.prenoms[1] as prenom, a.date_naissance as naissance from allocataires.allocataire a
        cross join lateral (values (a.nom), (a.nom_usage)) noms (nom) where a.departement = le_departement and a.id = any (fiches) and noms.nom is not null
        union
        select k.donnees->>'nom', k.donnees->'prenoms'->>0, (k.donnees->>'dateNaissance')::date from allocataires.contenu_personne k
        where k.departement = le_departement and k.allocataire = any (fiches)
      ) x where x.nom is not null and x.prenom is not null);
    foreach cible in array array['allocataires.rejet', 'rendez_vous.rejet', 'hub.rejet'] loop
      execute format($sql$
        update %s r set original = '', message = $5${cle ? ", cle = null" : ""}, rejoue_le = coalesce(r.rejoue_le, $4), resultat = coalesce(r.resultat, 'REJETE')
        from (select k.id, ' ' || allocataires.nom_normalise(coalesce(o.value, k.original) || ' ' || k.message${cle ? " || ' ' || coalesce(k.cle, '')" : ""}) || ' ' as mots from %1$s k
              left join jsonb_each_text($6) o on o.key = k.id::text
              where (k.original <> ''${cle ? " or k.cle is not null" : ""}) and (k.departement is null or k.departement = $1)) t
        where t.id = r.id and (
          exists (select from unnest($2::text[]) n where strpos(t.mots, n) > 0)
          or exists (select from jsonb_array_elements($3) x where strpos(t.mots, x->>0) > 0
            and (strpos(t.mots, x->>1) > 0 or strpos(t.mots, x->>2) > 0 or strpos(t.mots, x->>3) > 0)))$sql$, cible)
      using le_departement, numeros, nommees, le, la_phrase, ouverts;
      get diagnostics n = row_count;
      total := total + n;
    end loop;
    return total;
  end $$;`;

/** A reject that named a person who is erased keeps no key: a number of hers is a datum of hers. */
export class ClesDesRejets1700000000212 implements MigrationInterface {
  name = "ClesDesRejets1700000000212";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BLANCHIR(true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(BLANCHIR(false));
  }
}
