import type pg from "pg";

/** Decides what each foyer of the session becomes. All set-based: as many statements for one foyer as for 200 000. */

export const OUVERTS = "('OUVERT_VERSABLE', 'OUVERT_SUSPENDU', 'VERSEMENT_SUSPENDU')";
export const CLOS = "('CLOS', 'CLOS_MOIS_ANTERIEUR')";
/** No right is left, or was given. */
export const FINIS = "('CLOS', 'CLOS_MOIS_ANTERIEUR', 'REFUSE')";

/** One import at a time: two files may hold the same new person. */
const VERROU = "select pg_advisory_xact_lock(4219008)";

/** The stock of an organisme is its first monthly file by the date of the flows, in whatever order they arrive.
 * A monthly file that arrives late takes the stock from the one that had it: the dossiers of that one are folded again. */
const STOCK = `
  with juste as (
    select c.id, array(
      select distinct o from unnest(c.organismes) o
      where not exists (select from allocataires.flux_caf v where v.type_flux = 'M' and o = any (v.organismes) and (v.cree_le, v.sha256) < (c.cree_le, c.sha256))
      order by o) as stock
    from allocataires.flux_caf c
    where c.type_flux = 'M' and c.organismes && (select f.organismes from allocataires.flux_caf f join caf_flux x on x.flux = f.id)
  ), change as (
    update allocataires.flux_caf c set stock = j.stock from juste j where j.id = c.id and j.stock <> c.stock returning c.id
  )
  insert into caf_refait (flux) select h.id from change h where h.id <> (select flux from caf_flux)`;

const MEME_FAMILLE = "m.instruction = (x.type_flux = 'INSTRUCTION')";
/** NOUVEAU and MODIFIE change the history of the dossier; INCHANGE repeats what the flow just before, of the same family, said. The last occurrence of a NUMDEMRSA in
 * the file counts (DOUBLE, or ANTERIEUR for a reject replayed after it). `anterieur`: a later flow is already there, this one takes its place before. */
const DOSSIERS = `
  insert into caf_dossier (ordre, departement, id, numero, source, organisme, empreinte, decision, connu, anterieur, ouvert, precede)
  select f.ordre, f.departement, coalesce(d.id, gen_random_uuid()), f.numero, f.fonorg, f.fonorg || f.numorg, f.empreinte,
    case when f.ordre < doublon.dernier then 'DOUBLE'
      when d.id is null then 'NOUVEAU'
      when meme.rang >= f.ordre then 'ANTERIEUR'
      when meme.rang is null and avant.empreinte = f.empreinte then 'INCHANGE'
      else 'MODIFIE' end,
    (select true from allocataires.contenu_dossier k where k.departement = f.departement and k.dossier = d.id and k.empreinte = f.empreinte) is true,
    (select true from allocataires.mention_dossier m
      where m.departement = f.departement and m.dossier = d.id and ${MEME_FAMILLE} and (m.cree_le, m.cle) > (x.cree_le, x.cle) limit 1) is true,
    f.etat in ${OUVERTS}, suite.ordre is not null
  from caf_attente f
  cross join caf_flux x
  left join (
    select numero, max(ordre) as dernier from caf_attente where genre in ('F', 'R') and numero is not null group by numero having count(*) > 1
  ) doublon on doublon.numero = f.numero
  left join (
    select distinct p.ordre from caf_attente p join caf_attente q on q.genre = 'F' and q.numero = p.precedent where p.genre = 'P' and p.precedent is not null
  ) suite on suite.ordre = f.ordre
  left join allocataires.dossier d on d.departement = f.departement and d.numero_demande = f.numero
  left join lateral (
    select m.rang from allocataires.mention_dossier m
    where m.departement = f.departement and m.dossier = d.id and m.cree_le = x.cree_le and m.cle = x.cle
  ) meme on true
  left join lateral (
    select m.empreinte from allocataires.mention_dossier m
    where m.departement = f.departement and m.dossier = d.id and ${MEME_FAMILLE} and (m.cree_le, m.cle) < (x.cree_le, x.cle) order by m.cree_le desc, m.cle desc limit 1
  ) avant on true
  where f.genre = 'F'`;

/** Waits for the import before to be committed. */
export const verrouiller = (client: pg.Client): Promise<unknown> => client.query(VERROU);

/** Fills caf_dossier from caf_attente and from what the base knows; the flow is already in flux_caf. */
export const DECIDER: readonly string[] = [STOCK, [DOSSIERS, "analyze caf_dossier"].join(";\n")];

/** A foyer that the base refuses, or a reserve on one that it takes. */
export interface Decide {
  ordre: number;
  numero: string;
  departement: string;
  fonorg: string;
  numorg: string;
  decision: "DOUBLE" | "PLUSIEURS" | "CONFLIT";
}

/** Foyers that are rejected after reading, and those applied with a person whose identity is doubtful. */
export async function decides(client: pg.Client): Promise<Decide[]> {
  const { rows } = await client.query<Decide>(`
    select d.ordre, d.numero, d.departement, f.fonorg, f.numorg, d.decision
    from caf_dossier d join caf_attente f on f.genre = 'F' and f.ordre = d.ordre where d.decision = 'DOUBLE'
    union all
    select distinct d.ordre, d.numero, d.departement, f.fonorg, f.numorg, c.resultat
    from caf_personne c join caf_dossier d on d.ordre = c.ordre join caf_attente f on f.genre = 'F' and f.ordre = d.ordre
    where c.resultat is not null
    order by 1`);
  return rows;
}
