import type pg from "pg";

/** Decides what each foyer of the session becomes, and who its people are. All set-based: as many statements for one foyer as for 200 000. */

export const OUVERTS = "('OUVERT_VERSABLE', 'OUVERT_SUSPENDU', 'VERSEMENT_SUSPENDU')";
export const CLOS = "('CLOS', 'CLOS_MOIS_ANTERIEUR')";

/** One import at a time: two files may hold the same new person. */
const VERROU = "select pg_advisory_xact_lock(4219008)";

/** The stock of an organisme is the first monthly file ever loaded for it. A replay keeps what was said of its file. */
const STOCK = `
  update caf_flux x set stock = array(
    select distinct f.fonorg || f.numorg from caf_attente f
    where f.genre in ('F', 'R') and f.fonorg || f.numorg is not null
      and not exists (select from allocataires.flux_caf c where c.type_flux = 'M' and f.fonorg || f.numorg = any (c.stock)))
  where x.type_flux = 'M' and not x.rejeu`;

/** NOUVEAU and MODIFIE are applied. The last occurrence of a NUMDEMRSA in the file counts (DOUBLE); an older flow never overwrites (ANTERIEUR). */
const DOSSIERS = `
  insert into caf_dossier (ordre, departement, id, numero, source, organisme, decision, ouvert, stock, avant)
  select f.ordre, f.departement, coalesce(d.id, gen_random_uuid()), f.numero, f.fonorg, f.fonorg || f.numorg,
    case when f.ordre < doublon.dernier then 'DOUBLE'
      when d.id is null then 'NOUVEAU'
      when d.empreinte = f.empreinte then 'INCHANGE'
      when d.flux_cree_le > x.cree_le or (x.rejeu and d.flux_cree_le = x.cree_le) then 'ANTERIEUR'
      else 'MODIFIE' end,
    f.etat in ${OUVERTS}, coalesce(f.fonorg || f.numorg = any (x.stock), false), d
  from caf_attente f
  cross join caf_flux x
  left join (
    select numero, max(ordre) as dernier from caf_attente where genre in ('F', 'R') and numero is not null group by numero having count(*) > 1
  ) doublon on doublon.numero = f.numero
  left join allocataires.dossier d on d.departement = f.departement and d.numero_demande = f.numero
  where f.genre = 'F'`;

/** Who: by NIR and birth date (or NIR within the same dossier), else by civil status within the dossier or the one before it, else a new person.
 * The same new person in two dossiers of the file has one id.
 * Materialized step by step: on tables that were never analysed, the planner otherwise multiplies people by people. */
const PERSONNES = `
  insert into caf_personne (ordre, rang, departement, dossier, allocataire, nouveau, ambigu, candidats, autres)
  with p as materialized (
    select p.ordre, p.rang, p.departement, p.nir_empreinte, p.date_naissance, p.nom, p.prenoms[1] as prenom, p.rang_naissance, p.precedent, d.id as dossier,
      gen_random_uuid() as neuf
    from caf_attente p join caf_dossier d on d.ordre = p.ordre
    where p.genre = 'P' and d.decision in ('NOUVEAU', 'MODIFIE')
  ), porteur as materialized (
    select p.ordre, p.rang, p.departement, p.date_naissance, p.dossier, i.allocataire
    from p join allocataires.identifiant i on i.departement = p.departement and i.type = 'NIR' and i.empreinte = p.nir_empreinte
  ), par_nir as (
    select p.ordre, p.rang, array_agg(distinct c.id) filter (where c.meme) as memes, array_agg(distinct c.id) filter (where not c.meme) as autres
    from porteur p
    join allocataires.allocataire a on a.departement = p.departement and a.id = p.allocataire
    cross join lateral (
      select coalesce(a.canonique, a.id) as id, a.date_naissance = p.date_naissance or exists (
        select from allocataires.membre m where m.departement = p.departement and m.dossier = p.dossier and m.allocataire = a.id) as meme
    ) c
    group by p.ordre, p.rang
  ), voisin as materialized (
    select p.ordre, p.rang, m.allocataire from p join allocataires.membre m on m.departement = p.departement and m.dossier = p.dossier
    union all
    select p.ordre, p.rang, m.allocataire from p
    join allocataires.dossier d on d.departement = p.departement and d.numero_demande = p.precedent
    join allocataires.membre m on m.departement = d.departement and m.dossier = d.id
  ), par_etat_civil as (
    select p.ordre, p.rang, array_agg(distinct coalesce(a.canonique, a.id)) as memes
    from p join voisin v on v.ordre = p.ordre and v.rang = p.rang
    join allocataires.allocataire a on a.departement = p.departement and a.id = v.allocataire
    where a.nom = p.nom and a.prenoms[1] = p.prenom and a.date_naissance = p.date_naissance
      and (a.rang_naissance = p.rang_naissance or a.rang_naissance is null or p.rang_naissance is null)
    group by p.ordre, p.rang
  ), trouve as (
    select p.*, coalesce(n.memes, e.memes) as candidats, n.autres
    from p left join par_nir n on n.ordre = p.ordre and n.rang = p.rang left join par_etat_civil e on e.ordre = p.ordre and e.rang = p.rang
  )
  select ordre, rang, departement, dossier, coalesce(candidats[1], first_value(candidats[1]) over meme_personne, first_value(neuf) over meme_personne),
    first_value(candidats[1]) over meme_personne is null, coalesce(cardinality(candidats), 0) > 1, candidats, autres
  from trouve
  window meme_personne as (
    partition by departement, nir_empreinte, date_naissance, case when nir_empreinte is null then ordre end, case when nir_empreinte is null then rang end
    order by candidats[1] nulls last)`;

/** Two people of one foyer cannot be the same person. */
const CONFONDUS = `
  update caf_personne c set ambigu = true
  from (select ordre, allocataire from caf_personne group by ordre, allocataire having count(*) > 1) deux
  where deux.ordre = c.ordre and deux.allocataire = c.allocataire`;

const AMBIGUS = `update caf_dossier d set decision = 'AMBIGU' where exists (select from caf_personne c where c.ordre = d.ordre and c.ambigu)`;

/** A person to be told apart by a professional: PLUSIEURS, several people may be her; CONFLIT, her NIR is someone else's. */
const RAPPROCHEMENTS = `
  insert into allocataires.rapprochement (departement, resultat, statut, source, cree_le, recu, candidats, allocataire)
  select r.departement, r.resultat, 'A_TRAITER', r.source, r.recue_le, r.recu, r.candidats, r.allocataire
  from (
    select c.departement, d.source, x.recue_le, case when c.ambigu then 'PLUSIEURS' else 'CONFLIT' end as resultat,
      case when c.ambigu then coalesce(c.candidats, array[c.allocataire]) else c.autres end as candidats, case when not c.ambigu then c.allocataire end as allocataire,
      jsonb_build_object('nom', p.nom, 'prenoms', p.prenoms, 'dateNaissance', p.date_naissance, 'commune', f.commune_nom, 'raisons', jsonb_build_array(
        case when not c.ambigu then 'Le NIR reçu est déjà celui d’une autre personne, née à une autre date.'
          when cardinality(c.candidats) > 1 then 'Plusieurs personnes connues répondent au NIR ou à l’état civil reçus.'
          else 'Deux personnes du même foyer répondent à la même personne connue.' end)) as recu
    from caf_personne c
    join caf_dossier d on d.ordre = c.ordre
    join caf_attente p on p.genre = 'P' and p.ordre = c.ordre and p.rang = c.rang
    join caf_attente f on f.genre = 'F' and f.ordre = c.ordre
    cross join caf_flux x
    where c.ambigu or (c.nouveau and c.autres is not null and d.decision <> 'AMBIGU')
  ) r
  where not exists (
    select from allocataires.rapprochement deja where deja.departement = r.departement and deja.statut = 'A_TRAITER' and deja.resultat = r.resultat
      and deja.recu = r.recu and deja.candidats = r.candidats)`;

const OUBLIER_AMBIGUS = `delete from caf_personne c using caf_dossier d where d.ordre = c.ordre and d.decision = 'AMBIGU'`;

const DECIDER = [
  STOCK,
  DOSSIERS,
  "analyze caf_dossier",
  PERSONNES,
  CONFONDUS,
  AMBIGUS,
  RAPPROCHEMENTS,
  OUBLIER_AMBIGUS,
  "analyze caf_personne",
].join(";\n");

/** Opens the decisions of the transaction: caf_dossier and caf_personne are filled from caf_attente and from what the base knows. */
export async function rapprocher(client: pg.Client): Promise<void> {
  // Alone: what follows must see all that the import before committed.
  await client.query(VERROU);
  await client.query(DECIDER);
}

/** A foyer that the base refuses, or a reserve on one that it takes. */
export interface Decide {
  ordre: number;
  numero: string;
  departement: string;
  fonorg: string;
  numorg: string;
  decision: "DOUBLE" | "AMBIGU" | "CONFLIT";
}

/** Foyers that are rejected after reading, and those applied with a conflict of NIR. */
export async function decides(client: pg.Client): Promise<Decide[]> {
  const { rows } = await client.query<Decide>(`
    select d.ordre, d.numero, d.departement, f.fonorg, f.numorg, d.decision
    from caf_dossier d join caf_attente f on f.genre = 'F' and f.ordre = d.ordre where d.decision in ('DOUBLE', 'AMBIGU')
    union all
    select distinct d.ordre, d.numero, d.departement, f.fonorg, f.numorg, 'CONFLIT'
    from caf_personne c join caf_dossier d on d.ordre = c.ordre join caf_attente f on f.genre = 'F' and f.ordre = d.ordre
    where c.nouveau and c.autres is not null
    order by 1`);
  return rows;
}
