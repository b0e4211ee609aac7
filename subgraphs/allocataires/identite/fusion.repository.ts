import type { Transaction } from "../../shared/database";
import { type FaitsReplies, replierPersonnes } from "./personnes-repliees.repository";
import { DEPLACER, MOTIF_DE_FUSION } from "./plan-fusion";

/** The imports of the CAF hold this lock for the time of a file: a person is not merged while one is recognised. */
const VERROU = "select pg_advisory_xact_lock(4219008)";

export interface FicheVerrouillee {
  id: string;
  departement: string;
  canonique: string | null;
}

/** Locks these people, and those who replace them, in the order of their ids, so that two merges never wait for each other.
 * Those that the caller may not read are absent. */
export async function verrouillerFiches(tx: Transaction, ids: string[]): Promise<FicheVerrouillee[]> {
  await tx.execute(VERROU);
  return tx.rows<FicheVerrouillee>(
    "select a.id, a.departement, a.canonique from allocataires.allocataire a where a.id = any ($1::uuid[] || array(select x.canonique from allocataires.allocataire x where x.id = any ($1::uuid[]))) order by a.id for update",
    [ids],
  );
}

/** Two people whom one flow named together, or who are now in one foyer, are two. */
export async function vuesEnsemble(tx: Transaction, departement: string, a: string, b: string): Promise<boolean> {
  const ligne = await tx.row<{ ensemble: boolean }>(
    `select exists (
       select from allocataires.contenu_personne x join allocataires.contenu_personne y
         on y.departement = x.departement and y.dossier = x.dossier and y.empreinte = x.empreinte and y.allocataire = $3::uuid
       where x.departement = $1 and x.allocataire = $2::uuid
     ) or exists (
       select from allocataires.membre x join allocataires.membre y on y.departement = x.departement and y.dossier = x.dossier and y.allocataire = $3::uuid
       where x.departement = $1 and x.allocataire = $2::uuid and x.au is null and y.au is null) as ensemble`,
    [departement, a, b],
  );
  return ligne!.ensemble;
}

export interface DemandeDeFusion {
  id: string;
  departement: string;
  /** The person who stays. */
  allocataire: string;
  /** The person who goes: her id will give the other. */
  fusionnee: string;
  rapprochement: string | null;
  motif: string | null;
  le: Date;
  /** Civil date of the act. */
  aujourdhui: string;
  par: string;
}

/** $1 département, $2 goes, $3 stays, $4 merge, $5 today. Of two current orientations the one decided last stays; of two first requests the oldest, and none
 * beside an orientation that runs; of two réorientations asked for, the last. The others end today, with their follow-ups. */
const ORIENTATION_EN_TROP = `
  with vivante as (
    select o.id, o.statut, o.close_le, o.fin_accompagnement_le, o.motif_fin, o.decidee_le, o.demandee_le,
      case when o.statut = 'DECIDEE' then 'COURANTE' when o.origine = 'REORIENTATION' then 'REORIENTATION' else 'DEMANDE' end as genre
    from allocataires.orientation o
    where o.departement = $1 and o.allocataire in ($2::uuid, $3::uuid) and o.close_le is null
      and o.statut in ('DEMANDEE', 'PRECONISEE', 'A_L_ETUDE', 'DECIDEE')
  ), rangee as (
    select v.*, row_number() over (partition by genre order by decidee_le desc, case when genre = 'DEMANDE' then demandee_le end, demandee_le desc, id) as rang_du_genre,
      bool_or(genre = 'COURANTE') over () as oriente
    from vivante v
  ), courante as (
    select id, statut, close_le, fin_accompagnement_le, motif_fin, case when genre = 'DEMANDE' and oriente then 2 else rang_du_genre end as place from rangee
  ), close as (
    update allocataires.orientation o set statut = 'CLOSE', close_le = $5::date, fin_accompagnement_le = $5::date, motif_fin = '${MOTIF_DE_FUSION}'
    from courante c where c.place > 1 and o.departement = $1 and o.id = c.id returning o.id
  ), suivie as (
    select i.id, i.au from allocataires.intervention i join close on close.id = i.orientation where i.departement = $1 and (i.au is null or i.au > $5::date)
  ), finie as (
    update allocataires.intervention i set au = greatest(i.du, $5::date) from suivie s where i.departement = $1 and i.id = s.id returning i.id, i.au
  ), journal as (
    insert into allocataires.fusion_ligne (departement, fusion, nom_table, cle, avant, apres)
    select $1, $4::uuid, 'orientation', jsonb_build_object('id', c.id),
      jsonb_build_object('statut', c.statut, 'close_le', c.close_le, 'fin_accompagnement_le', c.fin_accompagnement_le, 'motif_fin', c.motif_fin),
      jsonb_build_object('statut', 'CLOSE', 'motif_fin', '${MOTIF_DE_FUSION}')
    from courante c where c.place > 1
    union all
    select $1, $4::uuid, 'intervention', jsonb_build_object('id', s.id), jsonb_build_object('au', s.au), jsonb_build_object('au', f.au)
    from suivie s join finie f on f.id = s.id
  )
  select id from close`;

/** Ranks follow one another in the order of the decisions. Written negative first: two rows never bear one rank. */
const ORIENTATIONS = [
  `with ordre as (
     select o.id, o.allocataire, o.rang, row_number() over (order by coalesce(o.decidee_le, o.demandee_le), o.demandee_le, o.id) as place
     from allocataires.orientation o where o.departement = $1 and o.allocataire in ($2::uuid, $3::uuid)
   ), maj as (
     update allocataires.orientation o set allocataire = $3::uuid, rang = -ordre.place from ordre where o.departement = $1 and o.id = ordre.id
   )
   insert into allocataires.fusion_ligne (departement, fusion, nom_table, cle, avant, apres)
   select $1, $4::uuid, 'orientation', jsonb_build_object('id', id), jsonb_build_object('allocataire', allocataire, 'rang', rang),
     jsonb_build_object('allocataire', $3::uuid, 'rang', place)
   from ordre`,
];
const RANGS = "update allocataires.orientation o set rang = -o.rang where o.departement = $1 and o.allocataire = $2::uuid and o.rang < 0";

/** Of two running contracts, the one signed or proposed last stays. */
const CONTRAT_EN_TROP = `
  with courant as (
    select c.id, c.statut, c.cloture_le,
      row_number() over (order by coalesce(c.date_signature, c.date_refus, c.propose_le, c.collectee_le::date) desc, c.id) as place
    from allocataires.contrat_engagement c
    where c.departement = $1 and c.allocataire in ($2::uuid, $3::uuid) and c.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU')
  ), clos as (
    update allocataires.contrat_engagement c set statut = 'CLOTURE', cloture_le = $5::date from courant where courant.place > 1 and c.departement = $1 and c.id = courant.id
  )
  insert into allocataires.fusion_ligne (departement, fusion, nom_table, cle, avant, apres)
  select $1, $4::uuid, 'contrat_engagement', jsonb_build_object('id', id), jsonb_build_object('statut', statut, 'cloture_le', cloture_le),
    jsonb_build_object('statut', 'CLOTURE', 'cloture_le', $5::date)
  from courant where place > 1`;

/** Whoever was replaced by the one who goes is replaced by the one who stays. */
const CANONIQUE = `
  with remplacee as (
    select a.id, a.canonique from allocataires.allocataire a where a.departement = $1 and (a.id = $2::uuid or a.canonique = $2::uuid)
  ), maj as (
    update allocataires.allocataire a set canonique = $3::uuid from remplacee r where a.departement = $1 and a.id = r.id
  )
  insert into allocataires.fusion_ligne (departement, fusion, nom_table, cle, avant, apres)
  select $1, $4::uuid, 'allocataire', jsonb_build_object('id', id), jsonb_build_object('canonique', canonique), jsonb_build_object('canonique', $3::uuid) from remplacee`;

/** The entries of both as they were, to give them back; those of the one who goes wait beyond the ranks of the other until the fold puts all in order. */
const ENTREES = [
  `insert into allocataires.fusion_ligne (departement, fusion, nom_table, cle, avant, apres)
   select $1, $4::uuid, 'entree', jsonb_build_object('allocataire', e.allocataire, 'rang', e.rang), to_jsonb(e), '{}'
   from allocataires.entree e where e.departement = $1 and e.allocataire in ($2::uuid, $3::uuid)`,
];
const ENTREES_EN_ATTENTE =
  "update allocataires.entree e set allocataire = $3::uuid, rang = e.rang + 1000 where e.departement = $1 and e.allocataire = $2::uuid";

const FUSION = `
  insert into allocataires.fusion (departement, id, allocataire, fusionnee, rapprochement, motif, decidee_le, decidee_par, dossiers)
  values ($1, $2, $3, $4, $5, $6, $7, $8, array(
    select distinct k.dossier from allocataires.contenu_personne k where k.departement = $1 and k.allocataire = $4::uuid and not exists (
      select from allocataires.contenu_personne c where c.departement = k.departement and c.dossier = k.dossier and c.allocataire = $3::uuid)))`;

export interface FusionFaite {
  /** Orientations closed because another one stays. */
  closes: string[];
  faits: FaitsReplies;
}

/** Makes one person of two: every fact of the one who goes becomes the other's, and each change is written down for `separer`. */
export async function fusionner(tx: Transaction, f: DemandeDeFusion): Promise<FusionFaite> {
  const { departement, allocataire, fusionnee } = f;
  await tx.execute(FUSION, [departement, f.id, allocataire, fusionnee, f.rapprochement, f.motif, f.le, f.par]);
  const quatre = [departement, fusionnee, allocataire, f.id];
  const closes = await tx.rows<{ id: string }>(ORIENTATION_EN_TROP, [...quatre, f.aujourdhui]);
  await tx.execute(CONTRAT_EN_TROP, [...quatre, f.aujourdhui]);
  for (const sql of [...ORIENTATIONS, ...DEPLACER, ...ENTREES]) await tx.execute(sql, quatre);
  await tx.execute(RANGS, [departement, allocataire]);
  await tx.execute(ENTREES_EN_ATTENTE, quatre.slice(0, 3));
  // Last: the rights of a portfolio follow the canonical id, and the rows of both had to be seen until here.
  await tx.execute(CANONIQUE, quatre);
  const faits = await replierPersonnes(tx, { departement, personnes: [allocataire, fusionnee], muettes: [fusionnee], fusion: f.id });
  return { closes: closes.map((c) => c.id), faits };
}
