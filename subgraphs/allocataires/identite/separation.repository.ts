import type { Transaction } from "../../shared/database";
import { type FaitsReplies, replierPersonnes } from "./personnes-repliees.repository";
import { ACTES_DATES, MOTIF_DE_FUSION, REMETTRE } from "./plan-fusion";

/** Each statement: $1 département, $2 merge, $3 person who stayed, $4 person who had gone, when it uses them. */

const LIGNES = (table: string) =>
  `allocataires.fusion_ligne l where l.departement = $1 and l.fusion = $2::uuid and l.nom_table = '${table}'`;

/** Ranks go back negative first, then positive: two rows never bear one rank. */
const ORIENTATIONS = `
  update allocataires.orientation o set allocataire = (l.avant->>'allocataire')::uuid, rang = -(l.avant->>'rang')::int
  from ${LIGNES("orientation")} and l.avant ? 'rang' and o.departement = $1 and o.allocataire = $3::uuid and o.id = (l.cle->>'id')::uuid`;
const RANGS =
  "update allocataires.orientation o set rang = -o.rang where o.departement = $1 and o.allocataire in ($2::uuid, $3::uuid) and o.rang < 0";

/** The orientation that the merge closed runs again, unless an act has closed it otherwise, or another one runs since. */
const ROUVERTES = `
  with rouverte as (
    update allocataires.orientation o set statut = l.avant->>'statut', close_le = null, fin_accompagnement_le = (l.avant->>'fin_accompagnement_le')::date,
      motif_fin = l.avant->>'motif_fin'
    from ${LIGNES("orientation")} and l.avant ? 'statut' and o.departement = $1 and o.id = (l.cle->>'id')::uuid and o.motif_fin = '${MOTIF_DE_FUSION}'
      and (l.avant->>'statut' <> 'DECIDEE' or not exists (select from allocataires.orientation c where c.departement = $1 and c.allocataire = o.allocataire and c.statut = 'DECIDEE' and c.close_le is null))
    returning o.id
  ), suivie as (
    update allocataires.intervention i set au = (l.avant->>'au')::date
    from ${LIGNES("intervention")} and l.avant ? 'au' and i.departement = $1 and i.id = (l.cle->>'id')::uuid and i.au = (l.apres->>'au')::date
      and i.orientation in (select id from rouverte)
  )
  select id from rouverte`;

const CONTRATS = `
  update allocataires.contrat_engagement c set statut = l.avant->>'statut', cloture_le = (l.avant->>'cloture_le')::date
  from ${LIGNES("contrat_engagement")} and l.avant ? 'statut' and c.departement = $1 and c.id = (l.cle->>'id')::uuid
    and c.statut = 'CLOTURE' and c.cloture_le = (l.apres->>'cloture_le')::date
    and not exists (select from allocataires.contrat_engagement d where d.departement = $1 and d.allocataire = c.allocataire
      and d.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU'))`;

/** What the flows said since, of the dossiers that were hers alone, is hers. */
const CONTENUS_DEPUIS = `
  update allocataires.contenu_personne k set allocataire = f.fusionnee from allocataires.fusion f
  where f.departement = $1 and f.id = $2::uuid and k.departement = $1 and k.allocataire = f.allocataire and k.dossier = any (f.dossiers)`;

const CANONIQUE = `
  update allocataires.allocataire a set canonique = (l.avant->>'canonique')::uuid
  from ${LIGNES("allocataire")} and a.departement = $1 and a.id = (l.cle->>'id')::uuid and a.canonique = $3::uuid`;

/** Acts on the entries of the one who kept the id that neither entry bore before the merge. */
const ACTES_DEPUIS = `
  insert into entree_depuis (acte, le)
  select a.acte, a.le from allocataires.entree e
  cross join lateral (values ('decision_orientation', e.decision_orientation), ('premier_entretien', e.premier_entretien),
    ('signature_contrat', e.signature_contrat), ('sortie', e.sortie)) a (acte, le)
  where e.departement = $1 and e.allocataire = $3::uuid and a.le is not null
    and not exists (select from ${LIGNES("entree")} and l.avant->>a.acte = a.le::text)`;
const ENTREES_OTEES = "delete from allocataires.entree e where e.departement = $1 and e.allocataire = $2::uuid";
const ENTREES_REMISES = `insert into allocataires.entree select (jsonb_populate_record(null::allocataires.entree, l.avant)).* from ${LIGNES("entree")}`;
/** They stay with her, on her last entry; the fold puts each on the entry that covers its day. */
const ACTES_GARDES = `
  update allocataires.entree e set
    decision_orientation = coalesce(e.decision_orientation, (select min(d.le) from entree_depuis d where d.acte = 'decision_orientation')),
    premier_entretien = coalesce(e.premier_entretien, (select min(d.le) from entree_depuis d where d.acte = 'premier_entretien')),
    signature_contrat = coalesce(e.signature_contrat, (select min(d.le) from entree_depuis d where d.acte = 'signature_contrat')),
    sortie = coalesce((select max(d.le) from entree_depuis d where d.acte = 'sortie'), e.sortie)
  where e.departement = $1 and e.allocataire = $2::uuid
    and e.rang = (select max(f.rang) from allocataires.entree f where f.departement = $1 and f.allocataire = $2::uuid)`;

/** $1: merges. Acts recorded since, by nature: nothing tells whose they are, they stay with the one who kept the id. */
export const LIRE_GARDES = ACTES_DATES.map(
  (table) => `
  select f.id as fusion, '${table.toUpperCase()}' as nature, t.id
  from allocataires.fusion f join allocataires.${table} t on t.departement = f.departement and t.allocataire = f.allocataire
  where f.id = any ($1::uuid[]) and t.recue_le >= f.decidee_le and (f.separee_le is null or t.recue_le < f.separee_le)
    and not exists (select from allocataires.fusion_ligne l where l.departement = f.departement and l.fusion = f.id and l.nom_table = '${table}'
      and l.cle->>'id' = t.id::text and l.avant->>'allocataire' = f.fusionnee::text)`,
).join(" union all ");

export interface FaitGarde {
  nature: string;
  id: string;
}

export interface SeparationFaite {
  rouvertes: string[];
  /** Ids of the orientations, contracts… that went back to the person who had gone. */
  rendus: string[];
  faits: FaitsReplies;
}

/** Undoes a merge: every row that it moved and that nobody changed since goes back; the flows are told again, each to her own. */
export async function separer(
  tx: Transaction,
  f: { id: string; departement: string; allocataire: string; fusionnee: string; le: Date; par: string; motif: string },
): Promise<SeparationFaite> {
  const { departement, id, allocataire, fusionnee } = f;
  const [deux, trois] = [
    [departement, id],
    [departement, id, allocataire],
  ];
  await tx.execute(CANONIQUE, trois);
  for (const sql of [...REMETTRE, ORIENTATIONS]) await tx.execute(sql, trois);
  await tx.execute(RANGS, [departement, allocataire, fusionnee]);
  await tx.execute(CONTENUS_DEPUIS, deux);
  const rouvertes = await tx.rows<{ id: string }>(ROUVERTES, deux);
  await tx.execute(CONTRATS, deux);
  const rendus = await tx.rows<{ id: string }>(
    `select distinct l.cle->>'id' as id from allocataires.fusion_ligne l where l.departement = $1 and l.fusion = $2::uuid
       and l.nom_table in ('orientation', 'contrat_engagement', 'sortie') and l.avant->>'allocataire' = $3`,
    [departement, id, fusionnee],
  );
  await remettreLesEntrees(tx, departement, id, allocataire);
  const faits = await replierPersonnes(tx, { departement, personnes: [allocataire, fusionnee], muettes: [], fusion: id });
  await tx.execute(
    "update allocataires.fusion set separee_le = $3, separee_par = $4, separation_motif = $5 where departement = $1 and id = $2::uuid",
    [...deux, f.le, f.par, f.motif],
  );
  return { rouvertes: rouvertes.map((r) => r.id), rendus: rendus.map((r) => r.id), faits };
}

/** No role of a caller removes an entry: the owner does, in the same transaction, for people whom the caller's rights let it lock. */
async function remettreLesEntrees(tx: Transaction, departement: string, fusion: string, allocataire: string): Promise<void> {
  const [role] = await tx.rows<{ role: string }>("select current_user::text as role");
  await tx.execute("set local role none");
  await tx.execute("create temp table entree_depuis (acte text, le date)");
  await tx.execute(ACTES_DEPUIS, [departement, fusion, allocataire]);
  await tx.execute(ENTREES_OTEES, [departement, allocataire]);
  await tx.execute(ENTREES_REMISES, [departement, fusion]);
  await tx.execute(ACTES_GARDES, [departement, allocataire]);
  await tx.execute("drop table entree_depuis");
  await tx.execute("select set_config('role', $1, true)", [role!.role]);
}

/** Two people whom a professional told apart: the pair is not proposed again. */
export async function noterDistinctes(
  tx: Transaction,
  { departement, paires, le, par }: { departement: string; paires: [string, string][]; le: Date; par: string },
): Promise<void> {
  await tx.execute(
    `insert into allocataires.identite_distincte (departement, allocataire, autre, le, par)
     select $1, least(a, b), greatest(a, b), $4, $5 from unnest($2::uuid[], $3::uuid[]) as p (a, b) where a <> b on conflict do nothing`,
    [departement, paires.map(([a]) => a), paires.map(([, b]) => b), le, par],
  );
}
