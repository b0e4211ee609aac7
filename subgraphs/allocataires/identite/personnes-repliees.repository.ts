import type { Transaction } from "../../shared/database";
import { TABLES_DU_REPLI } from "../caf/attente.repository";
import { REPLIER } from "../caf/replier.repository";

/** What the flows say of people whose contents changed hands, told again. */

export interface DemandeDeRepli {
  departement: string;
  personnes: string[];
  /** Those of them whom nothing speaks of any more: merged into another. */
  muettes: string[];
  /** The merge that moved their contents. */
  fusion: string;
}

/** An entry, as events tell it. */
export interface EntreeRepliee {
  allocataire: string;
  rang: number;
  demande: string | null;
  ouvertureDroits: string | null;
  notification: string | null;
  entreeDispositif: string | null;
  flux: boolean;
}

export interface FaitsReplies {
  entrees: EntreeRepliee[];
  personnes: { allocataire: string; codeInsee: string | null; soumisDroitsDevoirs: boolean; dossier: string | null; etat: string | null }[];
}

/** The dossiers that name or named them, and the people as they are. Someone merged has no origin to keep: her row counts as a payer's. */
const TOUCHEES = `
  insert into caf_touchee (departement, id, avant)
  select a.departement, a.id, case when a.id = any ($3::uuid[]) then jsonb_populate_record(a, '{"source": "CAF"}') else a end
  from allocataires.allocataire a where a.departement = $1 and a.id = any ($2::uuid[])`;
const DOSSIERS = `
  insert into caf_repli (departement, dossier, nouveau, avant)
  select o.departement, o.id, false, o from allocataires.dossier o
  where o.departement = $1 and exists (select from allocataires.contenu_dossier k where k.departement = o.departement and k.dossier = o.id) and o.id in (
    select k.dossier from allocataires.contenu_personne k where k.departement = $1 and k.allocataire = any ($2::uuid[])
    union select m.dossier from allocataires.membre m where m.departement = $1 and m.allocataire = any ($2::uuid[]))`;
/** Where what the flows said of someone went to the other, she is no longer a member: the fold keeps a member that it does not know of. */
const MEMBRES_PASSES = `
  delete from allocataires.membre m using allocataires.fusion_ligne l
  where l.departement = $1 and l.fusion = $3::uuid and l.nom_table = 'contenu_personne' and m.departement = $1 and m.dossier = (l.cle->>'dossier')::uuid
    and m.allocataire = any ($2::uuid[]) and not exists (
      select from allocataires.contenu_personne k where k.departement = m.departement and k.dossier = m.dossier and k.allocataire = m.allocataire)`;
/** The others of these foyers are folded with them: their history is read with the same dossiers. */
const VOISINES = `
  insert into caf_touchee (departement, id, avant)
  select distinct on (a.departement, a.id) a.departement, a.id, a
  from caf_repli d join allocataires.contenu_personne k on k.departement = d.departement and k.dossier = d.dossier
  join allocataires.allocataire a on a.departement = k.departement and a.id = k.allocataire
  where not exists (select from caf_touchee t where t.departement = a.departement and t.id = a.id)`;
/** Entries that no flow tells follow in the order of their dates, after those that were waiting. */
const RANGS = [
  `with ordre as (
     select e.allocataire, e.rang, row_number() over (partition by e.allocataire
       order by coalesce(e.notification, e.entree_dispositif, e.ouverture_droits, e.demande) nulls first, e.rang) as place
     from allocataires.entree e
     where e.departement = $1 and e.allocataire = any ($2::uuid[])
       and exists (select from allocataires.entree f where f.departement = $1 and f.allocataire = e.allocataire and f.rang > 1000)
   )
   update allocataires.entree e set rang = -ordre.place from ordre where e.departement = $1 and e.allocataire = ordre.allocataire and e.rang = ordre.rang`,
  "update allocataires.entree e set rang = -e.rang where e.departement = $1 and e.allocataire = any ($2::uuid[]) and e.rang < 0",
];

const NOMS = [...TABLES_DU_REPLI.matchAll(/create temp table (\w+)/g)].map(([, nom]) => nom).join(", ");

/** Folds these people and their dossiers again. The fold writes what no role of a caller may write (rows derived from the flows): it runs as the owner,
 * in the transaction of the act, for people whom the caller's rights let it lock. */
export async function replierPersonnes(
  tx: Transaction,
  { departement, personnes, muettes, fusion }: DemandeDeRepli,
): Promise<FaitsReplies> {
  const [role] = await tx.rows<{ role: string }>("select current_user::text as role");
  await tx.execute("set local role none");
  await tx.manager.query(TABLES_DU_REPLI);
  await tx.execute(TOUCHEES, [departement, personnes, muettes]);
  await tx.execute(DOSSIERS, [departement, personnes]);
  await tx.execute(VOISINES);
  await tx.execute(MEMBRES_PASSES, [departement, personnes, fusion]);
  for (const sql of REPLIER) await tx.manager.query(sql);
  for (const sql of RANGS) await tx.execute(sql, [departement, personnes]);
  await tx.manager.query(`drop table ${NOMS}`);
  await tx.execute("select set_config('role', $1, true)", [role!.role]);
  return lireFaits(tx, departement, personnes);
}

async function lireFaits(tx: Transaction, departement: string, personnes: string[]): Promise<FaitsReplies> {
  const entrees = await tx.rows<EntreeRepliee>(
    `select e.allocataire, e.rang, e.demande, e.ouverture_droits as "ouvertureDroits", e.notification, e.entree_dispositif as "entreeDispositif", e.flux
     from allocataires.entree e where e.departement = $1 and e.allocataire = any ($2::uuid[]) order by e.allocataire, e.rang`,
    [departement, personnes],
  );
  const lues = await tx.rows<FaitsReplies["personnes"][number]>(
    `select a.id as allocataire, a.code_insee as "codeInsee", a.soumis_droits_devoirs as "soumisDroitsDevoirs", d.id as dossier, d.etat
     from allocataires.allocataire a
     left join lateral (
       select o.id, o.etat from allocataires.membre m join allocataires.dossier o on o.departement = m.departement and o.id = m.dossier
       where m.departement = a.departement and m.allocataire = a.id order by m.au is null desc, o.flux_cree_le desc, o.id limit 1
     ) d on true
     where a.departement = $1 and a.id = any ($2::uuid[]) and a.canonique is null order by a.id`,
    [departement, personnes],
  );
  return { entrees, personnes: lues };
}
