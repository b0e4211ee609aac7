import { defineLoader } from "../../shared/context";
import { listesParCle } from "../par-cle";

/** How many people a référent, or an organisme, follows today in one parcours. */
export interface FileActiveStockee {
  departement: string;
  /** Référent or organisme. */
  qui: string;
  /** Null for the people whose orientation names no parcours. */
  parcours: string | null;
  effectif: number;
  effectifReferentUnique: number;
  maximum: number | null;
}

const COLONNES = `coalesce(f.departement, c.departement) as departement, coalesce(f.parcours, c.parcours) as parcours,
  coalesce(f.effectif, 0) as effectif, coalesce(f.effectif_referent_unique, 0) as "effectifReferentUnique", c.maximum`;

/** People followed today by a référent, counted by parcours; the parcours for which she has a capacity are listed even when empty. */
export const filesActivesParReferent = defineLoader<string, FileActiveStockee[]>(async (ids, tx) => {
  const lignes = await tx.rows<FileActiveStockee>(
    `select ${COLONNES}, coalesce(f.referent, c.referent) as qui
     from (select * from allocataires.file_active where referent = any ($1::text[])) f
     full join (select * from allocataires.referent_capacite where referent = any ($1::text[])) c
       on c.departement = f.departement and c.referent = f.referent and c.parcours = f.parcours
     order by 2`,
    [ids],
  );
  return listesParCle(ids, lignes, (f) => f.qui);
});

/** The same for an organisme. Its maximum is the sum of those of its référents at work on that day, when at least one is fixed. */
export const filesActivesParOrganisme = defineLoader<string, FileActiveStockee[]>(async (ids, tx) => {
  const lignes = await tx.rows<FileActiveStockee>(
    `select ${COLONNES}, coalesce(f.organisme, c.organisme) as qui
     from (select * from allocataires.file_active_organisme where organisme = any ($1::text[])) f
     full join (
       select r.departement, r.organisme, k.parcours, sum(k.maximum)::int as maximum
       from allocataires.referent r join allocataires.referent_capacite k on k.departement = r.departement and k.referent = r.id
       where r.organisme = any ($1::text[]) and (r.du is null or r.du <= current_setting('unefois.aujourdhui')::date)
         and (r.au is null or r.au >= current_setting('unefois.aujourdhui')::date)
       group by r.departement, r.organisme, k.parcours) c
       on c.departement = f.departement and c.organisme = f.organisme and c.parcours = f.parcours
     order by 2`,
    [ids],
  );
  return listesParCle(ids, lignes, (f) => f.qui);
});
