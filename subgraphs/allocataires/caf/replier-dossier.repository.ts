/** What the dossiers are, folded from their history: row, states, decisions, lines of the right, changes of organisme, members. */

/** What each flow changed (h) in the dossiers to fold, and its content (c). */
const DITS = `caf_histoire h
    join allocataires.contenu_dossier c on c.departement = h.departement and c.dossier = h.dossier and c.empreinte = h.empreinte`;

const COLONNES = `fonorg, numorg, matricule, matricule_chiffre, etat, soumis_droits_devoirs, date_demande, ouverture_droits, code_insee, empreinte, flux_cree_le,
    source, source_organisme, collectee_le, recue_le, reference`;
/** The day of the request, when the instruction flow told it. */
const DEMANDE_INSTRUITE = `(
        select min((i.donnees->>'dateDemande')::date) from allocataires.mention_dossier m
        join allocataires.contenu_dossier i on i.departement = m.departement and i.dossier = m.dossier and i.empreinte = m.empreinte
        where m.departement = h.departement and m.dossier = h.dossier and m.instruction)`;
/** The last content speaks, since the flow that first said it. */
const DOSSIERS = `
  update allocataires.dossier o set (${COLONNES}) = row (${COLONNES.replace(/\w+/g, "e.$&")})
  from (
    select h.departement, h.dossier, c.fonorg, c.numorg, c.matricule, c.matricule_chiffre, h.etat, (c.donnees->>'soumisDroitsDevoirs')::boolean as soumis_droits_devoirs,
      least((c.donnees->>'dateDemande')::date, ${DEMANDE_INSTRUITE}) as date_demande, (c.donnees->>'ouvertureDroits')::date as ouverture_droits,
      c.donnees->'adresses'->0->>'codeInsee' as code_insee, h.empreinte, h.cree_le as flux_cree_le, c.fonorg as source, c.fonorg || c.numorg as source_organisme,
      h.cree_le as collectee_le, f.recu_le as recue_le, f.nom_fichier as reference
    from ${DITS} join allocataires.flux_caf f on f.id = h.flux where h.replie and h.dernier and not h.nouveau
  ) e
  where o.departement = e.departement and o.id = e.dossier and (o.empreinte, o.flux_cree_le, o.date_demande) is distinct from (e.empreinte, e.flux_cree_le, e.date_demande)`;

const oublier = (table: string) =>
  `delete from allocataires.${table} o using caf_repli d where not d.nouveau and o.departement = d.departement and o.dossier = d.dossier`;

/** States known before the first flow kept stay, until its eve. */
const ETATS_OTES = `
  delete from allocataires.etat_dossier o using caf_histoire h
  where h.n = 1 and h.replie and not h.nouveau and o.departement = h.departement and o.dossier = h.dossier and o.du >= h.le`;
const ETATS_REPRIS = `
  update allocataires.etat_dossier o set au = h.le - 1 from caf_histoire h
  where h.n = 1 and h.replie and not h.nouveau and o.departement = h.departement and o.dossier = h.dossier and o.du < h.le and coalesce(o.au >= h.le, true)`;

/** The last flow of a day says the state of that day. */
const ETATS = `
  insert into allocataires.etat_dossier (departement, dossier, du, etat, au)
  with jour as (
    select distinct on (h.departement, h.dossier, h.le) h.departement, h.dossier, h.le, h.etat
    from caf_histoire h where h.replie order by h.departement, h.dossier, h.le, h.n desc
  ), change as (
    select j.*, lag(j.etat) over (partition by j.departement, j.dossier order by j.le) as avant from jour j
  )
  select departement, dossier, le, etat, lead(le) over (partition by departement, dossier order by le) - 1 from change where avant is distinct from etat`;

/** A decision goes on until the eve of the flow that no longer says it. */
const DECISIONS = `
  insert into allocataires.decision_dossier (departement, dossier, nature, motif, du, groupe, au, flux)
  select distinct on (h.departement, h.dossier, i.nature, i.motif, i.du) h.departement, h.dossier, i.nature, i.motif, i.du, i.groupe,
    case when not h.dernier then greatest(h.suivant_le - 1, i.du) end, first_value(h.flux) over (
      partition by h.departement, h.dossier, i.nature, i.motif, i.du order by h.n rows between unbounded preceding and unbounded following)
  from ${DITS}
  cross join lateral (
    select 'SUSPENSION_DROIT' as nature, s.motif, s.du, s.groupe from jsonb_to_recordset(c.donnees->'suspensionsDroit') as s (motif text, du date, groupe text)
    union
    select 'SUSPENSION_VERSEMENT', s.motif, s.du, null from jsonb_to_recordset(c.donnees->'suspensionsVersement') as s (motif text, du date)
    union
    select 'REFUS', c.donnees->'refus'->>'motif', (c.donnees->'refus'->>'le')::date, null where c.donnees->'refus' <> 'null'
    union
    select case when (c.donnees->'cloture'->>'moisAnterieur')::boolean then 'CLOTURE_MOIS_ANTERIEUR' else 'CLOTURE' end, c.donnees->'cloture'->>'motif',
      (c.donnees->'cloture'->>'le')::date, null where c.donnees->'cloture' <> 'null'
  ) i
  where h.replie
  order by h.departement, h.dossier, i.nature, i.motif, i.du, h.n desc, i.groupe`;

/** A line whose amount changes is another row, since the flow that says the new amount. */
const LIGNES = `
  insert into allocataires.ligne_droit (departement, dossier, nature, sous_nature, du, depuis, au, montant_centimes, dernier_versement, jusque)
  with dite as (
    select distinct on (h.departement, h.dossier, h.n, l.nature, l."sousNature", l.du) h.departement, h.dossier, h.n, h.le, h.suivant_le, h.dernier,
      l.nature, l."sousNature" as sous_nature, l.du, l.au, l."montantCentimes" as montant, l."dernierVersement" as versement
    from ${DITS}
    cross join lateral jsonb_to_recordset(c.donnees->'lignes') as l (nature text, "sousNature" text, du date, au date, "montantCentimes" int, "dernierVersement" date)
    where h.replie
    order by h.departement, h.dossier, h.n, l.nature, l."sousNature", l.du, l."montantCentimes", l.au
  ), place as (
    select *, n - row_number() over (partition by departement, dossier, nature, sous_nature, du, au, montant order by n) as suite from dite
  ), periode as (
    select departement, dossier, nature, sous_nature, du, au, montant, min(le) as depuis, min(n) as n, max(versement) as versement, bool_or(dernier) as courante,
      max(suivant_le) - 1 as jusque
    from place group by departement, dossier, nature, sous_nature, du, au, montant, suite
  )
  select distinct on (departement, dossier, nature, sous_nature, du, depuis) departement, dossier, nature, sous_nature, du, depuis, au, montant, versement,
    case when not courante then greatest(jusque, depuis) end
  from periode order by departement, dossier, nature, sous_nature, du, depuis, n desc`;

const MUTATIONS = `
  insert into allocataires.mutation_dossier (departement, dossier, sens, fonorg, numorg, le)
  select distinct h.departement, h.dossier, s.sens, s.dit->>'fonds', s.dit->>'numorg', (s.dit->>'le')::date
  from ${DITS}
  cross join lateral (values ('CEDANT', c.donnees->'cedant'), ('PRENANT', c.donnees->'prenant')) s (sens, dit)
  where h.replie and s.dit <> 'null'`;

/** One row a person: her last stay. She leaves on the day said (DFRATDOS), at the latest on that of the flow that no longer names her. */
const MEMBRES_VOULUS = `
  insert into caf_membre (departement, dossier, allocataire, role, soumis, rang, du, au)
  with suivie as (
    select p.*, max(p.n) filter (where p.rang is not null) over personne as nommee, max(p.n) filter (where p.presente) over personne as vue
    from caf_presence p where p.replie
    window personne as (partition by p.departement, p.dossier, p.allocataire)
  ), sejour as (
    select s.*, coalesce(max(s.n) filter (where not s.presente and s.n < s.vue) over (partition by s.departement, s.dossier, s.allocataire), 0) as absente from suivie s
  ), debut as (
    select s.*, min(s.le) filter (where s.n > s.absente and (s.presente or s.vue is null)) over (partition by s.departement, s.dossier, s.allocataire) as debut
    from sejour s
  )
  select departement, dossier, allocataire, role, soumis, rang, coalesce(du, debut), case when dernier then case when not presente then au end else least(au, suivant_le) end
  from debut where n = nommee`;

/** A member known before the fold, whom no flow kept names, leaves on the day of the first one. */
const MEMBRES = `
  with connu as (
    select m.departement, m.dossier, m.allocataire, m.au from caf_repli d
    join allocataires.membre m on m.departement = d.departement and m.dossier = d.dossier where not d.nouveau
  ), inconnu as (
    select m.departement, m.dossier, m.allocataire, exists (select from allocataires.contenu_personne k
      where k.departement = m.departement and k.dossier = m.dossier and k.allocataire = m.allocataire) as replie
    from connu m
    where not exists (select from caf_membre v where v.departement = m.departement and v.dossier = m.dossier and v.allocataire = m.allocataire)
  ), ote as (
    delete from allocataires.membre m using inconnu i
    where i.replie and m.departement = i.departement and m.dossier = i.dossier and m.allocataire = i.allocataire
    returning m.departement, m.dossier
  ), parti as (
    update allocataires.membre m set au = h.le from inconnu i
    join caf_histoire h on h.dossier = i.dossier and h.departement = i.departement and h.n = 1
    where not i.replie and m.au is null and m.departement = i.departement and m.dossier = i.dossier and m.allocataire = i.allocataire
    returning m.departement, m.dossier
  ), ecrit as (
    insert into allocataires.membre as m (departement, dossier, allocataire, role, soumis_droits_devoirs, rang, du, au)
    select departement, dossier, allocataire, role, soumis, rang, du, au from caf_membre
    on conflict (departement, dossier, allocataire) do update set role = excluded.role, soumis_droits_devoirs = excluded.soumis_droits_devoirs,
      rang = excluded.rang, du = excluded.du, au = excluded.au
    where (m.role, m.soumis_droits_devoirs, m.rang, m.du, m.au) is distinct from
      (excluded.role, excluded.soumis_droits_devoirs, excluded.rang, excluded.du, excluded.au)
    returning m.departement, m.dossier, m.allocataire, m.au
  )
  insert into caf_champ (departement, id, champ)
  select e.departement, e.dossier, 'membres' from ecrit e left join connu k using (departement, dossier, allocataire)
  where k.dossier is null or k.au is distinct from e.au
  union select departement, dossier, 'membres' from ote
  union select departement, dossier, 'membres' from parti`;

export const REPLIER_DOSSIERS: readonly string[] = [
  [DOSSIERS, ETATS_OTES, ETATS_REPRIS, ...["decision_dossier", "ligne_droit", "mutation_dossier"].map(oublier)].join(";\n"),
  [ETATS, DECISIONS, LIGNES, MUTATIONS].join(";\n"),
  [MEMBRES_VOULUS, "analyze caf_membre", MEMBRES].join(";\n"),
];
