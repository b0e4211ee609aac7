import type pg from "pg";
import { isUuid } from "../../shared/page";

export interface EffacementListe {
  departement: string;
  id: string;
  motif: string;
  effaceLe: Date;
  leveLe: Date | null;
  /** Flows that were stopped and wait for a decision. */
  arrets: number;
}

/** Every erasure, newest first, with the stops that it made. No datum of anyone. */
export async function listerEffacements(client: pg.Client): Promise<EffacementListe[]> {
  const { rows } = await client.query<EffacementListe>(
    `select e.departement, e.id, e.motif, e.efface_le as "effaceLe", e.leve_le as "leveLe",
       (select count(*)::int from allocataires.rejet r where r.code = 'PERSONNE_EFFACEE' and r.rejoue_le is null and r.message like '%' || e.id || '%') as arrets
     from allocataires.effacement e order by e.efface_le desc, e.id`,
  );
  return rows;
}

/** Decides that the person may come back: the next flow that names her makes her again, and the stops are settled. Null: no such erasure in force. */
export async function leverEffacement(client: pg.Client, id: string, motif: string, le: Date): Promise<{ arrets: number } | null> {
  if (!isUuid(id)) return null;
  const { rows } = await client.query<{ arrets: number }>(
    `with leve as (
       update allocataires.effacement set leve_le = $2, leve_motif = $3 where id = $1 and leve_le is null returning id
     ), oublie as (
       delete from allocataires.empreinte_effacee t using leve where t.effacement = leve.id
     ), solde as (
       update allocataires.rejet r set rejoue_le = $2, resultat = 'REJETE' from leve
       where r.code = 'PERSONNE_EFFACEE' and r.rejoue_le is null and r.message like '%' || leve.id || '%' returning 1
     )
     select (select count(*)::int from solde) as arrets from leve`,
    [id, le, motif],
  );
  return rows[0] ?? null;
}
