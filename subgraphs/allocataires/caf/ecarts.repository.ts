import type pg from "pg";
import { OUVERTS } from "./decider.repository";

/** The reconciliation of the monthly files with the days: what the one says and the others did not. Listed, never guessed. Set-based. */

/** The monthly files to reconcile, by organisme: the one of the session, and those after it, which a late flow may put right. `avant`: the month before. */
const MENSUELS = `
  insert into caf_mensuel (flux, organisme, cree_le, cle, le, avant)
  select f.id, o.organisme, f.cree_le, ('x' || encode(substr(f.sha256, 1, 8), 'hex'))::bit(64)::bigint, (f.cree_le at time zone 'Europe/Paris')::date,
    (select max(p.cree_le) from allocataires.flux_caf p where p.type_flux = 'M' and o.organisme = any (p.organismes) and p.cree_le < f.cree_le)
  from caf_flux x
  join allocataires.flux_caf courant on courant.id = x.flux
  cross join lateral unnest(courant.organismes) o (organisme)
  join allocataires.flux_caf f on f.type_flux = 'M' and o.organisme = any (f.organismes) and f.cree_le >= x.cree_le`;

const OUBLIER = "delete from allocataires.ecart_flux e using caf_mensuel k where e.flux = k.flux and e.organisme = k.organisme";

/** The last thing said of the right of a dossier before the monthly file. */
const DERNIERE_AVANT = (dossier: string) => `
  select v.empreinte, v.cree_le from allocataires.mention_dossier v
  where v.departement = ${dossier}.departement and v.dossier = ${dossier}.dossier and not v.instruction and (v.cree_le, v.cle) < (k.cree_le, k.cle)
  order by v.cree_le desc, v.cle desc limit 1`;

/** The date of the last payment moves every month: it is no difference. */
const LIGNES = (contenu: string) =>
  `(select jsonb_agg(l - 'dernierVersement' order by n) from jsonb_array_elements(${contenu}.donnees->'lignes') with ordinality as t (l, n))`;
const MEMBRES = (contenu: string) => `
      (select array_agg(p.allocataire || p.role order by p.allocataire, p.role) from allocataires.contenu_personne p
       where p.departement = ${contenu}.departement and p.dossier = ${contenu}.dossier and p.empreinte = ${contenu}.empreinte and (p.au is null or p.au > k.le))`;
const differe = (nom: string, valeur: (contenu: string) => string) =>
  `case when ${valeur("c")} is distinct from ${valeur("a")} then '${nom}' end`;
const DECISIONS = (contenu: string) =>
  `jsonb_build_array(${["refus", "suspensionsDroit", "suspensionsVersement", "cloture"].map((cle) => `${contenu}.donnees->'${cle}'`).join(", ")})`;
const CHAMPS = [
  differe("organisme", (c) => `${c}.fonorg || ${c}.numorg`),
  differe("etat", (c) => `${c}.donnees->'etat'`),
  differe("decisions", DECISIONS),
  differe("lignesDroit", LIGNES),
  differe("membres", MEMBRES),
  differe("adresse", (c) => `${c}.donnees->'adresses'->0`),
].join(", ");

/** MENSUEL_SEUL: neither the month before nor the days since had announced the dossier. DIFFERENT: they said something else. */
const DU_MENSUEL = `
  insert into allocataires.ecart_flux (departement, flux, dossier, numero_demande, organisme, nature, champs, le)
  select m.departement, m.flux, m.dossier, o.numero_demande, m.organisme, m.nature, d.champs, m.le
  from (
    select k.*, m.departement, m.dossier, m.empreinte, v.empreinte as precedente,
      case when v.empreinte is null or v.cree_le < k.avant then 'MENSUEL_SEUL' else 'DIFFERENT' end as nature
    from caf_mensuel k
    join allocataires.mention_dossier m on m.flux = k.flux
    left join lateral (${DERNIERE_AVANT("m")}) v on true
    where v.empreinte is distinct from m.empreinte and (v.empreinte is not null or k.avant is not null)
    offset 0
  ) m
  join allocataires.contenu_dossier c on c.departement = m.departement and c.dossier = m.dossier and c.empreinte = m.empreinte and c.fonorg || c.numorg = m.organisme
  left join allocataires.contenu_dossier a on a.departement = m.departement and a.dossier = m.dossier and a.empreinte = m.precedente
  join allocataires.dossier o on o.departement = m.departement and o.id = m.dossier
  cross join lateral (select m.le) k
  cross join lateral (select case when m.nature = 'DIFFERENT' then array_remove(array[${CHAMPS}], null) else '{}' end as champs) d
  where m.nature = 'MENSUEL_SEUL' or cardinality(d.champs) > 0`;

/** QUOTIDIEN_SEUL: open when the file was made, and not in it; nor among what was rejected of it. */
const DES_QUOTIDIENS = `
  insert into allocataires.ecart_flux (departement, flux, dossier, numero_demande, organisme, nature, champs, le)
  select c.departement, k.flux, c.dossier, o.numero_demande, k.organisme, 'QUOTIDIEN_SEUL', '{}', k.le
  from caf_mensuel k
  join (select distinct departement, dossier, fonorg || numorg as organisme from allocataires.contenu_dossier) c on c.organisme = k.organisme
  join allocataires.dossier o on o.departement = c.departement and o.id = c.dossier
  left join allocataires.mention_dossier m on m.flux = k.flux and m.departement = c.departement and m.dossier = c.dossier
  cross join lateral (${DERNIERE_AVANT("c")}) v
  join allocataires.contenu_dossier a on a.departement = c.departement and a.dossier = c.dossier and a.empreinte = v.empreinte
  where m.flux is null and a.fonorg || a.numorg = k.organisme and a.donnees->>'etat' in ${OUVERTS}
    and not exists (select from allocataires.rejet r where r.flux = k.flux and r.cle = o.numero_demande)`;

const EST_MENSUEL = "select exists (select from caf_mensuel) as mensuel";

/** What the reconciliation of one monthly file found. */
export interface ComptesEcarts {
  mensuelSeul: number;
  quotidienSeul: number;
  different: number;
}

/** Reconciles the monthly file of the session, and those after it. Null when there is none: a daily file in its turn costs one statement. */
export async function reconcilier(client: pg.Client): Promise<ComptesEcarts | null> {
  await client.query(MENSUELS);
  if (!(await client.query<{ mensuel: boolean }>(EST_MENSUEL)).rows[0]!.mensuel) return null;
  await client.query([OUBLIER, DU_MENSUEL, DES_QUOTIDIENS].join(";\n"));
  const { rows } = await client.query<ComptesEcarts>(
    `select count(*) filter (where nature = 'MENSUEL_SEUL')::int as "mensuelSeul", count(*) filter (where nature = 'QUOTIDIEN_SEUL')::int as "quotidienSeul",
       count(*) filter (where nature = 'DIFFERENT')::int as different
     from allocataires.ecart_flux e join caf_flux x on x.flux = e.flux where x.type_flux = 'M'`,
  );
  return rows[0]!;
}

/** An écart as the command lists it. */
export interface EcartListe {
  departement: string;
  fichier: string;
  numeroDemande: string;
  organisme: string;
  nature: string;
  champs: string[];
  le: string;
}

/** The écarts of one monthly file (its id or its name), or of the last one of each organisme. Through the owner's connection. */
export async function listerEcarts(client: pg.ClientBase, flux: string | null, departement: string | null): Promise<EcartListe[]> {
  const { rows } = await client.query<EcartListe>(
    `select e.departement, f.nom_fichier as fichier, e.numero_demande as "numeroDemande", e.organisme, e.nature, e.champs, e.le
     from allocataires.ecart_flux e join allocataires.flux_caf f on f.id = e.flux
     where ($2::text is null or e.departement = $2) and case when $1::text is not null then $1 in (f.id::text, f.nom_fichier) else not exists (
       select from allocataires.flux_caf p where p.type_flux = 'M' and e.organisme = any (p.organismes) and p.cree_le > f.cree_le) end
     order by e.departement, e.organisme, e.nature, e.numero_demande`,
    [flux, departement],
  );
  return rows;
}
