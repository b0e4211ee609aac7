import type pg from "pg";

/** Counts again the unknown values of the sources of a file: how many records carry each, and when it was last read. What waits in `attente` was read now. */
const COMPTER = `with sources as (select distinct colonnes ->> 'source' as source from attente),
  portees as (
    select source, inconnues from offre_insertion.service where inconnues is not null and departement is null and source in (select source from sources)
    union all
    select source, inconnues from offre_insertion.structure where inconnues is not null and departement is null and source in (select source from sources)),
  comptees as (
    select p.source, i.champ, i.valeur, count(*)::int as fiches
    from portees p, jsonb_to_recordset(p.inconnues) as i(champ text, valeur text) group by 1, 2, 3),
  lues as (
    select distinct a.colonnes ->> 'source' as source, i.champ, i.valeur
    from attente a, jsonb_to_recordset(case jsonb_typeof(a.colonnes -> 'inconnues') when 'array' then a.colonnes -> 'inconnues' else '[]' end)
      as i(champ text, valeur text)),
  disparues as (
    update offre_insertion.valeur_inconnue v set fiches = 0
    where v.source in (select source from sources) and v.fiches > 0
      and not exists (select from comptees c where (c.source, c.champ, c.valeur) = (v.source, v.champ, v.valeur)))
  insert into offre_insertion.valeur_inconnue as v (source, champ, valeur, premiere_le, derniere_le, fiches)
  select c.source, c.champ, c.valeur, $1, $1, c.fiches from comptees c
  on conflict (source, champ, valeur) do update set fiches = excluded.fiches,
    derniere_le = case when exists (select from lues l where (l.source, l.champ, l.valeur) = (v.source, v.champ, v.valeur)) then $1 else v.derniere_le end`;

export const compterInconnues = (client: pg.ClientBase, maintenant: Date): Promise<unknown> => client.query(COMPTER, [maintenant]);
