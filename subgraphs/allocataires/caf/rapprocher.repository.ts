/** Who the people of a content never seen before are. Resolved once: the content keeps the answer. Set-based. */

/** By NIR, birth date and first name (or NIR within the same dossier), else by a civil status that this dossier, the one before it or the one after it has said;
 * else a new person. Several candidates: the one already in the dossier, else a new person to be settled (PLUSIEURS).
 * The same new person in two dossiers of the file has one id. `suite`: the dossiers whose preceding request is in the same file come second.
 * Materialized step by step: on tables that were never analysed, the planner otherwise multiplies people by people. */
const PERSONNES = (suite: boolean) => `
  insert into caf_personne (ordre, rang, departement, dossier, allocataire, nouveau, resultat, candidats, par_nir)
  with p as materialized (
    select p.ordre, p.rang, p.departement, p.nir_empreinte, p.date_naissance, p.nom, p.prenoms[1] as prenom, p.rang_naissance, p.precedent, d.id as dossier,
      d.numero, gen_random_uuid() as neuf
    from caf_attente p join caf_dossier d on d.ordre = p.ordre
    where p.genre = 'P' and d.decision in ('NOUVEAU', 'MODIFIE') and not d.connu and d.precede = ${suite}
  ), porteur as materialized (
    select p.ordre, p.rang, p.departement, p.date_naissance, p.prenom, p.dossier, i.allocataire
    from p join allocataires.identifiant i on i.departement = p.departement and i.type = 'NIR' and i.empreinte = p.nir_empreinte
    union all
    select p.ordre, p.rang, p.departement, p.date_naissance, p.prenom, p.dossier, c.allocataire
    from p join caf_attente q on q.genre = 'P' and q.nir_empreinte = p.nir_empreinte and q.departement = p.departement and q.date_naissance = p.date_naissance
      and q.prenoms[1] = p.prenom
    join caf_personne c on c.ordre = q.ordre and c.rang = q.rang
  ), par_nir as (
    select p.ordre, p.rang, array_agg(distinct c.id) filter (where c.meme) as memes, array_agg(distinct c.id) filter (where not c.meme) as autres,
      array_agg(distinct c.id) filter (where c.voisin) as voisins
    from porteur p
    left join allocataires.allocataire a on a.departement = p.departement and a.id = p.allocataire
    cross join lateral (
      select (select true from allocataires.membre m where m.departement = p.departement and m.dossier = p.dossier and m.allocataire = p.allocataire) is true as voisin
    ) v
    cross join lateral (
      select coalesce(a.canonique, p.allocataire) as id, v.voisin, a.id is null or (a.date_naissance = p.date_naissance and a.prenoms[1] = p.prenom) or v.voisin as meme
    ) c
    group by p.ordre, p.rang
  ), voisin as materialized (
    select p.ordre, p.rang, true as ici, k.allocataire, k.donnees from p join allocataires.contenu_personne k on k.departement = p.departement and k.dossier = p.dossier
    union all
    select p.ordre, p.rang, false, k.allocataire, k.donnees from p
    join allocataires.dossier d on d.departement = p.departement and d.numero_demande = p.precedent
    join allocataires.contenu_personne k on k.departement = d.departement and k.dossier = d.id
    union all
    select p.ordre, p.rang, false, k.allocataire, k.donnees from p
    join allocataires.contenu_personne k on k.departement = p.departement and k.precedent = p.numero
    union all
    select p.ordre, p.rang, false, c.allocataire, q.donnees from p
    join caf_dossier d on d.departement = p.departement and d.numero = p.precedent
    join caf_personne c on c.ordre = d.ordre
    join caf_attente q on q.genre = 'P' and q.ordre = c.ordre and q.rang = c.rang
    union all
    select m.ordre, m.rang, m.ici, m.allocataire,
      jsonb_build_object('nom', a.nom, 'prenoms', a.prenoms, 'dateNaissance', a.date_naissance, 'rangNaissance', a.rang_naissance)
    from (
      select p.ordre, p.rang, true as ici, m.departement, m.allocataire from p
      join allocataires.membre m on m.departement = p.departement and m.dossier = p.dossier
      union all
      select p.ordre, p.rang, false, m.departement, m.allocataire from p
      join allocataires.dossier d on d.departement = p.departement and d.numero_demande = p.precedent and d.id <> p.dossier
      join allocataires.membre m on m.departement = d.departement and m.dossier = d.id
    ) m
    join allocataires.allocataire a on a.departement = m.departement and a.id = m.allocataire
  ), par_etat_civil as (
    select p.ordre, p.rang, array_agg(distinct c.id) as memes, array_agg(distinct c.id) filter (where v.ici) as voisins
    from p join voisin v on v.ordre = p.ordre and v.rang = p.rang
    left join allocataires.allocataire a on a.departement = p.departement and a.id = v.allocataire
    cross join lateral (select coalesce(a.canonique, v.allocataire) as id) c
    where v.donnees->>'nom' = p.nom and v.donnees->'prenoms'->>0 = p.prenom and v.donnees->>'dateNaissance' = p.date_naissance::text
      and coalesce((v.donnees->>'rangNaissance')::int = p.rang_naissance, true)
    group by p.ordre, p.rang
  ), trouve as (
    select p.*, t.candidats, n.autres, n.memes is not null as par_nir, case when cardinality(t.candidats) = 1 then t.candidats[1] end as choisi
    from p
    left join par_nir n on n.ordre = p.ordre and n.rang = p.rang
    left join par_etat_civil e on e.ordre = p.ordre and e.rang = p.rang
    cross join lateral (
      select case when cardinality(n.memes) > 1 and cardinality(n.voisins) = 1 then n.voisins
        when cardinality(n.memes) > 1 and cardinality(e.voisins) = 1 then e.voisins
        when n.memes is null and cardinality(e.memes) > 1 and cardinality(e.voisins) = 1 then e.voisins
        else coalesce(n.memes, e.memes) end as candidats
    ) t
  )
  select ordre, rang, departement, dossier, coalesce(choisi, first_value(choisi) over meme_personne, first_value(neuf) over meme_personne),
    first_value(choisi) over meme_personne is null,
    case when cardinality(candidats) > 1 then 'PLUSIEURS' when first_value(choisi) over meme_personne is null and autres is not null then 'CONFLIT' end,
    case when cardinality(candidats) > 1 then candidats else autres end, par_nir
  from trouve
  window meme_personne as (
    partition by departement, nir_empreinte, date_naissance, prenom, case when nir_empreinte is null then ordre end, case when nir_empreinte is null then rang end
    order by choisi nulls last)`;

/** Two people of one foyer cannot be the same person: the one whom her NIR names keeps the place, else the first. */
const CONFONDUS = `
  update caf_personne c set allocataire = gen_random_uuid(), nouveau = true, resultat = 'PLUSIEURS', candidats = array[c.allocataire]
  from (
    select ordre, rang, row_number() over (partition by ordre, allocataire order by par_nir desc, rang) as place from caf_personne
  ) deux
  where deux.ordre = c.ordre and deux.rang = c.rang and deux.place > 1`;

/** A person to be told apart by a professional: PLUSIEURS, one or several people may be her; CONFLIT, a number of hers is someone else's.
 * Meanwhile she is a new one. */
export const RAPPROCHEMENTS = `
  insert into allocataires.rapprochement (departement, resultat, statut, source, cree_le, recu, candidats, scores, allocataire)
  select c.departement, c.resultat, 'A_TRAITER', d.source, x.recue_le,
    jsonb_build_object('nom', p.nom, 'prenoms', p.prenoms, 'dateNaissance', p.date_naissance, 'commune', f.commune_nom, 'raisons', jsonb_build_array(
      case when c.resultat = 'CONFLIT' then 'Un numéro reçu est déjà celui d’une personne que l’état civil contredit.'
        when cardinality(c.candidats) > 1 then 'Plusieurs personnes connues répondent au NIR ou à l’état civil reçus.'
        when exists (select from caf_personne v where v.ordre = c.ordre and v.allocataire = any (c.candidats))
          then 'Deux personnes du même foyer répondent à la même personne connue.'
        else 'Une personne connue lui ressemble, sans que ce soit certain.' end)),
    c.candidats, coalesce(c.scores, '[]'), c.allocataire
  from caf_personne c
  join caf_dossier d on d.ordre = c.ordre
  join caf_attente p on p.genre = 'P' and p.ordre = c.ordre and p.rang = c.rang
  join caf_attente f on f.genre = 'F' and f.ordre = c.ordre
  cross join caf_flux x
  where c.resultat is not null`;

/** Fills caf_personne: each person of a new content, and who she is. What is certain is found in the base, at once for all; the engine looks at the rest. */
export const RAPPROCHER: readonly string[] = [PERSONNES(false), PERSONNES(true), [CONFONDUS, "analyze caf_personne"].join(";\n")];
