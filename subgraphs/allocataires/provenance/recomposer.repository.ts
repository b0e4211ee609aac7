/** Whom the hub believes, datum by datum: rules of `allocataires.precedence` over `allocataires.declaration`. Set-based: one statement for one
 * person as for 200 000. `source` is a SELECT (departement, id) of the code; it may hold $n values. */

/** Data of an address go together: a street of one source never meets the commune of another. */
const LIEU = "array['adresse', 'codeInsee', 'communeNom', 'codePostal']";
const OBJET_LIEU = `jsonb_build_object('adresse', d.donnees->'adresse', 'codeInsee', d.donnees->'codeInsee',
        'communeNom', d.donnees->'communeNom', 'codePostal', d.donnees->'codePostal')`;
const LIEU_VIDE = `'{"adresse": null, "codeInsee": null, "communeNom": null, "codePostal": null}'`;

/** Within one source, only the last word counts: the last whole statement of a dossier; out of a dossier, the last one of each datum.
 * `reference`, then the words themselves, settle equal instants, so that no order of arrival does. */
const DERNIERE = "order by d.collectee_le desc, d.reference desc nulls last, d.donnees desc";

/** CTEs `active` (the declarations) and `dite` (one row a datum that a declaration names; `retenue`: it is believed, by the rule `motif`).
 * A lone whole statement has no rival: without `toutes`, it is left out of `dite` and read from `active` where `seule`. */
export const ditesSql = (source: string, { toutes }: { toutes: boolean }) => `
  demandee as materialized (${source}),
  lue as (
    select d.*, row_number() over (partition by d.departement, d.allocataire, d.source, d.dossier ${DERNIERE}) as recul,
      lag(d.collectee_le) over (partition by d.departement, d.allocataire, d.source, d.dossier ${DERNIERE}) as suivante_le
    from demandee p join allocataires.declaration d on d.departement = p.departement and d.allocataire = p.id
  ), active as materialized (
    select l.*, l.dossier is null or l.recul = 1 as vivante,
      l.dossier is not null and l.recul = 1 and count(*) filter (where l.dossier is null or l.recul = 1) over (partition by l.departement, l.allocataire) = 1 as seule
    from lue l
  ), mot as (
    select d.departement, d.allocataire, d.id, d.source, d.certifiee, d.dossier, d.dossier_ouvert, d.collectee_le, d.recue_le, d.reference, d.donnees,
      k.champ, k.valeur, d.source_organisme, d.suivante_le, d.vivante and not (d.dossier is not null and k.valeur in ('null', ${LIEU_VIDE})) as parle,
      row_number() over (partition by d.departement, d.allocataire, k.champ, d.source, d.dossier ${DERNIERE}) as recul_du_champ
    from active d
    cross join lateral (
      select 'adresse' as champ, ${OBJET_LIEU} as valeur where d.donnees ?| ${LIEU}
      union all
      select e.key, e.value from jsonb_each(d.donnees) e where e.key <> all (${LIEU})
    ) k
    where ${toutes ? "true" : "not d.seule and d.vivante"}
  ), dite as (
    select m.*, r.motif, m.parle and m.recul_du_champ = 1 and row_number() over (
      partition by m.departement, m.allocataire, m.champ
      order by not (m.parle and m.recul_du_champ = 1), coalesce(r.rang, 1000), m.certifiee desc, m.dossier_ouvert desc, m.collectee_le desc,
        m.reference desc nulls last, m.donnees desc) = 1 as retenue
    from mot m
    left join lateral (
      select p.rang, p.motif from allocataires.precedence p
      where p.departement in (m.departement, '*') and p.champ in (m.champ, '*') and p.source = m.source
      order by p.departement = '*', p.champ = '*' limit 1
    ) r on true
  )`;

/** Column of `allocataires.allocataire` ← datum. A whole statement (`entiere`) speaks for the data of this table even where it is silent. */
const COLONNES: Record<string, string> = {
  civilite: "e.donnees->>'civilite'",
  nom_usage: "e.donnees->>'nomUsage'",
  rang_naissance: "(e.donnees->>'rangNaissance')::int",
  sexe: "e.donnees->>'sexe'",
  code_insee: "e.donnees->>'codeInsee'",
  commune_nom: "e.donnees->>'communeNom'",
  adresse: "e.donnees->>'adresse'",
};
const CLES: Record<string, string> = {
  civilite: "civilite",
  nom_usage: "nomUsage",
  rang_naissance: "rangNaissance",
  sexe: "sexe",
  code_insee: "codeInsee",
  commune_nom: "communeNom",
  adresse: "adresse",
};
/** Contact data never come with a dossier: a dossier that does not tell them takes nothing away. */
const CONTACTS = ["telephone", "courriel"];

const PROPRES = ["source", "source_organisme", "collectee_le", "recue_le", "certifiee", "reference"];

const VALEURS: Record<string, string> = {
  nom: "coalesce(e.donnees->>'nom', a.nom)",
  prenoms: "case when e.donnees->'prenoms' is null then a.prenoms else array(select jsonb_array_elements_text(e.donnees->'prenoms')) end",
  date_naissance: "coalesce((e.donnees->>'dateNaissance')::date, a.date_naissance)",
  ...Object.fromEntries(
    Object.entries(COLONNES).map(([c, valeur]) => [c, `case when e.entiere or e.donnees ? '${CLES[c]}' then ${valeur} else a.${c} end`]),
  ),
  ...Object.fromEntries(CONTACTS.map((c) => [c, `case when e.donnees ? '${c}' then e.donnees->>'${c}' else a.${c} end`])),
  ...Object.fromEntries(PROPRES.map((c) => [c, `case when e.origine is null then a.${c} else e.${c} end`])),
};
const NOMS = Object.keys(VALEURS).join(", ");

/** Recomputes the columns of the people of `source` from their declarations, and the provenance of the row, which is that of the birth name.
 * A person, or a datum, that no declaration speaks of stays as it is. Writes only the rows that change; RETURNING (departement, id) of those. */
export const recomposerSql = (source: string): string => `${recomposerEnSilenceSql(source)}
  returning a.departement, a.id`;

/** The same, without RETURNING. */
export const recomposerEnSilenceSql = (source: string): string => `
  with ${ditesSql(source, { toutes: false })}, gagnee as (
    select departement, allocataire, bool_or(dossier is not null) as entiere,
      coalesce(jsonb_object_agg(champ, valeur) filter (where retenue and champ <> 'adresse'), '{}')
        || coalesce((array_agg(valeur) filter (where retenue and champ = 'adresse'))[1], '{}') as donnees,
      (array_agg(id) filter (where retenue and champ = 'nom'))[1] as origine
    from dite group by departement, allocataire
  ), ecrite as (
    select s.departement, s.allocataire, true as entiere, s.donnees, case when s.donnees->>'nom' is not null then s.id end as origine,
      ${PROPRES.map((c) => `s.${c}`).join(", ")}
    from active s where s.seule
    union all
    select g.departement, g.allocataire, g.entiere, g.donnees, g.origine, ${PROPRES.map((c) => `o.${c}`).join(", ")}
    from gagnee g left join active o on o.departement = g.departement and o.allocataire = g.allocataire and o.id = g.origine
  ), calculee as (
    select a.departement, a.id, ${Object.entries(VALEURS)
      .map(([c, valeur]) => `${valeur} as ${c}`)
      .join(",\n      ")}
    from ecrite e join allocataires.allocataire a on a.departement = e.departement and a.id = e.allocataire
  )
  update allocataires.allocataire a set (${NOMS}, nom_tri) = row (${NOMS.replace(/\w+/g, "c.$&")},
    case when (c.nom, c.prenoms) is not distinct from (a.nom, a.prenoms) then a.nom_tri else allocataires.nom_tri(c.nom, c.prenoms) end)
  from calculee c
  where a.departement = c.departement and a.id = c.id and (${NOMS.replace(/\w+/g, "a.$&")}) is distinct from (${NOMS.replace(/\w+/g, "c.$&")})`;

/** Keeps the row of each person of `source` who has no declaration as the first of them, so that what is declared next has something to beat:
 * people known before declarations were kept. A row of the CAF or MSA speaks for the dossier that she is in. */
export const originesSql = (source: string): string => `
  insert into allocataires.declaration (departement, allocataire, ${PROPRES.join(", ")}, dossier, dossier_ouvert, donnees)
  select a.departement, a.id, ${PROPRES.map((c) => `a.${c}`).join(", ")}, m.dossier, coalesce(m.ouvert, true),
    jsonb_strip_nulls(jsonb_build_object('civilite', a.civilite, 'nom', a.nom, 'nomUsage', a.nom_usage, 'prenoms', to_jsonb(a.prenoms),
      'dateNaissance', a.date_naissance, 'rangNaissance', a.rang_naissance, 'sexe', a.sexe, 'codeInsee', a.code_insee,
      'communeNom', a.commune_nom, 'adresse', a.adresse, 'telephone', a.telephone, 'courriel', a.courriel))
  from (${source}) p
  join allocataires.allocataire a on a.departement = p.departement and a.id = p.id
  left join lateral (
    select m.dossier, d.etat in ('OUVERT_VERSABLE', 'OUVERT_SUSPENDU', 'VERSEMENT_SUSPENDU') as ouvert
    from allocataires.membre m join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier
    where a.source in ('CAF', 'MSA') and m.departement = a.departement and m.allocataire = a.id
    order by m.au is null desc, d.flux_cree_le desc limit 1
  ) m on true
  where not exists (select from allocataires.declaration k where k.departement = a.departement and k.allocataire = a.id)`;
